"""The table of what people decided about a report's clock; the rest of a clock is computed (`clocks`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from amparo.desk import replies_store, submissions_store
from amparo.desk.clocks import Clock, Decisions, Due, by_urgency, clocks_of
from amparo.desk.sqlite import Migration, transaction
from amparo.desk.submissions import SubmissionId
from amparo.errors import InputError, StateError

LONGEST_REASON = 2_000


def _first(database: sqlite3.Connection) -> None:
    database.execute(
        "CREATE TABLE clock_decisions (submission TEXT PRIMARY KEY REFERENCES submissions (id) ON DELETE CASCADE,"
        " feedback TEXT, extended TEXT, extension_reason TEXT NOT NULL DEFAULT '', set_aside TEXT,"
        " set_aside_reason TEXT NOT NULL DEFAULT '') STRICT"
    )


MIGRATIONS: Sequence[Migration] = (_first,)


def clocks(database: sqlite3.Connection) -> Mapping[SubmissionId, Clock]:
    """Every report's clock."""
    submissions = submissions_store.submissions(database)
    return clocks_of(submissions, replies_store.replies_by_submission(database), decisions(database))


def due(database: sqlite3.Connection) -> tuple[Due, ...]:
    """Every report with its clock, what ends first at the top."""
    found = clocks(database)
    return by_urgency(Due(each, found[each.id]) for each in submissions_store.submissions(database))


def decisions(database: sqlite3.Connection) -> Mapping[SubmissionId, Decisions]:
    """What was decided, by submission."""
    return {
        SubmissionId(row["submission"]): Decisions(
            _day(row["feedback"]),
            _day(row["extended"]),
            row["extension_reason"],
            _day(row["set_aside"]),
            row["set_aside_reason"],
        )
        for row in database.execute("SELECT * FROM clock_decisions")
    }


def give_feedback(database: sqlite3.Connection, submission: SubmissionId, today: date) -> None:
    """Feedback was given on this report, and with it on what the same conversation had brought before."""
    turns = [each.id for each in submissions_store.conversation(database, submission)]
    with transaction(database):
        for identity in turns[: turns.index(submission) + 1]:
            _make(database, identity)
            database.execute(
                "UPDATE clock_decisions SET feedback = coalesce(feedback, ?) WHERE submission = ?",
                (today.isoformat(), identity),
            )


def extend(database: sqlite3.Connection, submission: SubmissionId, reason: str, today: date) -> None:
    """Six months instead of three, for a reason that is kept. StateError once the clock has ended."""
    if not clocks(database)[submission].running:
        raise StateError("The clock of this report does not run.", "There is nothing to extend.")
    _decide(database, submission, "extended", "extension_reason", _reason(reason), today)


def set_aside(database: sqlite3.Connection, submission: SubmissionId, reason: str, today: date) -> None:
    """This is no report, for a reason that is kept: its clock stops."""
    _decide(database, submission, "set_aside", "set_aside_reason", _reason(reason), today)


def reopen(database: sqlite3.Connection, submission: SubmissionId) -> None:
    """Take back that feedback was given, or that it was set aside. An extension stays."""
    with transaction(database):
        database.execute(
            "UPDATE clock_decisions SET feedback = NULL, set_aside = NULL, set_aside_reason = '' WHERE submission = ?",
            (submission,),
        )


def _decide(
    database: sqlite3.Connection, submission: SubmissionId, day: str, reason: str, text: str, today: date
) -> None:
    with transaction(database):
        _make(database, submission)
        database.execute(
            f"UPDATE clock_decisions SET {day} = ?, {reason} = ? WHERE submission = ?",  # noqa: S608 our own names
            (today.isoformat(), text, submission),
        )


def _make(database: sqlite3.Connection, submission: SubmissionId) -> None:
    database.execute("INSERT OR IGNORE INTO clock_decisions (submission) VALUES (?)", (submission,))


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > LONGEST_REASON:
        raise InputError("A reason is needed, of at most 2,000 characters.", "Say why: it is kept with the report.")
    return text


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
