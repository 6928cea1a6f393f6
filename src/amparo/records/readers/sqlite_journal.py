"""The write-ahead log that lies beside an SQLite database (X-wal beside X), joined behind it: what programs had written
last is often there alone. Layout: sqlite.org, "WAL-mode File Format".

Frames count up to the last that ends a transaction, as SQLite itself would have it; frames of an older round have other
salts. Checksums are not compared: a frame torn by a crash stands behind the last transaction.
"""

from __future__ import annotations

import struct

_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_HEAD = struct.Struct(">4s2I4x8s8x")
_FRAME = struct.Struct(">2I8s8x")
_VERSION = 3_007_000
_SMALLEST, _LARGEST = 512, 65_536
_DATABASE = b"SQLite format 3\0"


def is_journal(head: bytes) -> bool:
    """Whether bytes begin as such a log does."""
    if len(head) < _HEAD.size or not head.startswith(_MAGIC):
        return False
    _, version, size, _ = _HEAD.unpack_from(head)
    return version == _VERSION and _SMALLEST <= size <= _LARGEST and not size & (size - 1)


def applied(data: bytes) -> tuple[bytes, int]:
    """The database with the log behind it written into it, and how many pages came from there."""
    at = _found(data)
    if at is None:
        return data, 0
    pages, count = _pages(data, at)
    (size,) = struct.unpack_from(">8xI", data, at)
    # A log alone may hold the first page, and all others.
    if not pages or not (data.startswith(_DATABASE) or 1 in pages):
        return data[:at], 0
    whole = bytearray(data[: min(at, count * size)].ljust(min(count * size, at + len(pages) * size), b"\0"))
    for number, begin in pages.items():
        if number <= count:
            end = number * size
            whole[end - size : end] = data[begin : begin + size]
    return bytes(whole), len(pages)


def _found(data: bytes) -> int | None:
    """Where the log begins: behind a whole number of pages of its own size, none of which can begin so."""
    for magic in _MAGIC:
        at = data.find(magic)
        while at >= 0:
            if is_journal(data[at : at + _HEAD.size]) and at % struct.unpack_from(">8xI", data, at)[0] == 0:
                return at
            at = data.find(magic, at + 1)
    return None


def _pages(data: bytes, at: int) -> tuple[dict[int, int], int]:
    """The newest committed content of each page, as where it begins; and how many pages the database has then."""
    _, _, size, salt = _HEAD.unpack_from(data, at)
    at += _HEAD.size
    committed: dict[int, int] = {}
    pending: dict[int, int] = {}
    count = 0
    while at + _FRAME.size + size <= len(data):
        number, commits, salted = _FRAME.unpack_from(data, at)
        if salted != salt or not number:
            break
        pending[number] = at + _FRAME.size
        if commits:
            committed |= pending
            pending, count = {}, commits
        at += _FRAME.size + size
    return committed, count
