"""Windows metafiles (.wmf [MS-WMF], .emf [MS-EMF]): pictures made of drawing commands; the strings they draw."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.document import document
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input

_PLACEABLE = b"\xd7\xcd\xc6\x9a"
_EMF_TEXT_WIDE, _EMF_TEXT = 84, 83
_WMF_TEXT, _WMF_EXTENDED_TEXT = 0x0521, 0x0A32
_SMALL_STEP = 4


def is_metafile(data: bytes) -> bool:
    """Whether it is one of the two."""
    is_emf = data[:4] == b"\x01\0\0\0" and data[40:44] == b" EMF"
    return is_emf or data.startswith(_PLACEABLE) or data[:6] in (b"\x01\0\x09\0\0\x03", b"\x02\0\x09\0\0\x03")


def read_metafile(given: Input) -> Iterator[Found]:
    """One record, when strings are drawn."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    media = "image/emf" if data[40:44] == b" EMF" else "image/wmf"
    yield document(given, data, metafile_text(data), media)


def metafile_text(data: bytes) -> str:
    """The strings, a line for each height they are drawn at."""
    drawn = _emf(data) if data[40:44] == b" EMF" else _wmf(data)
    lines: list[list[str]] = []
    height: int | None = None
    try:
        for text, y in drawn:
            if height is None or abs(y - height) > _SMALL_STEP:
                lines.append([])
            height = y
            lines[-1].append(text)
    except struct.error:
        pass
    return "\n".join("".join(line) if all(len(text) < 3 for text in line) else " ".join(line) for line in lines)


def _emf(data: bytes) -> Iterator[tuple[str, int]]:
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<II", data, at)
        if size < 8:
            return
        if kind in (_EMF_TEXT, _EMF_TEXT_WIDE):
            y, count, offset = struct.unpack_from("<iII", data, at + 40)
            width = 2 if kind == _EMF_TEXT_WIDE else 1
            raw = data[at + offset : at + offset + count * width]
            yield raw.decode("utf-16-le", "replace") if width == 2 else decode(raw), y
        at += size


def _wmf(data: bytes) -> Iterator[tuple[str, int]]:
    at = (22 if data.startswith(_PLACEABLE) else 0) + 18
    while at + 6 <= len(data):
        size, kind = struct.unpack_from("<IH", data, at)
        if size < 3:
            return
        if kind == _WMF_TEXT:
            count = struct.unpack_from("<H", data, at + 6)[0]
            yield decode(data[at + 8 : at + 8 + count]), struct.unpack_from("<h", data, at + 8 + (count + 1 & ~1))[0]
        elif kind == _WMF_EXTENDED_TEXT:
            y, _, count, options = struct.unpack_from("<hhHH", data, at + 6)
            start = at + 14 + (8 if options & 0x6 else 0)
            yield decode(data[start : start + count]), y
        at += size * 2
