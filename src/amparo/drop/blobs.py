"""Ciphertext files: written under a temporary name, synced, renamed; or gone.

A blob's name is its envelope's random id. Its modification time is set to the start of its day: the hour of a
submission is not kept (the file system's own change time is; docs/THREAT_MODEL.md says so).
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.utils import Buffer

from amparo.drop.model import ENVELOPE_ID, EnvelopeId, StoredEnvelope
from amparo.drop.space import Claim, Space, full
from amparo.drop.write_out import EVERY, WriteOut
from amparo.errors import FullError, StateError, StoreError

TEMPORARY = "tmp-"
PART = "up-"
"""How the names of unfinished uploads begin (amparo.drop.uploads); they outlive a restart."""
SYNC_EVERY = 64 * 1024 * 1024
"""Bytes between syncs while an upload runs, so that the last one, before the thanks, is short."""


def temporary(path: Path) -> Path:
    """The name of a blob until it is whole and synced."""
    return path.with_name(f"{TEMPORARY}{path.name}")


@lru_cache(4)
def _start(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def coarsen(path: Path | int, day: date) -> None:
    """Set access and modification time of a file, or of an open one, to the start of the day."""
    start = _start(day)
    with contextlib.suppress(FileNotFoundError):
        os.utime(path, (start, start))


def sync_directory(folder: Path) -> None:
    """Make renames and removals in this directory last."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file as a whole, so that a kill leaves the old one or the new one, and make that last.

    It is its owner's alone. No link is followed: root writes here too, in a folder of the drop's user.
    """
    temporary = path.with_name(f"{path.name}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with disk_errors():
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_directory(path.parent)


@contextlib.contextmanager
def disk_errors() -> Iterator[None]:
    """Turn the system's errors into ours: FullError when there is no room, StoreError otherwise."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise full() from None
        raise StoreError("The server's disk failed.", "Nothing of this was stored. Try again later.") from error


def envelopes_in(folder: Path) -> Iterator[StoredEnvelope]:
    """What lies there as an envelope: whatever bears the name of one was whole, and synced, when it got it."""
    for entry in os.scandir(folder):
        if ENVELOPE_ID.fullmatch(entry.name):
            # It may be collected meanwhile.
            with contextlib.suppress(FileNotFoundError):
                state = entry.stat(follow_symlinks=False)
                day = datetime.fromtimestamp(state.st_mtime, UTC).date()
                if stat.S_ISREG(state.st_mode):
                    yield StoredEnvelope(EnvelopeId(entry.name), state.st_size, day)


class BlobWriter:
    """One blob being written. Used from worker threads; `discard` may come from elsewhere at any time."""

    def __init__(self, folder: Path, id_: EnvelopeId, claim: Claim, write_out: WriteOut) -> None:
        self.id = id_
        self.size = 0
        self._claim = claim
        self._path = folder / f"{TEMPORARY}{id_}"
        self._unsynced = self._unbegun = 0
        self._write_out = write_out
        self._begun: Future[None] | None = None
        self._lock = threading.Lock()
        with disk_errors():
            self._handle: int | None = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)

    def write(self, data: Buffer) -> None:
        """Append ciphertext. FullError when the disk cannot take it."""
        left = memoryview(data)
        size = len(left)
        with self._lock, disk_errors():
            handle = self._open_handle()
            self._claim.spend(size)
            while left:
                left = left[os.write(handle, left) :]
            self.size += size
            self._unsynced += size
            self._unbegun += size
            if self._unsynced >= SYNC_EVERY:
                os.fdatasync(handle)
                self._unsynced = 0
            if self._unbegun >= EVERY and (self._begun is None or self._begun.done()):
                self._begun, self._unbegun = self._write_out.begin(self._path), 0

    def commit(self, day: date) -> None:
        """Sync. Once it was admitted and the directory synced too, which the store does, it outlives a power cut."""
        with self._lock, disk_errors():
            handle = self._open_handle()
            os.fsync(handle)
            coarsen(self._path, day)
            os.close(handle)
            self._handle = None
            self._claim.release()

    def discard(self) -> bool:
        """Remove what was written; does nothing, and says so, after `commit` or a second time."""
        with self._lock:
            if self._handle is None:
                return False
            os.close(self._handle)
            self._handle = None
            self._claim.release()
            self._path.unlink(missing_ok=True)
            return True

    def _open_handle(self) -> int:
        if self._handle is None:
            raise StateError("This upload was already ended.")
        return self._handle


class Blobs:
    """The directory of blobs."""

    def __init__(self, folder: Path, space: Space) -> None:
        self.folder = folder
        self.space = space
        self._write_out = WriteOut()

    def begin(self, id_: EnvelopeId, expected: int) -> BlobWriter:
        """Start a blob of about `expected` bytes (0 when unknown). FullError when there is no room for it."""
        claim = self.space.claim(expected)
        try:
            return BlobWriter(self.folder, id_, claim, self._write_out)
        except (StoreError, FullError):
            claim.release()
            raise

    def admit(self, id_: EnvelopeId) -> None:
        """Let what was written for this id, and synced, be a blob. It may be one already."""
        path = self.path(id_)
        with disk_errors():
            try:
                self._temporary(id_).rename(path)
            except FileNotFoundError:
                if not path.exists():
                    raise

    def path(self, id_: EnvelopeId) -> Path:
        """Where a blob lies."""
        return self.folder / id_

    def _temporary(self, id_: EnvelopeId) -> Path:
        return temporary(self.path(id_))

    def adopt(self, path: Path, id_: EnvelopeId, day: date) -> None:
        """Let a whole, synced file of this directory be a blob too; its old name stays until the caller removes it."""
        with disk_errors():
            coarsen(path, day)
            self.path(id_).unlink(missing_ok=True)
            self.path(id_).hardlink_to(path)

    def remove(self, id_: EnvelopeId) -> None:
        """Remove a blob for good, and what was written for one that was not admitted."""
        with disk_errors():
            self._temporary(id_).unlink(missing_ok=True)
            self.path(id_).unlink(missing_ok=True)
            sync_directory(self.folder)

    def keep_only(self, known: frozenset[EnvelopeId]) -> int:
        """Remove every file that is none of these: forms cut off, copies left half way. How many went."""
        strays = [path for path in self.folder.iterdir() if path.name not in known and not path.name.startswith(PART)]
        for path in strays:
            path.unlink()
        if strays:
            sync_directory(self.folder)
        return len(strays)

    def missing(self, known: frozenset[EnvelopeId]) -> frozenset[EnvelopeId]:
        """Ids with a row but no file: damage from outside, never from a crash."""
        present = {path.name for path in self.folder.iterdir()}
        return frozenset(id_ for id_ in known if id_ not in present)
