"""The sections of an AutoCAD drawing of version 2004 or 2010 and later, unpacked; after the Open Design Alliance's
published description (§4: R2004). Version 2007 is laid out in another way and is not unpacked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

VERSIONS = (b"AC1018", b"AC1024", b"AC1027", b"AC1032")
DAMAGE = (struct.error, IndexError, ValueError, KeyError, OverflowError)
_HEADER, _FIRST_PAGE = slice(0x80, 0x80 + 0x6C), 0x100
_MASK = 0x4164536B
_COMPRESSED = 2
_MOST = 1_000_000
_LARGEST = 64 * 1024 * 1024


@dataclass(slots=True)
class Sections:
    """A drawing in memory. Raises DAMAGE."""

    data: bytes
    _places: dict[int, int] = field(default_factory=dict)

    def section(self, name: str) -> bytes:
        """The bytes of a section; empty when there is none."""
        header = _unmasked(self.data[_HEADER])
        (pages_at,) = struct.unpack_from("<Q", header, 0x54)
        (map_number,) = struct.unpack_from("<I", header, 0x5C)
        self._places = dict(self._numbered(self._told(pages_at + _FIRST_PAGE)))
        sections = self._told(self._places[map_number])
        (count,) = struct.unpack_from("<I", sections)
        at = 20
        for _ in range(min(count, _MOST)):
            whole, pages, size, _, packed, _, locked = struct.unpack_from("<Q6I", sections, at)
            called = sections[at + 32 : at + 96].partition(b"\0")[0].decode("latin-1")
            at += 96
            if called == name and not locked & 1:
                return b"".join(self._pages(sections, at, pages, size, is_packed=packed == _COMPRESSED))[:whole]
            at += 16 * pages
        return b""

    def _numbered(self, told: bytes) -> Iterator[tuple[int, int]]:
        """(number, place) of each page; gaps have negative numbers, and four words more."""
        at, place = 0, _FIRST_PAGE
        while at + 8 <= len(told):
            number, size = struct.unpack_from("<iI", told, at)
            if number >= 0:
                yield number, place
            place, at = place + size, at + (8 if number >= 0 else 24)

    def _told(self, at: int) -> bytes:
        """A page of the file's own bookkeeping."""
        size, packed = struct.unpack_from("<II", self.data, at + 4)
        return unpacked(self.data[at + 20 : at + 20 + packed], min(size, _LARGEST))

    def _pages(self, sections: bytes, at: int, count: int, size: int, *, is_packed: bool) -> Iterator[bytes]:
        room = _LARGEST
        for number in range(min(count, _MOST)):
            (page,) = struct.unpack_from("<I", sections, at + 16 * number)
            place = self._places[page]
            mask = _MASK ^ place
            (length,) = (value ^ mask for value in struct.unpack_from("<I", self.data, place + 8))
            raw = self.data[place + 32 : place + 32 + length]
            piece = unpacked(raw, min(size, room)) if is_packed else raw
            room -= len(piece)
            yield piece
            if room <= 0:
                return


def _unmasked(data: bytes) -> bytes:
    """The header under its mask of pseudo-random bytes."""
    out, seed = bytearray(), 1
    for byte in data:
        seed = (seed * 0x343FD + 0x269EC3) & 0xFFFFFFFF
        out.append(byte ^ (seed >> 16) & 0xFF)
    return bytes(out)


def unpacked(data: bytes, most: int) -> bytes:
    """What a variant of LZ77 holds: literals, and copies of what came before. As far as it goes when it is damaged."""
    out = bytearray()
    at, byte = 0, 0
    try:
        if data[0] < 0x10:
            at = _literals(data, 0, out)
        while len(out) < most:
            byte, at = data[at], at + 1
            if byte >= 0x40:
                length, offset = (byte >> 4) - 1, (byte >> 2 & 3) + (data[at] << 2) + 1
                left, at = byte & 3, at + 1
            elif byte >= 0x20 or byte in (0x10, *range(0x12, 0x20)):
                bits, base = (0x1F, 1) if byte >= 0x20 else (7, ((byte & 8) << 11) + 0x4000)
                length, at = _length(data, at, byte & bits, bits)
                offset = base + (data[at] >> 2) + (data[at + 1] << 6)
                left, at = data[at] & 3, at + 2
            else:
                break
            _copy(out, offset, length)
            if left:
                out += data[at : at + left]
                at += left
            elif data[at] < 0x10:
                at = _literals(data, at, out)
    except IndexError:
        pass
    return bytes(out[:most])


def _copy(out: bytearray, offset: int, length: int) -> None:
    start = len(out) - offset
    if start < 0:
        raise IndexError("a copy of what is not there")
    for at in range(start, start + length):
        out.append(out[at])


def _length(data: bytes, at: int, told: int, bits: int) -> tuple[int, int]:
    """(how long a copy is, where to read on): a length of zero goes on in the bytes that follow."""
    if told:
        return told + 2, at
    while not data[at]:
        told, at = told + 0xFF, at + 1
    return told + data[at] + bits + 2, at + 1


def _literals(data: bytes, at: int, out: bytearray) -> int:
    """Copies a run of literals; where to read on."""
    length, at = data[at], at + 1
    if not length:
        while not data[at]:
            length, at = length + 0xFF, at + 1
        length, at = length + data[at] + 0x0F, at + 1
    out += data[at : at + length + 3]
    return at + length + 3
