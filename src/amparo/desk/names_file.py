"""A file with one name or query in each row, for `desk batch` and `desk cross`: bytes in, rows out; a bad row is a row
that says so.

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
from amparo.search.analysis import composed_and_settled
from amparo.search.letters import PARTS

MOST_ROWS = 100_000
LARGEST = 16 * 1024 * 1024
_HEADINGS = frozenset(
    (
        *("name", "names", "full name", "query", "queries", "term", "terms", "search"),
        *("entity", "person", "company", "organisation", "organization"),
    )
)
_DELIMITERS = ",;\t"
_SIGNS = re.compile(r'[*?"\\]')
_WORD = re.compile(rf"(?:[^\W_]+|[{PARTS}]+)+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, from 1, and what is asked; or why it cannot be, and at which character of the
    line, from 1.
    """

    line: int
    query: str
    error: str = ""
    character: int = 0


def rows(data: bytes, *, is_csv: bool) -> tuple[Row, ...]:
    """The rows of a file; of a CSV file, the cells under the heading `name`, `query` or the like, or of the first
    column, or the whole lines where the first line has one cell. Empty lines and the line of headings are none.
    Comma, semicolon or tab part cells, whichever the first line has most of. Raises InputError when there are no rows,
    or far too many.
    """
    if len(data) > LARGEST:
        raise InputError("The file of names is too large.", f"At most {LARGEST // 2**20} MiB are read at a time.")
    lines = re.split(r"\r\n|\r|\n", decode(data).removeprefix("\ufeff"))
    table = _Table(lines[0]) if is_csv else None
    found = tuple(_rows(lines, table))
    if not found:
        raise InputError("There are no names in this file.", "Write one in each line, in the first column.")
    if len(found) > MOST_ROWS:
        raise InputError("There are too many rows in this file.", f"At most {MOST_ROWS:,} are asked at a time.")
    return found


class _Table:
    """How the lines of a CSV file are read, as its first line has it."""

    def __init__(self, first: str) -> None:
        self._delimiter = max(_DELIMITERS, key=first.count)
        cells = self._cells(first) or [""]
        places = [place for place, cell in enumerate(cells) if _is_heading(cell)]
        self._column = places[0] if places else 0
        # In a table of one column, a comma is a part of the name: Sample, Ana. So it is in a list without headings
        # whose first line has one comma with a blank behind it, which tables do not have.
        is_turned = not places and self._delimiter == "," and len(cells) == 2 and cells[1].startswith(" ")
        self._is_alone = len(cells) == 1 or is_turned
        self.has_headings = bool(places)

    def row(self, number: int, line: str) -> Row:
        cells = self._cells(line)
        if cells is None:
            place = line.find('"') + 1
            told = "A quotation mark in this row is not closed, or stands inside a word."
            return Row(number, line.strip(), told, place)
        query = self._delimiter.join(cells) if self._is_alone else "".join(cells[self._column : self._column + 1])
        return Row(number, query.strip()) if query.strip() else Row(number, "", "This row has no name.", 1)

    def _cells(self, line: str) -> list[str] | None:
        try:
            return next(csv.reader([line], delimiter=self._delimiter, strict=True))
        except (csv.Error, StopIteration):
            return None


def _rows(lines: list[str], table: _Table | None) -> Iterator[Row]:
    has_headings = table.has_headings if table else _is_heading(lines[0])
    for number, line in enumerate(lines, start=1):
        if line.strip() and not (number == 1 and has_headings):
            yield table.row(number, line) if table else Row(number, line.strip())


def _is_heading(cell: str) -> bool:
    return cell.strip(' "').casefold() in _HEADINGS


def as_name(text: str) -> str:
    """The query that finds a name as people write it: its words next to each other or nearly, in either order, so that
    `Smith, Ana` finds Ana Smith and Ana B. Smith. Empty when it has no word.
    """
    # As the index has its letters: to Python, marks over, under and beside letters part words.
    words = _WORD.findall(_SIGNS.sub(" ", composed_and_settled(text)))
    if not words:
        return ""
    # One step back for two words that change places, one more for a letter or a title between them.
    return f'"{" ".join(words)}"' + (f"~{len(words) + 1}" if len(words) > 1 else "")
