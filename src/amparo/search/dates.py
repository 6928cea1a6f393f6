"""Dates and ranges of dates as a query writes them. Spec: specs/query-language.md, "Dates"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_COMPARED = re.compile(r"(>=|<=|>|<)(.+)")

Days = tuple[date, date]


def parse_days(text: str) -> Days | None:
    """First and last day meant, both included, or None when the text is no date or the range runs backwards."""
    if match := _COMPARED.fullmatch(text):
        return _compared(match[1], _one(match[2]))
    first, dots, last = text.partition("..")
    if not dots:
        return _one(text)
    begin = _one(first) if first else (date.min, date.min)
    end = _one(last) if last else (date.max, date.max)
    if begin is None or end is None or not (first or last) or begin[0] > end[1]:
        return None
    return begin[0], end[1]


def _compared(sign: str, days: Days | None) -> Days | None:
    if days is None:
        return None
    first, last = days
    day = timedelta(days=1)
    if sign == "<":
        return (date.min, first - day) if first > date.min else None
    if sign == ">":
        return (last + day, date.max) if last < date.max else None
    return (first, date.max) if sign == ">=" else (date.min, last)


def _one(text: str) -> Days | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern has it
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        return first, date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    except ValueError:
        return None
