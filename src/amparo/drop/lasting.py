"""Several new files of one folder made to last at once, for the process that writes what forms become.

A file is written under a temporary name that holds the digest of what is in it; one sync makes contents and names of
all that wait last; then each takes its own name. So that needs no second sync: what a power cut leaves under the first
name either is what its name says, and takes its own at the next start, or goes (docs/adr/0242, 0270).
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.utils import Buffer

from amparo.drop.blobs import TEMPORARY, coarsen, disk_errors, sync_directory

_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_AS_WRITTEN: Final = re.compile(rf"{TEMPORARY}([0-9a-f]{{32}})\.([0-9a-f]{{64}})", re.ASCII)
"""A name until a file has its own: that, and the SHA-256 of its contents."""


@dataclass(frozen=True, slots=True)
class Unsynced:
    """A file that is written but does not last yet, open under `handle`; `written` is where it lies, `path` where it
    will be.
    """

    written: str
    path: str
    handle: int

    @property
    def folder(self) -> Path:
        """Where both names are."""
        return Path(self.path).parent

    def drop(self) -> None:
        """Let nothing of it stay, also where it could not be made to last."""
        for path in (self.written, self.path):
            with suppress(OSError):
                Path(path).unlink(missing_ok=True)


def write_new(path: str, data: Buffer, day: date) -> Unsynced:
    """A new file of that day. StoreError or FullError when it cannot be written; then nothing of it stays."""
    folder, _, name = path.rpartition("/")
    written = f"{folder}/{TEMPORARY}{name}.{hashlib.sha256(data).hexdigest()}"
    with disk_errors():
        file = Unsynced(written, path, os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
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
    lasting = [synced and _is_named(file) for file, synced in zip(files, _synced(files), strict=True)]
    for file, lasts in zip(files, lasting, strict=True):
        if not lasts:
            file.drop()
    return lasting


def name_what_lasts(folder: Path) -> None:
    """At a start: what was whole, and kept from taking its name, takes it."""
    for path in list(folder.iterdir()):
        if (found := _AS_WRITTEN.fullmatch(path.name)) and _digest(path) == found[2]:
            path.rename(folder / found[1])


def clear_away(folder: Path, names: Collection[str]) -> None:
    """Remove what a process that is gone may have left of these files, under either name."""
    for path in list(folder.iterdir()):
        if path.name.removeprefix(TEMPORARY).partition(".")[0] in names:
            path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _synced(files: Sequence[Unsynced]) -> list[bool]:
    """Where syncing all at once is not to be had, or fails, each is synced by itself, and then their names."""
    try:
        if not files or _is_file_system_synced(files[0].handle):
            return [True] * len(files)
        synced = [_is_synced(file.handle) for file in files]
        return synced if any(synced) and _is_folder_synced(files[0].folder) else [False] * len(files)
    finally:
        for file in files:
            os.close(file.handle)


def _is_file_system_synced(handle: int) -> bool:
    """syncfs(2): contents, and the names in folders; since Linux 5.8 it tells of every failure since the file was
    opened.
    """
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
        Path(file.written).rename(file.path)
    except OSError:
        return False
    return True


def _is_folder_synced(folder: Path) -> bool:
    try:
        sync_directory(folder)
    except OSError:
        return False
    return True
