"""Expressions that say how far from the dateline, or from the day the text last spoke of: `last week`, `two years ago`,
`Tuesday`, `the day before`. Spec: specs/article.md, "Dates".
"""

from __future__ import annotations

from datetime import date, timedelta

from amparo.docket.article.dates.found import Found, Frame, Lean
from amparo.docket.article.dates.value import (
    Value,
    months_from,
    of_century,
    of_day,
    of_days,
    of_decade,
    of_month,
    of_span,
    of_week,
    of_year,
    since,
    until,
)


def shifted(day: Value, days: int) -> Value:
    """A day so many days later."""
    return of_day((day.first or date.min) + timedelta(days=days))


def _turn(found: Found, frame: Frame) -> int:
    word = " ".join(found.groups.get("dir", "").lower().split())
    return frame.words.directions.get(word, -1 if word else 0)


def _unit(found: Found, frame: Frame) -> str:
    word = found.groups["unit"].lower()
    units = frame.words.units
    return units.get(word) or units.get(word.removesuffix("s")) or units[word.removesuffix("es")]


def _count(found: Found, frame: Frame) -> int | None:
    """How many; None when the words do not say."""
    if "one" in found.groups:
        return 1
    text = found.groups.get("n")
    if text is None:
        return None
    return int(text) if text.isdigit() else frame.words.numbers[" ".join(text.lower().split())]


def weekday(found: Found, frame: Frame) -> Value:
    """The last one up to the dateline, or the next one after it where the sentence speaks of what will be."""
    wanted = frame.words.weekdays[found.groups["wd"].lower().rstrip(".")]
    if found.lean is Lean.FUTURE:
        return of_day(frame.anchor + timedelta(days=(wanted - frame.anchor.weekday() - 1) % 7 + 1))
    return of_day(frame.anchor - timedelta(days=(frame.anchor.weekday() - wanted) % 7))


def weekday_of(found: Found, frame: Frame) -> Value:
    """`last Friday`, `next Friday`, `this Friday`, `Friday last week`."""
    wanted = frame.words.weekdays[found.groups["wd"].lower().rstrip(".")]
    turn, anchor = _turn(found, frame), frame.anchor
    if "of" in found.groups:
        return of_day(anchor - timedelta(days=anchor.weekday()) + timedelta(days=7 * turn + wanted))
    if turn < 0:  # Nobody calls yesterday `last Tuesday`.
        return of_day(anchor - timedelta(days=(anchor.weekday() - wanted - 2) % 7 + 2))
    if " ".join(found.groups["dir"].lower().split()) in frame.words.soonest:
        return of_day(anchor + timedelta(days=(wanted - anchor.weekday() - 1) % 7 + 1))
    if turn > 0:
        return of_day(anchor + timedelta(days=7 - anchor.weekday() + wanted))
    back = (anchor.weekday() - wanted) % 7
    return of_day(
        anchor - timedelta(days=back) if found.lean is Lean.PAST or not back else anchor + timedelta(7 - back)
    )


def weekday_then(found: Found, frame: Frame) -> Value:
    """`the following Monday`, `the previous Friday`: counted from the day the text last spoke of."""
    wanted = frame.words.weekdays[found.groups["wd"].lower().rstrip(".")]
    start = frame.then_day.first if frame.then_day and frame.then_day.first else frame.anchor
    if "after" in found.groups:
        return of_day(start + timedelta(days=(wanted - start.weekday() - 1) % 7 + 1))
    return of_day(start - timedelta(days=(start.weekday() - wanted - 1) % 7 + 1))


def weekday_and_day(found: Found, frame: Frame) -> Value | None:
    """`Friday the 13th`: the nearest such day."""
    wanted = frame.words.weekdays[found.groups["wd"].lower().rstrip(".")]
    number = int("".join(digit for digit in found.groups["d"] if digit.isdigit()))
    days = (frame.anchor + timedelta(days=sign * step) for step in range(430) for sign in (-1, 1))
    return next((of_day(day) for day in days if day.day == number and day.weekday() == wanted), None)


def day_named(found: Found, frame: Frame) -> Value:
    """`yesterday`."""
    return of_day(frame.anchor + timedelta(days=frame.words.days[" ".join(found.groups["rel"].lower().split())]))


def period_of(found: Found, frame: Frame) -> Value | None:
    """`last week`, `this year`, `next month`."""
    return period(_unit(found, frame), _turn(found, frame), frame.anchor, found.lean)


def period(unit: str, turn: int, anchor: date, lean: Lean) -> Value | None:
    """The day, week, month… that is `turn` such periods from the one of `anchor`."""
    match unit:
        case "day":
            return None if turn else of_day(anchor)
        case "week":
            return of_week(anchor + timedelta(weeks=turn))
        case "fortnight":
            other = anchor + timedelta(days=14 * (turn or 1))
            return of_days(min(anchor, other), max(anchor, other))
        case "weekend":
            return _weekend(turn, anchor, lean)
        case "month":
            return of_month(*months_from(anchor.year, anchor.month, turn))
        case "quarter":
            year, month = months_from(anchor.year, (anchor.month - 1) // 3 * 3 + 1, 3 * turn)
            return of_span(of_month(year, month), of_month(year, month + 2))
        case "year":
            return of_year(anchor.year + turn)
        case "decade":
            return of_decade(anchor.year // 10 * 10 + 10 * turn)
        case "century":
            return of_century(anchor.year // 100 + 1 + turn)
    return None


def _weekend(turn: int, anchor: date, lean: Lean) -> Value:
    """Saturday and Sunday. `this weekend` is the one that lasts, just ended, or comes, as the sentence speaks."""
    weekday = anchor.weekday()
    back = (weekday - 5) % 7
    if turn == 0 and weekday < 5 and (lean is Lean.FUTURE or (lean is Lean.OPEN and weekday > 2)):
        back -= 7
    if turn < 0 and weekday >= 5:
        back += 7
    if turn > 0:
        back -= 7
    saturday = anchor - timedelta(days=back)
    return of_days(saturday, saturday + timedelta(days=1))


def moved(unit: str, count: int, start: date) -> Value | None:
    """The day, month or year so many units from `start`, in the unit's own exactness."""
    match unit:
        case "time":
            return of_day(start)
        case "day":
            return of_day(start + timedelta(days=count))
        case "week" | "weekend":
            return of_week(start + timedelta(weeks=count))
        case "fortnight":
            return of_week(start + timedelta(weeks=2 * count))
        case "month":
            return of_month(*months_from(start.year, start.month, count))
        case "quarter":
            return of_month(*months_from(start.year, start.month, 3 * count))
        case "year":
            return of_year(start.year + count)
        case "decade":
            return of_year(start.year + 10 * count)
        case "century":
            return of_year(start.year + 100 * count)
    return None


def _now(unit: str, anchor: date) -> Value:
    """The dateline in the exactness of a unit."""
    return moved(unit if unit in ("day", "month", "year") else "day", 0, anchor) or of_day(anchor)


def ago(found: Found, frame: Frame) -> Value | None:
    """`two years ago`; `a few months ago` is some time up to the present month."""
    unit, count = _unit(found, frame), _count(found, frame)
    if unit == "time":
        hours = (count or 0) if found.groups["unit"].lower().startswith(_hour(frame)) else 0
        return of_day(frame.anchor - timedelta(days=hours // 24))
    if count is None:
        return until(_now("year" if unit in ("decade", "century") else unit, frame.anchor))
    return moved(unit, -count, frame.anchor)


def _hour(frame: Frame) -> str:
    """The language's word for an hour: the third that it has for time of day."""
    return [word for word, unit in frame.words.units.items() if unit == "time"][2]


def from_now(found: Found, frame: Frame) -> Value | None:
    """`two years from now`."""
    unit, count = _unit(found, frame), _count(found, frame)
    return since(_now(unit, frame.anchor)) if count is None else moved(unit, count, frame.anchor)


def last_periods(found: Found, frame: Frame) -> Value | None:
    """`the past 30 days`."""
    unit, count = _unit(found, frame), _count(found, frame)
    now = _now("year" if unit in ("decade", "century") else unit, frame.anchor)
    if unit == "time":
        return None
    if count is None:
        return until(now)
    begin = moved("day" if unit == "week" else unit, -count * (7 if unit == "week" else 1), frame.anchor)
    return of_span(begin, now) if begin else None


def lasting(found: Found, frame: Frame) -> Value | None:
    """`has been in prison for three years`: up to the dateline; without `has` it says how long, and no date."""
    return last_periods(found, frame) if found.lasts else None


def next_periods(found: Found, frame: Frame) -> Value | None:
    """`the next three months`."""
    unit, count = _unit(found, frame), _count(found, frame)
    now = _now("year" if unit in ("decade", "century") else unit, frame.anchor)
    if unit == "time":
        return None
    if count is None:
        return since(now)
    end = moved("day" if unit == "week" else unit, count * (7 if unit == "week" else 1), frame.anchor)
    return of_span(now, end) if end else None


def from_then(found: Found, frame: Frame) -> Value | None:
    """`the next day`, `the year before`, `two weeks later`: counted from the date the text last spoke of."""
    unit, count = _unit(found, frame), _count(found, frame) or 1
    unit = unit if unit != "time" else "day"
    turn = count if "after" in found.groups else -count
    then = frame.then_day if unit in ("day", "week") else frame.then
    start = then.first if then and then.first else frame.anchor
    return moved(unit, turn, start)


def that_time(found: Found, frame: Frame) -> Value | None:
    """`that day`, `the same year`."""
    unit = _unit(found, frame)
    then = frame.then_day if unit in ("day", "week") else frame.then
    start = then.first if then and then.first else frame.anchor
    return moved(unit, 0, start)
