"""Variables of MATLAB (.mat, level 5: MAT-File Format, MathWorks): names, kinds and sizes, and the texts in them. The
numbers themselves are not read. Level 7.3 is HDF, level 4 has no first bytes to be known by.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from amparo.records.charset import decode
from amparo.records.readers.document import document
from amparo.records.reading import BOUNDS, TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_MEDIA = "application/x-matlab-data"
_DAMAGED = Unreadable(Reason.CORRUPT, "These variables of MATLAB are damaged and cannot be read.")
_START = 128
_MATRIX, _COMPRESSED, _WIDE, _UTF_16, _UTF_32 = 14, 15, 4, 17, 18
_CELL, _STRUCTURE, _OBJECT, _CHARACTERS = 1, 2, 3, 4
_CLASSES = {_CELL: "cell", _STRUCTURE: "structure", _OBJECT: "object", _CHARACTERS: "char", 5: "sparse", 6: "double",
            7: "single", 8: "int8", 9: "uint8", 10: "int16", 11: "uint16", 12: "int32", 13: "uint32", 14: "int64",
            15: "uint64", 16: "function", 17: "opaque"}  # fmt: skip
_DEEPEST, _MOST = 16, 100_000
_DAMAGE = (struct.error, IndexError, ValueError, zlib.error)


def read_matlab(given: Input) -> Iterator[Found]:
    """One record: a line a variable, its texts below."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    order = ">" if data[126:128] == b"MI" else "<"
    lines: list[str] = [decode(data[:116]).strip(" \0")]
    try:
        for line in _Variables(order).lines(data[_START:], 0):
            lines.append(line)
    except _DAMAGE:
        if len(lines) == 1:
            yield _DAMAGED
            return
    yield document(given, data, "\n".join(lines), _MEDIA)


@dataclass(slots=True)
class _Variables:
    order: str
    _room: int = BOUNDS.part
    _left: int = _MOST

    def lines(self, data: bytes, depth: int, named: str = "") -> Iterator[str]:
        """The variables in some elements. Raises DAMAGE."""
        for kind, body in self._elements(data):
            self._left -= 1
            if depth > _DEEPEST or self._left < 0:
                return
            if kind == _COMPRESSED:
                body = zlib.decompressobj().decompress(body, self._room)
                self._room -= len(body)
                yield from self.lines(body, depth + 1, named)
            elif kind == _MATRIX and body:
                yield from self._matrix(body, depth, named)

    def _elements(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """(type, bytes) of each; short ones stand in their own head."""
        at = 0
        while at + 8 <= len(data):
            kind, size = struct.unpack_from(f"{self.order}II", data, at)
            if short := kind >> 16:
                yield kind & 0xFFFF, data[at + 4 : at + 4 + min(short, 4)]
                at += 8
                continue
            yield kind, data[at + 8 : at + 8 + size]
            at += 8 + size + (0 if kind == _COMPRESSED else -size % 8)

    def _matrix(self, body: bytes, depth: int, named: str) -> Iterator[str]:
        parts = list(self._elements(body))
        told = struct.unpack_from(f"{self.order}I", parts[0][1])[0] & 0xFF
        sizes = struct.unpack(f"{self.order}{len(parts[1][1]) // 4}i", parts[1][1])
        name = decode(parts[2][1]) or named
        yield f"{name}: {_CLASSES.get(told, 'unknown')}, {'×'.join(map(str, sizes))}"
        rest = parts[4:] if told == _OBJECT else parts[3:]
        if told == _CHARACTERS and rest:
            yield from self._rows(*rest[0], sizes)
        elif told == _CELL:
            for kind, inner in rest:
                yield from self.lines(self._again(kind, inner), depth + 1, name)
        elif told in (_STRUCTURE, _OBJECT):
            width = struct.unpack_from(f"{self.order}i", rest[0][1])[0]
            raw = rest[1][1]
            names = [decode(raw[at : at + width].partition(b"\0")[0]) for at in range(0, len(raw), max(width, 1))]
            for number, (kind, inner) in enumerate(rest[2:]):
                inside = f"{name}.{names[number % len(names)]}" if names else name
                yield from self.lines(self._again(kind, inner), depth + 1, inside)

    def _again(self, kind: int, inner: bytes) -> bytes:
        """An element as it stood: its head and its bytes."""
        return struct.pack(f"{self.order}II", kind, len(inner)) + inner

    def _rows(self, kind: int, raw: bytes, sizes: tuple[int, ...]) -> Iterator[str]:
        """The lines of a table of characters, which is kept column by column."""
        little = "le" if self.order == "<" else "be"
        encoding = {_WIDE: f"utf-16-{little}", _UTF_16: f"utf-16-{little}", _UTF_32: f"utf-32-{little}"}.get(kind)
        text = raw.decode(encoding, "replace") if encoding else decode(raw)
        rows = max(sizes[0], 1)
        yield from ("".join(text[row::rows]).rstrip() for row in range(min(rows, _MOST)))
