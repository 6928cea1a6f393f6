"""Hangul word processor documents (.hwp 5.0, Hancom's published format): the paragraphs of the body."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from amparo.records.readers.document import document
from amparo.records.readers.ole import Storage, properties
from amparo.records.reading import Found, Input, Reason, Unreadable

_TEXT = 67
_MOST = 256 * 1024 * 1024
# Control characters that take eight code units (§ "control characters"); the others take one.
_WIDE = frozenset((1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23))


def read_hwp(given: Input, data: bytes, storage: Storage) -> Iterator[Found]:
    """One record."""
    header = storage.stream("FileHeader")
    flags = int.from_bytes(header[36:40], "little")
    title, fields = properties(storage)
    if flags & 0x2:
        yield Unreadable(Reason.PASSWORD_PROTECTED, "This document opens only with a password.")
        return
    sections = (storage.stream("BodyText", name) for name in sorted(storage.inner("BodyText").names(), key=_number))
    pages = ["\n".join(_paragraphs(_inflated(each) if flags & 0x1 else each)) for each in sections]
    if flags & 0x4 or not any(pages):
        # Documents for distribution are scrambled; the beginning of their text lies beside it.
        pages.append(storage.stream("PrvText").decode("utf-16-le", "replace"))
    yield document(given, data, pages, "application/x-hwp", title=title, fields=fields)


def _number(name: str) -> int:
    digits = re.sub(r"\D", "", name)
    return int(digits) if digits else 0


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(-15).decompress(data, _MOST)
    except zlib.error:
        return b""


def _paragraphs(data: bytes) -> Iterator[str]:
    at = 0
    while at + 4 <= len(data):
        head = struct.unpack_from("<I", data, at)[0]
        at += 4
        size = head >> 20
        if size == 0xFFF and at + 4 <= len(data):
            size = struct.unpack_from("<I", data, at)[0]
            at += 4
        if head & 0x3FF == _TEXT:
            yield "".join(_characters(data[at : at + size]))
        at += size


def _characters(data: bytes) -> Iterator[str]:
    at = 0
    while at + 2 <= len(data):
        code = int.from_bytes(data[at : at + 2], "little")
        if code in _WIDE:
            yield "\t" if code == 9 else ""
            at += 16
            continue
        yield "\n" if code in (10, 13) else data[at : at + 2].decode("utf-16-le", "ignore") if code >= 32 else ""
        at += 2
