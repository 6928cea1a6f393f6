"""What a date expression means: the days it covers, as EDTF, and how exact it is. Spec: specs/article.md, "Dates"."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Exactness(StrEnum):
    """The unit in which an expression speaks. RANGE: a span of its own length, or with an open end."""

    TIME = "time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Value:
    """`first` and `last` day, both included; None where the end is open or the year is not known."""

    edtf: str
    first: date | None
    last: date | None
    exactness: Exactness

    def roughly(self) -> Value:
        """The same, approximate."""
        plain = self.exactness in (Exactness.DAY, Exactness.MONTH, Exactness.YEAR)
        return replace(self, edtf=self.edtf + "~") if plain else self


def of_day(day: date) -> Value:
    """One day."""
    return Value(day.isoformat(), day, day, Exactness.DAY)


def of_month(year: int, month: int) -> Value:
    """One month."""
    return Value(f"{year:04}-{month:02}", date(year, month, 1), month_end(year, month), Exactness.MONTH)


def of_year(year: int) -> Value:
    """One year."""
    return Value(f"{year:04}", date(year, 1, 1), date(year, 12, 31), Exactness.YEAR)


def of_decade(first: int) -> Value:
    """Ten years from `first`, a year that ends in 0."""
    return Value(f"{first // 10:03}X", date(first, 1, 1), date(first + 9, 12, 31), Exactness.DECADE)


def of_century(number: int) -> Value:
    """The `number`-th century as newspapers count: the 19th is 1800 to 1899."""
    first = max((number - 1) * 100, 1)
    return Value(f"{number - 1:02}XX", date(first, 1, 1), date((number - 1) * 100 + 99, 12, 31), Exactness.CENTURY)


def of_week(day: date) -> Value:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return of_days(monday, monday + timedelta(days=6), Exactness.WEEK)


def of_days(first: date, last: date, exactness: Exactness = Exactness.RANGE) -> Value:
    """From one day to another."""
    return Value(f"{first.isoformat()}/{last.isoformat()}", first, last, exactness)


def of_span(first: Value, last: Value, exactness: Exactness = Exactness.RANGE) -> Value:
    """From the first day of one value to the last day of another, written as those are."""
    return Value(f"{first.edtf}/{last.edtf}", first.first, last.last, exactness)


def of_time(day: Value, hour: int, minute: int) -> Value:
    """A time of a day; the days stay those of the day."""
    return Value(f"{day.edtf}T{hour:02}:{minute:02}:00", day.first, day.last, Exactness.TIME)


def until(last: Value) -> Value:
    """Some time up to the end of a value."""
    return Value(f"[..{last.edtf}]", None, last.last, Exactness.RANGE)


def since(first: Value) -> Value:
    """Some time from the beginning of a value on."""
    return Value(f"[{first.edtf}..]", first.first, None, Exactness.RANGE)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months_from(year: int, month: int, step: int) -> tuple[int, int]:
    """The month `step` months later."""
    years, index = divmod(year * 12 + month - 1 + step, 12)
    return years, index + 1


def what_years_share(values: Sequence[Value]) -> Value:
    """The value of an expression when the dateline's year is not known: what it has in every year that it may be."""
    sample = values[0]
    if all(value == sample for value in values):
        return sample
    days = {(value.first.month, value.first.day, value.first == value.last) for value in values if value.first}
    months = {(end.month, end.year - value.first.year) for value in values if value.first and value.last
              for end in (value.first, value.last)}  # fmt: skip
    exactness = sample.exactness
    if len(days) == 1 and exactness in (Exactness.DAY, Exactness.TIME) and all(value.first for value in values):
        month, day, _ = next(iter(days))
        tail = sample.edtf.partition("T")
        return Value(f"XXXX-{month:02}-{day:02}{tail[1]}{tail[2]}", None, None, exactness)
    if len(months) == 1 and all(value.first and value.last for value in values):
        return Value(f"XXXX-{next(iter(months))[0]:02}", None, None, exactness)
    return Value("XXXX", None, None, exactness)
