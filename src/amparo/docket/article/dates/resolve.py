"""From the parts of a date expression to its value: one small function a rule. Spec: specs/article.md, "Dates".

Knows no language: words have become numbers by the tables of `DateWords`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from amparo.docket.article.dates import relative
from amparo.docket.article.dates.calendar import holiday
from amparo.docket.article.dates.found import Found, Frame, Lean
from amparo.docket.article.dates.value import (
    Exactness,
    Value,
    months_from,
    of_century,
    of_day,
    of_days,
    of_decade,
    of_month,
    of_span,
    of_time,
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
_AGAINST = 6
_REPORTED = 3
"""Months after which a quarter's figures are no more awaited."""
_BACK = 5
"""A month that no verb speaks of may be so many months back; else it is to come."""
_SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "winter": (12, 15)}


ABSOLUTE = frozenset(
    ("iso-date", "day-month-year", "month-day-year", "numbers", "month-year", "years", "century", "year")
)
"""Rules whose expressions mean the same whatever the dateline and what was spoken of before."""


def resolve(found: Found, frame: Frame) -> Value | None:
    """The value of an expression, or None when it names no day of the calendar."""
    try:
        value = _RULES[found.rule](found, frame)
    except (ValueError, OverflowError):
        return None
    return value.roughly() if value and found.rough else value


def _number(text: str, table: Mapping[str, int]) -> int:
    key = text.lower().rstrip(".")
    return int(key) if key.isdigit() else table[key]


def _day(text: str) -> int:
    """Without figures it is the first: `primero de mayo`."""
    return int("".join(digit for digit in text if digit.isdigit()) or 1)


def _month(found: Found, frame: Frame, group: str = "m") -> int:
    return frame.words.months[found.groups[group].lower().rstrip(".")]


def _iso(found: Found, frame: Frame) -> Value:
    groups = found.groups
    return of_day(date(int(groups["y"]), int(groups["mm"]), int(groups["d"])))


def _full(found: Found, frame: Frame) -> Value:
    return of_day(date(int(found.groups["y"]), _month(found, frame), _day(found.groups["d"])))


def _numbers(found: Found, frame: Frame) -> Value | None:
    """Day and month in figures: their order is the language's, unless only one order is a date."""
    a, b, year = int(found.groups["a"]), int(found.groups["b"]), int(found.groups["y"])
    day_first = frame.words.day_first or found.groups["sep"] == "."
    month, day = (b, a) if (day_first and b <= 12) or a > 12 else (a, b)
    return of_day(date(year, month, day))


def _day_numbered(found: Found, frame: Frame) -> Value:
    """`el día 8`: of the dateline's month, or of the one before or behind where the words say so."""
    day, anchor, turn = _day(found.groups["d"]), frame.anchor, found.groups.get("dir")
    back = _turn(turn, frame) < 0 if turn else found.lean is Lean.PAST
    ahead = _turn(turn, frame) > 0 if turn else found.lean is Lean.FUTURE
    step = -1 if back and day > anchor.day else 1 if ahead and day < anchor.day else 0
    year, month = months_from(anchor.year, anchor.month, step)
    return of_day(date(year, month, day))


def _days_of_month(found: Found, frame: Frame) -> Value:
    month, first, last = _month(found, frame), _day(found.groups["d"]), _day(found.groups["d2"])
    year = int(found.groups.get("y") or _year_of(month, first, found, frame))
    return of_days(date(year, month, first), date(year, month, last))


def _day_of_year(found: Found, frame: Frame) -> Value:
    month, day = _month(found, frame), _day(found.groups["d"])
    if turn := found.groups.get("dir"):
        return of_day(date(frame.anchor.year + _turn(turn, frame), month, day))
    return of_day(date(_year_of(month, day, found, frame), month, day))


def _turn(word: str, frame: Frame) -> int:
    return frame.words.directions[" ".join(word.lower().split())]


def _year_of(month: int, day: int, found: Found, frame: Frame) -> int:
    """The year of a day and month: the text's own, else the nearest in the direction that the sentence speaks of."""
    if frame.year is not None:
        return frame.year
    anchor = frame.anchor
    near = [_safe(anchor.year + step, month, day) for step in (-1, 0, 1)]
    return min(near, key=lambda one: _distance(one, anchor, found.lean)).year


def _distance(day: date, anchor: date, lean: Lean) -> int:
    """News tells of what was: against the lean of the sentence a day must be much nearer to be meant."""
    days = (day - anchor).days
    if lean is Lean.FUTURE:
        return days if days >= 0 else -_AGAINST * days
    return -days if days <= 1 else days * (_AGAINST if lean is Lean.PAST else 3)


def _safe(year: int, month: int, day: int) -> date:
    """29 February of any year stands for the day before 1 March."""
    return date(year, month, 28) if (month, day) == (2, 29) else date(year, month, day)


def _month_year(found: Found, frame: Frame) -> Value:
    return of_month(int(found.groups["y"]), _month(found, frame))


def _months_of_year(found: Found, frame: Frame) -> Value:
    year = int(found.groups["y"])
    first, last = _month(found, frame), _month(found, frame, "m2")
    return of_span(of_month(year - (first > last), first), of_month(year, last))


def _month_of(found: Found, frame: Frame) -> Value:
    """`January last year` says the year; `last January` is the nearest one on that side."""
    month, turn = _month(found, frame), _turn(found.groups["dir"], frame)
    if found.groups["all"].lower().startswith(found.groups["m"].lower()):
        return of_month(frame.anchor.year + turn, month)
    anchor = frame.anchor
    if turn < 0:
        return of_month(anchor.year - (month >= anchor.month), month)
    return of_month(anchor.year + (month <= anchor.month if turn > 0 else 0), month)


def _month_turned(found: Found, frame: Frame) -> Value:
    """`abril pasado`: the nearest one on that side."""
    month, turn, anchor = _month(found, frame), _turn(found.groups["dir"], frame), frame.anchor
    step = -(month >= anchor.month) if turn < 0 else (month <= anchor.month if turn > 0 else 0)
    return of_month(anchor.year + step, month)


def _month_alone(found: Found, frame: Frame) -> Value:
    month, anchor = _month(found, frame), frame.anchor
    if frame.year is not None:
        return of_month(frame.year, month)
    if found.lean is Lean.FUTURE:
        return of_month(anchor.year + (month < anchor.month), month)
    if found.lean is Lean.PAST:
        return of_month(anchor.year - (month > anchor.month), month)
    steps = (month - anchor.month + _BACK) % 12 - _BACK
    return of_month(*divmod(anchor.year * 12 + anchor.month - 1 + steps, 12)[:1], month)


def _season_year(found: Found, frame: Frame) -> Value:
    return _season(frame.words.seasons[found.groups["season"].lower()], int(found.groups["y"]))


def _season(name: str, year: int) -> Value:
    """The months that a season touches, by the sky or by the weather."""
    first, last = _SEASONS[name]
    return of_span(of_month(year, first), of_month(year + last // 13, (last - 1) % 12 + 1), Exactness.SEASON)


def _season_of(found: Found, frame: Frame) -> Value:
    name, turn = frame.words.seasons[found.groups["season"].lower()], _turn(found.groups["dir"], frame)
    year, anchor = frame.anchor.year, frame.anchor
    if turn < 0:
        ended = _season(name, year).last
        return _season(name, year if ended and ended < anchor else year - 1)
    began = _season(name, year).first
    return _season(name, year + 1 if turn > 0 and began and began <= anchor else year)


def _day_turned(found: Found, frame: Frame) -> Value:
    """`last Oct. 23`: the nearest one on that side."""
    month, day, turn = _month(found, frame), _day(found.groups["d"]), _turn(found.groups["dir"], frame)
    year, anchor = frame.anchor.year, frame.anchor
    if turn < 0 and _safe(year, month, day) >= anchor:
        year -= 1
    if turn > 0 and _safe(year, month, day) <= anchor:
        year += 1
    return of_day(date(year, month, day))


def _quarter_of(found: Found, frame: Frame) -> Value:
    return _quarter(
        frame.words.ordinals[found.groups["nth"].lower()], frame.anchor.year + _turn(found.groups["dir"], frame)
    )


def _quarter(number: int, year: int) -> Value:
    return of_span(of_month(year, number * 3 - 2), of_month(year, number * 3))


def _quarter_alone(found: Found, frame: Frame) -> Value:
    """The last that has begun, or the next one where the sentence speaks of what will be."""
    number, anchor = frame.words.ordinals[found.groups["nth"].lower()], frame.anchor
    if found.lean is Lean.FUTURE:
        return _quarter(number, anchor.year + (number * 3 + _REPORTED < anchor.month))
    return _quarter(number, anchor.year - (number * 3 - 2 > anchor.month))


def _half_year(found: Found, frame: Frame) -> Value:
    written = found.groups.get("y")
    year = int(written) if written else frame.anchor.year + _turn(found.groups["dir"], frame)
    first = 1 if frame.words.ordinals.get(found.groups["half"].lower()) == 1 else 7
    return of_span(of_month(year, first), of_month(year, first + 5))


def _quarter_year(found: Found, frame: Frame) -> Value:
    nth = found.groups.get("nth")
    number = frame.words.ordinals[nth.lower()] if nth else int(found.groups["n"])
    return _quarter(number, int(found.groups["y"]))


def _holiday(found: Found, frame: Frame) -> Value | None:
    rule = frame.words.holidays[found.groups["hol"].lower()]
    year, turn = found.groups.get("y"), found.groups.get("dir")
    if year:
        day = holiday(rule, int(year))
        return of_day(day) if day else None
    days = [holiday(rule, frame.anchor.year + step) for step in (-1, 0, 1)]
    known = [day for day in days if day]
    if not known:
        return None
    back = _turn(turn, frame) < 0 if turn else found.lean is Lean.PAST
    ahead = _turn(turn, frame) > 0 if turn else found.lean is Lean.FUTURE
    if back:
        return of_day(max(day for day in known if day <= frame.anchor))
    if ahead:
        return of_day(min(day for day in known if day >= frame.anchor))
    return of_day(known[1] if turn else min(known, key=lambda day: abs((day - frame.anchor).days)))


def _years(found: Found, frame: Frame) -> Value | None:
    first, last = int(found.groups["y"]), found.groups["y2"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return of_span(of_year(first), of_year(end)) if end > first else None


def _decade(found: Found, frame: Frame) -> Value:
    if year := found.groups.get("y"):
        first = int(year)
        return of_century(first // 100 + 1) if first % 100 == 0 and first < 2000 else of_decade(first)
    short = int(found.groups["yy"])
    return of_decade((1900 if short > frame.anchor.year % 100 else 2000) + short if short < 30 else 1900 + short)


def _decade_named(found: Found, frame: Frame) -> Value:
    return of_decade(frame.words.decades[found.groups["word"].lower()])


def _century(found: Found, frame: Frame) -> Value | None:
    if roman := found.groups.get("roman"):
        return of_century(_ROMAN.index(roman) + 1) if roman in _ROMAN else None
    text = found.groups["nth"].lower()
    number = _day(text) if text[0].isdigit() else frame.words.ordinals[text]
    return of_century(number) if 1 <= number <= 21 else None


def _year(found: Found, frame: Frame) -> Value:
    return of_year(int(found.groups["y"]))


def _this_year(found: Found, frame: Frame) -> Value:
    """`the end of the year`: some time of the dateline's."""
    return of_year(frame.anchor.year)


def _named_day(found: Found, frame: Frame) -> Value:
    return of_day(date(2001, 9, 11))


def _time(found: Found, frame: Frame) -> Value | None:
    hour, minute = int(found.groups["h"]), int(found.groups.get("min") or 0)
    if half := found.groups.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0].lower() == "p" else 0)
    day = frame.then_day or of_day(frame.anchor)
    if "after" in found.groups:
        day = relative.shifted(day, 1)
    return of_time(day, hour, minute) if hour < 24 else None


_RULES: dict[str, Callable[[Found, Frame], Value | None]] = {
    "iso-date": _iso,
    "day-month-year": _full,
    "month-day-year": _full,
    "numbers": _numbers,
    "days-of-month": _days_of_month,
    "day-numbered": _day_numbered,
    "day-month": _day_of_year,
    "month-day": _day_of_year,
    "month-year": _month_year,
    "months-of-year": _months_of_year,
    "month-of": _month_of,
    "month-turned": _month_turned,
    "month": _month_alone,
    "weekday-of": relative.weekday_of,
    "weekday-then": relative.weekday_then,
    "weekday-month-day": relative.weekday_and_day,
    "weekday": relative.weekday,
    "day-named": relative.day_named,
    "period-of": relative.period_of,
    "last-periods": relative.last_periods,
    "next-periods": relative.next_periods,
    "ago": relative.ago,
    "from-now": relative.from_now,
    "from-then": relative.from_then,
    "that-time": relative.that_time,
    "lasting": relative.lasting,
    "day-turned": _day_turned,
    "quarter-of": _quarter_of,
    "quarter": _quarter_alone,
    "half-year": _half_year,
    "season-year": _season_year,
    "season-of": _season_of,
    "quarter-year": _quarter_year,
    "holiday": _holiday,
    "holiday-of": _holiday,
    "end-of-year": _this_year,
    "years": _years,
    "decade": _decade,
    "decade-named": _decade_named,
    "century": _century,
    "year": _year,
    "named-day": _named_day,
    "time": _time,
    "time-then": _time,
}
