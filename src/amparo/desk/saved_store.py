"""The table of saved searches in `desk.sqlite`: what was asked, and which documents it had found when last seen.

Documents seen are kept as the keys of the search engine (63 bits each, from the identity alone), deflated: a search
that matches 270,000 documents keeps about 2 MB.
"""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from amparo.desk.sqlite import Migration, transaction


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved search. `collection` is empty for all; `seen` is when its news were last looked at, ISO 8601, UTC."""

    name: str
    query: str
    collection: str
    seen: str


def _first(database: sqlite3.Connection) -> None:
    database.execute(
        "CREATE TABLE IF NOT EXISTS saved_searches (name TEXT PRIMARY KEY, query TEXT NOT NULL,"
        " collection TEXT NOT NULL, seen TEXT NOT NULL, seen_keys BLOB NOT NULL) STRICT"
    )


MIGRATIONS: Sequence[Migration] = (_first,)


def saved(database: sqlite3.Connection) -> tuple[Saved, ...]:
    """All of them by name."""
    rows = database.execute("SELECT name, query, collection, seen FROM saved_searches ORDER BY name")
    return tuple(Saved(*row) for row in rows)


def find(database: sqlite3.Connection, name: str) -> Saved | None:
    """The one of this name, or None."""
    row = database.execute(
        "SELECT name, query, collection, seen FROM saved_searches WHERE name = ?", (name,)
    ).fetchone()
    return Saved(*row) if row else None


def put(database: sqlite3.Connection, name: str, query: str, collection: str) -> bool:
    """Keep a search that has seen nothing yet; False when the name is taken."""
    with transaction(database):
        done = database.execute(
            "INSERT INTO saved_searches VALUES (?, ?, ?, '', ?) ON CONFLICT DO NOTHING",
            (name, query, collection, _packed(())),
        )
    return done.rowcount == 1


def delete(database: sqlite3.Connection, name: str) -> bool:
    """Forget a search; False when there is none."""
    with transaction(database):
        return database.execute("DELETE FROM saved_searches WHERE name = ?", (name,)).rowcount == 1


def seen_keys(database: sqlite3.Connection, name: str) -> frozenset[int]:
    """Keys of the documents it had found when last seen."""
    row = database.execute("SELECT seen_keys FROM saved_searches WHERE name = ?", (name,)).fetchone()
    return frozenset(_unpacked(row["seen_keys"])) if row else frozenset()


def mark_seen(database: sqlite3.Connection, name: str, keys: Iterable[int], now: datetime) -> None:
    """From now on these are known, beside those that were."""
    with transaction(database):
        known = seen_keys(database, name) | frozenset(keys)
        database.execute(
            "UPDATE saved_searches SET seen_keys = ?, seen = ? WHERE name = ?",
            (_packed(known), now.isoformat(timespec="seconds"), name),
        )


def _packed(keys: Iterable[int]) -> bytes:
    return zlib.compress(array("q", sorted(keys)).tobytes(), 1)


def _unpacked(blob: bytes) -> array[int]:
    keys = array("q")
    keys.frombytes(zlib.decompress(blob))
    return keys
