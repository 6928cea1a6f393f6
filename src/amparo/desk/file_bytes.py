"""Bytes of files on disk, read without following links or waiting for what is no file."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from typing import BinaryIO

from amparo.desk.extraction import ChangedError
from amparo.records.reading import MEBIBYTE

IN_MEMORY = 16 * MEBIBYTE


def opened(path: str) -> int:
    """A descriptor to read from. Raises OSError."""
    return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)


def volume(path: str) -> BinaryIO:
    """OSError for what is no file: a device under a volume's name could be read for ever."""
    descriptor = opened(path)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise OSError(errno.EINVAL, "not a file", path)


def small(path: str, most: int) -> bytes | None:
    """The bytes of a file of at most `most`, not empty; None for any other, and for one that does not open or is not
    read.
    """
    try:
        descriptor = opened(path)
        try:
            told = os.fstat(descriptor)
            is_small = stat.S_ISREG(told.st_mode) and 0 < told.st_size <= most
            return _bytes(descriptor, told.st_size) if is_small else None
        finally:
            os.close(descriptor)
    except OSError:
        return None


def unchanged(descriptor: int, size: int, sha256: str) -> bytes:
    """The bytes of a file whose hash was taken before. ChangedError when they are others by now: an original must not
    be kept under a hash that is not its own.
    """
    data = os.pread(descriptor, size, 0)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ChangedError("A file changed while it was read.")
    return data


def _bytes(descriptor: int, size: int) -> bytes:
    """What a file of this size holds. Memory is taken for what is asked, so no more is asked at first."""
    data = os.read(descriptor, size)
    if size and len(data) == size:
        return data
    # It has become shorter, or is of a file system that does not know sizes.
    return b"".join((data, *iter(lambda: os.read(descriptor, MEBIBYTE), b"")))


def hashed(descriptor: int) -> tuple[int, str, bytes | None]:
    """(size, SHA-256, the bytes when there are few enough to keep)."""
    size = os.fstat(descriptor).st_size
    if size <= IN_MEMORY:
        data = _bytes(descriptor, size)
        return len(data), hashlib.sha256(data).hexdigest(), data
    with os.fdopen(os.dup(descriptor), "rb") as file:
        return size, hashlib.file_digest(file, "sha256").hexdigest(), None
