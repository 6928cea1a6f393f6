"""What looks like a date and is none: a count of two thousand people, the month that is a verb, a newspaper's name."""

from __future__ import annotations

import re

from amparo.docket.article.languages.vocabulary import DateWords


def is_date(text: str, match: re.Match[str], rule: str, words: DateWords) -> bool:
    """Whether the words around let it be a date."""
    doubt = _DOUBTS.get(rule)
    return not _in_a_name(text, match, words) and (doubt is None or doubt(text, match, words))


def _in_a_name(text: str, match: re.Match[str], words: DateWords) -> bool:
    """`Santo Domingo`, `Abril Pérez`: a capital beside another, in a language that writes months and days without."""
    if words.capitals or re.fullmatch(r"[A-ZÀ-Þ][a-zà-ÿ]+", match[0]) is None:
        return False
    beside = re.compile(r"\s[A-ZÀ-Þ][a-zà-ÿ]").match(text, match.end())
    return beside is not None or re.search(r"[A-ZÀ-Þ][a-zà-ÿ]+\s$", _before(text, match)) is not None


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(match.start() - 24, 0) : match.start()]


def _follows(text: str, match: re.Match[str], words: str) -> bool:
    """Whether one of the words follows at once."""
    return re.compile(rf"[\s-]+(?:{words})\b").match(text, match.end()) is not None


def _precedes(text: str, match: re.Match[str], words: str) -> bool:
    """Whether one of the words stands just before."""
    return re.search(rf"\b(?:{words})[\s-]+$", _before(text, match), re.IGNORECASE) is not None


def _year(text: str, match: re.Match[str], words: DateWords) -> bool:
    if _follows(text, match, r"GMT|UTC|BST|EST|EDT|CET|hours|horas"):
        return False
    if _precedes(text, match, words.counting) and not _follows(text, match, r"[A-Z]\w+"):
        return _precedes(text, match, words.roughly) and not _follows(text, match, r"[a-z]\w+s")
    return _precedes(text, match, words.before_dates) or not _follows(text, match, words.not_years)


def _month(text: str, match: re.Match[str], words: DateWords) -> bool:
    name = match["m"].lower().rstrip(".")
    if _precedes(text, match, words.before_dates):
        return True
    if len(name) < 4 and name != "may":
        return False
    if name in words.doubtful_months:
        noun = _precedes(text, match, words.before_months) and _follows(text, match, r"[a-z]{4,}")
        return noun or not words.capitals
    return not words.capitals or not re.compile(r" [A-Z][a-z]").match(text, match.end())


def _weekday(text: str, match: re.Match[str], words: DateWords) -> bool:
    if _precedes(text, match, words.every) or _follows(text, match, words.not_weekdays):
        return False
    return len(match["wd"]) > 5 or _precedes(text, match, words.before_dates)


def _time(text: str, match: re.Match[str], words: DateWords) -> bool:
    """A score of a match, or a verse, has a colon too: figures alone are a time when a word before says so."""
    groups = match.groupdict()
    return (
        bool(groups.get("half")) or re.search(r"[A-Z]{3}$", match[0]) is not None or _precedes(text, match, words.clock)
    )


def _holiday(text: str, match: re.Match[str], words: DateWords) -> bool:
    """A tree, a party and a family can have a holiday's name: it is a day after a word that goes before days."""
    return bool(match.groupdict().get("y")) or _precedes(text, match, words.before_dates)


def _day_named(text: str, match: re.Match[str], words: DateWords) -> bool:
    """USA Today is a newspaper."""
    if _precedes(text, match, words.not_days):
        return False
    return not (match[0][:1].isupper() and re.search(r"[A-Z]\w*\s$", _before(text, match)))


def _quarter(text: str, match: re.Match[str], words: DateWords) -> bool:
    """A match and a moon have quarters too: one of a year is spoken of with money."""
    around = text[max(match.start() - 90, 0) : match.end() + 90]
    return re.search(rf"\b(?:{words.of_reports})\b", around) is not None


_DOUBTS = {
    "quarter": _quarter,
    "day-named": _day_named,
    "holiday": _holiday,
    "year": _year,
    "month": _month,
    "weekday": _weekday,
    "time": _time,
    "time-then": _time,
}
