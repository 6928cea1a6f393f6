"""One unfinished upload: a file that grows piece by piece. Which uploads there are is for `uploads` to know.

The file's size is how far it is, its modification time the day of its last piece; there is no other record. While a
part with a checksum arrives, the name also carries where the part began, so that a kill leaves nothing counted that was
not checked.

Over Tor a cut connection may look alive to the server for a minute. So the latest request holds an upload: `take` gives
it a turn, waits for what an older one is just writing, and from then on every older turn raises TakenOverError.
"""

from __future__ import annotations

import os
import re
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, NewType

from amparo.drop.blobs import PART, SYNC_EVERY, coarsen, disk_errors
from amparo.drop.space import Claim
from amparo.errors import StateError

UploadId = NewType("UploadId", str)
"""32 hexadecimal digits: whoever knows them may add to this upload or remove it."""

NAME: Final = re.compile(rf"{PART}([0-9a-f]{{32}})-([0-9]{{1,18}})(?:-([0-9]{{1,18}}))?", re.ASCII)
"""Id, length when whole, and where a part began that is not checked yet."""


class TakenOverError(StateError):
    """Another request holds this upload now, or it is gone."""

    def __init__(self) -> None:
        super().__init__("Another request has taken this upload over.", "Ask how far it is, and go on from there.")


class Upload:
    """One unfinished upload of `length` bytes at `path`."""

    def __init__(self, path: Path, id_: UploadId, length: int) -> None:
        self.id, self.length, self.path = id_, length, path
        self.is_sealed = False
        self._plain = path
        self._lock = threading.Lock()
        self._latest = 0
        self._unsynced = 0
        self._busy = False
        self._gone = False

    @classmethod
    def found(cls, path: Path) -> Upload | None:
        """What an earlier process left at `path`, without a part it had not checked; None for a strange name."""
        match = NAME.fullmatch(path.name)
        if match is None:
            return None
        upload = cls(path, UploadId(match[1]), int(match[2]))
        upload._plain = path.with_name(f"{PART}{match[1]}-{match[2]}")
        upload._cut_back()
        return upload

    @property
    def is_idle(self) -> bool:
        """Whether no request is sending to it."""
        return not self._busy

    @property
    def size(self) -> int:
        """How far it is, bytes."""
        with self._lock, disk_errors():
            return 0 if self._gone else self.path.stat().st_size

    @property
    def day(self) -> date:
        """The day of its last piece."""
        with self._lock, disk_errors():
            return datetime.fromtimestamp(0 if self._gone else self.path.stat().st_mtime, UTC).date()

    def take(self) -> Turn:
        """Hold it from now on."""
        with self._lock, disk_errors():
            if self._gone:
                raise TakenOverError
            self._latest += 1
            self._busy = False
            self._cut_back()
            return Turn(self, self._latest)

    def remove(self) -> None:
        """Remove the file; whoever is sending learns that it is gone."""
        with self._lock, disk_errors():
            self._gone = True
            self._latest += 1
            self.path.unlink(missing_ok=True)

    def _require(self, turn: int) -> None:
        if self._gone or turn != self._latest:
            raise TakenOverError

    def _cut_back(self) -> None:
        """Forget a part that was not found right."""
        match = NAME.fullmatch(self.path.name)
        if match is not None and match[3] is not None:
            os.truncate(self.path, int(match[3]))
            self._rename(self._plain)

    def _rename(self, path: Path) -> None:
        if path != self.path:
            self.path.rename(path)
            self.path = path

    def _sync(self) -> None:
        handle = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        self._unsynced = 0


class Turn:
    """One request's hold on an upload. Its methods raise TakenOverError once another request holds it."""

    def __init__(self, upload: Upload, number: int) -> None:
        self.upload = upload
        self._number = number

    def begin(self, *, checked: bool) -> None:
        """A body begins; when it is `checked`, nothing of it counts before `count`."""
        upload = self.upload
        with upload._lock, disk_errors():
            upload._require(self._number)
            upload._busy = True
            if checked:
                size = upload.path.stat().st_size
                upload._rename(upload._plain.with_name(f"{upload._plain.name}-{size}"))

    def append(self, data: bytes, claim: Claim, today: date) -> None:
        """Write the next bytes of the body."""
        upload = self.upload
        with upload._lock, disk_errors():
            upload._require(self._number)
            claim.spend(len(data))
            with upload.path.open("r+b", buffering=0) as file:
                file.seek(0, os.SEEK_END)
                left = memoryview(data)
                while left:
                    left = left[file.write(left) or 0 :]
            coarsen(upload.path, today)
            upload._unsynced += len(data)
            if upload._unsynced >= SYNC_EVERY:
                upload._sync()

    def settle(self) -> None:
        """The body is whole: a checked part counts from now on."""
        upload = self.upload
        with upload._lock, disk_errors():
            upload._require(self._number)
            upload._rename(upload._plain)

    def sync(self) -> None:
        """What is here outlives a power cut. Only the end needs that: until then the source still has everything."""
        upload = self.upload
        with upload._lock, disk_errors():
            upload._require(self._number)
            upload._sync()

    def cut_back(self, size: int) -> None:
        """Forget everything beyond `size` bytes."""
        upload = self.upload
        with upload._lock, disk_errors():
            upload._require(self._number)
            os.truncate(upload.path, size)
            upload._rename(upload._plain)

    def end(self) -> None:
        """The body is over, however it ended."""
        if self.upload._latest == self._number:
            self.upload._busy = False
