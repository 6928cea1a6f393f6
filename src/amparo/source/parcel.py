"""A sealed envelope that waits on this machine until the drop has it: ciphertext and a note of where it goes.

A directory of its own, for this user alone (0700), under the folder of all parcels: `envelope.age`, which nobody on
this machine can open, and `state.json`: the drop's address, the upload's, the length, the day. No plaintext, no name of
a file, no passphrase. It is removed when the drop has everything; until then a killed `give` goes on from it.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from amparo.errors import FullError, StateError, StoreError

ENVELOPE: Final = "envelope.age"
STATE: Final = "state.json"
PIECE: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a parcel goes. `upload` is its path at the drop once there is one; `size` the ciphertext's, bytes."""

    drop: str
    upload: str | None
    size: int
    day: str


class Parcel:
    """One parcel, held by this process alone."""

    def __init__(self, folder: Path, destination: Destination, lock: int) -> None:
        self.folder = folder
        self.destination = destination
        self._lock = lock

    @classmethod
    def seal(cls, parcels: Path, drop: str, day: str, pieces: Iterable[bytes]) -> Parcel:
        """Write a new parcel from the pieces of an envelope. Nothing stays when that fails."""
        folder = parcels / os.urandom(8).hex()
        with _disk_errors():
            parcels.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700)
        lock = _lock(folder)
        try:
            with _disk_errors():
                size = _write(folder / ENVELOPE, pieces)
                parcel = cls(folder, Destination(drop, None, size, day), lock if lock is not None else -1)
                parcel._note()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return parcel

    @classmethod
    def waiting(cls, parcels: Path, drop: str) -> Iterator[Parcel]:
        """The whole parcels for this drop that no other process holds, one after the other; half-sealed ones go."""
        for folder in sorted(parcels.iterdir()) if parcels.is_dir() else ():
            lock = _lock(folder) if folder.is_dir() else None
            if lock is None:
                continue
            destination = _read(folder / STATE)
            if destination is None:
                shutil.rmtree(folder, ignore_errors=True)
            if destination is None or destination.drop != drop:
                os.close(lock)
                continue
            yield cls(folder, destination, lock)

    def at(self, upload: str | None) -> None:
        """Remember where at the drop the upload is."""
        self.destination = replace(self.destination, upload=upload)
        with _disk_errors():
            self._note()

    def read(self, offset: int, size: int) -> Iterator[bytes]:
        """`size` bytes of the ciphertext from `offset` on, in small pieces."""
        with _disk_errors(), (self.folder / ENVELOPE).open("rb") as file:
            file.seek(offset)
            while size:
                piece = file.read(min(size, PIECE))
                if not piece:
                    raise StateError("The sealed envelope on this machine was cut short.", "Begin anew.")
                size -= len(piece)
                yield piece

    def remove(self) -> None:
        """The drop has it: nothing of it stays here."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.let_go()

    def let_go(self) -> None:
        """Let another process take it up."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _note(self) -> None:
        temporary = self.folder / f"{STATE}.new"
        _write(temporary, [json.dumps({"version": 1, **asdict(self.destination)}).encode()])
        temporary.replace(self.folder / STATE)


def _write(path: Path, pieces: Iterable[bytes]) -> int:
    size = 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return size


def _read(path: Path) -> Destination | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        state = json.loads(path.read_bytes())
        if state.pop("version") == 1:
            return Destination(**state)
    return None


def _lock(folder: Path) -> int | None:
    """Hold a parcel's directory; None when another process does."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise FullError("This machine's disk is full.", "Make room, or name another place with --home.") from None
        raise StoreError("This machine's disk failed.", "Name another place with --home.") from None
