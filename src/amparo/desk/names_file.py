"""A file with one name or query in each row, for `desk batch`: bytes in, rows out; a bad row is a row that says so.

Each line of a CSV file is read by itself, so a quotation mark left open spoils its own line and not the rest of the
file; a cell with a line break in it is therefore not understood. The format: RFC 4180, UTF-8 or what the bytes look
like.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from amparo.errors import InputError
from amparo.records.charset import decode

MOST_ROWS = 100_000
LARGEST = 16 * 1024 * 1024
_HEADERS = frozenset({"name", "names", "query", "queries", "term", "terms", "search"})
_SIGNS = re.compile(r'[*?"\\]')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, from 1, and what is asked; or why it cannot be, and at which character of the
    line, from 1.
    """

    line: int
    query: str
    error: str = ""
    character: int = 0


def rows(data: bytes, *, is_csv: bool, delimiter: str = ",") -> tuple[Row, ...]:
    """The rows of a file; of a CSV file, the first cell of each, or all of it under a heading of one cell. Empty lines
    and the heading (`name`, `query` or the like) are none. Raises InputError when there are no rows, or far too many.
    """
    if len(data) > LARGEST:
        raise InputError("The file of names is too large.", f"At most {LARGEST // 2**20} MiB are read at a time.")
    text = decode(data)
    found = tuple(_rows(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), delimiter if is_csv else ""))
    if not found:
        raise InputError("There are no names in this file.", "Write one in each line, in the first column.")
    if len(found) > MOST_ROWS:
        raise InputError("There are too many rows in this file.", f"At most {MOST_ROWS:,} are asked at a time.")
    return found


def _rows(lines: list[str], delimiter: str) -> Iterator[Row]:
    is_one_column = not delimiter
    for number, line in enumerate(lines, start=1):
        if number == 1 and (line.split(delimiter or None)[:1] or [""])[0].strip(' "').lower() in _HEADERS:
            # Under a heading of one column, a comma is a part of the name: Sample, Ana.
            is_one_column = is_one_column or delimiter not in line
        elif line.strip():
            yield _row(number, line, delimiter, is_one_column) if delimiter else Row(number, line.strip())


def _row(number: int, line: str, delimiter: str, is_one_column: bool) -> Row:
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        place = line.find('"') + 1
        return Row(number, line.strip(), "A quotation mark in this row is not closed, or stands inside a word.", place)
    query = delimiter.join(cells).strip() if is_one_column else cells[0].strip()
    return Row(number, query) if query else Row(number, "", "The first column of this row is empty.", 1)


def as_name(text: str) -> str:
    """The query that finds a name as people write it: its words next to each other or nearly, in either order, so that
    `Smith, Ana` finds Ana Smith and Ana B. Smith. Empty when it has no word.
    """
    words = _WORD.findall(_SIGNS.sub(" ", text))
    if not words:
        return ""
    # One step back for two words that change places, one more for a letter or a title between them.
    return f'"{" ".join(words)}"' + (f"~{len(words) + 1}" if len(words) > 1 else "")
