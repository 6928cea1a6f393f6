"""Several new files of one folder made to last at once, for the process that writes what forms become.

A file is synced under a temporary name, takes its own, and the folder is synced: so whatever bears an envelope's name
is whole. For several that is one write of the file system's journal for their contents and one for their names, instead
of two each, and as many flushes of the disk (docs/adr/0242).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.utils import Buffer

from amparo.drop.blobs import coarsen, disk_errors, sync_directory, temporary

_LIBC: Final = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Unsynced:
    """A file that is written but does not last yet, open under `handle`; `path` is where it will be."""

    path: Path
    handle: int

    def drop(self) -> None:
        """Let nothing of it stay, also where it could not be made to last."""
        for path in (temporary(self.path), self.path):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def write_new(path: Path, data: Buffer, day: date) -> Unsynced:
    """A new file of that day. StoreError or FullError when it cannot be written; then nothing of it stays."""
    with disk_errors():
        file = Unsynced(path, os.open(temporary(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(file.handle, left) :]
            coarsen(file.handle, day)
        except BaseException:
            os.close(file.handle)
            file.drop()
            raise
        return file


def make_last(files: Sequence[Unsynced]) -> list[bool]:
    """Make these files of one folder last, and close them; which of them do. Of the others nothing stays."""
    named = [synced and _is_named(file) for file, synced in zip(files, _synced(files), strict=True)]
    lasting = named if any(named) and _is_folder_synced(files[0].path.parent) else [False] * len(files)
    for file, lasts in zip(files, lasting, strict=True):
        if not lasts:
            file.drop()
    return lasting


def _synced(files: Sequence[Unsynced]) -> list[bool]:
    """Where syncing all at once is not to be had, or fails, each is synced by itself."""
    try:
        if len(files) > 1 and _is_file_system_synced(files[0].handle):
            return [True] * len(files)
        return [_is_synced(file.handle) for file in files]
    finally:
        for file in files:
            os.close(file.handle)


def _is_file_system_synced(handle: int) -> bool:
    """syncfs(2), which since Linux 5.8 tells of every failure since the file was opened."""
    found = getattr(_LIBC, "syncfs", None)
    return found is not None and found(handle) == 0


def _is_synced(handle: int) -> bool:
    try:
        os.fsync(handle)
    except OSError:
        return False
    return True


def _is_named(file: Unsynced) -> bool:
    try:
        temporary(file.path).rename(file.path)
    except OSError:
        return False
    return True


def _is_folder_synced(folder: Path) -> bool:
    try:
        sync_directory(folder)
    except OSError:
        return False
    return True
