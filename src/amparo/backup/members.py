"""What goes into a backup: named streams of known size, read only when their turn comes. Spec: specs/backup.md.

A room lists its members in the order in which copying them is consistent while it works. Files that vanish before their
turn (an envelope the desk has just collected) are passed over; what has begun must come whole.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from amparo.errors import StoreError

PIECE = 1024 * 1024
TEMPORARY = ".backup-"
"""How the names of database copies begin; one that a killed backup left is removed by the next."""
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup: its path inside (`desk/keys/api.key`), its size in bytes, its content in pieces.

    `public`: anybody may read it, as a web server must what it shows; everything else is its owner's alone.
    """

    name: str
    size: int
    pieces: Iterator[bytes]
    public: bool = False


def of_bytes(name: str, data: bytes) -> Member:
    """A member that is at hand already."""
    return Member(name, len(data), iter((data,)))


def of_file(name: str, path: Path) -> Member | None:
    """A regular file as it is now; None when it is gone, or is none. What is appended later is not taken along."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        if not path.exists() or path.is_symlink():
            return None
        why = f"A file cannot be read for the backup ({error.strerror})."
        raise StoreError(why, "Run it as the user it belongs to.") from None
    stat = os.fstat(handle)
    return Member(name, stat.st_size, _read(handle, stat.st_size), public=bool(stat.st_mode & 0o004))


def _read(handle: int, size: int) -> Iterator[bytes]:
    with os.fdopen(handle, "rb", buffering=0) as file:
        left = size
        while left:
            piece = file.read(min(PIECE, left))
            if not piece:
                raise StoreError("A file became shorter while it was copied.", "Run the backup again.")
            left -= len(piece)
            yield piece


def of_folder(name: str, folder: Path, keep: Callable[[str], bool] = lambda _: True) -> Iterator[Member]:
    """Every regular file below a folder whose path in it (`keys/api.key`) `keep` likes; hidden ones are left out."""
    for path in _files(folder):
        inside = path.relative_to(folder).as_posix()
        if keep(inside) and (member := of_file(f"{name}/{inside}", path)):
            yield member


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in sorted(names):
            path = Path(here, each)
            if not each.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


@contextmanager
def database_copy(path: Path) -> Iterator[Path]:
    """A copy of an SQLite database as of one moment, beside it, while others write; removed at the end.

    It is written anew rather than copied page by page: what was deleted does not linger in it, and rows are in the
    order of their keys.
    """
    _remove_left(path.parent)
    copy = path.with_name(f"{TEMPORARY}{secrets.token_hex(4)}.sqlite")
    held = os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, PRIVATE)
    try:
        # Another backup at the same time leaves alone what is held. SQLite's own locks are of another kind.
        fcntl.flock(held, fcntl.LOCK_EX)
        with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as database:
            database.execute("VACUUM INTO ?", (str(copy),))
        yield copy
    finally:
        copy.unlink(missing_ok=True)
        copy.with_name(f"{copy.name}-journal").unlink(missing_ok=True)
        os.close(held)


def of_copy(name: str, copy: Path) -> Member:
    """The copy of a database as a member: a backup without it would be none."""
    member = of_file(name, copy)
    if member is None:
        raise StoreError("The copy of a database went away while the backup was written.", "Run the backup again.")
    return member


def _remove_left(folder: Path) -> None:
    """Remove the copies that killed backups left, and no other."""
    for left in folder.glob(f"{TEMPORARY}*"):
        with suppress(FileNotFoundError), left.open("rb") as handle, suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink(missing_ok=True)
