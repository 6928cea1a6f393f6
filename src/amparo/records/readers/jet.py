"""Pages, tables and rows of Jet and ACE, the databases of Access 97 and later.

Microsoft publishes no layout; this one is known from what mdbtools (HACKING.md) and Jackcess tell of it. A file is a
row of pages. A table is defined in some and has its rows in others, each of which names the page of the definition.
Values, once cut out, are `jet_values`' business.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from amparo.records.code_pages import of_windows

_HEADER, _HEADER_KEY = slice(0x18, 0x18 + 126), bytes.fromhex("c7da396b")
_KEY, _CODE_PAGE = slice(0x3E - 0x18, 0x42 - 0x18), slice(0x3C - 0x18, 0x3E - 0x18)
_VERSION, _ACE = 0x14, 2
_DATA_PAGE, _TABLE_PAGE = 1, 2
_DELETED, _ELSEWHERE, _PLACE = 0x8000, 0x4000, 0x1FFF
_MOST_COLUMNS, _MOST_PIECES = 512, 20_000
_LONGEST = 64 * 1024 * 1024
_FIXED = 1
_BOOLEAN = 1
# How many bytes a value takes that is as long in every row.
_WIDTHS = {2: 1, 3: 2, 4: 4, 5: 8, 6: 4, 7: 8, 8: 8, 15: 16, 16: 17, 18: 4, 19: 8}
DAMAGE = (struct.error, IndexError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: sizes and places in bytes, by version."""

    page: int
    row_count: int
    column_count: int
    index_count: int
    columns: int
    index: int
    column: struct.Struct
    length: int


_JET_3 = _Layout(2048, 8, 25, 31, 43, 8, struct.Struct("<BHH5xB2xBH2x"), 1)
_JET_4 = _Layout(4096, 12, 45, 51, 63, 12, struct.Struct("<B4xHH3xB2xB5xH2x"), 2)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place in bytes when it is as wide in every row, else its number among those that are not."""

    name: str
    kind: int
    number: int
    offset: int
    variable: int | None
    scale: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the page where it is defined, and its columns in the order of their numbers."""

    page: int
    columns: tuple[Column, ...]


@dataclass(slots=True)
class Jet:
    """A database in memory; `working` is called while it takes long. Raises DAMAGE."""

    data: bytes
    working: Callable[[], None]
    is_locked: bool = False
    is_wide: bool = False
    encoding: str = ""
    _layout: _Layout = _JET_3
    _owned: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.is_wide = self.data[_VERSION] > 0
        self._layout = _JET_4 if self.is_wide else _JET_3
        header = _rc4(_HEADER_KEY, self.data[_HEADER])
        self.encoding = of_windows(int.from_bytes(header[_CODE_PAGE], "little"))
        # Since Access 2007 a key there means encryption by password; before, a disguise whose key lies open.
        is_disguised = any(header[_KEY])
        self.is_locked = is_disguised and self.data[_VERSION] >= _ACE
        if self.is_locked:
            return
        if is_disguised:
            self.data = b"".join(self._undisguised(header[_KEY]))
        for number in range(1, self._page_count()):
            at = number * self._layout.page
            if self.data[at] == _DATA_PAGE:
                self._owned.setdefault(int.from_bytes(self.data[at + 4 : at + 8], "little"), []).append(number)

    def _page_count(self) -> int:
        return len(self.data) // self._layout.page

    def _undisguised(self, key: bytes) -> Iterator[bytes]:
        yield self._page(0)
        for number in range(1, self._page_count()):
            self.working()
            mask = bytes(one ^ other for one, other in zip(key, number.to_bytes(4, "little"), strict=True))
            yield _rc4(mask, self._page(number))

    def _page(self, number: int) -> bytes:
        return self.data[number * self._layout.page : (number + 1) * self._layout.page]

    def table(self, page: int) -> Table:
        """The table that is defined from a page on."""
        layout, told = self._layout, self._definition(page)
        (count,) = struct.unpack_from("<H", told, layout.column_count)
        (indexes,) = struct.unpack_from("<I", told, layout.index_count)
        if count > _MOST_COLUMNS:
            raise ValueError("no table has so many columns")
        at = layout.columns + indexes * layout.index
        raw = [layout.column.unpack_from(told, at + number * layout.column.size) for number in range(count)]
        names = self._names(told, at + count * layout.column.size)
        columns = [
            Column(name, kind, number, offset, None if flags & _FIXED else variable, scale)
            for name, (kind, number, variable, scale, flags, offset) in zip(names, raw, strict=False)
        ]
        return Table(page, tuple(sorted(columns, key=lambda column: column.number)))

    def _names(self, told: bytes, at: int) -> Iterator[str]:
        while at < len(told):
            size = int.from_bytes(told[at : at + self._layout.length], "little")
            at += self._layout.length
            yield told[at : at + size].decode("utf-16-le" if self.is_wide else "cp1252", "replace")
            at += size

    def _definition(self, page: int) -> bytes:
        """The pages of a definition in one, the first of them whole."""
        pieces: list[bytes] = []
        seen = set[int]()
        while page and page not in seen and len(pieces) < _MOST_PIECES:
            seen.add(page)
            piece = self._page(page)
            if piece[0] != _TABLE_PAGE:
                raise ValueError("this page defines no table")
            pieces.append(piece[8:] if pieces else piece)
            page = int.from_bytes(piece[4:8], "little")
        return b"".join(pieces)

    def rows(self, table: Table) -> Iterator[list[bytes | bool | None]]:
        """What stands in each row, in the order of the columns; rows that are damaged or deleted are left out."""
        for number in self._owned.get(table.page, ()):
            self.working()
            page = self._page(number)
            for row in range(self._row_count(page)):
                try:
                    raw = self._row(page, row)
                    if raw:
                        yield self._cut(raw, table.columns)
                except DAMAGE:
                    continue

    def _row_count(self, page: bytes) -> int:
        return min(int.from_bytes(page[self._layout.row_count :][:2], "little"), self._layout.page // 2)

    def _place(self, page: bytes, row: int) -> tuple[int, bytes]:
        """The flags of a row, and its bytes: rows are put into a page from its end to its beginning."""
        at = self._layout.row_count + 2 + 2 * row
        (place,) = struct.unpack_from("<H", page, at)
        end = struct.unpack_from("<H", page, at - 2)[0] & _PLACE if row else len(page)
        return place, page[place & _PLACE : end]

    def _row(self, page: bytes, row: int) -> bytes:
        place, raw = self._place(page, row)
        if place & _DELETED:
            return b""
        return self.pointed(raw) if place & _ELSEWHERE else raw

    def pointed(self, pointer: bytes) -> bytes:
        """The row that four bytes name: its number in the page, and the page."""
        page = self._page(int.from_bytes(pointer[1:4], "little"))
        if not page or page[0] != _DATA_PAGE or pointer[0] >= self._row_count(page):
            return b""
        return self._place(page, pointer[0])[1]

    def chain(self, pointer: bytes, size: int) -> bytes:
        """A long value in several rows, each of which names the next."""
        pieces, seen, left = [], set[bytes](), min(size, _LONGEST)
        while any(pointer) and pointer not in seen and left > 0:
            seen.add(pointer)
            row = self.pointed(pointer)
            pointer = row[:4]
            pieces.append(row[4:][:left])
            left -= len(pieces[-1])
        return b"".join(pieces)

    def _cut(self, raw: bytes, columns: tuple[Column, ...]) -> list[bytes | bool | None]:
        wide = 2 if self.is_wide else 1
        count = int.from_bytes(raw[:wide], "little")
        mask = raw[len(raw) - (count + 7) // 8 :]
        ends = self._ends(raw, len(mask)) if any(column.variable is not None for column in columns) else []
        values: list[bytes | bool | None] = []
        for column in columns:
            is_there = column.number < count and bool(mask[column.number // 8] >> column.number % 8 & 1)
            if column.kind == _BOOLEAN:
                values.append(is_there)
            elif not is_there:
                values.append(None)
            elif column.variable is None:
                at = wide + column.offset
                values.append(raw[at : at + _WIDTHS.get(column.kind, 0)])
            else:
                at = column.variable
                values.append(raw[ends[at] : ends[at + 1]] if at + 1 < len(ends) else None)
        return values

    def _ends(self, raw: bytes, mask: int) -> list[int]:
        """Where each value of any length begins, and the last one ends."""
        if self.is_wide:
            at = len(raw) - mask - 2
            (count,) = struct.unpack_from("<H", raw, at)
            if 2 * (count + 1) > at:
                raise ValueError("more values than the row is long")
            return list(struct.unpack_from(f"<{count + 1}H", raw, at - 2 * (count + 1)))[::-1]
        # One byte each; a table of the columns that first lie beyond 256, 512 and so on stands behind.
        at = len(raw) - mask - 1
        count, jumps = raw[at], (len(raw) - 1) // 256
        first = at - jumps
        if (first - 1 - count) // 256 < jumps:
            jumps -= 1
        beyond = [raw[at - 1 - number] for number in range(jumps)]
        return [raw[first - 1 - number] + 256 * sum(number >= each for each in beyond) for number in range(count + 1)]


def _rc4(key: bytes, data: bytes) -> bytes:
    """RC4 with a key too short for any library, which hides nothing."""
    state = list(range(256))
    at = 0
    for index in range(256):
        at = (at + state[index] + key[index % len(key)]) & 255
        state[index], state[at] = state[at], state[index]
    out, one, other = bytearray(data), 0, 0
    for index in range(len(out)):
        one = (one + 1) & 255
        other = (other + state[one]) & 255
        state[one], state[other] = state[other], state[one]
        out[index] ^= state[(state[one] + state[other]) & 255]
    return bytes(out)
