"""The tables of what the drop said of itself: how far its log was seen, what in it nobody here caused, the last look.

What is strange stays until a person has looked at it: `amparo desk accept`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.desk.health import Findings, Health, Seen, seen_now
from amparo.desk.sqlite import Migration, transaction
from amparo.ledger.configuration import Entry, What


@dataclass(frozen=True, slots=True)
class LastLook:
    """The last look at the drop's health: its facts as JSON had them, and the warnings."""

    facts: dict[str, Any]
    warnings: tuple[str, ...]


def _first(database: sqlite3.Connection) -> None:
    database.execute(
        "CREATE TABLE drops_seen (drop_url TEXT PRIMARY KEY, length INTEGER NOT NULL, head BLOB NOT NULL) STRICT"
    )
    database.execute(
        "CREATE TABLE drops_strange (drop_url TEXT NOT NULL, day TEXT NOT NULL, what TEXT NOT NULL,"
        " sha256 TEXT NOT NULL, PRIMARY KEY (drop_url, day, what, sha256)) STRICT"
    )
    database.execute(
        "CREATE TABLE drops_health (drop_url TEXT PRIMARY KEY, facts TEXT NOT NULL, warnings TEXT NOT NULL) STRICT"
    )


MIGRATIONS: Sequence[Migration] = (_first,)


def seen(database: sqlite3.Connection, drop: str) -> Seen | None:
    """What was last seen of this drop's log, or None before the first look."""
    row = database.execute("SELECT length, head FROM drops_seen WHERE drop_url = ?", (drop,)).fetchone()
    return None if row is None else Seen(row["length"], row["head"])


def remember(database: sqlite3.Connection, drop: str, health: Health, findings: Findings) -> None:
    """Keep this look. What was seen of a log stands when it was rewritten since: the alarm must not go by itself."""
    now = seen_now(health)
    with transaction(database):
        if not findings.rewritten:
            database.execute("INSERT OR REPLACE INTO drops_seen VALUES (?, ?, ?)", (drop, now.length, now.head))
        database.executemany(
            "INSERT OR IGNORE INTO drops_strange VALUES (?, ?, ?, ?)",
            [(drop, each.day.isoformat(), str(each.what), each.sha256) for each in findings.strange],
        )
        database.execute(
            "INSERT OR REPLACE INTO drops_health VALUES (?, ?, ?)",
            (drop, json.dumps(_facts(health)), json.dumps(findings.warnings)),
        )


def strange(database: sqlite3.Connection, drop: str) -> tuple[Entry, ...]:
    """The changes at this drop that nobody here caused and nobody has looked at yet."""
    rows = database.execute("SELECT * FROM drops_strange WHERE drop_url = ? ORDER BY day, what, sha256", (drop,))
    return tuple(Entry(date.fromisoformat(row["day"]), What(row["what"]), row["sha256"]) for row in rows)


def last_look(database: sqlite3.Connection, drop: str) -> LastLook | None:
    """The last look, or None when the drop never said anything of itself."""
    row = database.execute("SELECT * FROM drops_health WHERE drop_url = ?", (drop,)).fetchone()
    return None if row is None else LastLook(json.loads(row["facts"]), tuple(json.loads(row["warnings"])))


def settle(database: sqlite3.Connection, drop: str) -> None:
    """A person has looked: nothing is strange any more, and the next look counts as the first."""
    with transaction(database):
        database.execute("DELETE FROM drops_strange WHERE drop_url = ?", (drop,))
        database.execute("DELETE FROM drops_seen WHERE drop_url = ?", (drop,))


def _facts(health: Health) -> dict[str, Any]:
    return {
        "version": health.version,
        "day": health.day.isoformat(),
        "envelopes": health.envelopes,
        "bytes": health.size,
        "free_bytes": health.free_bytes,
        "missing": health.missing,
        "memory_locked": health.memory_locked,
        "swap": health.swap,
        "entries": len(health.entries),
    }
