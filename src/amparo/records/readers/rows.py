"""CSV read row by row with the very bytes of each row, so that a row can be a document with an original of its own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from amparo.records.charset import decode
from amparo.records.reading import Input

_LINE = 1024 * 1024
_FIELD = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, its bytes, its number from 1."""

    cells: tuple[str, ...]
    raw: bytes
    number: int


def rows(given: Input) -> Iterator[Row]:
    """The rows of a CSV file without a header; cells may hold line ends. Raises csv.Error on damage."""
    csv.field_size_limit(_FIELD)
    given.file.seek(0)
    taken: list[bytes] = []

    def lines() -> Iterator[str]:
        while line := given.file.readline(_LINE):
            taken.append(line)
            yield decode(line)

    for number, cells in enumerate(csv.reader(lines(), strict=False), start=1):
        raw = b"".join(taken)
        taken.clear()
        if any(cell.strip() for cell in cells):
            yield Row(tuple(cells), raw.strip(b"\r\n"), number)
