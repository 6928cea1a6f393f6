"""Dates as the Extended Date/Time Format writes them (EDTF levels 0 and 1; of level 2 parts of a year and
one-of-a-range sets).

A record's date is EDTF text or None. Here such text is checked, and turned into the first and last day it may mean,
which is what search and timelines need. Spec: https://www.loc.gov/standards/datetime/ ; specs/records.md, "Dates".
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime
from typing import NamedTuple

_DATE = re.compile(
    r"(?P<year>\d[\dX]{3})(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX)"
    r"(?:T(?P<time>\d\d:\d\d(?::\d\d)?)(?P<zone>Z|[+-]\d\d(?::\d\d)?)?)?)?)?[?~%]?",
    re.ASCII,
)
_SET = re.compile(r"\[(?P<first>[^\[\].]*)\.\.(?P<last>[^\[\].]*)\]")


_NORTH = ((3, 5), (6, 8), (9, 11), (12, 14))
_SEASONS = {
    # Where is not said, so a season may be that of either hemisphere.
    **dict(zip(("21", "22", "23", "24"), ((3, 11), (6, 14), (3, 11), (6, 14)), strict=True)),
    **{str(25 + number): months for number, months in enumerate((*_NORTH, *_NORTH[2:], *_NORTH[:2]))},
    **{str(33 + part): (3 * part + 1, 3 * part + 3) for part in range(4)},
    **{str(37 + part): (4 * part + 1, 4 * part + 4) for part in range(3)},
    **{str(40 + part): (6 * part + 1, 6 * part + 6) for part in range(2)},
}
"""First and last month of seasons, of those of the north and the south, of quarters, thirds and halves of a year."""


class Days(NamedTuple):
    """The first and the last day a date may mean, both included."""

    first: date
    last: date


def days(text: str) -> Days | None:
    """What an EDTF text may mean; an open end is the first or last day of the calendar. None when it is not EDTF."""
    ends = _ends(text)
    if ends is None:
        return _one(text)
    first, last = (Days(date.min, date.max) if end in ("", "..") else _one(end) for end in ends)
    if first is None or last is None or (first.first, last.last) == (date.min, date.max):
        return None
    return Days(first.first, last.last) if first.first <= last.last else None


def is_edtf(text: str) -> bool:
    """Whether `days` understands the text."""
    return days(text) is not None


def interval(first: str, last: str) -> str | None:
    """`first/last`, or the one date when both are the same; None when either is not a date."""
    text = first if first == last else f"{first}/{last}"
    return text if is_edtf(text) else None


def one_of(earliest: str, latest: str) -> str | None:
    """An unknown date from `earliest` to `latest`, either of which may be empty; None when they are not dates."""
    text = earliest if earliest == latest else f"[{earliest}..{latest}]"
    return text if is_edtf(text) else None


def from_datetime(moment: datetime) -> str:
    """A moment to the second. A naive one is written without a zone."""
    text = moment.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "Z" if moment.tzinfo is not None and not moment.utcoffset() else text


def moment(text: str) -> datetime | None:
    """The moment (aware, UTC) an EDTF text with date, time and zone means; None for anything less exact."""
    match = _DATE.fullmatch(text)
    if match is None or match["zone"] is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _ends(text: str) -> tuple[str, str] | None:
    if match := _SET.fullmatch(text):
        return match["first"], match["last"]
    first, slash, last = text.partition("/")
    return (first, last) if slash else None


def _one(text: str) -> Days | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    years = [int(match["year"].replace("X", digit)) for digit in "09"]
    month, day = match["month"], match["day"]
    try:
        if day is None and month in _SEASONS:
            return Days(_month(years[0], _SEASONS[month][0]).first, _month(years[1], _SEASONS[month][1]).last)
        first = date(max(years[0], 1), _low(month), _low(day))
        last = _last(years[1], month, day)
    except ValueError:
        return None
    return Days(first, last)


def _month(year: int, month: int) -> Days:
    """A month, counted on beyond the end of its year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _low(part: str | None) -> int:
    return 1 if part in (None, "XX") else int(part or 1)


def _last(year: int, month: str | None, day: str | None) -> date:
    number = 12 if month in (None, "XX") else int(month or 12)
    if day in (None, "XX"):
        if not 1 <= number <= 12:
            raise ValueError("no such month")
        return date(year, number, calendar.monthrange(year, number)[1])
    return date(year, number, int(day or 1))
