"""Web archives (WARC, ISO 28500, and its forerunner ARC): every page and file that was fetched is a part, called after
its address.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from amparo.records.charset import decode
from amparo.records.names import shown_name
from amparo.records.readers import brotli
from amparo.records.reading import Found, Input, Part, Reason, Unreadable

_LINE, _LINES = 64 * 1024, 500
_FEWEST_IN_ARC = 5
_DAMAGED = Unreadable(Reason.CORRUPT, "This web archive is damaged; what could be read before the damage was kept.")
_KEPT = ("response", "resource", "conversion", "metadata", "warcinfo")
_MORE = Unreadable(Reason.TOO_LARGE, "This web archive holds more than is read; the rest is left out.")


def read_warc(given: Input) -> Iterator[Found]:
    """The parts, in the order of the archive."""
    given.file.seek(0)
    count = 0
    while (line := given.file.readline(_LINE)) and count < given.bounds.parts:
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            yield _DAMAGED
            return
        headers = dict(_headers(given.file))
        told = headers.get("content-length", "")
        if not told.isdecimal():
            yield _DAMAGED
            return
        count += 1
        size, left = int(told), given.size - given.file.tell()
        yield from _record(headers, min(size, left), given)
        if size > left:
            yield _DAMAGED
            return
    if line:
        yield _MORE


def _headers(file: BinaryIO) -> Iterator[tuple[str, str]]:
    for _ in range(_LINES):
        line = file.readline(_LINE).strip()
        if not line:
            return
        name, _, value = decode(line).partition(":")
        yield name.strip().lower(), value.strip()


def _record(headers: dict[str, str], size: int, given: Input) -> Iterator[Found]:
    kind = headers.get("warc-type", "").lower()
    address = headers.get("warc-target-uri", "").strip("<>")
    name = shown_name(address.partition("?")[0].rstrip("/")) if address else f"{kind}.txt"
    if kind not in _KEPT or size > given.bounds.part:
        given.file.seek(size, 1)
        if kind in _KEPT:
            yield Unreadable(Reason.TOO_LARGE, "This file is larger than what is read in one piece.", name)
        return
    body = given.file.read(size)
    yield from _fetched(name, body, given, is_answer=kind == "response")


def _fetched(name: str, body: bytes, given: Input, *, is_answer: bool) -> Iterator[Found]:
    if is_answer and body.startswith(b"HTTP/"):
        try:
            body = _content(body, given.bounds.part)
        except LookupError:
            yield Unreadable(brotli.ABSENT.reason, brotli.ABSENT.explanation, name)
            return
    if body.strip():
        yield Part(name, body)


def read_arc(given: Input) -> Iterator[Found]:
    """The parts of the older form: a line (address, where from, when, media type, size) before each, no more."""
    given.file.seek(0)
    count = 0
    while (line := given.file.readline(_LINE)) and count < given.bounds.parts:
        if not line.strip():
            continue
        told = decode(line).split()
        if len(told) < _FEWEST_IN_ARC or not told[-1].isdecimal():
            yield _DAMAGED
            return
        count += 1
        address, announced, left = told[0], int(told[-1]), given.size - given.file.tell()
        size = min(announced, left)
        name = shown_name(address.partition("?")[0].rstrip("/"))
        if size > given.bounds.part:
            given.file.seek(size, 1)
            yield Unreadable(Reason.TOO_LARGE, "This file is larger than what is read in one piece.", name)
        elif not address.startswith("filedesc:"):
            yield from _fetched(name, given.file.read(size), given, is_answer=True)
        else:
            given.file.seek(size, 1)
        if announced > left:
            yield _DAMAGED
            return
    if line:
        yield _MORE


def _content(answer: bytes, most: int) -> bytes:
    """The body of an HTTP answer, chunks joined and compression undone. LookupError where that needs a library."""
    head, _, body = answer.partition(b"\r\n\r\n") if b"\r\n\r\n" in answer else answer.partition(b"\n\n")
    told = head.lower()
    if re.search(rb"\ntransfer-encoding:[^\n]*chunked", told):
        body = b"".join(_chunks(body))
    if re.search(rb"\ncontent-encoding:[^\n]*(?:gzip|deflate)", told):
        try:
            return zlib.decompressobj(47).decompress(body, most)
        except zlib.error:
            return body
    if re.search(rb"\ncontent-encoding:[^\n]*\bbr\b", told):
        try:
            return brotli.unbrotli(body, most)
        except ValueError:
            return body
    return body


def _chunks(body: bytes) -> Iterator[bytes]:
    at = 0
    while (end := body.find(b"\r\n", at)) >= 0:
        try:
            size = int(body[at:end].partition(b";")[0], 16)
        except ValueError:
            # Some archivers join the chunks and leave the header.
            yield body[at:]
            return
        if size <= 0:
            return
        yield body[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
