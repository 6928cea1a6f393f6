"""What of a drop goes into a backup, while it serves. Spec: specs/backup.md; what it costs: docs/adr/0107.

The database is copied first and written last, without the envelopes that were collected meanwhile, and with those whose
rows were still to be written (amparo.drop.listing): so it speaks of every file that is there, and of no other.
Unfinished uploads stay behind; their sources begin anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

from amparo.backup.members import Member, database_copy, of_copy, of_file, of_folder
from amparo.drop import onion
from amparo.drop.blobs import envelopes_in
from amparo.drop.model import StoredEnvelope
from amparo.drop.slots import BODIES, RECORDS, held_still
from amparo.drop.store import BLOBS, DATABASE

Tell = Callable[[str], None]

NAME = "drop"
_LEFT_OUT = ("lock", "serving.json", RECORDS, BODIES)


def _nobody(_: str) -> None:
    """Nobody listens."""


def members(folder: Path, tell: Tell = _nobody) -> Iterator[Member]:
    """The members of HOME/drop; `tell` hears, in a sentence, of damage that a backup cannot mend."""
    yield from of_folder(NAME, folder, _is_configuration)
    with held_still(folder):
        for name in (RECORDS, BODIES):
            if replies := of_file(f"{NAME}/{name}", folder / name):
                yield replies
    present = list(envelopes_in(folder / BLOBS))
    with database_copy(folder / DATABASE) as copy:
        gone: list[bytes] = []
        _enter(copy, present)
        for id_ in _ids(copy):
            member = of_file(f"{NAME}/{BLOBS}/{id_.hex()}", folder / BLOBS / id_.hex())
            if member is None:
                gone.append(id_)
            else:
                yield member
        _forget(copy, gone)
        if lost := len(set(gone) & set(_ids(folder / DATABASE))):
            tell(f"Files of {lost} envelopes are gone from this drop; the backup cannot have them. An older one may.")
        yield of_copy(f"{NAME}/{DATABASE}", copy)


def onion_members(folder: Path) -> Iterator[Member]:
    """The members of HOME/onion: the keys of both addresses, who may find the second, lines of the operator's own."""
    keys = {onion.SECRET, onion.PUBLIC, "hostname", onion.ACCESS, onion.LOCAL}
    return of_folder(onion.FOLDER, folder, lambda path: path.rpartition("/")[2] in keys or path.endswith(".auth"))


def _is_configuration(path: str) -> bool:
    return "/" not in path and path not in _LEFT_OUT and not path.startswith(DATABASE) and not path.endswith(".new")


def _ids(copy: Path) -> list[bytes]:
    with closing(sqlite3.connect(copy)) as database:
        return [row[0] for row in database.execute("SELECT id FROM envelopes ORDER BY id")]


def _enter(copy: Path, present: Iterable[StoredEnvelope]) -> None:
    """Write the rows that the copy has not yet, and let nothing tell that they came last."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        rows = ((bytes.fromhex(each.id), each.size, each.day.isoformat()) for each in present)
        if database.executemany("INSERT OR IGNORE INTO envelopes (id, size, day) VALUES (?, ?, ?)", rows).rowcount > 0:
            database.execute("VACUUM")


def _forget(copy: Path, gone: list[bytes]) -> None:
    """Take envelopes out of the copy that were collected since it was made, or whose files had been lost before."""
    if not gone:
        return
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = ON")
        database.executemany("DELETE FROM envelopes WHERE id = ?", [(id_,) for id_ in gone])
