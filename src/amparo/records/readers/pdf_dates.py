"""Dates as PDF writes them (ISO 32000-2 §7.9.4): `D:YYYYMMDDHHmmSSOHH'mm'`, as much of it as the writer knew."""

from __future__ import annotations

import re

from amparo.records import edtf

_DATE = re.compile(
    r"(?:D:)?(?P<year>\d{4})(?:(?P<month>\d\d)(?:(?P<day>\d\d)"
    r"(?:(?P<hour>\d\d)(?:(?P<minute>\d\d)(?P<second>\d\d)?)?)?"
    r"(?:(?P<utc>Z)(?:00'?00'?)?|(?P<zone>[+-]\d\d)'?(?P<offset>\d\d)?'?)?)?)?",
    re.ASCII,
)


def pdf_date(text: str) -> str | None:
    """The date as EDTF, as exact as it is written; None when it is not one. An hour without minutes is left out."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    found = "-".join(part for part in match.group("year", "month", "day") if part)
    if match["minute"]:
        zone = match["utc"] or (f"{match['zone']}:{match['offset'] or '00'}" if match["zone"] else "")
        found += f"T{match['hour']}:{match['minute']}:{match['second'] or '00'}{zone}"
    return found if edtf.is_edtf(found) else None
