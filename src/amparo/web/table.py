"""Tables in CSV (RFC 4180), as pages and commands give them to people.

A table is opened in a spreadsheet, which runs what looks like a formula, and much of what stands in ours was written by
strangers: `cell` is the one place where a text becomes a cell. Where cells are parted by semicolons, as in half of
Europe, or by tabs, a text with one in it becomes several cells: so each of them is looked at.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n])")
"""Before what a spreadsheet takes for a formula, in what it takes for the beginning of a cell; some read the wide forms
of the signs too.
"""


def cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: an apostrophe stands before each that looks so."""
    return _FORMULA.sub(r"\1'", text)


def csv_line(values: Iterable[str]) -> str:
    """One row, with the end of its line."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([cell(value) for value in values])
    return out.getvalue()
