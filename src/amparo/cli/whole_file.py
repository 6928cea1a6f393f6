"""A file that appears under its name only when it is whole: written without a name, fsynced, then named.

Until then the file has no name (O_TMPFILE), so that a killed process or a power cut leaves nothing, least of all half
of a plaintext. Where the file system cannot do that, a hidden name beside is used and removed again. What is not a
regular file (a device, a pipe) cannot be replaced and is written directly.
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
    Unless `replace`, a file that has the name already stays, and leaving raises FileExistsError.
    """

    def __init__(self, path: Path, mode: int = 0o600, *, replace: bool = True) -> None:
        self._path = Path(os.path.realpath(path))
        self._replace = replace
        self._in_place = _is_special(self._path)
        self._part: Path | None = None
        try:
            self._fd = os.open(self._path, os.O_WRONLY) if self._in_place else self._open(mode)
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
            if kind is None and not self._in_place:
                self._keep()
        except FileExistsError:
            raise
        except OSError as error:
            raise _explained(error) from None
        finally:
            if self._part:
                self._part.unlink(missing_ok=True)
            os.close(self._fd)

    def _open(self, mode: int) -> int:
        try:
            return os.open(self._path.parent, os.O_WRONLY | os.O_TMPFILE, mode)
        except OSError:
            self._part = self._beside()
            return os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)

    def _beside(self) -> Path:
        """A hidden name in the same directory, no longer than names may be."""
        return self._path.with_name(f".{self._path.name[:200]}.{os.urandom(4).hex()}.part")

    def _keep(self) -> None:
        os.fsync(self._fd)
        if not self._replace:
            self._name(self._path)
        else:
            if self._part is None:
                part = self._beside()
                self._name(part)
                self._part = part
            self._part.replace(self._path)
        _fsync_directory(self._path.parent)

    def _name(self, path: Path) -> None:
        """Give the file a name that must be free."""
        if self._part:
            os.link(self._part, path)
            return
        descriptors = os.open("/proc/self/fd", os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.link(str(self._fd), path, src_dir_fd=descriptors, follow_symlinks=True)
        finally:
            os.close(descriptors)


def write_new(path: Path, data: Buffer, mode: int = 0o600) -> bool:
    """Create `path` with `data`, whole and durable; False, and nothing changed, when the name is taken."""
    try:
        with WholeFile(path, mode, replace=False) as file:
            file.write(data)
    except FileExistsError:
        return False
    return True


def write_all(fd: int, data: Buffer) -> None:
    """Write all of `data` to a file descriptor, however little each call takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _is_special(path: Path) -> bool:
    return path.exists() and not stat.S_ISREG(path.stat().st_mode)


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
