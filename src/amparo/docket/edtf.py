"""A date as a case writes it: EDTF text, the days it may mean, how exact it is, and how sure.

Spec: specs/case.md, "Dates". The calendar is `amparo.records.edtf` (levels 0 and 1, and one-of-a-range sets). Added
here: a mark of doubt behind one part of a date (level 2, `2022?-05-27`: the year is uncertain), because a dateline
often has a day and no year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from amparo.docket.edtf_faults import fault
from amparo.records.edtf import Days, days

_SEASON = re.compile(r"\w{4}-[2-4]\d")
_DOUBT = re.compile(r"(?<=[\dX])[?~%]")


class Precision(StrEnum):
    """How exact a date is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class When:
    """A date: `first` and `last` are the first and last day it may mean, both included.

    `settled` is the day by which what it dates had begun without doubt: the last day a point in time may mean, and
    for a span of time the last day its beginning may mean.
    """

    text: str
    first: date
    last: date
    settled: date
    precision: Precision
    uncertain: bool
    approximate: bool

    def begun_by(self, day: date) -> bool:
        """Whether it had begun by the end of `day`, whatever its inexactness."""
        return self.settled <= day

    @property
    def order(self) -> tuple[date, date]:
        """Sorts by when it had surely begun, then by when it may have begun first."""
        return self.settled, self.first


def parse(text: str) -> When:
    """A date from its EDTF text; InputError when it is not EDTF, or has a time of day."""
    plain = _DOUBT.sub("", text)
    meant = None if "T" in text else days(plain)
    if meant is None:
        raise fault(plain)
    begin, slash, _ = plain.partition("/")
    start = days(begin) if slash else None
    marks = "".join(_DOUBT.findall(text))
    return When(
        text=text,
        first=meant.first,
        last=meant.last,
        settled=start.last if start else meant.last,
        precision=_precision(plain, meant),
        uncertain="?" in marks or "%" in marks,
        approximate="~" in marks or "%" in marks,
    )


def _precision(plain: str, meant: Days) -> Precision:
    if "/" in plain or ".." in plain or _SEASON.fullmatch(plain):
        return Precision.RANGE
    if meant.first == meant.last:
        return Precision.DAY
    first, last = meant.first.replace(day=1), meant.last
    if (first.year, first.month) == (last.year, last.month):
        return Precision.MONTH
    return Precision.YEAR if first.year == last.year else Precision.RANGE
