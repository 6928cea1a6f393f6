"""A file that appears under its name only when it is whole: written beside, fsynced, renamed, its directory fsynced.

What is not a regular file (a device, a pipe) cannot be renamed into place and is written directly.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from cryptography.utils import Buffer

from amparo.errors import FullError, StoreError


class WholeFile:
    """`with WholeFile(path) as file: file.write(...)`; leaving by an exception leaves nothing behind.

    StoreError when the place cannot be written, FullError when the disk is full. `mode` is subject to the umask.
    """

    def __init__(self, path: Path, mode: int = 0o600) -> None:
        self._path = Path(os.path.realpath(path))
        self._in_place = _is_special(self._path)
        self._part = self._path if self._in_place else _beside(self._path)
        flags = os.O_WRONLY if self._in_place else os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            self._fd = os.open(self._part, flags, mode)
        except OSError as error:
            raise _explained(error) from None

    def write(self, data: Buffer) -> None:
        """Write all of `data`."""
        try:
            write_all(self._fd, data)
        except OSError as error:
            raise _explained(error) from None

    def __enter__(self) -> WholeFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._keep()
            elif not self._in_place:
                self._part.unlink(missing_ok=True)
        finally:
            os.close(self._fd)

    def _keep(self) -> None:
        if self._in_place:
            return
        try:
            os.fsync(self._fd)
            self._part.replace(self._path)
            _fsync_directory(self._path.parent)
        except OSError as error:
            self._part.unlink(missing_ok=True)
            raise _explained(error) from None


def write_all(fd: int, data: Buffer) -> None:
    """Write all of `data` to a file descriptor, however little each call takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _is_special(path: Path) -> bool:
    return path.exists() and not stat.S_ISREG(path.stat().st_mode)


def _beside(path: Path) -> Path:
    """A hidden name in the same directory, no longer than names may be."""
    return path.with_name(f".{path.name[:200]}.{os.urandom(4).hex()}.part")


def _fsync_directory(directory: Path) -> None:
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _explained(error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FullError("the disk is full", "make room, or name an output on another disk")
    return StoreError(f"the output cannot be written: {error.strerror}", "name another place with -o")


def write_new(path: Path, data: Buffer, mode: int = 0o600) -> bool:
    """Create `path` with `data`, whole and durable; False, and nothing changed, when the name is taken."""
    path = Path(os.path.realpath(path))
    part = _beside(path)
    try:
        with WholeFile(part, mode) as file:
            file.write(data)
        os.link(part, path)
        _fsync_directory(path.parent)
    except FileExistsError:
        return False
    except OSError as error:
        raise _explained(error) from None
    finally:
        part.unlink(missing_ok=True)
    return True
