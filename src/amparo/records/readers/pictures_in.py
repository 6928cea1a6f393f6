"""Pictures inside the streams of older office documents, found by how they begin ([MS-ODRAW] 2.2.23)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

from amparo.records.reading import MEBIBYTE

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_MOST = 500
# The heads of EMF and WMF (§2.2.24, §2.2.25), with one identity of 16 bytes or two; then 34 bytes about it.
_DRAWN = re.compile(rb"(?:\x40\x3d\x1a|(?P<two>\x50\x3d\x1a|\x70\x21\x1b)|\x60\x21\x1b)\xf0(....)", re.DOTALL)
_HEAD, _IDENTITY, _ABOUT, _PACKED_AT = 8, 16, 34, 32
_LARGEST_METAFILE = 64 * MEBIBYTE


def pictures_in(stream: bytes) -> Iterator[bytes]:
    """PNG and JPEG pictures, whole, then metafiles, unpacked."""
    yield from _painted(stream)
    yield from _metafiles(stream)


def _metafiles(stream: bytes) -> Iterator[bytes]:
    for match in islice(_DRAWN.finditer(stream), _MOST):
        about = match.start() + _HEAD + _IDENTITY * (2 if match["two"] else 1)
        data = stream[about + _ABOUT : match.start() + _HEAD + int.from_bytes(match[2], "little")]
        if stream[about + _PACKED_AT : about + _PACKED_AT + 1] == b"\0":
            try:
                data = zlib.decompressobj().decompress(data, _LARGEST_METAFILE)
            except zlib.error:
                continue
        if data:
            yield data


def _painted(stream: bytes) -> Iterator[bytes]:
    at = found = 0
    while found < _MOST:
        starts = [start for magic in (_PNG, _JPEG) if (start := stream.find(magic, at)) >= 0]
        if not starts:
            return
        start = min(starts)
        is_png = stream.startswith(_PNG, start)
        end = stream.find(b"IEND" if is_png else b"\xff\xd9", start)
        if end < 0:
            end = len(stream)
        # A JPEG may hold another as its thumbnail: its end is the last one before the next picture.
        at = end + (8 if is_png else 2)
        yield stream[start : at if is_png else _jpeg_end(stream, start)]
        at = at if is_png else _jpeg_end(stream, start)
        found += 1


def _jpeg_end(stream: bytes, start: int) -> int:
    """Where a JPEG ends: segments are passed over by their sizes until the picture's data, then to its end mark."""
    at = start + 2
    while at + 4 <= len(stream) and stream[at] == 0xFF and stream[at + 1] not in (0xDA, 0xD9):
        at += 2 + int.from_bytes(stream[at + 2 : at + 4], "big")
    end = stream.find(b"\xff\xd9", at)
    return len(stream) if end < 0 else end + 2
