"""What of a library goes into a backup. Spec: specs/backup.md.

The log is copied under its own lock, so that its checkpoint and its tiles are of one moment. Index and catalogue are
made anew from what is here.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amparo.backup.members import Member, of_folder
from amparo.errors import StateError
from amparo.library.log import LOCK

NAME = "library"
_LEFT_OUT = ("log/", "index/", "library.sqlite")


def members(folder: Path) -> Iterator[Member]:
    """The members of HOME/library."""
    with _nobody_writes(folder / "log" / LOCK):
        yield from of_folder(f"{NAME}/log", folder / "log", lambda path: path != LOCK)
    yield from of_folder(NAME, folder, lambda path: not path.startswith(_LEFT_OUT) and not path.endswith(".new"))


@contextmanager
def _nobody_writes(lock: Path) -> Iterator[None]:
    handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise StateError("Something is being published just now.", "Back up when it is done.") from None
    finally:
        os.close(handle)
