"""Mails attached to mails in a store, which libpff hands over as the bytes of their properties: a heap with a table of
properties in it ([MS-PST] §2.3.1 to §2.3.3). What the heap only points to lies elsewhere in the store and stays there.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SIGNATURE = b"\xec\xbc"
_BLOCK = 8176
_DEEPEST = 8
_MOST = 10_000


def is_heap(data: bytes) -> bool:
    """Whether an attachment is the properties of a mail."""
    return data[2:4] == _SIGNATURE


def properties_of(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(number, type, bytes) of each property whose value is in the heap; none when it is damaged."""
    try:
        (root,) = struct.unpack_from("<I", data, 4)
        header = _allocated(data, root)
        if header[:3] != b"\xb5\x02\x06":
            return
        levels, top = header[3], int.from_bytes(header[4:8], "little")
        for record in _leaves(data, top, min(levels, _DEEPEST)):
            number, kind, raw = struct.unpack("<HH4s", record)
            value = _value(data, kind, raw)
            if value is not None:
                yield number, kind, value
    except (struct.error, IndexError):
        return


def _value(data: bytes, kind: int, raw: bytes) -> bytes | None:
    if kind in (0x0002, 0x0003, 0x0004, 0x000A, 0x000B):
        return raw
    place = int.from_bytes(raw, "little")
    # Five bits of zero say that the value is in this heap.
    return _allocated(data, place) if place and not place & 0x1F else None


def _leaves(data: bytes, place: int, levels: int) -> Iterator[bytes]:
    """The records of a tree; what is visited is counted, since a damaged one may come back to itself."""
    waiting, visited = [(place, levels)], 0
    while waiting and visited < _MOST:
        place, levels = waiting.pop()
        table = _allocated(data, place)
        width = 6 if levels else 8
        pieces = [table[at : at + width] for at in range(0, len(table) - width + 1, width)][: _MOST - visited]
        visited += 1 + len(pieces)
        if levels:
            waiting += [(int.from_bytes(piece[2:], "little"), levels - 1) for piece in reversed(pieces)]
        else:
            yield from pieces


def _allocated(data: bytes, place: int) -> bytes:
    """What lies at a place: eleven bits of number, counted from one, then sixteen of the block."""
    block = data[(place >> 16) * _BLOCK :][:_BLOCK]
    (pages,) = struct.unpack_from("<H", block)
    start, end = struct.unpack_from("<HH", block, pages + 4 + 2 * ((place >> 5 & 0x7FF) - 1))
    return block[start:end]
