"""Days that move: Easter, the fourth Thursday of November. Spec: specs/article.md, "Dates"."""

from __future__ import annotations

from datetime import date, timedelta

from amparo.docket.article.dates.value import month_end


def holiday(rule: str, year: int) -> date | None:
    """The day of a holiday in a year: `12-25`, `easter-2` (days from Easter Sunday), or `month.weekday.nth`."""
    if not rule:
        return None
    if rule.startswith("easter"):
        return easter(year) + timedelta(days=int(rule[6:]))
    if "-" in rule and "." not in rule:
        fixed = [int(part) for part in rule.split("-")]
        return date(year, fixed[0], fixed[1])
    month, weekday, nth = (int(part) for part in rule.split("."))
    return _nth(year, month, weekday, nth)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's arithmetic)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; -1 is the last."""
    if nth < 0:
        end = month_end(year, month)
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
