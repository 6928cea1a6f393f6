"""Pictures inside the streams of older office documents, found by how they begin ([MS-ODRAW] 2.2.23)."""

from __future__ import annotations

from collections.abc import Iterator

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_MOST = 500


def pictures_in(stream: bytes) -> Iterator[bytes]:
    """PNG and JPEG pictures, whole."""
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
