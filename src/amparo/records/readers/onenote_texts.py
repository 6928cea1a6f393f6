"""The words of OneNote's notes: values of properties, found by their numbers ([MS-ONE] 2.1.12), wherever the sets of
properties lie ([MS-ONESTORE] 2.6.7): in a section of one computer, or in one kept for several.

A set is the count of its properties, their numbers, then their values in that order; what a number's type is tells how
long its value is. Pure.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

# Text of a note in UTF-16 and in single bytes, titles, names and descriptions of files and pictures, links, authors.
_WIDE = (0x1C001C22, 0x1C001CF3, 0x1C001D3C, 0x1C001D9C, 0x1C001D9D, 0x1C001DD7, 0x1C001E58, 0x1C001E20, 0x1C001D75,
         0x1C00349B)  # fmt: skip
_NARROW = 0x1C003498
_ANY = re.compile(b"|".join(re.escape(struct.pack("<I", each)) for each in (*_WIDE, _NARROW)))
_SIZES = {1: 0, 2: 0, 3: 1, 4: 2, 5: 4, 6: 8, 8: 0, 9: 4, 0xA: 0, 0xB: 4, 0xC: 0, 0xD: 4}
_SIZED = 7
_MOST_PROPERTIES, _MOST_SETS, _LONGEST = 64, 200_000, 1 << 20


def texts(data: bytes) -> Iterator[str]:
    """Each text, in the order of the file, older editions of a note with it."""
    behind = 0
    for count, match in enumerate(_ANY.finditer(data)):
        if count >= _MOST_SETS:
            return
        if match.start() < behind:
            continue
        if found := _numbers(data, match.start()):
            behind, numbers = found
            yield from _values(data, behind, numbers)


def _numbers(data: bytes, at: int) -> tuple[int, tuple[int, ...]] | None:
    """(where the values begin, the properties) of the set of which one stands there; None where it is no set."""
    for before in range(_MOST_PROPERTIES):
        start = at - 4 * before
        if start < 2 or (before and _kind(int.from_bytes(data[start : start + 4], "little")) is None):
            return None
        count = int.from_bytes(data[start - 2 : start], "little")
        if before < count <= _MOST_PROPERTIES and start + 4 * count <= len(data):
            numbers = struct.unpack_from(f"<{count}I", data, start)
            if all(_kind(each) is not None for each in numbers):
                return start + 4 * count, numbers
    return None


def _kind(number: int) -> int | None:
    """The type of a property, None for a number that is none."""
    kind = number >> 26 & 0x1F
    return kind if (kind in _SIZES or kind in (_SIZED, 0x10, 0x11)) and number & 0x3FFFFFF else None


def _values(data: bytes, at: int, numbers: tuple[int, ...]) -> Iterator[str]:
    for number in numbers:
        kind = _kind(number)
        if kind not in (*_SIZES, _SIZED):
            # Sets within sets: what stands behind them cannot be told without reading them.
            return
        if kind != _SIZED:
            at += _SIZES[kind]
            continue
        size = int.from_bytes(data[at : at + 4], "little")
        value = data[at + 4 : at + 4 + size]
        if len(value) < size:
            return
        at += 4 + size
        if size <= _LONGEST and (number in _WIDE or number == _NARROW):
            yield value.decode("cp1252" if number == _NARROW else "utf-16-le", "replace").strip("\0")
