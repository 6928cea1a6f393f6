"""Why a text is no date that a case can have, and what to write instead. Spec: specs/case.md, "Dates"."""

from __future__ import annotations

import re
from calendar import month_name, monthrange

from amparo.errors import InputError
from amparo.records.edtf import days

_SHAPES = "Write 2022-04-20, 2022-04, 2022, 2021/2022 or [2022-05-16..2022-05-22]."
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_YEAR_LAST = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_YEAR_OPEN = re.compile(r"XX\w\w(?:-.*)?|--.*")


def fault(text: str) -> InputError:
    """The error for such a text; `text` has no marks of doubt."""
    first, slash, last = text.strip("[]").replace("..", "/").partition("/")
    if "{" in text or "," in text:
        return InputError("A list of dates is no date here.", "Write a step for each, or [2001..2003] for one of them.")
    if "T" in text:
        return InputError("A case has days, and no times of day.", "Leave the time out: 2022-04-20.")
    if _YEAR_LAST.fullmatch(text):
        return InputError("A date begins with its year.", _SHAPES)
    if _YEAR_OPEN.fullmatch(text):
        return InputError("This date has no year.", "Give the year, marked where you inferred it: 2022?-05-27.")
    if slash and days(first) and days(last):
        return InputError("This ends before it begins.", "Write the earlier date first.")
    for part in (first, last):
        if (named := _DAY.fullmatch(part)) and days(part) is None:
            return InputError("There is no such day in the calendar.", _of_month(int(named[1]), int(named[2])))
    return InputError("This is not a date in EDTF.", _SHAPES)


def _of_month(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        return "Months are 01 to 12, seasons 21 (spring) to 24 (winter)."
    return f"{month_name[month]} {year} has {monthrange(year, month)[1]} days."
