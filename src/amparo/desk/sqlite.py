"""How the desk opens SQLite: durability, transactions, migrations. Knows no table of its own but the list of
migrations done.

A migration is a plain function that takes the connection. Each module that owns tables lists its own, in order; a
list only ever grows at its end. Each migration runs in one transaction together with the note that it ran, so a
killed upgrade resumes.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from amparo.errors import StoreError

Migration = Callable[[sqlite3.Connection], None]

BUSY_SECONDS = 30.0
_CACHE_KIB = 64 * 1024
_CHECKPOINT_PAGES = 16 * 1024


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode (`transaction` brackets writes), WAL, every commit on disk before it returns,
    rows by name.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        database = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
        database.row_factory = sqlite3.Row
        _use_wal(database)
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA foreign_keys = ON")
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            hint = "Put the home back from a backup: amparo restore. Keep desk.sqlite as it is until then."
            raise StoreError("The desk's database is damaged.", hint) from None
        raise StoreError(
            "The desk's database cannot be opened.", "Check that the home directory is writable."
        ) from None
    return database


def _use_wal(database: sqlite3.Connection) -> None:
    """Switch to WAL. SQLite does not wait for others in this one statement, so two first openings would clash."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            database.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def expect_many_writes(database: sqlite3.Connection) -> None:
    """Hold up to 64 MiB of pages and let the WAL grow as large before it is copied into the database.

    Keys that are hashes go to a random place each: a transaction of a thousand touches most pages of an index. With
    SQLite's 2 MiB they are written and read again within the transaction, and copied after each.
    """
    database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    database.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All of the block's writes or none. Takes the write lock at once, so that it cannot fail half-way."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        # A full disk may have rolled it back already, or have failed the commit.
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def migrate(database: sqlite3.Connection, modules: Mapping[str, Sequence[Migration]]) -> None:
    """Run what has not run yet, module by module, in order."""
    database.execute(
        "CREATE TABLE IF NOT EXISTS migrations"
        " (module TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (module, number))"
    )
    for module, migrations in modules.items():
        for number, migration in enumerate(migrations, start=1):
            _migrate_once(database, module, number, migration)


def _migrate_once(database: sqlite3.Connection, module: str, number: int, migration: Migration) -> None:
    done = "SELECT 1 FROM migrations WHERE module = ? AND number = ?"
    if database.execute(done, (module, number)).fetchone():
        return
    with transaction(database):
        # Asked again under the lock: another process may have upgraded meanwhile.
        if not database.execute(done, (module, number)).fetchone():
            migration(database)
            database.execute("INSERT INTO migrations VALUES (?, ?)", (module, number))
