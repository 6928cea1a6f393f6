"""From the parts of a date expression to its value: one small function a rule. Spec: specs/article.md, "Dates".

Knows no language: words have become numbers by the tables of `DateWords`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from amparo.docket.article.dates import periods, relative
from amparo.docket.article.dates.found import Found, Frame, Lean, day_number
from amparo.docket.article.dates.value import (
    Value,
    months_from,
    of_day,
    of_days,
    of_month,
    of_span,
    of_time,
)

_AGAINST = 6
_BACK = 5
"""A month that no verb speaks of may be so many months back; else it is to come."""


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


def _month(found: Found, frame: Frame, group: str = "m") -> int:
    return frame.words.months[found.groups[group].lower().rstrip(".")]


def _iso(found: Found, frame: Frame) -> Value:
    groups = found.groups
    return of_day(date(int(groups["y"]), int(groups["mm"]), int(groups["d"])))


def _full(found: Found, frame: Frame) -> Value:
    return of_day(date(int(found.groups["y"]), _month(found, frame), day_number(found.groups["d"])))


def _numbers(found: Found, frame: Frame) -> Value | None:
    """Day and month in figures: their order is the language's, unless only one order is a date."""
    a, b, year = int(found.groups["a"]), int(found.groups["b"]), int(found.groups["y"])
    day_first = frame.words.day_first or found.groups["sep"] == "."
    month, day = (b, a) if (day_first and b <= 12) or a > 12 else (a, b)
    return of_day(date(year, month, day))


def _day_numbered(found: Found, frame: Frame) -> Value:
    """`el día 8`: of the dateline's month, or of the one before or behind where the words say so."""
    day, anchor, turn = day_number(found.groups["d"]), frame.anchor, found.groups.get("dir")
    back = frame.turn(turn) < 0 if turn else found.lean is Lean.PAST
    ahead = frame.turn(turn) > 0 if turn else found.lean is Lean.FUTURE
    step = -1 if back and day > anchor.day else 1 if ahead and day < anchor.day else 0
    year, month = months_from(anchor.year, anchor.month, step)
    return of_day(date(year, month, day))


def _days_of_month(found: Found, frame: Frame) -> Value:
    month, first, last = _month(found, frame), day_number(found.groups["d"]), day_number(found.groups["d2"])
    year = int(found.groups.get("y") or _year_of(month, first, found, frame))
    return of_days(date(year, month, first), date(year, month, last))


def _day_of_year(found: Found, frame: Frame) -> Value:
    month, day = _month(found, frame), day_number(found.groups["d"])
    if turn := found.groups.get("dir"):
        return of_day(date(frame.anchor.year + frame.turn(turn), month, day))
    return of_day(date(_year_of(month, day, found, frame), month, day))


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
    month, turn = _month(found, frame), frame.turn(found.groups["dir"])
    if found.groups["all"].lower().startswith(found.groups["m"].lower()):
        return of_month(frame.anchor.year + turn, month)
    anchor = frame.anchor
    if turn < 0:
        return of_month(anchor.year - (month >= anchor.month), month)
    return of_month(anchor.year + (month <= anchor.month if turn > 0 else 0), month)


def _month_turned(found: Found, frame: Frame) -> Value:
    """`abril pasado`: the nearest one on that side."""
    month, turn, anchor = _month(found, frame), frame.turn(found.groups["dir"]), frame.anchor
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


def _day_turned(found: Found, frame: Frame) -> Value:
    """`last Oct. 23`: the nearest one on that side."""
    month, day, turn = _month(found, frame), day_number(found.groups["d"]), frame.turn(found.groups["dir"])
    year, anchor = frame.anchor.year, frame.anchor
    if turn < 0 and _safe(year, month, day) >= anchor:
        year -= 1
    if turn > 0 and _safe(year, month, day) <= anchor:
        year += 1
    return of_day(date(year, month, day))


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
    "quarter-of": periods.quarter_of,
    "quarter": periods.quarter_alone,
    "half-year": periods.half_year,
    "season-year": periods.season_year,
    "season-of": periods.season_of,
    "quarter-year": periods.quarter_year,
    "holiday": periods.holiday,
    "holiday-of": periods.holiday,
    "end-of-year": periods.this_year,
    "years": periods.years,
    "decade": periods.decade,
    "decade-named": periods.decade_named,
    "century": periods.century,
    "year": periods.year,
    "named-day": periods.named_day,
    "time": _time,
    "time-then": _time,
}
