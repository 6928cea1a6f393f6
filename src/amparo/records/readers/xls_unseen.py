"""What a workbook before Office Open XML keeps and no sheet shows: the rows that a pivot table was made from, whose
sheet may be gone ([MS-XLS] 2.1.7.12, streams of the pivot cache).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from amparo.records.readers.document import marked
from amparo.records.readers.number_formats import general
from amparo.records.readers.ole import Storage
from amparo.records.readers.xls_drawings import letters, records
from amparo.records.readers.xlsx_unseen import is_words

_FOLDER = "_SX_DB_CUR"
_FIELD, _ROW = 0xC7, 0xC8
_VALUES = range(0xC9, 0xD0)
"""Numbers, truths, errors, whole numbers, texts, moments and nothing, in this order."""
_IN_ROWS_BY_NUMBER, _WIDE_NUMBERS = 0x0001, 0x0200
_DAMAGE = (struct.error, IndexError)


@dataclass(slots=True)
class _Column:
    """A column of the rows behind a pivot table; `by_number`: rows name its values by their number."""

    name: str
    by_number: bool
    width: int
    values: list[str] = field(default_factory=list)


def unseen(storage: Storage, shown: Set[str]) -> Iterator[str]:
    """The text of each cache that has words no sheet has. `shown` are the cells of all sheets."""
    folder = storage.inner(_FOLDER)
    for name in folder.names():
        if text := "\n".join(_rows(folder.stream(name), shown)):
            yield marked("kept for a pivot table", text)


def _rows(stream: bytes, shown: Set[str]) -> Iterator[str]:
    """Names of the columns, then the rows with a word that no sheet has."""
    columns, rows = _read(stream)
    if not rows:
        yield from (value for column in columns for value in column.values if is_words(value) and value not in shown)
        return
    head = "\t".join(column.name for column in columns)
    for row in rows:
        if any(is_words(cell) and cell not in shown for cell in row):
            yield from [head] if head else ()
            yield "\t".join(row)
            head = ""


def _read(stream: bytes) -> tuple[list[_Column], list[list[str]]]:
    columns: list[_Column] = []
    rows: list[list[str]] = []
    waiting: list[int] = []
    for _, kind, body in records(stream):
        try:
            if kind == _FIELD:
                columns.append(_column(body))
            elif kind == _ROW:
                rows.append(_row(body, columns))
                waiting = [at for at, column in enumerate(columns) if not column.by_number]
            elif kind in _VALUES and rows:
                # Values that are not shared follow the row that they stand in.
                if waiting:
                    rows[-1][waiting.pop(0)] = _value(kind, body)
            elif kind in _VALUES and columns:
                columns[-1].values.append(_value(kind, body))
        except _DAMAGE:
            continue
    return columns, rows


def _column(body: bytes) -> _Column:
    flags = struct.unpack_from("<H", body)[0]
    return _Column(letters(body[14:], 2), bool(flags & _IN_ROWS_BY_NUMBER), 2 if flags & _WIDE_NUMBERS else 1)


def _row(body: bytes, columns: list[_Column]) -> list[str]:
    cells, at = [], 0
    for column in columns:
        if not column.by_number:
            cells.append("")
            continue
        number = int.from_bytes(body[at : at + column.width], "little")
        at += column.width
        cells.append(column.values[number] if number < len(column.values) else "")
    return cells


def _value(kind: int, body: bytes) -> str:
    match kind:
        case 0xCD:
            return letters(body, 2)
        case 0xC9:
            return general(struct.unpack_from("<d", body)[0])
        case 0xCC:
            return str(struct.unpack_from("<h", body)[0])
        case 0xCA:
            return "TRUE" if body[0] else "FALSE"
        case 0xCE:
            year, month, day, hour, minute, second = struct.unpack_from("<HH4B", body)
            date = f"{year:04}-{month:02}-{day:02}"
            return f"{date} {hour:02}:{minute:02}:{second:02}" if hour or minute or second else date
    return ""
