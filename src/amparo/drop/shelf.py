"""The replies at rest: two files of equal slots, in an arrangement that depends on nothing but chance.

`replies.records` has 64 bytes a slot: tag, day of expiry, digest of the body, check. `replies.bodies` has the sealed
reply, all of one size. The n replies lie in slots 0 to n - 1, each arrangement as likely as any other, whatever came
when: a new reply takes a random one of the n + 1 slots, and what lay there goes to the end; a reply that goes leaves
its slot to the last one (docs/adr/0090). So both files tell how many there are, and nothing else of their history.

Crash safety: a body is synced before the record that names it, and a reply that moves is at both places before it is
gone from one. A start finds such doubles and gaps and mends them; a body that is not what its record says is absent.
Of what goes, the body is overwritten before the record is, and a start clears the slot into which one was written last:
so no body stays that no record tells of.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import struct
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final

from amparo.drop.blobs import disk_errors
from amparo.drop.model import Random, Tag
from amparo.drop.tag_index import TagIndex
from amparo.errors import StateError
from amparo.seal.reply import REPLY_SIZE

RECORDS: Final = "replies.records"
BODIES: Final = "replies.bodies"
RECORD: Final = struct.Struct("<32sI24sI")
BLOCK: Final = 16
"""Slots by which the bodies grow (128 KiB), filled with random bytes."""
_AT_ONCE: Final = 1024
"""Records read, and replies removed, in one go."""
_DAYS: Final = struct.Struct("<32sI28x")
_EMPTY: Final = bytes(RECORD.size)


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


class Shelf:
    """The replies under `folder`. `mend`: this process serves, and puts right what a crash left."""

    def __init__(self, folder: Path, random: Random, *, mend: bool) -> None:
        self._random = random
        self._lock = threading.Lock()
        with disk_errors():
            self._records, self._bodies = (_open(folder / name) for name in (RECORDS, BODIES))
        self._index = TagIndex(self._tag_at)
        self._count = 0
        try:
            self._load(mend=mend)
        except BaseException:
            self.close()
            raise

    def __len__(self) -> int:
        return self._count

    def close(self) -> None:
        """Let the files go."""
        os.close(self._records)
        os.close(self._bodies)

    def get(self, tags: Iterable[Tag]) -> Mapping[Tag, bytes]:
        """The replies under any of these tags."""
        with self._lock, disk_errors():
            found = ((tag, self._index.find(tag)) for tag in tags)
            held = {tag: self._whole(slot) for tag, slot in found if slot is not None}
        return {tag: body for tag, body in held.items() if body is not None}

    def put(self, tag: Tag, body: bytes, expires: date, *, sync: bool = True) -> bool:
        """Keep a reply of REPLY_SIZE bytes. True when it is there now; False when another lies under this tag."""
        if len(body) != REPLY_SIZE:
            raise StateError(f"A reply is {REPLY_SIZE} bytes.")
        record = Record(tag, expires, digest_of(body))
        with self._lock, disk_errors(), self._alone():
            slot = self._index.find(tag)
            if slot is not None and (held := self._whole(slot)) is not None:
                return held == body
            self._insert(record, body, slot, sync=sync)
        return True

    def sync(self) -> None:
        """What was put without it lasts from now on."""
        with disk_errors():
            os.fsync(self._bodies)
            os.fsync(self._records)

    def remove(self, tags: Iterable[Tag]) -> int:
        """Overwrite and forget the replies under these tags. How many there were."""
        with self._lock, disk_errors(), self._alone():
            slots = {slot for slot in map(self._index.find, tags) if slot is not None}
            self._take_out(slots)
        return len(slots)

    def expire(self, today: date) -> int:
        """Remove those whose day has passed. How many there were.

        Nobody waits while they are looked for; what moves meanwhile may be overlooked, until the next time.
        """
        with disk_errors():
            over = [tag for tag, day in self._days() if 0 < day < today.toordinal()]
        return sum(self.remove(over[first : first + _AT_ONCE]) for first in range(0, len(over), _AT_ONCE))

    # Below here, the lock is held.

    def _insert(self, record: Record, body: bytes, slot: int | None, *, sync: bool) -> None:
        if slot is None:
            self._make_room(self._count + 1)
            last = self._count
            slot = int.from_bytes(self._random(8), "little") % (last + 1)
            if slot < last:
                self._move([(slot, last)], sync=sync)
            self._count += 1
        self._write_body(slot, body)
        if sync:
            os.fdatasync(self._bodies)
        self._write_record(slot, record.pack())
        if sync:
            os.fdatasync(self._records)
        self._index.set(record.tag, slot)

    def _take_out(self, slots: set[int]) -> None:
        for slot in slots:
            self._index.drop(self._tag_at(slot))
        # A start closes gaps; a body that came to lie under the record of another it would take for damage, and keep.
        gaps = [slot for slot in slots if slot < self._count - len(slots)]
        for slot in gaps:
            self._write_record(slot, _EMPTY)
        if gaps:
            os.fdatasync(self._records)
        self._close_gaps(slots)

    def _move(self, ways: list[tuple[int, int]], *, sync: bool = True) -> None:
        """Copy from slot to slot: each body lasts before its record does."""
        for source, target in ways:
            self._write_body(target, self._body(source))
        if sync:
            os.fdatasync(self._bodies)
        for source, target in ways:
            data = self._record(source)
            self._write_record(target, data)
            self._index.set(data[:32], target)
        if sync:
            os.fdatasync(self._records)

    def _make_room(self, count: int) -> None:
        size = os.fstat(self._bodies).st_size // REPLY_SIZE
        if count > size:
            for slot in range(size, size + BLOCK):
                self._write_body(slot, self._random(REPLY_SIZE))
            os.fsync(self._bodies)

    def _load(self, *, mend: bool) -> None:
        gaps: list[int] = []
        for slot, tag in self._scan():
            if tag is None:
                gaps.append(slot)
                continue
            other = self._index.find(tag)
            if other is None or self._whole(other) is None:
                gaps += [] if other is None else [other]
                self._index.set(tag, slot)
            else:
                gaps.append(slot)
            self._count = slot + 1
        gaps = [slot for slot in gaps if slot < self._count]
        if not mend:
            self._count -= len(gaps)
            return
        self._clear(self._count, self._count + 1)
        self._close_gaps(self._with_damaged_end(set(gaps)))

    def _with_damaged_end(self, gaps: set[int]) -> set[int]:
        """And the last slots whose body is not what their record says: a removal was cut off there."""
        slot = self._count - 1
        while slot >= 0 and (slot in gaps or self._whole(slot) is None):
            if slot not in gaps:
                self._index.drop(self._tag_at(slot))
            gaps.add(slot)
            slot -= 1
        return gaps

    def _close_gaps(self, gaps: set[int]) -> None:
        """The last ones move into the gaps; then the end is overwritten."""
        if not gaps:
            return
        after, end = self._count - len(gaps), self._count
        last = [slot for slot in range(after, end) if slot not in gaps]
        self._move(list(zip(last, (gap for gap in gaps if gap < after), strict=True)))
        self._count = after
        self._clear(after, end)

    def _clear(self, first: int, end: int) -> None:
        """Overwrite slots that are free now, from the last one on: the bodies, and only then what tells of them."""
        slots = range(min(end, os.fstat(self._bodies).st_size // REPLY_SIZE) - 1, first - 1, -1)
        for slot in slots:
            self._write_body(slot, self._random(REPLY_SIZE))
        os.fdatasync(self._bodies)
        records = os.fstat(self._records).st_size
        for slot in slots:
            if slot * RECORD.size < records:
                self._write_record(slot, _EMPTY)
        os.fdatasync(self._records)

    def _scan(self) -> Iterator[tuple[int, Tag | None]]:
        """Each slot's tag; None for an empty slot and for a record that was cut off."""
        slot = 0
        for data in self._pieces():
            for place, (tag, day, _, check) in zip(count(0, RECORD.size), RECORD.iter_unpack(data), strict=False):
                whole = day and zlib.crc32(data[place : place + RECORD.size - 4]) == check
                yield slot, tag if whole else None
                slot += 1

    def _days(self) -> Iterator[tuple[Tag, int]]:
        for data in self._pieces():
            yield from _DAYS.iter_unpack(data)

    def _pieces(self) -> Iterator[bytes]:
        """All records, some at a time."""
        size = os.fstat(self._records).st_size // RECORD.size
        for first in range(0, size, _AT_ONCE):
            yield os.pread(self._records, min(_AT_ONCE, size - first) * RECORD.size, first * RECORD.size)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While the files change, nobody copies them (see `held_still`)."""
        fcntl.flock(self._records, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._records, fcntl.LOCK_UN)

    def _whole(self, slot: int) -> bytes | None:
        """The body in a slot, if it is what its record says."""
        record, body = _unpack(self._record(slot)), self._body(slot)
        return body if record is not None and digest_of(body) == record.digest else None

    def _tag_at(self, slot: int) -> bytes:
        return os.pread(self._records, 32, slot * RECORD.size)

    def _record(self, slot: int) -> bytes:
        return os.pread(self._records, RECORD.size, slot * RECORD.size).ljust(RECORD.size, b"\0")

    def _body(self, slot: int) -> bytes:
        return os.pread(self._bodies, REPLY_SIZE, slot * REPLY_SIZE)

    def _write_record(self, slot: int, data: bytes) -> None:
        _write(self._records, data, slot * RECORD.size)

    def _write_body(self, slot: int, data: bytes) -> None:
        _write(self._bodies, data, slot * REPLY_SIZE)


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
