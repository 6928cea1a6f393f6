"""How the desk puts things on its disk: private to its user, whole or not at all, and shredded when they must go.

Shredding overwrites a file in place before it unlinks it. Flash memory, copy-on-write file systems and backups may keep
older blocks all the same: docs/THREAT_MODEL.md says what that means; full-disk encryption is the answer there.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amparo.errors import FullError, StateError, StoreError

PRIVATE_DIRECTORY = 0o700
PRIVATE_FILE = 0o600
SHRED_PIECE = 1024 * 1024
DESTROYED = b"#"
"""What a destroyed file is full of until it is removed: a comment, where a key would stand."""


def make_private_directory(path: Path) -> Path:
    """`path`, made with its parents when missing; nobody but its owner may look inside."""
    path.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
    path.chmod(PRIVATE_DIRECTORY)
    return path


def sync_directory(path: Path) -> None:
    """Make the names in a directory as durable as the files they name."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def private_descriptor(path: Path | str, flags: int) -> int:
    """An open descriptor of a private file that must not be a link; for `os.fdopen`."""
    return os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_FILE)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes to an open descriptor: a file object for each of many small files costs as much as writing."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def write_private(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Put `data` at `path`, whole or not at all. Without `replace`, an existing file raises StateError."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(private_descriptor(beside, os.O_WRONLY | os.O_EXCL), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if replace:
            beside.replace(path)
        else:
            _put_new(path, beside, data)
    except FileExistsError:
        raise StateError(f"{path.name} exists already, and is not replaced.") from None
    except OSError:
        raise StoreError(f"{path.name} cannot be written.", "Check that the home directory has room.") from None
    finally:
        beside.unlink(missing_ok=True)
    sync_directory(path.parent)


def _put_new(path: Path, beside: Path, data: bytes) -> None:
    try:
        # A link refuses to replace, where a rename would not.
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:
        # The file systems of memory sticks know no links.
        with os.fdopen(private_descriptor(path, os.O_WRONLY | os.O_EXCL), "wb") as out:
            try:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            except OSError:
                path.unlink()
                raise


def shred(path: Path) -> None:
    """Overwrite a file in place with a mark, then remove it. A missing file is fine.

    Killed between the two, it leaves a file of which `is_destroyed` is true, and not one that cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    try:
        size = os.fstat(descriptor).st_size
        for start in range(0, size, SHRED_PIECE):
            os.pwrite(descriptor, DESTROYED * min(SHRED_PIECE, size - start), start)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    path.unlink()
    sync_directory(path.parent)


def is_destroyed(data: bytes) -> bool:
    """Whether this is all that is left of a file that was about to be removed."""
    return bool(data) and not data.strip(DESTROYED)


def require_room(directory: Path, needed: int) -> None:
    """Raise FullError unless the disk under `directory` has `needed` bytes free, and a little over."""
    if shutil.disk_usage(directory).free < needed + 64 * 1024 * 1024:
        raise FullError("The desk's disk has too little room for this envelope.", "Free some space, then fetch again.")


@contextmanager
def only_one(lock: Path, what: str) -> Iterator[None]:
    """Hold `lock` while the block runs; StateError when another process has it. The system frees it if we die."""
    descriptor = private_descriptor(lock, os.O_RDWR)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StateError(f"{what} is already running on this desk.", "Wait until it is done.") from None
        yield
    finally:
        os.close(descriptor)
