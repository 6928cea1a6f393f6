"""Everything the drop keeps, behind one door: blobs, rows, the accepted roster. The order of steps is the promise.

An envelope is written, synced, renamed, its directory synced, then its row committed, and only then acknowledged. A
kill before the row leaves a file that the next start removes; nothing half-written is ever listed, nothing
acknowledged is ever lost. Removal goes the other way round: first the row, then the file.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from amparo.drop.blobs import Blobs, BlobWriter, coarsen, sync_directory
from amparo.drop.database import Database
from amparo.drop.model import Clock, EnvelopeId, Random, StoredEnvelope, Tag, Totals
from amparo.drop.space import Space, full
from amparo.errors import InputError, StateError

DATABASE = "drop.sqlite"
BLOBS = "blobs"
LOCK = "lock"
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)


def parse_id(untrusted: str) -> EnvelopeId:
    """An envelope id from an address; InputError unless it is 32 hexadecimal digits."""
    if not _ID.fullmatch(untrusted):
        raise InputError("That is not the id of an envelope.")
    return EnvelopeId(untrusted)


class Store:
    """The drop's store under `folder` (HOME/drop). `serving` takes the lock and clears what crashes left behind."""

    def __init__(
        self, folder: Path, *, keep_free: int, clock: Clock, random: Random = os.urandom, serving: bool = False
    ) -> None:
        self.folder = folder
        self._clock = clock
        self._random = random
        (folder / BLOBS).mkdir(mode=0o700, exist_ok=True)
        sync_directory(folder)
        self._lock = _lock(folder / LOCK) if serving else None
        self.space = Space(folder, keep_free)
        self._blobs = Blobs(folder / BLOBS, self.space)
        self._database = Database(folder / DATABASE, self.today)
        (folder / DATABASE).chmod(0o600)
        if serving:
            self._blobs.keep_only(self._known())
            self._blur(self.today())

    def close(self) -> None:
        """Close the database and let another process serve."""
        self._database.close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def begin(self, expected: int) -> BlobWriter:
        """Start an envelope of about `expected` bytes; FullError at once when there is no room for it."""
        return self._blobs.begin(EnvelopeId(self._random(16).hex()), expected)

    def keep(self, writer: BlobWriter) -> StoredEnvelope:
        """Make a written envelope last. When this returns, it may be acknowledged."""
        day = self.today()
        writer.commit(day)
        return self._acknowledge(StoredEnvelope(writer.id, writer.size, day))

    def adopt(self, path: Path, id_: EnvelopeId, size: int) -> StoredEnvelope:
        """Make a whole, synced file among the blobs an envelope, as `keep` does; the caller then removes `path`."""
        day = self.today()
        self._blobs.adopt(path, id_, day)
        return self._acknowledge(StoredEnvelope(id_, size, day))

    def _acknowledge(self, envelope: StoredEnvelope) -> StoredEnvelope:
        try:
            self._database.add_envelope(envelope)
        except BaseException:
            self._blobs.remove(envelope.id)
            raise
        self._blur(envelope.day)
        return envelope

    def discard(self, writer: BlobWriter) -> None:
        """Remove an envelope that was not kept, and the hour of it; nothing happens to one that was."""
        writer.discard()
        self._blur(self.today())

    def envelopes(self) -> tuple[StoredEnvelope, ...]:
        """What is stored, ordered by random id."""
        return self._database.envelopes()

    def path(self, id_: EnvelopeId) -> Path | None:
        """The file of an envelope, or None when there is none."""
        return self._blobs.path(id_) if self._database.envelope(id_) else None

    def size_of(self, id_: EnvelopeId) -> int | None:
        """Bytes of an envelope, or None when there is none."""
        envelope = self._database.envelope(id_)
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
        self._database.remove_envelope(id_)
        self._blobs.remove(id_)
        self._blur(self.today())

    def add_reply(self, tag: Tag, body: bytes) -> bool:
        """Keep a reply; False when another one already lies under this tag."""
        if self.space.available() + self.space.keep_free // 2 < len(body):
            raise full()
        added = self._database.add_reply(tag, body, self.today())
        self._blur(self.today())
        return added

    def replies(self, tags: Iterable[Tag]) -> Mapping[Tag, bytes]:
        """The replies under any of these tags."""
        return self._database.replies(tags)

    def remove_replies(self, tags: Iterable[Tag]) -> None:
        """Remove the replies under any of these tags for good; nothing tells whether one was there."""
        self._database.remove_replies(tags)
        self._blur(self.today())

    def totals(self) -> Totals:
        """Counts for the operator."""
        return self._database.totals()

    def missing(self) -> frozenset[EnvelopeId]:
        """Envelopes with a row but no file: damage from outside."""
        return self._blobs.missing(self._known())

    def today(self) -> date:
        """The day now, UTC: the finest time the drop keeps."""
        return self._clock().date()

    def _known(self) -> frozenset[EnvelopeId]:
        return frozenset(envelope.id for envelope in self._database.envelopes())

    def _blur(self, day: date) -> None:
        """Keep the hour of the last write out of the modification times."""
        for name in (BLOBS, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
            coarsen(self.folder / name, day)


def _lock(path: Path) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise StateError("Another process already serves this drop.", "Stop it first.") from None
    return handle
