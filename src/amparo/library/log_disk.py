"""The few disk operations the log is made of, so that a test can stop after each of them.

Durability on POSIX: a file's bytes are safe after `sync`, its name after `sync_directory` of the folder it is in. A
name is only ever moved (`rename`) onto bytes that are already safe. Paths are relative to the log's folder, `/` between
parts.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from amparo.errors import FullError, StoreError


class Disk(Protocol):
    """What the log needs of a disk. `read` makes it a `TileSource`."""

    def read(self, path: str) -> bytes:
        """A file's bytes; raises KeyError when there is none."""
        ...

    def names(self, folder: str) -> Iterator[str]:
        """The paths of all files below a folder; none when the folder is absent."""
        ...

    def write(self, path: str, data: bytes) -> None:
        """Make or replace a file, making its folders. Not safe before `sync` and `sync_directory`."""
        ...

    def sync(self, path: str) -> None:
        """Wait until a file's bytes are safe."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Give a file its name, replacing what had it, in one step."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file if it is there."""
        ...

    def sync_directory(self, folder: str) -> None:
        """Wait until the names in a folder are safe."""
        ...


class RealDisk:
    """A folder of a real file system."""

    def __init__(self, top: Path) -> None:
        self.top = top

    def read(self, path: str) -> bytes:
        """See `Disk`."""
        try:
            return (self.top / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise KeyError(path) from None
        except OSError as error:
            raise StoreError(
                "The log cannot be read from disk.", "Check the disk and the folder's permissions."
            ) from error

    def names(self, folder: str) -> Iterator[str]:
        """See `Disk`."""
        for at, _, files in os.walk(self.top / folder):
            for name in files:
                yield str(Path(at, name).relative_to(self.top))

    def write(self, path: str, data: bytes) -> None:
        """See `Disk`."""
        with _explained():
            target = self.top / path
            try:
                target.write_bytes(data)
            except FileNotFoundError:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)

    def sync(self, path: str) -> None:
        """See `Disk`."""
        self._fsync(path, os.O_RDONLY)

    def rename(self, old: str, new: str) -> None:
        """See `Disk`."""
        with _explained():
            (self.top / old).replace(self.top / new)

    def remove(self, path: str) -> None:
        """See `Disk`."""
        with _explained():
            (self.top / path).unlink(missing_ok=True)

    def sync_directory(self, folder: str) -> None:
        """See `Disk`."""
        self._fsync(folder, os.O_RDONLY | os.O_DIRECTORY)

    def _fsync(self, path: str, flags: int) -> None:
        with _explained():
            descriptor = os.open(self.top / path, flags)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise FullError("The disk is full: the log was not changed.", "Make room, then publish again.") from error
        raise StoreError(
            "The log cannot be written to disk.", "Check the disk and the folder's permissions, then publish again."
        ) from error
