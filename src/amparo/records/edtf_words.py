"""EDTF dates in words, as every page shows them. Pure.

Only what the readers produce is put into words: a year, month, day or moment, unspecified digits, `?` `~` `%`,
intervals and one-of-a-range sets. A date shows its precision and no more; anything else is shown as it is written,
never guessed at. Spec: specs/records.md, "Dates".
"""

from __future__ import annotations

import re

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(
    r"(\d{4}|\d{3}X|\d{2}XX)(?:-(0[1-9]|1[0-2]|XX)(?:-(0[1-9]|[12]\d|3[01]|XX)"
    r"(?:T(\d\d:\d\d)(?::\d\d)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?([?~%]?)"
)
_SET = re.compile(r"\[([^\[\].]*)\.\.([^\[\].]*)\]")
_DOUBT = {"?": "perhaps", "~": "about", "%": "perhaps about"}


def words(edtf: str | None) -> str:
    """`1961-03-09` as `9 March 1961`, `196X` as `1960s`, `1961/1962` as `1961 to 1962`; empty for no date."""
    if not edtf:
        return ""
    if either := _SET.fullmatch(edtf):
        return _between(either[1], either[2], "between {} and {}", "not before {}", "not after {}")
    first, slash, last = edtf.partition("/")
    return _between(first, last, "{} to {}", "from {}", "until {}") if slash else _one(first)


def _between(first: str, last: str, both: str, open_end: str, open_start: str) -> str:
    if first in ("", ".."):
        return open_start.format(_one(last))
    if last in ("", ".."):
        return open_end.format(_one(first))
    return both.format(_one(first), _one(last))


def _one(edtf: str) -> str:
    match = _DATE.fullmatch(edtf)
    if match is None:
        return edtf
    year, month, day, time, zone, doubt = match.groups()
    parts = [_year_words(year)]
    if month and month != "XX":
        parts.insert(0, MONTHS[int(month) - 1])
        if day and day != "XX":
            parts.insert(0, str(int(day)))
    text = " ".join(parts)
    if time:
        text += f", {time}" + (" UTC" if zone == "Z" else f" UTC{zone}" if zone else "")
    return f"{_DOUBT[doubt]} {text}" if doubt else text


def _year_words(year: str) -> str:
    if year.endswith("XX"):
        return f"{year[:2]}00 to {year[:2]}99"
    return f"{year[:3]}0s" if year.endswith("X") else year
