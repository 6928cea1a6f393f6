"""How the library puts files where readers may be looking: whole or not at all, and only when something changed.

A page that is the same is left alone, so that its time of change means something to mirrors and to web caches. Nothing
here follows a link or takes a name from outside: paths come from `addresses`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from io import BufferedReader, BufferedWriter
from pathlib import Path

from amparo.errors import FullError, StoreError, TrustError

PIECE = 1 << 20
"""Bytes copied and hashed at a time."""
_NEW = ".amparo-new"


@contextmanager
def explained() -> Iterator[None]:
    """Turn the system's errors into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in (28, 122):  # ENOSPC, EDQUOT
            raise FullError("The disk is full.", "Make room, then run the same command again: it goes on.") from error
        raise StoreError(f"The library's files cannot be written ({error.strerror}).") from error


def put(path: Path, data: bytes) -> bool:
    """Make `path` hold `data`; whether that changed anything."""
    with explained():
        with suppress(FileNotFoundError):
            if path.stat().st_size == len(data) and path.read_bytes() == data:
                return False
        new = path.with_name(path.name + _NEW)
        with _opened(new) as out:
            out.write(data)
        new.replace(path)
    return True


def _opened(path: Path) -> BufferedWriter:
    """A file for writing, its folder made when that is missing: seldom, so it is tried without first."""
    try:
        return path.open("wb")
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")


def put_lines(path: Path, lines: Iterator[str]) -> bool:
    """Make `path` hold the lines, however many; whether that changed anything."""
    with explained():
        new = path.with_name(path.name + _NEW)
        digest = sha256()
        with _opened(new) as out:
            for line in lines:
                data = f"{line}\n".encode("utf-8", "replace")
                digest.update(data)
                out.write(data)
        if path.exists() and hash_of(path) == digest.hexdigest():
            new.unlink()
            return False
        new.replace(path)
    return True


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def open_plain(path: Path) -> BufferedReader:
    """A file for reading that is not a link; the caller closes it."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")


def copy_checked(source: Path, target: Path, expected: str) -> None:
    """Copy a file whose SHA-256 must be `expected`; the target appears only when it is. Raises TrustError otherwise."""
    with explained():
        if target.exists() and hash_of(target) == expected:
            return
        new, digest = target.with_name(target.name + _NEW), sha256()
        with open_plain(source) as read, _opened(new) as written:
            while piece := read.read(PIECE):
                digest.update(piece)
                written.write(piece)
        if digest.hexdigest() != expected:
            new.unlink()
            raise TrustError("A file changed while it was published.", "Make the release again.")
        new.replace(target)


def remove_all_but(folder: Path, keep: frozenset[str]) -> None:
    """Empty a folder save for the names to keep; a missing folder is fine."""
    with explained():
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in keep:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def sweep(folder: Path) -> None:
    """Remove half-written files that an interrupted run left below a folder."""
    with explained():
        for path in folder.rglob(f"*{_NEW}"):
            path.unlink()


def settle() -> None:
    """Wait until what was written is on the disk: one call for a whole release, not one for each of its files."""
    os.sync()
