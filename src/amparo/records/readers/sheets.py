"""A sheet of cells as text: a line a row, tabs between cells, empty ends left out, hidden rows and columns marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from amparo.records.readers.document import hidden, joined, marked

_WIDEST = 16_384
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_NO_DAY = 60
_LAST_DAY = 2_958_466


@dataclass(slots=True)
class Cells:
    """Cells of one sheet, put row by row."""

    _rows: list[str] = field(default_factory=list)
    _row: dict[int, str] = field(default_factory=dict)
    _row_hidden: bool = False
    _columns: list[tuple[int, int]] = field(default_factory=list)
    hides: bool = False

    def hide_columns(self, first: int, last: int) -> None:
        """Columns, counted from 1, are hidden."""
        self._columns.append((first - 1, last - 1))

    def begin_row(self, *, is_hidden: bool = False) -> None:
        """A new row begins."""
        self._end_row()
        self._row_hidden = is_hidden

    def put(self, column: int, value: str) -> None:
        """A value in the row begun, at a column counted from 0."""
        value = value.replace("\t", " ").replace("\f", " ").strip()
        if value and 0 <= column < _WIDEST:
            self._row[column] = value

    def text(self) -> str:
        """All rows."""
        self._end_row()
        return "\n".join(self._rows)

    def _end_row(self) -> None:
        row, self._row = self._row, {}
        if row:
            cells = [self._shown(column, row.get(column, "")) for column in range(min(row), max(row) + 1)]
            line = "\t".join(cells) if len(row) * 20 > len(cells) else "\t".join(row[column] for column in sorted(row))
            self.hides = self.hides or self._row_hidden
            self._rows.append(hidden(line) if self._row_hidden else joined(line))

    def _shown(self, column: int, value: str) -> str:
        if value and not self._row_hidden and any(first <= column <= last for first, last in self._columns):
            self.hides = True
            return hidden(value)
        return value


def margin(name: str, text: str) -> str:
    """A header or footer, as its `name` ends, without its codes for fonts and page numbers."""
    text = re.sub(r'&(?:"[^"]*"|\d+|[A-Z])', " ", text)
    return marked("header" if name.endswith("Header") else "footer", " ".join(text.split()))


def column_number(reference: str) -> int:
    """The column of a reference like BC12, counted from 0."""
    number = 0
    for letter in reference[:4].upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number - 1


def date_of_number(value: str, *, epoch_1904: bool = False) -> str:
    """What a spreadsheet shows for a day number; the value itself when it is none."""
    try:
        number = float(value)
        if not 0 <= number < _LAST_DAY:
            return value
        # Days are counted as if 1900 had had a 29th of February.
        days = number + 1 if 1 <= number < _NO_DAY and not epoch_1904 else number
        moment = (_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(seconds=round(days * 86_400))
    except (ValueError, OverflowError):
        return value
    if number < 1:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%Y-%m-%d" if number == int(number) else "%Y-%m-%d %H:%M:%S")
