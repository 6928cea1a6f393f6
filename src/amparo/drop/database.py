"""The drop's two tables in SQLite: envelopes and replies. There is no table of sources, on purpose.

Both tables are keyed by random values and have no row ids. That alone does not hide the order in which things came:
SQLite fills a page from its end, each row before the one that came earlier. So the file is written anew after each
write, in the order of its keys; when it has grown past a megabyte, by the first write of each day and after each start
(docs/adr/0044). WAL with `synchronous=FULL`: what is acknowledged outlives a power cut. The WAL is then folded in and
cut to nothing, because its frames would tell the order too; `secure_delete` overwrites what is removed.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from amparo.drop.model import EnvelopeId, StoredEnvelope, Tag, Totals
from amparo.drop.space import full
from amparo.errors import StateError, StoreError

VERSION = 1
FEW_PAGES = 256
"""Up to so many pages of 4 KiB the whole file is written anew after each write (some 15 ms)."""
SCHEMA = """
CREATE TABLE envelopes (id BLOB PRIMARY KEY, size INTEGER NOT NULL, day TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE replies (tag BLOB PRIMARY KEY, body BLOB NOT NULL, day TEXT NOT NULL) WITHOUT ROWID, STRICT;
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
    """One connection, shared by threads under a lock; each method is one transaction."""

    def __init__(self, path: Path, today: Callable[[], date]) -> None:
        self._lock = threading.Lock()
        self._today = today
        self._vacuumed: date | None = None
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        elif version != VERSION:
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
            self._settle()

    def _settle(self) -> None:
        """Hide the order of arrival. Committed is committed: what fails here must not look like a failed write."""
        with suppress(sqlite3.Error):
            pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
            day = self._today()
            if pages <= FEW_PAGES or day != self._vacuumed:
                self._connection.execute("VACUUM")
                self._vacuumed = day
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _read(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        with self._lock, _store_errors():
            return self._connection.execute(query, values).fetchall()

    def add_envelope(self, envelope: StoredEnvelope) -> None:
        """From the return of this call on, the envelope counts as received."""
        row = (bytes.fromhex(envelope.id), envelope.size, envelope.day.isoformat())
        with self._write() as connection:
            connection.execute("INSERT INTO envelopes (id, size, day) VALUES (?, ?, ?)", row)

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

    def add_reply(self, tag: Tag, body: bytes, day: date) -> bool:
        """Keep a reply. True when it is there now; False when another one already lies under this tag."""
        with self._write() as connection:
            connection.execute("INSERT OR IGNORE INTO replies (tag, body, day) VALUES (?, ?, ?)", (tag, body, str(day)))
            held: bytes = connection.execute("SELECT body FROM replies WHERE tag = ?", (tag,)).fetchone()[0]
        return held == body

    def replies(self, tags: Iterable[Tag]) -> Mapping[Tag, bytes]:
        """The replies that lie under any of these tags."""
        wanted = tuple(tags)
        marks = ", ".join("?" * len(wanted))
        rows = self._read(f"SELECT tag, body FROM replies WHERE tag IN ({marks})", wanted)  # noqa: S608 marks only
        return {Tag(tag): body for tag, body in rows if isinstance(tag, bytes) and isinstance(body, bytes)}

    def remove_replies(self, tags: Iterable[Tag]) -> None:
        """Forget what lies under these tags; nothing tells whether anything did."""
        with self._write() as connection:
            connection.executemany("DELETE FROM replies WHERE tag = ?", [(tag,) for tag in tags])

    def totals(self) -> Totals:
        """Counts for the operator."""
        row = self._read("SELECT count(*), coalesce(sum(size), 0), (SELECT count(*) FROM replies) FROM envelopes")[0]
        envelopes, size, replies = (int(str(value)) for value in row)
        return Totals(envelopes, size, replies)


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
