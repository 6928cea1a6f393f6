"""Dates as records write them (EDTF, ISO 8601-2) as keys to sort and count by. Pure. In words: `records.edtf_words`."""

from __future__ import annotations

import re

from amparo.records.edtf import days

UNDATED = "9999-99-99"
"""The sort key of a document without a date: after all others."""


def sort_key(edtf: str | None) -> str:
    """The earliest moment a date allows, as text that sorts in time."""
    meant = days(edtf) if edtf else None
    if meant is None or edtf is None:
        return UNDATED
    return meant.first.isoformat() + "".join(re.findall(r"T\d\d:\d\d(?::\d\d)?", edtf)[:1])


def year_of(edtf: str | None) -> int | None:
    """The year a document is counted under; None when its date leaves that open."""
    meant = days(edtf) if edtf else None
    return meant.first.year if meant is not None and meant.first.year == meant.last.year else None
