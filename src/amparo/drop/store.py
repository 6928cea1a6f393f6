"""Everything the drop keeps, behind one door: blobs, rows, replies, the days that passed. The order is the promise.

An envelope is written, synced, renamed, its directory synced, and only then acknowledged; the last two steps are taken
for all that wait at that moment; one that comes whole is synced once, under a name that tells what is in it
(amparo.drop.lasting). Its row comes a moment later, or at the next start (amparo.drop.listing). A kill
before the name leaves a file that the next start removes; nothing half-written is ever listed, nothing acknowledged is
ever lost. Removal goes the other way round, first the row, then the file: cut off between them, it was not begun. Only
a desk's word removes an envelope, never the clock (amparo.drop.expiry).
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import date
from pathlib import Path

from amparo.drop.blobs import Blobs, BlobWriter, coarsen, disk_errors, envelopes_in, replace_file, sync_directory
from amparo.drop.database import Database
from amparo.drop.expiry import expiry, read_calendar
from amparo.drop.group_commit import GroupCommit
from amparo.drop.lasting import clear_away, name_what_lasts
from amparo.drop.listing import Listing
from amparo.drop.model import ENVELOPE_ID, Clock, EnvelopeId, Random, StoredEnvelope, Tag, Totals
from amparo.drop.shelf import Shelf
from amparo.drop.shuffling import shuffle
from amparo.drop.slots import BODIES, RECORDS
from amparo.drop.space import Space, full
from amparo.errors import FullError, InputError, StateError

DATABASE = "drop.sqlite"
BLOBS = "blobs"
LOCK = "lock"
CALENDAR = "calendar"
REPLY_DAYS = 90


def parse_id(untrusted: str) -> EnvelopeId:
    """An envelope id from an address; InputError unless it is 32 hexadecimal digits."""
    if not ENVELOPE_ID.fullmatch(untrusted):
        raise InputError("That is not the id of an envelope.")
    return EnvelopeId(untrusted)


class Store:
    """The drop's store under `folder` (HOME/drop). `serving` takes the lock and clears what crashes left behind.

    `reply_days`: how long replies are kept, and up to 14 days more.
    """

    def __init__(
        self,
        folder: Path,
        *,
        keep_free: int,
        clock: Clock,
        random: Random = os.urandom,
        serving: bool = False,
        reply_days: int = REPLY_DAYS,
    ) -> None:
        self.folder = folder
        self._reply_days = reply_days
        self._clock = clock
        self._random = random
        (folder / BLOBS).mkdir(mode=0o700, exist_ok=True)
        sync_directory(folder)
        self._lock = _lock(folder / LOCK) if serving else None
        self._shuffled: date | None = None
        self._shuffling = threading.Lock()
        self.space = Space(folder, keep_free)
        self._blobs = Blobs(folder / BLOBS, self.space)
        self._database = Database(folder / DATABASE, self.today)
        (folder / DATABASE).chmod(0o600)
        self._listing = Listing(self._database)
        self._shelf = Shelf(folder, random, mend=serving)
        self._group = GroupCommit(self._commit, self._settle, lambda envelope: self._blobs.remove(envelope.id))
        if self._database.is_old:
            self._renew()
        if serving:
            name_what_lasts(self.blob_folder)
            known = self._known()
            self._listing.add(each for each in envelopes_in(self.blob_folder) if each.id not in known)
            self._blobs.keep_only(self._known())
            # A full disk must not keep the desk from fetching.
            with suppress(FullError):
                self._settle()

    def close(self) -> None:
        """Close the database and let another process serve."""
        self._group.close()
        self._database.close()
        self._shelf.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _renew(self) -> None:
        """Bring a store of version 1 to this one: its replies go to the shelf. May be cut off, and begun again."""
        lock = _lock(self.folder / LOCK) if self._lock is None else None
        try:
            for tag, body, day in self._database.old_replies():
                self._shelf.put(tag, body, expiry(day, self._reply_days, self._random), sync=False)
            self._shelf.sync()
            self._database.renew()
        finally:
            if lock is not None:
                os.close(lock)

    def begin(self, expected: int) -> BlobWriter:
        """Start an envelope of about `expected` bytes; FullError at once when there is no room for it."""
        return self._blobs.begin(self.new_id(), expected)

    def new_id(self) -> EnvelopeId:
        """A name for an envelope: nothing follows from it."""
        return EnvelopeId(self._random(16).hex())

    def keep(self, writer: BlobWriter) -> StoredEnvelope:
        """Make a written envelope last. When this returns, it may be acknowledged."""
        return self.hand_in(writer).result()

    def hand_in(self, writer: BlobWriter) -> Future[StoredEnvelope]:
        """As `keep`, without waiting: once the future gives the envelope, it may be acknowledged."""
        day = self.today()
        writer.commit(day)
        return self._group.add(StoredEnvelope(writer.id, writer.size, day))

    async def keep_written(self, most: int, write: Callable[[Path, date], Awaitable[int]]) -> StoredEnvelope | None:
        """List what `write` makes last, of that day, under a name among the blobs, and answers the size of: at most
        `most` bytes. None when it answers 0; then it leaves nothing. FullError when there is no room.
        """
        id_, day = self.new_id(), self.today()
        with self.space.promised(most):
            size = await write(self._blobs.path(id_), day)
        if not size:
            return None
        envelope = StoredEnvelope(id_, size, day)
        self.list_lasting((envelope,))
        return envelope

    def list_lasting(self, envelopes: Sequence[StoredEnvelope]) -> None:
        """List what lasts among the blobs already."""
        self._listing.add(envelopes)
        self._group.note()

    def clear_away(self, ids: Collection[EnvelopeId]) -> None:
        """Remove what a process that is gone may have left under names it was given and did not report."""
        clear_away(self.blob_folder, ids)

    def adopt(self, path: Path, id_: EnvelopeId, size: int) -> StoredEnvelope:
        """Make a whole, synced file among the blobs an envelope, as `keep` does; the caller then removes `path`."""
        day = self.today()
        self._blobs.adopt(path, id_, day)
        return self._group.add(StoredEnvelope(id_, size, day)).result()

    def _commit(self, envelopes: Sequence[StoredEnvelope]) -> None:
        for envelope in envelopes:
            self._blobs.admit(envelope.id)
        with disk_errors():
            sync_directory(self.blob_folder)
        self._listing.add(envelopes)

    def _settle(self) -> None:
        """Write the rows that are due; hide the order and the hour of what was written. A row speaks of no name that
        does not last (amparo.drop.lasting).
        """
        with disk_errors():
            sync_directory(self.blob_folder)
        self._listing.write()
        self._hide()

    def _hide(self) -> None:
        self._database.settle()
        self._shuffle()
        self._blur(self.today())

    def _shuffle(self) -> None:
        """Once a day: take the order of the days before from the file system."""
        with self._shuffling:
            today = self.today()
            if self._shuffled == today:
                return
            if shuffle(self.blob_folder, today, lambda id_: self.size_of(id_) is not None, self._random):
                self._shuffled = today

    def settle(self) -> None:
        """Returns when nothing on the disk tells order or hour of what was kept before: within a second or so."""
        self._group.settle()

    def discard(self, writer: BlobWriter) -> None:
        """Remove an envelope that was not kept, and the hour of it; nothing happens to one that was."""
        if writer.discard():
            self._blur(self.today())

    def envelopes(self) -> tuple[StoredEnvelope, ...]:
        """What is stored, ordered by random id."""
        return self._listing.all()

    def path(self, id_: EnvelopeId) -> Path | None:
        """The file of an envelope, or None when there is none."""
        return self._blobs.path(id_) if self._listing.get(id_) else None

    def size_of(self, id_: EnvelopeId) -> int | None:
        """Bytes of an envelope, or None when there is none."""
        envelope = self._listing.get(id_)
        return None if envelope is None else envelope.size

    @property
    def blob_folder(self) -> Path:
        """Where blobs and unfinished uploads lie."""
        return self._blobs.folder

    def blur(self) -> None:
        """Keep the hour of what was just done out of the modification times."""
        self._blur(self.today())

    def remove(self, id_: EnvelopeId) -> None:
        """Remove an envelope for good; nothing happens when it is not there."""
        self._listing.forget(id_)
        self._blobs.remove(id_)
        self._hide()

    def add_reply(self, tag: Tag, body: bytes) -> bool:
        """Keep a reply of REPLY_SIZE bytes; False when another one already lies under this tag."""
        if self.space.available() + self.space.keep_free // 2 < len(body):
            raise full()
        added = self._shelf.put(tag, body, expiry(self.today(), self._reply_days, self._random))
        self._blur(self.today())
        return added

    def replies(self, tags: Iterable[Tag]) -> Mapping[Tag, bytes]:
        """The replies under any of these tags."""
        return self._shelf.get(tags)

    def remove_replies(self, tags: Iterable[Tag]) -> None:
        """Remove the replies under any of these tags for good; nothing tells whether one was there."""
        self._shelf.remove(tags)
        self._blur(self.today())

    def sweep(self) -> None:
        """Remove replies whose time is over, if the clock is to be believed; never an envelope."""
        path = self.folder / CALENDAR
        before = read_calendar(path, self.today())
        after = before.looked(self.today())
        if after != before or not path.exists():
            replace_file(path, after.to_text().encode())
        if after.believed == self.today():
            self._shelf.expire(self.today())
        self._shuffle()
        self._blur(self.today())

    def totals(self) -> Totals:
        """Counts for the operator."""
        stored = self.envelopes()
        return Totals(len(stored), sum(each.size for each in stored), len(self._shelf))

    def missing(self) -> frozenset[EnvelopeId]:
        """Envelopes with a row but no file: damage from outside."""
        return self._blobs.missing(self._known())

    def today(self) -> date:
        """The day now, UTC: the finest time the drop keeps."""
        return self._clock().date()

    def _known(self) -> frozenset[EnvelopeId]:
        return frozenset(envelope.id for envelope in self.envelopes())

    def _blur(self, day: date) -> None:
        """Keep the hour of the last write out of the modification times."""
        for name in (BLOBS, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", RECORDS, BODIES, CALENDAR):
            coarsen(self.folder / name, day)


def _lock(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise StateError("Another process already serves this drop.", "Stop it first.") from None
    return handle
