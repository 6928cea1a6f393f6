"""Snappy (google/snappy, format_description.txt and framing_format.txt): blocks, and files made of framed blocks."""

from __future__ import annotations

from collections.abc import Iterator

from amparo.records.names import shown_name
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable

LARGEST = 8 * 1024 * 1024
"""Bytes that one block may unpack to."""
_DAMAGED = Unreadable(Reason.CORRUPT, "This compressed file is damaged; what could be read before the damage was kept.")
_TOO_MUCH = Unreadable(Reason.TOO_LARGE, "This compressed file unpacks to more than is read in one piece.")
_PACKED, _PLAIN = 0, 1


def read_snappy(given: Input) -> Iterator[Found]:
    """What a framed file holds."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    out, at, damage = bytearray(), 0, None
    while at + 4 <= len(data) and damage is None:
        kind, size = data[at], int.from_bytes(data[at + 1 : at + 4], "little")
        # Four bytes of checksum, then the block.
        block = data[at + 8 : at + 4 + size]
        at += 4 + size
        try:
            out += snappy(block) if kind == _PACKED else block if kind == _PLAIN else b""
        except (IndexError, ValueError):
            damage = _DAMAGED
        if len(out) > given.bounds.part:
            damage = _TOO_MUCH
    name = shown_name(given.untrusted_name)
    stem, dot, _ = name.rpartition(".")
    if out and damage is not _TOO_MUCH:
        yield Part(stem if dot else f"{name}.out", bytes(out))
    if damage or at > len(data):
        yield damage or _DAMAGED


def snappy(data: bytes) -> bytes:
    """One raw Snappy block (google/snappy, format_description.txt). IndexError or ValueError on damage."""
    length, at = varint(data, 0)
    out = bytearray()
    while at < len(data):
        tag = data[at]
        at += 1
        if tag & 3 == 0:
            size = tag >> 2
            if size >= 60:
                extra = size - 59
                size = int.from_bytes(data[at : at + extra], "little")
                at += extra
            out += data[at : at + size + 1]
            at += size + 1
            continue
        if tag & 3 == 1:
            size, offset = 4 + (tag >> 2 & 7), (tag >> 5 << 8) | data[at]
            at += 1
        else:
            wide = 2 if tag & 3 == 2 else 4
            size, offset = 1 + (tag >> 2), int.from_bytes(data[at : at + wide], "little")
            at += wide
        if not 0 < offset <= len(out) or len(out) > min(length, LARGEST):
            raise ValueError("a copy from before the beginning")
        start = len(out) - offset
        out += (bytes(out[start:]) * (size // offset + 1))[:size]
    return bytes(out)


def varint(data: bytes, at: int) -> tuple[int, int]:
    """(number, where it ends) of a base 128 number."""
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 or shift > 63:
            return number, at
