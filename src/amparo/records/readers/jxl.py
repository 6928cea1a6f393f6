"""JPEG XL (ISO/IEC 18181-1) for Pillow, by the library pillow-jxl-plugin. It decodes a picture when it is opened: how
large one will be is read from its first bytes before.
"""

from __future__ import annotations

from collections.abc import Iterator

_CODESTREAM = b"\xff\x0a"
_CONTAINER = b"\0\0\0\x0cJXL "
_BOXES = 10_000
_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_BITS = (9, 13, 18, 30)


def is_jxl(data: bytes) -> bool:
    """Whether a picture begins so."""
    return data.startswith((_CODESTREAM, _CONTAINER))


def register() -> None:
    """Teaches Pillow the format; each picture on one core."""
    from pillow_jxl import JpegXLImagePlugin

    JpegXLImagePlugin.DECODE_THREADS = 0


def size(data: bytes) -> tuple[int, int]:
    """(width, height) as the head of the picture (§D.2) tells. ValueError where there is none."""
    stream = next((each for each in _streams(data) if each.startswith(_CODESTREAM)), b"")
    bits = int.from_bytes(stream[2:14], "little")
    if len(stream) < 4:
        raise ValueError("no picture in it")

    def take(count: int) -> int:
        nonlocal bits
        value, bits = bits & (1 << count) - 1, bits >> count
        return value

    is_small = take(1)
    height = 8 * (take(5) + 1) if is_small else take(_BITS[take(2)]) + 1
    ratio = take(3)
    if ratio:
        return height * _RATIOS[ratio][0] // _RATIOS[ratio][1], height
    return 8 * (take(5) + 1) if is_small else take(_BITS[take(2)]) + 1, height


def _streams(data: bytes) -> Iterator[bytes]:
    """The picture itself, which may lie in a box, or in several."""
    if not data.startswith(_CONTAINER):
        yield data[:16]
        return
    at = 0
    for _ in range(_BOXES):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        head = 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        if kind in (b"jxlc", b"jxlp"):
            # A part of a picture has its number before it.
            yield data[at + head + (4 if kind == b"jxlp" else 0) :][:16]
        if length < head:
            return
        at += length
