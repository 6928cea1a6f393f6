"""Visio drawings before 2013 (.vsd, .vss, .vst; versions 6 and 11): the texts of the shapes.

The layout is not published by its maker; it is known from the documentation of vsdump and of libvisio. A stream is a
list of pointers to streams, or a list of chunks; most are compressed by a variant of LZSS with a window of 4,096 bytes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.document import document
from amparo.records.readers.harvest import harvest
from amparo.records.readers.ole import Storage, packed, properties
from amparo.records.reading import BOUNDS, Found, Input, Reason, Unreadable

_MEDIA = "application/vnd.visio"
_DAMAGED = Unreadable(Reason.CORRUPT, "This drawing is damaged, or of a version that is not read.")
_POINTER = struct.Struct("<I4xIIH")
_FIRST, _WINDOW = 0x24, 4096
_COMPRESSED, _LISTS, _CHUNKS = 2, 5, 0xD
_MOST, _DEEPEST = 200_000, 12
# A text: kind 14, identity, list, length, level, one byte more; then eight bytes of no use here, and the letters.
_TEXT = re.compile(rb"\x0e\0\0\0..\0\0..\0\0(..\0\0)[\0-\x08]\0.", re.DOTALL)
_NO_LETTERS = 8


def read_visio_drawing(given: Input, data: bytes, storage: Storage) -> Iterator[Found]:
    """One record, then the embedded files."""
    title, fields = properties(storage)
    stream = storage.stream("VisioDocument")
    version = stream[0x1A] if len(stream) > _FIRST + _POINTER.size else 0
    texts = list(_Drawing(stream, is_wide=version >= 11).texts()) if version in (6, 11) else []
    if not texts and (words := harvest(stream)):
        # Another version, or damaged.
        texts, fields = [words], {**fields, "text_source": ("harvested",)}
    yield document(given, data, "\n".join(texts), _MEDIA, title=title, fields=fields, otherwise=_DAMAGED)
    yield from packed(storage)


class _Drawing:
    def __init__(self, data: bytes, *, is_wide: bool) -> None:
        self._data, self._is_wide = data, is_wide
        self._left, self._room = _MOST, BOUNDS.part

    def texts(self) -> Iterator[str]:
        """Every text, in the order of the file's lists."""
        waiting = [(_FIRST, self._data, 0)]
        seen: set[int] = set()
        while waiting and self._left:
            self._left -= 1
            at, source, depth = waiting.pop()
            kind, start, size, form = _POINTER.unpack_from(source, at)
            if start in seen or not size or start + size > len(self._data):
                continue
            seen.add(start)
            body, shift = self._data[start : start + size], 0
            if form & _COMPRESSED:
                body, shift = self._unpacked(body), 4
            if form >> 4 == _CHUNKS:
                yield from self._chunks(body)
            elif depth < _DEEPEST and (form >> 4 == _LISTS or kind in (0x14, 0x1D, 0x1E)):
                waiting += reversed([(each, body, depth + 1) for each in _pointers(body, shift)])

    def _unpacked(self, packed: bytes) -> bytes:
        body = inflated(packed, self._room)
        self._room -= len(body)
        return body

    def _chunks(self, body: bytes) -> Iterator[str]:
        for match in _TEXT.finditer(body):
            size = int.from_bytes(match[1], "little")
            letters = body[match.end() : match.end() + size][_NO_LETTERS:]
            if not letters.endswith(b"\0"):
                continue
            text = letters.decode("utf-16-le", "replace") if self._is_wide else decode(letters)
            text = text.partition("\0")[0]
            if text.strip() and "\ufffd" not in text:
                yield text


def _pointers(body: bytes, shift: int) -> Iterator[int]:
    """Where the pointers of a list lie: it begins with the place of their number."""
    if len(body) < shift + 4:
        return
    at = int.from_bytes(body[shift : shift + 4], "little") + shift
    if at + 12 > len(body):
        return
    count = int.from_bytes(body[at : at + 4], "little")
    for number in range(min(count, (len(body) - at - 8) // _POINTER.size)):
        yield at + 8 + number * _POINTER.size


def inflated(packed: bytes, room: int) -> bytes:
    """LZSS as Visio does it: eight flags a byte, the lowest first; a one is a letter, a zero two bytes that say where
    in the window (12 bits, 18 behind) and how many (4 bits, 3 more).
    """
    window, out, at = bytearray(_WINDOW), bytearray(), 0
    while at < len(packed) and len(out) < room:
        flags, at = packed[at], at + 1
        for bit in range(8):
            if at >= len(packed):
                break
            if flags >> bit & 1:
                window[len(out) % _WINDOW] = packed[at]
                out.append(packed[at])
                at += 1
                continue
            if at + 1 >= len(packed):
                return bytes(out)
            start = (packed[at] | (packed[at + 1] & 0xF0) << 4) + 18
            for offset in range((packed[at + 1] & 0x0F) + 3):
                letter = window[(start + offset) % _WINDOW]
                window[len(out) % _WINDOW] = letter
                out.append(letter)
            at += 2
    return bytes(out)
