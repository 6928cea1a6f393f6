"""All unfinished uploads of a drop: files beside the blobs that outlive a restart, and end as envelopes or go.

Each is one file, `up-ID-LENGTH` (amparo.drop.upload). ID is the source's secret until the end; what is kept is named by
a hash of it, so that a last answer that was lost can still be asked for, and no table is needed for that.

A flood cannot turn the bounds into a jam: when there are too many, the one with the fewest bytes that nobody is sending
to goes first, so whoever wants to push another out must send more than it did.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from amparo.drop.blobs import PART, coarsen, disk_errors, sync_directory
from amparo.drop.model import EnvelopeId, Random
from amparo.drop.sealed import Shape
from amparo.drop.space import Claim, full
from amparo.drop.store import Store
from amparo.drop.tus import Progress
from amparo.drop.upload import Turn, Upload, UploadId
from amparo.errors import StateError

_ID: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_LABEL: Final = b"amparo/tus/v1 envelope\0"


@dataclass(frozen=True, slots=True)
class Limits:
    """`most`: unfinished uploads at a time. `days`: how long one is kept after the day of its last piece."""

    most: int
    days: int


def parse_upload_id(untrusted: str) -> UploadId | None:
    """An upload's id from an address, or None when it cannot be one."""
    return UploadId(untrusted) if _ID.fullmatch(untrusted) else None


def envelope_of(id_: UploadId) -> EnvelopeId:
    """Under which id an upload ends: as random as any other to whoever does not know the upload's."""
    return EnvelopeId(hashlib.sha256(_LABEL + bytes.fromhex(id_)).hexdigest()[:32])


class Uploads:
    """The unfinished uploads of the process that serves; found again in the store's folder when it starts."""

    def __init__(self, store: Store, random: Random, limits: Limits) -> None:
        self._store, self._random, self._limits = store, random, limits
        self._lock = threading.RLock()
        self._uploads: dict[UploadId, Upload] = {}
        self._folder = store.blob_folder
        for path in sorted(self._folder.glob(f"{PART}*")):
            with disk_errors():
                upload = Upload.found(path)
            # What became an envelope just before a kill has lost its use, and so has what bears a strange name.
            if upload is None or store.size_of(envelope_of(upload.id)) is not None:
                path.unlink(missing_ok=True)
            else:
                self._uploads[upload.id] = upload
        self.sweep()

    def create(self, length: int, shape: Shape) -> Upload:
        """A new upload of `length` bytes. InputError when no envelope is that long, FullError when there is no room."""
        shape.check_length(length)
        self._require_room(length)
        with self._lock, disk_errors():
            self._make_place()
            id_ = UploadId(self._random(16).hex())
            path = self._folder / f"{PART}{id_}-{length}"
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
            coarsen(path, self._store.today())
            sync_directory(self._folder)
            upload = self._uploads[id_] = Upload(path, id_, length)
        self._store.blur()
        return upload

    def find(self, id_: UploadId) -> Upload | None:
        """The unfinished upload of this id, or None."""
        upload = self._uploads.get(id_)
        return None if upload is None or self._is_over(upload) else upload

    def finished(self, id_: UploadId) -> Progress | None:
        """How long the envelope is that this upload became, while it still lies here."""
        size = self._store.size_of(envelope_of(id_))
        return None if size is None else Progress(size, size, None)

    def claim(self, upload: Upload) -> Claim:
        """Room for what an upload has left; FullError when it is not there."""
        left = upload.length - upload.size
        self._require_room(left)
        return self._store.space.claim(left)

    def largest(self) -> int:
        """Bytes of the largest upload that could begin now."""
        return max(0, (self._store.space.available() - self._held()) // 2)

    def check(self, turn: Turn, shape: Shape | None) -> None:
        """Once it has come, see that the age header is one that we would have written; remove the upload when not.

        The roster of the day on which the header came counts: one that changes later spoils nothing. `shape` is None
        when the roster has run out.
        """
        upload = turn.upload
        if upload.is_sealed or upload.size < min(upload.length, 1 if shape is None else shape.header):
            return
        if shape is None:
            raise StateError("The newsroom's roster has run out.", "Try again when it has published a new one.")
        try:
            with disk_errors(), upload.path.open("rb") as file:
                shape.check_header(file.read(shape.header))
        except BaseException:
            self.remove(upload.id)
            raise
        upload.is_sealed = True

    def finish(self, turn: Turn, shape: Shape | None) -> Progress:
        """Make an upload that is whole an envelope, for good; InputError when it is none. Others stay as they are."""
        upload = turn.upload
        turn.settle()
        if upload.size < upload.length:
            return self.progress(upload)
        self.check(turn, shape)
        turn.sync()
        with self._lock:
            # Two requests may find it whole at the same time: one makes it an envelope, the other sees that it is.
            if self.finished(upload.id) is None:
                turn.settle()
                self._store.adopt(upload.path, envelope_of(upload.id), upload.length)
            self._forget(upload)
        return Progress(upload.length, upload.length, None)

    def progress(self, upload: Upload) -> Progress:
        """How far an unfinished upload is, and how long it is kept."""
        return Progress(upload.size, upload.length, upload.day + timedelta(days=self._limits.days))

    def remove(self, id_: UploadId) -> None:
        """Remove an upload, or withdraw the envelope it became while that still lies here."""
        upload = self._uploads.get(id_)
        if upload is not None:
            self._forget(upload)
        if self.finished(id_) is not None:
            self._store.remove(envelope_of(id_))

    def sweep(self) -> None:
        """Remove those whose time is over."""
        for upload in tuple(self._uploads.values()):
            if self._is_over(upload):
                self._forget(upload)

    def _is_over(self, upload: Upload) -> bool:
        return upload.is_idle and upload.day + timedelta(days=self._limits.days) < self._store.today()

    def _held(self) -> int:
        return sum(upload.size for upload in tuple(self._uploads.values()))

    def _require_room(self, size: int) -> None:
        """Unfinished uploads together never take more than half of what is free: the other half is for whole forms."""
        held = self._held()
        if held + size > (self._store.space.available() + held) // 2:
            raise full()

    def _make_place(self) -> None:
        """When there are too many, let the one go that has least to lose."""
        if len(self._uploads) < self._limits.most:
            return
        idle = [upload for upload in self._uploads.values() if upload.is_idle]
        if not idle:
            raise StateError("Too many uploads are under way.", "Try again in a minute.")
        self._forget(min(idle, key=lambda upload: upload.size))

    def _forget(self, upload: Upload) -> None:
        with self._lock, disk_errors():
            self._uploads.pop(upload.id, None)
            upload.remove()
            sync_directory(self._folder)
        self._store.blur()
