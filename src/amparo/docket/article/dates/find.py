"""Date expressions of a text with their values. Spec: specs/article.md, "Dates".

First what looks like a date (the language's rules), then what of it cannot be one, then the values in the order of the
text, since some are counted from an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from amparo.docket.article.dates.doubt import is_date
from amparo.docket.article.dates.found import Found, Frame
from amparo.docket.article.dates.grammar import matches_in, triggers_of
from amparo.docket.article.dates.leaning import leaning
from amparo.docket.article.dates.resolve import ABSOLUTE, resolve
from amparo.docket.article.dates.value import Exactness, Value, month_end, what_years_share
from amparo.docket.article.languages.vocabulary import DateWords, Language

_CYCLE = range(2000, 2028)
"""Every weekday on every day of a common and of a leap year: the years a dateline without one may be in."""
_FEW = _CYCLE[:8]
"""Where not even the month is known: enough to see what does not depend on the year."""
_ABOUT = ((1, 1), (2, 12), (4, 30), (6, 15), (7, 31), (9, 8), (10, 23), (12, 31))
"""Days of a year that have little in common: what is the same on all does not depend on the day."""
_NEAR = 250
_WIDEST = 36
_ZONES = re.compile(r"[^.;:()\n]{0,20}\s\(")
_BEHIND = re.compile(r"\)?,?\s(?:\w+\s)?")
"""Between a time and the same time elsewhere, and between a time and its day."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The dateline: a day, whose year may not be known. `month` and `day` are None when nothing is known."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def days(self) -> Sequence[date]:
        """The days it may be."""
        if (month := self.month) is None:
            years = list(_FEW) if self.year is None else [self.year] * len(_ABOUT)
            return [date(year, *day) for year, day in zip(years, _ABOUT, strict=True)]
        years = list(_CYCLE) if self.year is None else [self.year]
        return [date(year, month, min(self.day or 1, month_end(year, month).day)) for year in years]


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Words of a text that name a date, and what they mean."""

    start: int
    end: int
    value: Value
    rule: str


def find_dates(text: str, anchor: Anchor, language: Language, start: int = 0) -> tuple[DateExpression, ...]:
    """Every date expression from `start` on, in the order of the text."""
    found = list(_marked(text, language, start))
    frame = Frame(language.dates, date(2000, 1, 1))
    fixed = {index: resolve(one, frame) for index, one in enumerate(found) if one.rule in ABSOLUTE}
    columns = [_values(text, found, day, language, fixed) for day in anchor.days()]
    return tuple(
        DateExpression(one.start, one.end, value, one.rule)
        for index, one in enumerate(found)
        if (value := _shared([column[index] for column in columns])) is not None
    )


def _shared(values: Sequence[Value | None]) -> Value | None:
    meant = [value for value in values if value is not None]
    if len(meant) != len(values):
        return None
    return meant[0] if len(meant) == 1 else what_years_share(meant)


def _marked(text: str, language: Language, start: int) -> Iterator[Found]:
    """What looks like a date and may be one, with what the words around it say."""
    for match, rule in _widest(text, language, start):
        if not is_date(text, match, rule, language.dates):
            continue
        groups = {"all": match[0], **{name: part for name, part in match.groupdict().items() if part is not None}}
        before = text[max(match.start() - 20, 0) : match.start()]
        rough = re.search(rf"\b(?:{language.dates.roughly})\s*$", before, re.IGNORECASE) is not None
        lasts = rule == "lasting" and _has(text, match.start(), language.dates)
        yield Found(match.start(), match.end(), rule, groups, leaning(text, match, language.dates), rough, lasts)


def _has(text: str, start: int, words: DateWords) -> bool:
    """Whether the clause before tells of what has been and still is."""
    clause = re.split(r"[.;:,!?\n“”\"]", text[max(start - 90, 0) : start])[-1]
    return re.search(rf"(?:\b|(?<=\w))(?:{words.has})\s(?:\w+\s){{0,2}}?(?:{words.participle})\b", clause) is not None


def _widest(text: str, language: Language, begin: int) -> Iterator[tuple[re.Match[str], str]]:
    """Matches that do not overlap: the first, of those the longest, of those the rule that comes first."""
    matches = [
        (match.start(), -match.end(), rule.rank, match, rule.name)
        for first, last in _windows(text, begin, language)
        for match, rule in matches_in(text, first, last, language)
    ]
    end = 0
    for start, _, _, match, name in sorted(matches, key=lambda one: one[:3]):
        if start >= end:
            end = match.end()
            yield match, name


def _windows(text: str, begin: int, language: Language) -> Iterator[tuple[int, int]]:
    """The parts of a text that words of time stand in, wide enough for the longest expression, ending at a blank."""
    first = last = -1
    for match in triggers_of(language).finditer(text, begin):
        start = max(match.start() - _WIDEST, begin)
        end = match.end() + _WIDEST
        end += len(re.split(r"\s", text[end : end + 200], maxsplit=1)[0])
        if start <= last:
            last = end
            continue
        if first >= 0:
            yield first, last
        first, last = start, end
    if first >= 0:
        yield first, last


def _values(
    text: str, found: Sequence[Found], anchor: date, language: Language, fixed: Mapping[int, Value | None]
) -> list[Value | None]:
    """The value of each expression when the dateline is `anchor`; `fixed`: of those that are the same for all."""
    frame, values, last = Frame(language.dates, anchor), list[Value | None](), None
    for index, one in enumerate(found):
        frame = _looking_ahead(text, found[index : index + 3], frame)
        if index in fixed:
            value = fixed[index]
        else:
            near = last is not None and one.start - last.end < _NEAR and "\n" not in text[last.end : one.start]
            value = resolve(one, frame if near or frame.year is None else replace(frame, year=None))
        values.append(value)
        if value is not None:
            frame, last = _after(one, value, frame), one
    return values


def _looking_ahead(text: str, found: Sequence[Found], frame: Frame) -> Frame:
    """`at 7:30 p.m. on Tuesday`: the day of a time may stand just behind it, and behind the same in another zone:
    `at 18:04 local time (22:04 GMT) on Tuesday`."""
    times = [one.rule == "time" for one in found]
    if times[:2] == [True, True] and _ZONES.fullmatch(text, found[0].end, found[1].start):
        found = found[1:]
    if len(found) < 2 or not times[0] or not _BEHIND.fullmatch(text, found[0].end, found[1].start):
        return frame
    value = resolve(found[1], frame)
    return replace(frame, then_day=value) if value and value.exactness is Exactness.DAY else frame


def _after(found: Found, value: Value, frame: Frame) -> Frame:
    """The frame for what follows: an expression that says its year lends it to the days named just after it."""
    day = value if value.exactness is Exactness.DAY else frame.then_day
    written = found.groups.get("y")
    year = int(written) if written and value.exactness in (Exactness.DAY, Exactness.MONTH) else None
    keeps = year or (frame.year if "m" in found.groups else None)
    compared = "before" in found.groups and value.exactness is Exactness.YEAR  # Again and again: `a year earlier`.
    then = value if value.exactness is not Exactness.TIME and value.first and not compared else frame.then
    return Frame(frame.words, frame.anchor, then, day, keeps)
