"""The drop's table of envelopes in SQLite. There is no table of sources, on purpose, and replies lie on the `Shelf`.

The table is keyed by random values and has no row ids. That alone does not hide the order in which things came: SQLite
fills a page from its end, each row before the one that came earlier. So `settle` writes the file anew in the order of
its keys; when it has grown past 8 MiB, once a day and after each start (docs/adr/0044, 0091). WAL with
`synchronous=FULL`: what is acknowledged outlives a power cut. The WAL is then folded in and cut to nothing, because its
frames would tell the order too; `secure_delete` overwrites what is removed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from amparo.drop.model import EnvelopeId, StoredEnvelope, Tag
from amparo.drop.space import full
from amparo.errors import StateError, StoreError

VERSION = 2
"""1 had a table of replies beside this one."""
FEW_PAGES = 2048
"""Up to so many pages of 4 KiB (some 200,000 envelopes) the whole file is written anew each time (at most 0.1 s)."""
SCHEMA = """
CREATE TABLE envelopes (id BLOB PRIMARY KEY, size INTEGER NOT NULL, day TEXT NOT NULL) WITHOUT ROWID, STRICT;
"""
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "busy_timeout = 5000",
)


class Database:
    """One connection, shared by threads under a lock; each method is one transaction.

    `is_old`: it is of version 1, and its replies are to be taken out before anything else (`old_replies`, `renew`).
    """

    def __init__(self, path: Path, today: Callable[[], date]) -> None:
        self._lock = threading.Lock()
        self._today = today
        self._vacuumed: date | None = None
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        self.is_old = version == 1
        if version == 0:
            self._connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        elif version not in (1, VERSION):
            raise StateError("The drop's database was made by another version.", "Install the version that made it.")

    def close(self) -> None:
        """Close; SQLite then removes the WAL."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _store_errors():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def settle(self) -> None:
        """Hide the order of arrival. Committed is committed: what fails here must not look like a failed write."""
        with self._lock, suppress(sqlite3.Error):
            pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
            day = self._today()
            if pages <= FEW_PAGES or day != self._vacuumed:
                self._connection.execute("VACUUM")
                self._vacuumed = day
        with self._lock, suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _read(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        with self._lock, _store_errors():
            return self._connection.execute(query, values).fetchall()

    def add_envelopes(self, envelopes: Sequence[StoredEnvelope]) -> None:
        """Enter all of them, or none."""
        rows = [(bytes.fromhex(each.id), each.size, each.day.isoformat()) for each in envelopes]
        with self._write() as connection:
            connection.executemany("INSERT INTO envelopes (id, size, day) VALUES (?, ?, ?)", sorted(rows))

    def envelopes(self) -> tuple[StoredEnvelope, ...]:
        """All of them, by id, which is random."""
        return tuple(map(_envelope, self._read("SELECT id, size, day FROM envelopes ORDER BY id")))

    def envelope(self, id_: EnvelopeId) -> StoredEnvelope | None:
        """One of them, or None."""
        rows = self._read("SELECT id, size, day FROM envelopes WHERE id = ?", (bytes.fromhex(id_),))
        return _envelope(rows[0]) if rows else None

    def remove_envelope(self, id_: EnvelopeId) -> None:
        """Forget it; nothing happens when it is not there."""
        with self._write() as connection:
            connection.execute("DELETE FROM envelopes WHERE id = ?", (bytes.fromhex(id_),))

    def old_replies(self) -> Iterator[tuple[Tag, bytes, date]]:
        """The replies of a store of version 1, with the day of each."""
        with _store_errors():
            for tag, body, day in self._connection.execute("SELECT tag, body, day FROM replies ORDER BY tag"):
                yield Tag(tag), body, date.fromisoformat(day)

    def renew(self) -> None:
        """Make a store of version 1 one of this version; what its table of replies held must lie elsewhere by now."""
        with self._write() as connection:
            connection.execute("DROP TABLE replies")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        self.is_old = False
        self._vacuumed = None
        self.settle()


def _envelope(row: tuple[object, ...]) -> StoredEnvelope:
    id_, size, day = row
    if not isinstance(id_, bytes) or not isinstance(size, int):
        raise StoreError("The drop's database holds a row of another shape.", "Restore it from a backup.")
    return StoredEnvelope(EnvelopeId(id_.hex()), size, date.fromisoformat(str(day)))


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        # An error of the module itself, a closed connection say, has no code.
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise full() from None
        raise StoreError("The server's database failed.", "Nothing of this was stored. Try again later.") from error
