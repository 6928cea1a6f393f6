"""The replies at rest: two files of equal slots (`slots.py`), in an arrangement that depends on nothing but chance.

The n replies lie in slots 0 to n - 1, each arrangement as likely as any other, whatever came when: a new reply takes a
random one of the n + 1 slots, and what lay there goes to the end; a reply that goes leaves its slot to the last one
(docs/adr/0090). So both files tell how many there are, and nothing else of their history.

Crash safety: a body is synced before the record that names it, and a reply that moves is at both places before it is
gone from one. A start finds such doubles and gaps and mends them; a body that is not what its record says is absent.
Of what goes, the body is overwritten before the record is, and a start clears the slot into which one was written last:
so no body stays that no record tells of.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from amparo.drop.blobs import disk_errors
from amparo.drop.model import Random, Tag
from amparo.drop.slots import EMPTY, Record, Slots, digest_of
from amparo.drop.tag_index import TagIndex
from amparo.errors import StateError
from amparo.seal.reply import REPLY_SIZE

_AT_ONCE: Final = 1024
"""Replies removed in one go."""


class Shelf:
    """The replies under `folder`. `mend`: this process serves, and puts right what a crash left."""

    def __init__(self, folder: Path, random: Random, *, mend: bool) -> None:
        self._random = random
        self._lock = threading.Lock()
        with disk_errors():
            self._slots = Slots(folder, random)
        self._index = TagIndex(self._slots.tag)
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
        self._slots.close()

    def get(self, tags: Iterable[Tag]) -> Mapping[Tag, bytes]:
        """The replies under any of these tags."""
        with self._lock, disk_errors():
            found = ((tag, self._index.find(tag)) for tag in tags)
            held = {tag: self._slots.whole(slot) for tag, slot in found if slot is not None}
        return {tag: body for tag, body in held.items() if body is not None}

    def put(self, tag: Tag, body: bytes, expires: date, *, sync: bool = True) -> bool:
        """Keep a reply of REPLY_SIZE bytes. True when it is there now; False when another lies under this tag."""
        if len(body) != REPLY_SIZE:
            raise StateError(f"A reply is {REPLY_SIZE} bytes.")
        record = Record(tag, expires, digest_of(body))
        with self._lock, disk_errors(), self._slots.alone():
            slot = self._index.find(tag)
            if slot is not None and (held := self._slots.whole(slot)) is not None:
                return held == body
            self._insert(record, body, slot, sync=sync)
        return True

    def sync(self) -> None:
        """What was put without it lasts from now on."""
        with disk_errors():
            self._slots.sync_bodies()
            self._slots.sync_records()

    def remove(self, tags: Iterable[Tag]) -> int:
        """Overwrite and forget the replies under these tags. How many there were."""
        with self._lock, disk_errors(), self._slots.alone():
            slots = {slot for slot in map(self._index.find, tags) if slot is not None}
            self._take_out(slots)
        return len(slots)

    def expire(self, today: date) -> int:
        """Remove those whose day has passed. How many there were.

        Nobody waits while they are looked for; what moves meanwhile may be overlooked, until the next time.
        """
        with disk_errors():
            over = [tag for tag, day in self._slots.days() if 0 < day < today.toordinal()]
        return sum(self.remove(over[first : first + _AT_ONCE]) for first in range(0, len(over), _AT_ONCE))

    # Below here, the lock is held.

    def _insert(self, record: Record, body: bytes, slot: int | None, *, sync: bool) -> None:
        if slot is None:
            self._slots.make_room(self._count + 1)
            last = self._count
            slot = int.from_bytes(self._random(8), "little") % (last + 1)
            if slot < last:
                self._move([(slot, last)], sync=sync)
            self._count += 1
        self._slots.write_body(slot, body)
        if sync:
            self._slots.sync_bodies()
        self._slots.write_record(slot, record.pack())
        if sync:
            self._slots.sync_records()
        self._index.set(record.tag, slot)

    def _take_out(self, slots: set[int]) -> None:
        for slot in slots:
            self._index.drop(self._slots.tag(slot))
        # A start closes gaps; a body that came to lie under the record of another it would take for damage, and keep.
        gaps = [slot for slot in slots if slot < self._count - len(slots)]
        for slot in gaps:
            self._slots.write_record(slot, EMPTY)
        if gaps:
            self._slots.sync_records()
        self._close_gaps(slots)

    def _move(self, ways: list[tuple[int, int]], *, sync: bool = True) -> None:
        """Copy from slot to slot: each body lasts before its record does."""
        for source, target in ways:
            self._slots.write_body(target, self._slots.body(source))
        if sync:
            self._slots.sync_bodies()
        for source, target in ways:
            data = self._slots.record(source)
            self._slots.write_record(target, data)
            self._index.set(data[:32], target)
        if sync:
            self._slots.sync_records()

    def _load(self, *, mend: bool) -> None:
        gaps: list[int] = []
        for slot, tag in self._slots.scan():
            if tag is None:
                gaps.append(slot)
                continue
            other = self._index.find(tag)
            if other is None or self._slots.whole(other) is None:
                gaps += [] if other is None else [other]
                self._index.set(tag, slot)
            else:
                gaps.append(slot)
            self._count = slot + 1
        gaps = [slot for slot in gaps if slot < self._count]
        if not mend:
            self._count -= len(gaps)
            return
        self._slots.clear(self._count, self._count + 1)
        self._close_gaps(self._with_damaged_end(set(gaps)))

    def _with_damaged_end(self, gaps: set[int]) -> set[int]:
        """And the last slots whose body is not what their record says: a removal was cut off there."""
        slot = self._count - 1
        while slot >= 0 and (slot in gaps or self._slots.whole(slot) is None):
            if slot not in gaps:
                self._index.drop(self._slots.tag(slot))
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
        self._slots.clear(after, end)
