"""Macros of Office documents ([MS-OVBA]): the source of each module, to be read in turn as the text that it is.

They are never run. Where a module's source begins is found by its first words, which are always the same, rather than
by the directory: makers of hostile documents damage that, and Office forgives them.
"""

from __future__ import annotations

from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.names import shown_name
from amparo.records.reading import Part

FOLDER = "VBA"
_CHUNK = 4096
_BEGINS = b"\0Attribut"
_LARGEST = 16 * 1024 * 1024


def macro(name: str, stream: bytes) -> Iterator[Part]:
    """The source in one stream of the folder VBA, unless the module holds none."""
    # A one, two bytes of the first chunk's size, then flags of zero: the first eight letters stand for themselves.
    start = stream.find(_BEGINS) - 3
    if start < 0 or stream[start : start + 1] != b"\x01":
        return
    source = decode(unpacked(stream[start + 1 :]))
    if any(line.strip() and not line.startswith("Attribute ") for line in source.splitlines()):
        yield Part(f"{shown_name(name)}.bas", source.encode())


def unpacked(data: bytes) -> bytes:
    """The chunks of a compressed container (§2.4.1.3); as far as they go when they are damaged."""
    out, at = bytearray(), 0
    while at + 2 <= len(data) and len(out) < _LARGEST:
        header = int.from_bytes(data[at : at + 2], "little")
        end = at + (header & 0x0FFF) + 3
        if header >> 12 & 7 != 3:
            break
        body, at = data[at + 2 : end], end
        if header & 0x8000:
            _chunk(body, out)
        else:
            out += body
    return bytes(out)


def _chunk(body: bytes, out: bytearray) -> None:
    began, at = len(out), 0
    while at < len(body) and len(out) - began < _CHUNK:
        flags, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body):
                return
            if not flags >> bit & 1:
                out.append(body[at])
                at += 1
                continue
            token = int.from_bytes(body[at : at + 2], "little")
            at += 2
            # The further the chunk, the more of the sixteen bits say how far back.
            wide = max((len(out) - began - 1).bit_length(), 4)
            back, size = (token >> (16 - wide)) + 1, (token & (0xFFFF >> wide)) + 3
            if back > len(out) - began:
                return
            for _ in range(size):
                out.append(out[-back])
