"""The two files of the replies, slot by slot: what a record is, where it and its body lie, how a slot is overwritten.

`replies.records` has 64 bytes a slot: tag, day of expiry, digest of the body, check. `replies.bodies` has the sealed
reply, all of one size. Which reply lies in which slot, and what lasts before what, is for the shelf to say.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final

from amparo.drop.model import Random, Tag
from amparo.seal.reply import REPLY_SIZE

RECORDS: Final = "replies.records"
BODIES: Final = "replies.bodies"
RECORD: Final = struct.Struct("<32sI24sI")
EMPTY: Final = bytes(RECORD.size)
BLOCK: Final = 16
"""Slots by which the bodies grow (128 KiB), filled with random bytes."""
AT_ONCE: Final = 1024
"""Records read in one go."""
_DAYS: Final = struct.Struct("<32sI28x")


@dataclass(frozen=True, slots=True)
class Record:
    """What stands beside one reply."""

    tag: Tag
    expires: date
    digest: bytes

    def pack(self) -> bytes:
        """As it lies on the disk."""
        bare = RECORD.pack(self.tag, self.expires.toordinal(), self.digest, 0)[:-4]
        return bare + struct.pack("<I", zlib.crc32(bare))


def _unpack(data: bytes) -> Record | None:
    """The record, or None for an empty slot and for one that was cut off while it was written."""
    tag, day, digest, check = RECORD.unpack(data)
    if zlib.crc32(data[:-4]) != check or not day:
        return None
    return Record(Tag(tag), date.fromordinal(day), digest)


def digest_of(body: bytes) -> bytes:
    """24 bytes of a body's SHA-256."""
    return hashlib.sha256(body).digest()[:24]


class Slots:
    """The slots of both files under `folder`. Raises OSError as the files do."""

    def __init__(self, folder: Path, random: Random) -> None:
        self._random = random
        self._records, self._bodies = (_open(folder / name) for name in (RECORDS, BODIES))

    def close(self) -> None:
        """Let the files go."""
        os.close(self._records)
        os.close(self._bodies)

    def sync_bodies(self) -> None:
        """What was written to the bodies lasts from now on."""
        os.fdatasync(self._bodies)

    def sync_records(self) -> None:
        """What was written to the records lasts from now on."""
        os.fdatasync(self._records)

    def whole(self, slot: int) -> bytes | None:
        """The body in a slot, if it is what its record says."""
        record, body = _unpack(self.record(slot)), self.body(slot)
        return body if record is not None and digest_of(body) == record.digest else None

    def tag(self, slot: int) -> bytes:
        """The 32 bytes that stand where a tag does."""
        return os.pread(self._records, 32, slot * RECORD.size)

    def record(self, slot: int) -> bytes:
        """The 64 bytes of a record, zeros where none was ever written."""
        return os.pread(self._records, RECORD.size, slot * RECORD.size).ljust(RECORD.size, b"\0")

    def body(self, slot: int) -> bytes:
        """What lies in a slot, whole or not."""
        return os.pread(self._bodies, REPLY_SIZE, slot * REPLY_SIZE)

    def write_record(self, slot: int, data: bytes) -> None:
        """Write 64 bytes. They last after `sync_records`."""
        _write(self._records, data, slot * RECORD.size)

    def write_body(self, slot: int, data: bytes) -> None:
        """Write REPLY_SIZE bytes. They last after `sync_bodies`."""
        _write(self._bodies, data, slot * REPLY_SIZE)

    def make_room(self, slots: int) -> None:
        """There are at least so many, new ones full of chance."""
        size = os.fstat(self._bodies).st_size // REPLY_SIZE
        if slots > size:
            for slot in range(size, size + BLOCK):
                self.write_body(slot, self._random(REPLY_SIZE))
            os.fsync(self._bodies)

    def clear(self, first: int, end: int) -> None:
        """Overwrite free slots, from the last one on: the bodies, and only then what tells of them. It lasts."""
        slots = range(min(end, os.fstat(self._bodies).st_size // REPLY_SIZE) - 1, first - 1, -1)
        for slot in slots:
            self.write_body(slot, self._random(REPLY_SIZE))
        self.sync_bodies()
        records = os.fstat(self._records).st_size
        for slot in slots:
            if slot * RECORD.size < records:
                self.write_record(slot, EMPTY)
        self.sync_records()

    def scan(self) -> Iterator[tuple[int, Tag | None]]:
        """Each slot's tag; None for an empty slot and for a record that was cut off."""
        slot = 0
        for data in self._pieces():
            for place, (tag, day, _, check) in zip(count(0, RECORD.size), RECORD.iter_unpack(data), strict=False):
                whole = day and zlib.crc32(data[place : place + RECORD.size - 4]) == check
                yield slot, tag if whole else None
                slot += 1

    def days(self) -> Iterator[tuple[Tag, int]]:
        """Each slot's tag and day of expiry, as an ordinal; 0 in an empty one."""
        for data in self._pieces():
            yield from _DAYS.iter_unpack(data)

    def _pieces(self) -> Iterator[bytes]:
        size = os.fstat(self._records).st_size // RECORD.size
        for first in range(0, size, AT_ONCE):
            yield os.pread(self._records, min(AT_ONCE, size - first) * RECORD.size, first * RECORD.size)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While in it nobody copies the files (see `held_still`)."""
        fcntl.flock(self._records, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._records, fcntl.LOCK_UN)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _write(handle: int, data: bytes, place: int) -> None:
    left = memoryview(data)
    while left:
        written = os.pwrite(handle, left, place)
        left, place = left[written:], place + written


@contextmanager
def held_still(folder: Path) -> Iterator[None]:
    """While in it, the drop that serves changes neither of the two files: for whoever copies them."""
    handle = os.open(folder / RECORDS, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)
