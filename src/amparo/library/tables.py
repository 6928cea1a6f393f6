"""The tables of the catalogue, and how its database is opened. The rules that fill them are in `catalogue`.

Everything here can be made anew from the log, the signed releases and the published records: losing it loses nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amparo.errors import StoreError

VERSION = 3
"""Raised when the tables change: an older catalogue is thrown away and made anew from the log."""

_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE collections (slug TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, updated TEXT NOT NULL) STRICT;
CREATE TABLE releases (
    id TEXT PRIMARY KEY, collection TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL,
    publisher TEXT NOT NULL, documents INTEGER NOT NULL, added INTEGER NOT NULL, corrected INTEGER NOT NULL,
    log_index INTEGER NOT NULL UNIQUE
) STRICT;
CREATE TABLE withdrawals (
    document TEXT NOT NULL, log_index INTEGER NOT NULL, reason TEXT NOT NULL, authority TEXT NOT NULL,
    day TEXT NOT NULL, PRIMARY KEY (document, log_index)
) STRICT;
CREATE TABLE artifacts (
    log_index INTEGER PRIMARY KEY, kind TEXT NOT NULL, sha256 TEXT NOT NULL, day TEXT NOT NULL
) STRICT;
CREATE TABLE case_entries (
    log_index INTEGER PRIMARY KEY, slug TEXT NOT NULL, entry TEXT NOT NULL, proof_sha256 TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE documents (
    collection TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, date TEXT,
    sort_date TEXT NOT NULL, year INTEGER, original_name TEXT NOT NULL, files TEXT NOT NULL, entry TEXT NOT NULL,
    release TEXT NOT NULL, log_index INTEGER NOT NULL,
    earlier TEXT NOT NULL DEFAULT '[]', facts TEXT NOT NULL, number TEXT NOT NULL DEFAULT '', withdrawn INTEGER,
    place INTEGER NOT NULL DEFAULT -1, depth INTEGER NOT NULL DEFAULT 0, thread TEXT NOT NULL DEFAULT '',
    page_key TEXT NOT NULL DEFAULT '', page_sha256 TEXT NOT NULL DEFAULT '', proof_sha256 TEXT NOT NULL DEFAULT '',
    indexed INTEGER NOT NULL DEFAULT -1, PRIMARY KEY (collection, id)
) STRICT;
CREATE INDEX documents_id ON documents (id);
CREATE INDEX documents_place ON documents (collection, place);
CREATE INDEX documents_number ON documents (collection, number) WHERE number <> '';
CREATE INDEX documents_thread ON documents (collection, thread) WHERE thread <> ''
"""


def connect(path: Path) -> sqlite3.Connection:
    """The catalogue's database, made when missing or older; autocommit (`transaction` brackets writes)."""
    try:
        database = _open(path)
        if database.execute("PRAGMA user_version").fetchone()[0] not in (0, VERSION):
            database.close()
            path.unlink()
            database = _open(path)
        if database.execute("PRAGMA user_version").fetchone()[0] == 0:
            _make(database)
    except (OSError, sqlite3.Error):
        raise StoreError(
            "The library's catalogue cannot be opened.",
            "Remove HOME/library/library.sqlite: the next publish makes it anew from the log.",
        ) from None
    return database


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=30.0, check_same_thread=False)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA journal_mode = WAL")
    # The log is the truth: after a power cut the catalogue may lag, and is brought up to the log when next opened.
    database.execute("PRAGMA synchronous = NORMAL")
    return database


def _make(database: sqlite3.Connection) -> None:
    with transaction(database):
        for statement in _TABLES.split(";"):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All of the block's writes or none."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
