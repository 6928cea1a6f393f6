"""The table of how fetches went: the desk's pages show the last one, and whether the drop's roster raised an alarm."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from amparo.desk.collecting import Tally
from amparo.desk.sqlite import transaction
from amparo.errors import AmparoError

KEPT = 100


@dataclass(frozen=True, slots=True)
class LastFetch:
    """How the last fetch went. `error`: why it failed; `alarm`: what is wrong with the drop's roster; or empty."""

    at: datetime
    listed: int
    filed: int
    unopened: int
    waiting: int
    error: str
    error_hint: str
    alarm: str
    alarm_hint: str


def note_done(database: sqlite3.Connection, at: datetime, tally: Tally, alarm: AmparoError | None) -> None:
    """A fetch went through to its end."""
    counts = (tally.listed, tally.filed, tally.unopened, len(tally.waiting))
    _note(database, at, counts, "", "", alarm.what if alarm else "", alarm.hint if alarm else "")


def note_failed(database: sqlite3.Connection, at: datetime, error: AmparoError, alarm: AmparoError | None) -> None:
    """A fetch broke off. An alarm that stood before it stands until a whole fetch sees the right roster."""
    last = last_fetch(database)
    standing = (last.alarm, last.alarm_hint) if last else ("", "")
    if alarm is not None:
        standing = (alarm.what, alarm.hint)
    _note(database, at, (0, 0, 0, 0), error.what, error.hint, *standing)


def last_fetch(database: sqlite3.Connection) -> LastFetch | None:
    """The last fetch, or None before the first."""
    row = database.execute("SELECT * FROM fetches ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return None
    rest = {name: row[name] for name in row.keys() if name not in ("id", "at")}  # noqa: SIM118  A Row iterates values.
    return LastFetch(datetime.fromisoformat(row["at"]), **rest)


def _note(database: sqlite3.Connection, at: datetime, counts: tuple[int, int, int, int], *words: str) -> None:
    with transaction(database):
        database.execute(
            "INSERT INTO fetches (at, listed, filed, unopened, waiting, error, error_hint, alarm, alarm_hint)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (at.isoformat(timespec="seconds"), *counts, *words),
        )
        database.execute("DELETE FROM fetches WHERE id <= (SELECT max(id) FROM fetches) - ?", (KEPT,))
