"""Takes from the file system what it knows of the order in which envelopes came: times of change and birth, inodes.

The disk numbers files and notes the moment of each as they come; neither can be set. So on the first write of a day the
envelopes of the days before are written anew, once, in random order: a copy has a new inode, born and changed at a
moment that says nothing. A large one, which would cost too much, gets a new time of change alone. Today's are not
touched: whoever takes the machine today learns the order of today (docs/adr/0116, docs/THREAT_MODEL.md).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from amparo.drop.blobs import TEMPORARY, coarsen, sync_directory
from amparo.drop.model import ENVELOPE_ID, EnvelopeId, Random

LARGEST: Final = 1024 * 1024
"""Bytes up to which an envelope is copied: nearly all of them, and a sliver of the bytes."""
SHUFFLED: Final = 0o400
"""The mode of a file that was dealt with; a new one has 0600."""


def shuffle(folder: Path, today: date, is_kept: Callable[[EnvelopeId], bool], random: Random) -> bool:
    """Deal with every envelope in `folder` of a day before `today` that was not dealt with yet.

    May be cut off at any moment: a copy takes its name at once or not at all. `is_kept` says whether an envelope is
    listed: one that is not at first came at midnight and lasts already, so all wait until it is, and False is answered
    (docs/adr/0286); one that is not any more was removed meanwhile. A disk without room is left as it is.
    """
    found = sorted(_new_ones(folder, today), key=lambda _: random(16))
    if not all(is_kept(EnvelopeId(path.name)) for path, _ in found):
        return False
    with contextlib.suppress(OSError):
        for path, day in found:
            # One that was removed meanwhile leaves the others' order to be dealt with.
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_size <= LARGEST:
                    _copy(path, day)
                else:
                    path.chmod(SHUFFLED)
            if not is_kept(EnvelopeId(path.name)):
                path.unlink(missing_ok=True)
    if found:
        sync_directory(folder)
    return True


def _new_ones(folder: Path, today: date) -> Iterator[tuple[Path, date]]:
    for entry in os.scandir(folder):
        with contextlib.suppress(FileNotFoundError):
            state = entry.stat()
            day = datetime.fromtimestamp(state.st_mtime, UTC).date()
            if ENVELOPE_ID.fullmatch(entry.name) and day < today and stat.S_IMODE(state.st_mode) != SHUFFLED:
                yield Path(entry.path), day


def _copy(path: Path, day: date) -> None:
    """Replace the file by its copy. When it is gone by now, so is the copy."""
    copy = path.with_name(f"{TEMPORARY}{path.name}")
    try:
        with path.open("rb") as source, copy.open("xb") as target:
            shutil.copyfileobj(source, target)
            os.fchmod(target.fileno(), SHUFFLED)
            target.flush()
            os.fsync(target.fileno())
        coarsen(copy, day)
        copy.rename(path)
    except FileNotFoundError:
        copy.unlink(missing_ok=True)
    except OSError:
        copy.unlink(missing_ok=True)
        raise
