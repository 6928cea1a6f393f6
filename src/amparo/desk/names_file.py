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
        *("name", "names", "full name", "fullname", "query", "queries", "term", "terms", "search"),
        *("entity", "person", "company", "organisation", "organization"),
    )
)
_FIRST = frozenset(("first name", "firstname", "given name", "given names", "forename"))
_LAST = frozenset(("last name", "lastname", "family name", "surname"))
_DELIMITERS = ",;\t"
_SEPARATOR = re.compile(r"sep=(.)", re.IGNORECASE)
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
    """The rows of a file; of a CSV file, the cells under the heading `name`, `query` or the like, or under a first and
    a last name, or of the first column, or the whole lines where the first line has one cell. Empty lines and the line
    of headings are none. Comma, semicolon or tab part cells, whichever the first line has most of, or what `sep=`
    above it says, as Excel takes it. Raises InputError when there are no rows, or far too many.
    """
    if len(data) > LARGEST:
        raise InputError("The file of names is too large.", f"At most {LARGEST // 2**20} MiB are read at a time.")
    lines = re.split(r"\r\n|\r|\n", decode(data).removeprefix("\ufeff"))
    told = _SEPARATOR.fullmatch(lines[0].strip(' "')) if is_csv else None
    # Lines before the heading are none, but are counted.
    heading = next((at for at in range(1 if told else 0, len(lines)) if lines[at].strip()), len(lines) - 1)
    table = _Table(lines[heading], told[1] if told else "") if is_csv else None
    found = tuple(_rows(lines, table, heading))
    if not found:
        raise InputError("There are no names in this file.", "Write one in each line, in the first column.")
    if len(found) > MOST_ROWS:
        raise InputError("There are too many rows in this file.", f"At most {MOST_ROWS:,} are asked at a time.")
    return found


class _Table:
    """How the lines of a CSV file are read, as its first line has it."""

    def __init__(self, first: str, delimiter: str = "") -> None:
        self._delimiter = delimiter or max(_DELIMITERS, key=first.count)
        cells = self._cells(first) or [""]
        places = [place for place, cell in enumerate(cells) if _is_heading(cell)][:1] or _first_and_last(cells)
        self._columns = places or [0]
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
            told = told if place else "This row is too long."
            return Row(number, line.strip(), told, place)
        chosen = (cells[column].strip() for column in self._columns if column < len(cells))
        query = self._delimiter.join(cells) if self._is_alone else " ".join(chosen)
        return Row(number, query.strip()) if query.strip() else Row(number, "", "This row has no name.", 1)

    def _cells(self, line: str) -> list[str] | None:
        try:
            return next(csv.reader([line], delimiter=self._delimiter, strict=True))
        except (csv.Error, StopIteration):
            return None


def _rows(lines: list[str], table: _Table | None, heading: int) -> Iterator[Row]:
    has_headings = table.has_headings if table else _is_heading(lines[heading])
    for number, line in enumerate(lines[heading:], start=heading + 1):
        if line.strip() and not (number == heading + 1 and has_headings):
            yield table.row(number, line) if table else Row(number, line.strip())


def _is_heading(cell: str) -> bool:
    return _plain(cell) in _HEADINGS


def _first_and_last(cells: list[str]) -> list[int]:
    """The columns of first names and of last names, in this order; none when there are not both."""
    found = [next((at for at, cell in enumerate(cells) if _plain(cell) in names), -1) for names in (_FIRST, _LAST)]
    return [] if -1 in found else found


def _plain(cell: str) -> str:
    return " ".join(re.split(r"[\W_]+", cell.casefold())).strip()


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
