"""Tables in CSV (RFC 4180), as pages and commands give them to people.

A table is opened in a spreadsheet, which runs what looks like a formula, and much of what stands in ours was written by
strangers: `cell` is the one place where a text becomes a cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: an apostrophe stands before one that looks so."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_line(values: Iterable[str]) -> str:
    """One row, with the end of its line."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([cell(value) for value in values])
    return out.getvalue()
