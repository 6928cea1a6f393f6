"""Dates in a text that say their day: `2011-03-04`, `4 March 2011`, `March 4th, 2011`, in the document's own language.

Names are EDTF (amparo.records.edtf). Months come from CLDR. `3/4/2011` is read only where one of its numbers can be no
month, and where both are the same: otherwise nobody can know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from amparo.records import edtf
from amparo.records.entities.model import EntityKind, Mention

_ISO = re.compile(r"(?<![\w/.-])(\d{4})-(\d\d)-(\d\d)(?=T\d\d:|[^\w-]|$)", re.ASCII)
_NUMBERS = re.compile(r"(?<![\w/.-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\w-]|[/.]\d)", re.ASCII)
_USUAL = ("en", "de", "fr", "es", "it", "pt", "nl")
_YEAR = re.compile(r"(?<![\w.,/-])(?:1[5-9]|20)\d\d(?![\w/-])", re.ASCII)
_LOOK_BACK = 32
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|\.|º)?"


@dataclass(frozen=True, slots=True)
class _Words:
    months: Mapping[str, int]
    day_first: re.Pattern[str]
    month_first: re.Pattern[str]


def dates(text: str, language: str | None = None) -> Iterator[Mention]:
    """Whole dates, to the day."""
    for match in _ISO.finditer(text):
        yield from _mention(match, int(match[1]), int(match[2]), int(match[3]), "iso-8601")
    for match in _NUMBERS.finditer(text):
        one, other = int(match[1]), int(match[3])
        if one > 12 or one == other:
            yield from _mention(match, int(match[4]), other, one, "numbers")
        elif other > 12:
            yield from _mention(match, int(match[4]), one, other, "numbers")
    words = _words(language)
    for year in _YEAR.finditer(text):
        # From the year backwards: years are few, days and months are everywhere.
        first = max(0, year.start() - _LOOK_BACK)
        before = text[first : year.start()]
        found = words.day_first.search(before) or words.month_first.search(before)
        if found:
            month = words.months[found["month"].casefold().rstrip(".")]
            yield from _mention(year, int(year[0]), month, int(found["day"]), "month-in-words", first + found.start())


def _mention(
    match: re.Match[str], year: int, month: int, day: int, rule: str, start: int | None = None
) -> Iterator[Mention]:
    name = f"{year:04}-{month:02}-{day:02}"
    if year >= 1 and edtf.is_edtf(name):
        yield Mention(EntityKind.DATE, name, rule, match.start() if start is None else start, match.end())


def _words(language: str | None) -> _Words:
    return _patterns(("en", language) if language else _USUAL)


@lru_cache(maxsize=64)
def _patterns(languages: tuple[str, ...]) -> _Words:
    months: dict[str, int] = {}
    for language in languages:
        months |= {name: number for name, number in _months(language).items() if name not in months}
    # A month of two letters or a word such as `mai` needs day and year beside it, which every pattern here asks for.
    one = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    month = rf"(?P<month>(?:{one}))(?!\w)\.?"
    return _Words(
        months,
        re.compile(rf"(?<![\w/.-]){_DAY}[ ]{{0,2}}(?:de |of )?{month},?[ \n]{{1,2}}(?:de |del )?$", re.IGNORECASE),
        re.compile(rf"(?<!\w){month}[ \n]{{1,2}}{_DAY},?[ \n]{{1,2}}$", re.IGNORECASE),
    )


@lru_cache(maxsize=64)
def _months(language: str) -> Mapping[str, int]:
    from babel import Locale, UnknownLocaleError  # here, because it costs every command that never asks

    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return {}
    return {
        name.casefold().rstrip("."): number
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in locale.months[context][width].items()
        if name[:1].isalpha()
    }
