"""Databases of Access as small as they can be, written page by page: a catalogue and the tables given."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

BOOLEAN, LONG, MONEY, DOUBLE, DATE, TEXT, OBJECT, MEMO = 1, 4, 5, 7, 8, 10, 11, 12
_FIXED = {BOOLEAN: "", 3: "<h", LONG: "<i", MONEY: "<q", DOUBLE: "<d", DATE: "<d"}
_HEADER_KEY = bytes.fromhex("c7da396b")
_CATALOGUE = (("Id", LONG), ("Name", TEXT), ("Type", 3), ("Flags", LONG), ("Connect", MEMO))
Cell = bytes | int | float | bool | None
Columns = Sequence[tuple[str, int]]


def rc4(key: bytes, data: bytes) -> bytes:
    """As published; with keys this short it hides nothing."""
    state, at, out = list(range(256)), 0, []
    for index in range(256):
        at = (at + state[index] + key[index % len(key)]) % 256
        state[index], state[at] = state[at], state[index]
    one = other = 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        out.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(out)


@dataclass(slots=True)
class Database:
    """Pages to be written; version 0 is Access 97, 1 is 2000 to 2003, 2 is 2007."""

    version: int = 1
    key: bytes = bytes(4)
    code_page: int = 1252
    _pages: list[bytes] = field(default_factory=list)
    _entries: list[tuple[Cell, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._pages = [b"", b"", b"", b""]  # the head, one of no interest, the catalogue, its rows

    def table(self, name: str, columns: Columns, rows: Sequence[Sequence[Cell]], kind: int = 1) -> None:
        """A table, its rows in one page. A row that is bytes is put there as it is, with the flags of its first two."""
        page = len(self._pages)
        self._pages.append(self._definition(columns))
        self._pages.append(self._rows(page, [self._row(columns, row) for row in rows]))
        self._entries.append((page, self.letters(name), 1, 0, None))

    def linked(self, name: str, connect: str) -> None:
        """A table that lies elsewhere."""
        self._entries.append((0, self.letters(name), 6, 0, self.memo(connect)))

    def pieces(self, pieces: Sequence[bytes]) -> bytes:
        """A long value in a chain, a page a piece; the pointer to its first one."""
        following = bytes(4)
        for piece in reversed(pieces):
            self._pages.append(self._rows(int.from_bytes(b"LVAL", "little"), [(0, following + piece)]))
            following = b"\0" + (len(self._pages) - 1).to_bytes(3, "little")
        return following

    def moved(self, columns: Columns, cells: Sequence[Cell]) -> bytes:
        """A row in a page that belongs to no table; the pointer to it."""
        self._pages.append(self._rows(int.from_bytes(b"LVAL", "little"), [self._row(columns, cells)]))
        return b"\0" + (len(self._pages) - 1).to_bytes(3, "little")

    def letters(self, text: str) -> bytes:
        """A text, packed where it can be."""
        if not self.version:
            return text.encode(f"cp{self.code_page}")
        return b"\xff\xfe" + text.encode("latin-1") if max(text, default="") <= "\xff" else text.encode("utf-16-le")

    def memo(self, text: str) -> bytes:
        """A memo that stands in its row."""
        raw = self.letters(text)
        return struct.pack("<I8x", len(raw) | 0x80000000) + raw

    def written(self) -> bytes:
        """The file."""
        self._pages[2] = self._definition(_CATALOGUE)
        self._pages[3] = self._rows(2, [self._row(_CATALOGUE, entry) for entry in self._entries])
        head = bytearray(126)
        head[0x3C - 0x18 : 0x3E - 0x18] = struct.pack("<H", self.code_page)
        head[0x3E - 0x18 : 0x42 - 0x18] = self.key
        kind = b"Standard Jet DB\0" if self.version < 2 else b"Standard ACE DB\0"
        self._pages[0] = b"\0\x01\0\0" + kind + bytes((self.version, 0, 0, 0)) + rc4(_HEADER_KEY, bytes(head))
        pages = [page.ljust(self._size, b"\0") for page in self._pages]
        if any(self.key) and self.version < 2:
            pages[1:] = [rc4(self._mask(number), page) for number, page in enumerate(pages[1:], start=1)]
        return b"".join(pages)

    def _mask(self, number: int) -> bytes:
        return (int.from_bytes(self.key, "little") ^ number).to_bytes(4, "little")

    @property
    def _size(self) -> int:
        return 4096 if self.version else 2048

    def _definition(self, columns: Columns) -> bytes:
        out = bytearray(63 if self.version else 43)
        out[:2] = b"\x02\x01"
        struct.pack_into("<H", out, 45 if self.version else 25, len(columns))
        offset = variable = 0
        for number, (_, kind) in enumerate(columns):
            if self.version:
                out += struct.pack(
                    "<B4xHHHBB2xBB4xHH", kind, number, variable, number, 0, 0, kind in _FIXED, 0, offset, 0
                )
            else:
                out += struct.pack("<BHHH6xBHH", kind, number, variable, number, kind in _FIXED, offset, 0)
            offset += struct.calcsize(_FIXED.get(kind, ""))
            variable += kind not in _FIXED
        for name, _ in columns:
            raw = name.encode("utf-16-le" if self.version else "cp1252")
            out += struct.pack("<H" if self.version else "<B", len(raw)) + raw
        return bytes(out)

    def _row(self, columns: Columns, cells: Sequence[Cell] | bytes) -> tuple[int, bytes]:
        if isinstance(cells, bytes):
            return int.from_bytes(cells[:2], "little"), cells[2:]
        form = "<H" if self.version else "<B"
        raw, mask, ends = bytearray(struct.pack(form, len(columns))), 0, []
        for number, ((_, kind), cell) in enumerate(zip(columns, cells, strict=True)):
            mask |= (cell is not None and cell is not False) << number
            raw += struct.pack(_FIXED[kind], cell or 0) if _FIXED.get(kind) else b""
        for (_, kind), cell in zip(columns, cells, strict=True):
            if kind not in _FIXED:
                ends.append(len(raw))
                raw += cell if isinstance(cell, bytes) else b""
        if ends:
            ends.append(len(raw))
            jumps = bytes(next(number for number, end in enumerate(ends) if end >= 256 * jump)
                          for jump in range(ends[-1] // 256, 0, -1)) if not self.version else b""  # fmt: skip
            raw += b"".join(struct.pack(form, end if self.version else end % 256) for end in reversed(ends))
            raw += jumps + struct.pack(form, len(ends) - 1)
        return 0, bytes(raw) + mask.to_bytes((len(columns) + 7) // 8, "little")

    def _rows(self, owner: int, rows: Sequence[tuple[int, bytes]]) -> bytes:
        page = bytearray(self._size)
        page[:8] = b"\x01\x01\0\0" + owner.to_bytes(4, "little")
        at = 12 if self.version else 8
        struct.pack_into("<H", page, at, len(rows))
        end = self._size
        for number, (flags, raw) in enumerate(rows):
            end -= len(raw)
            page[end : end + len(raw)] = raw
            struct.pack_into("<H", page, at + 2 + 2 * number, end | flags)
        return bytes(page)
