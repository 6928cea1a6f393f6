"""The tables of what was deleted here: a tombstone with the day for each submission, and when the others will go.

Rows are overwritten when they go, and the journal is cut: what was deleted is not in the database's file any more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date

from amparo.desk import replies_store
from amparo.desk.sqlite import Migration, transaction
from amparo.desk.submissions import EnvelopeState, SubmissionId


def _first(database: sqlite3.Connection) -> None:
    database.execute(
        "CREATE TABLE tombstones (submission TEXT PRIMARY KEY, day TEXT NOT NULL, why TEXT NOT NULL) STRICT"
    )
    database.execute(
        "CREATE TABLE expiries (submission TEXT PRIMARY KEY REFERENCES submissions (id) ON DELETE CASCADE,"
        " day TEXT NOT NULL) STRICT"
    )


MIGRATIONS: Sequence[Migration] = (_first,)


def bury(database: sqlite3.Connection, submission: SubmissionId, today: date, why: str) -> None:
    """Forget all of a submission but its name and this day; what it said, its files' names, the replies to it.

    The envelope's name stays without size and hash, so that a drop restored from a backup does not bring it back.
    """
    database.execute("PRAGMA secure_delete = ON")
    with transaction(database):
        conversation, envelope = database.execute(
            "SELECT conversation, envelope FROM submissions WHERE id = ?", (submission,)
        ).fetchone()
        replies_store.use_up(database, conversation)
        database.execute(
            "DELETE FROM reply_parts WHERE reply IN (SELECT id FROM replies WHERE submission = ?)", (submission,)
        )
        for table in ("replies", "submitted_files"):
            database.execute(f"DELETE FROM {table} WHERE submission = ?", (submission,))  # noqa: S608 our own names
        database.execute("DELETE FROM submissions WHERE id = ?", (submission,))
        database.execute(
            "DELETE FROM conversations WHERE id = ?1 AND NOT EXISTS"
            " (SELECT 1 FROM submissions WHERE conversation = ?1)",
            (conversation,),
        )
        database.execute("UPDATE envelopes SET size = 0, sha256 = NULL WHERE id = ?", (envelope,))
        database.execute("INSERT OR REPLACE INTO tombstones VALUES (?, ?, ?)", (submission, today.isoformat(), why))
    clean(database)


def clean(database: sqlite3.Connection) -> None:
    """Cut the journal, which holds older pages. Another connection may be reading: then the next one does it."""
    with suppress(sqlite3.OperationalError):
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def tombstones(database: sqlite3.Connection) -> Mapping[SubmissionId, tuple[date, str]]:
    """What was deleted: the day and why (`by hand` or `expired`), by submission."""
    rows = database.execute("SELECT submission, day, why FROM tombstones ORDER BY day, submission")
    return {SubmissionId(row["submission"]): (date.fromisoformat(row["day"]), row["why"]) for row in rows}


def expiries(database: sqlite3.Connection) -> Mapping[SubmissionId, date]:
    """The day on which each submission goes, where one was drawn."""
    rows = database.execute("SELECT submission, day FROM expiries")
    return {SubmissionId(row["submission"]): date.fromisoformat(row["day"]) for row in rows}


def set_expiry(database: sqlite3.Connection, submission: SubmissionId, day: date) -> None:
    """It will go on this day."""
    with transaction(database):
        database.execute("INSERT OR REPLACE INTO expiries VALUES (?, ?)", (submission, day.isoformat()))


def held_by_the_drop(database: sqlite3.Connection, submission: SubmissionId) -> bool:
    """Whether the drop has not confirmed yet that its copy is gone."""
    row = database.execute(
        "SELECT state FROM envelopes JOIN submissions ON envelope = envelopes.id WHERE submissions.id = ?",
        (submission,),
    ).fetchone()
    return row is not None and row["state"] != EnvelopeState.COLLECTED


def has_waiting_reply(database: sqlite3.Connection, submission: SubmissionId) -> bool:
    """Whether a reply to it is not at the drop yet."""
    return bool(
        database.execute(
            "SELECT 1 FROM reply_parts JOIN replies ON replies.id = reply WHERE submission = ? AND sealed IS NOT NULL",
            (submission,),
        ).fetchone()
    )
