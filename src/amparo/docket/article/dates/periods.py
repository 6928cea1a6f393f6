"""Parts of years, years, and more than one: seasons, quarters, halves, holidays, decades, centuries.

One function a rule, called by `resolve`. Spec: specs/article.md, "Dates".
"""

from __future__ import annotations

from datetime import date

from amparo.docket.article.dates.calendar import holiday as holiday_of
from amparo.docket.article.dates.found import Found, Frame, Lean, day_number
from amparo.docket.article.dates.value import (
    Exactness,
    Value,
    of_century,
    of_day,
    of_decade,
    of_month,
    of_span,
    of_year,
)

_ROMAN = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
    "XXI",
]
_REPORTED = 3
"""Months after which a quarter's figures are no more awaited."""
_SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "winter": (12, 15)}


def season_year(found: Found, frame: Frame) -> Value:
    """`the summer of 2012`."""
    return _season(frame.words.seasons[found.groups["season"].lower()], int(found.groups["y"]))


def _season(name: str, year: int) -> Value:
    """The months that a season touches, by the sky or by the weather."""
    first, last = _SEASONS[name]
    return of_span(of_month(year, first), of_month(year + last // 13, (last - 1) % 12 + 1), Exactness.SEASON)


def season_of(found: Found, frame: Frame) -> Value:
    """`last summer`: the last that has ended; `this summer`, `next summer`."""
    name, turn = frame.words.seasons[found.groups["season"].lower()], frame.turn(found.groups["dir"])
    year, anchor = frame.anchor.year, frame.anchor
    if turn < 0:
        ended = _season(name, year).last
        return _season(name, year if ended and ended < anchor else year - 1)
    began = _season(name, year).first
    return _season(name, year + 1 if turn > 0 and began and began <= anchor else year)


def quarter_of(found: Found, frame: Frame) -> Value:
    """`the third quarter of last year`."""
    return _quarter(
        frame.words.ordinals[found.groups["nth"].lower()], frame.anchor.year + frame.turn(found.groups["dir"])
    )


def _quarter(number: int, year: int) -> Value:
    return of_span(of_month(year, number * 3 - 2), of_month(year, number * 3))


def quarter_alone(found: Found, frame: Frame) -> Value:
    """The last that has begun, or the next one where the sentence speaks of what will be."""
    number, anchor = frame.words.ordinals[found.groups["nth"].lower()], frame.anchor
    if found.lean is Lean.FUTURE:
        return _quarter(number, anchor.year + (number * 3 + _REPORTED < anchor.month))
    return _quarter(number, anchor.year - (number * 3 - 2 > anchor.month))


def half_year(found: Found, frame: Frame) -> Value:
    """`the second half of 2010`, `the first half of this year`."""
    written = found.groups.get("y")
    year = int(written) if written else frame.anchor.year + frame.turn(found.groups["dir"])
    first = 1 if frame.words.ordinals.get(found.groups["half"].lower()) == 1 else 7
    return of_span(of_month(year, first), of_month(year, first + 5))


def quarter_year(found: Found, frame: Frame) -> Value:
    """`Q3 2011`, `the third quarter of 2011`."""
    nth = found.groups.get("nth")
    number = frame.words.ordinals[nth.lower()] if nth else int(found.groups["n"])
    return _quarter(number, int(found.groups["y"]))


def holiday(found: Found, frame: Frame) -> Value | None:
    """`Christmas`, `last Easter`: the nearest on the side that the words say; None for one whose day is not fixed."""
    rule = frame.words.holidays[found.groups["hol"].lower()]
    year, turn = found.groups.get("y"), found.groups.get("dir")
    if year:
        day = holiday_of(rule, int(year))
        return of_day(day) if day else None
    days = [holiday_of(rule, frame.anchor.year + step) for step in (-1, 0, 1)]
    known = [day for day in days if day]
    if not known:
        return None
    back = frame.turn(turn) < 0 if turn else found.lean is Lean.PAST
    ahead = frame.turn(turn) > 0 if turn else found.lean is Lean.FUTURE
    if back:
        return of_day(max(day for day in known if day <= frame.anchor))
    if ahead:
        return of_day(min(day for day in known if day >= frame.anchor))
    return of_day(known[1] if turn else min(known, key=lambda day: abs((day - frame.anchor).days)))


def years(found: Found, frame: Frame) -> Value | None:
    """`2009-10`, `1914-1918`; None where the second is no later."""
    first, last = int(found.groups["y"]), found.groups["y2"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return of_span(of_year(first), of_year(end)) if end > first else None


def decade(found: Found, frame: Frame) -> Value:
    """`the 1990s`, `the ’80s`; `the 1800s` are a century."""
    if year := found.groups.get("y"):
        first = int(year)
        return of_century(first // 100 + 1) if first % 100 == 0 and first < 2000 else of_decade(first)
    short = int(found.groups["yy"])
    return of_decade((1900 if short > frame.anchor.year % 100 else 2000) + short if short < 30 else 1900 + short)


def decade_named(found: Found, frame: Frame) -> Value:
    """`the eighties`."""
    return of_decade(frame.words.decades[found.groups["word"].lower()])


def century(found: Found, frame: Frame) -> Value | None:
    """`the 19th century`, `siglo XIX`; None for one that has not come."""
    if roman := found.groups.get("roman"):
        return of_century(_ROMAN.index(roman) + 1) if roman in _ROMAN else None
    text = found.groups["nth"].lower()
    number = day_number(text) if text[0].isdigit() else frame.words.ordinals[text]
    return of_century(number) if 1 <= number <= 21 else None


def year(found: Found, frame: Frame) -> Value:
    """`2012`."""
    return of_year(int(found.groups["y"]))


def this_year(found: Found, frame: Frame) -> Value:
    """`the end of the year`: some time of the dateline's."""
    return of_year(frame.anchor.year)


def named_day(found: Found, frame: Frame) -> Value:
    """`9/11`."""
    return of_day(date(2001, 9, 11))
