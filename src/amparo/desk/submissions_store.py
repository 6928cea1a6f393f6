"""The tables of what sources sent: envelopes, conversations, submissions, files. Rules are in `fetch` and `replies`.

A conversation is all that arrived under one mailbox secret. Only the desk can group so: the drop never sees which
envelopes share one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from amparo.desk.sqlite import Migration, transaction
from amparo.desk.submissions import EnvelopeId, EnvelopeState, Submission, SubmissionId, SubmittedFile, UnopenedEnvelope

_TABLES = """
CREATE TABLE envelopes (
    id TEXT PRIMARY KEY, day TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,
    sha256 TEXT, reason TEXT, explanation TEXT
) STRICT;
CREATE INDEX envelopes_sha256 ON envelopes (sha256);
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, mailbox_secret BLOB UNIQUE
) STRICT;
CREATE TABLE submissions (
    id TEXT PRIMARY KEY, envelope TEXT NOT NULL UNIQUE REFERENCES envelopes (id),
    conversation INTEGER NOT NULL REFERENCES conversations (id), received TEXT NOT NULL, message TEXT NOT NULL,
    answers TEXT NOT NULL, reply_recipient TEXT, read INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX submissions_conversation ON submissions (conversation);
CREATE TABLE submitted_files (
    submission TEXT NOT NULL REFERENCES submissions (id), position INTEGER NOT NULL,
    name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (submission, position)
) STRICT;
CREATE INDEX submitted_files_sha256 ON submitted_files (sha256);
CREATE TABLE replies (
    id INTEGER PRIMARY KEY, submission TEXT NOT NULL REFERENCES submissions (id), day TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE reply_parts (
    conversation INTEGER NOT NULL REFERENCES conversations (id), token_index INTEGER NOT NULL,
    reply INTEGER NOT NULL REFERENCES replies (id), sealed BLOB, PRIMARY KEY (conversation, token_index)
) STRICT;
CREATE TABLE fetches (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, listed INTEGER NOT NULL, filed INTEGER NOT NULL,
    unopened INTEGER NOT NULL, waiting INTEGER NOT NULL, error TEXT NOT NULL, error_hint TEXT NOT NULL,
    alarm TEXT NOT NULL, alarm_hint TEXT NOT NULL
) STRICT;
CREATE VIEW filed AS
    SELECT submissions.*, submissions.rowid AS place, conversations.name AS conversation_name
    FROM submissions JOIN conversations ON conversations.id = submissions.conversation;
"""


def _first(database: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";"):
        database.execute(statement)


def _find_files_by_hash(database: sqlite3.Connection) -> None:
    # The inbox asks of every submitted file whether a collection holds it; `found_files` belongs to `documents_store`.
    database.execute("CREATE INDEX IF NOT EXISTS found_files_sha256 ON found_files (sha256)")


def _keep_channels(database: sqlite3.Connection) -> None:
    # What newsrooms ask: the way in a source chose, and the wording of the questions it answered (specs/form.md).
    database.execute("ALTER TABLE submissions ADD COLUMN channel TEXT NOT NULL DEFAULT ''")
    database.execute("ALTER TABLE submissions ADD COLUMN questions TEXT NOT NULL DEFAULT '{}'")


def _never_back(database: sqlite3.Connection) -> None:
    # The least number that the next reply to a conversation may have: those of deleted replies are used up.
    database.execute("ALTER TABLE conversations ADD COLUMN next_index INTEGER NOT NULL DEFAULT 0")


MIGRATIONS: Sequence[Migration] = (_first, _find_files_by_hash, _keep_channels, _never_back)


def envelope_state(database: sqlite3.Connection, envelope: EnvelopeId) -> EnvelopeState | None:
    """How far this envelope has come, or None when it was never seen."""
    row = database.execute("SELECT state FROM envelopes WHERE id = ?", (envelope,)).fetchone()
    return None if row is None else EnvelopeState(row["state"])


def envelope_of_ciphertext(database: sqlite3.Connection, sha256: str) -> EnvelopeId | None:
    """The envelope with these very ciphertext bytes that was already filed, or None."""
    row = database.execute(
        "SELECT id FROM envelopes WHERE sha256 = ? AND state <> ?", (sha256, EnvelopeState.UNOPENED)
    ).fetchone()
    return None if row is None else EnvelopeId(row["id"])


def file_submission(
    database: sqlite3.Connection,
    submission: Submission,
    *,
    ciphertext_sha256: str,
    ciphertext_size: int,
    mailbox_secret: bytes | None,
) -> None:
    """Record one opened envelope, its conversation and its files, in one transaction; again, it changes nothing."""
    with transaction(database):
        if envelope_state(database, submission.envelope) in {EnvelopeState.FILED, EnvelopeState.COLLECTED}:
            return
        database.execute(
            "INSERT OR REPLACE INTO envelopes (id, day, size, state, sha256) VALUES (?, ?, ?, ?, ?)",
            (
                submission.envelope,
                submission.received.isoformat(),
                ciphertext_size,
                EnvelopeState.FILED,
                ciphertext_sha256,
            ),
        )
        conversation = _conversation(database, submission.conversation, mailbox_secret)
        database.execute(
            "INSERT INTO submissions (id, envelope, conversation, received, message, answers, reply_recipient, channel,"
            " questions) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                submission.id,
                submission.envelope,
                conversation,
                submission.received.isoformat(),
                submission.message,
                json.dumps(dict(submission.answers), ensure_ascii=False),
                submission.reply_recipient,
                submission.channel,
                json.dumps(dict(submission.questions), ensure_ascii=False),
            ),
        )
        database.executemany(
            "INSERT INTO submitted_files VALUES (?, ?, ?, ?, ?)",
            [(submission.id, position, f.name, f.size, f.sha256) for position, f in enumerate(submission.files)],
        )


def _conversation(database: sqlite3.Connection, name: str, mailbox_secret: bytes | None) -> int:
    """The row of the conversation under this secret; a new one, under a name nobody has yet, when there is none."""
    if mailbox_secret is not None:
        row = database.execute("SELECT id FROM conversations WHERE mailbox_secret = ?", (mailbox_secret,)).fetchone()
        if row is not None:
            return int(row["id"])
    free, suffix = name, 2
    while database.execute("SELECT 1 FROM conversations WHERE name = ?", (free,)).fetchone():
        free, suffix = f"{name}-{suffix}", suffix + 1
    cursor = database.execute("INSERT INTO conversations (name, mailbox_secret) VALUES (?, ?)", (free, mailbox_secret))
    return int(cursor.lastrowid or 0)


def set_state(database: sqlite3.Connection, envelope: EnvelopeId, day: date, size: int, state: EnvelopeState) -> None:
    """Remember of an envelope that was never opened here how far it came."""
    with transaction(database):
        database.execute(
            "INSERT OR REPLACE INTO envelopes (id, day, size, state) VALUES (?, ?, ?, ?)",
            (envelope, day.isoformat(), size, state),
        )


def mark_collected(database: sqlite3.Connection, envelope: EnvelopeId) -> None:
    """The drop confirmed that its copy is gone."""
    with transaction(database):
        database.execute("UPDATE envelopes SET state = ? WHERE id = ?", (EnvelopeState.COLLECTED, envelope))


def keep_unopened(database: sqlite3.Connection, envelope: UnopenedEnvelope) -> None:
    """Remember an envelope that could not be opened, and why; a later reason replaces an earlier one."""
    with transaction(database):
        database.execute(
            "INSERT OR REPLACE INTO envelopes VALUES (?, ?, ?, ?, NULL, ?, ?)",
            (
                envelope.id,
                envelope.day.isoformat(),
                envelope.size,
                EnvelopeState.UNOPENED,
                envelope.reason,
                envelope.explanation,
            ),
        )


def unopened(database: sqlite3.Connection) -> tuple[UnopenedEnvelope, ...]:
    """Every envelope that could not be opened, newest day first."""
    rows = database.execute("SELECT * FROM envelopes WHERE state = ? ORDER BY day DESC, id", (EnvelopeState.UNOPENED,))
    return tuple(
        UnopenedEnvelope(
            EnvelopeId(row["id"]), date.fromisoformat(row["day"]), row["size"], row["reason"], row["explanation"]
        )
        for row in rows
    )


def submissions(database: sqlite3.Connection) -> tuple[Submission, ...]:
    """All submissions, newest day first."""
    files = _files_by_submission(database)
    rows = database.execute("SELECT * FROM filed ORDER BY received DESC, place DESC")
    return tuple(_submission(row, files.get(row["id"], ())) for row in rows)


def conversation(database: sqlite3.Connection, submission: SubmissionId) -> tuple[Submission, ...]:
    """All submissions of the conversation this one belongs to, oldest first."""
    rows = database.execute(
        "SELECT * FROM filed WHERE conversation = (SELECT conversation FROM submissions WHERE id = ?)"
        " ORDER BY received, place",
        (submission,),
    ).fetchall()
    return tuple(_submission(row, _files(database, row["id"])) for row in rows)


def held_hashes(database: sqlite3.Connection, submissions_directory: Path) -> frozenset[str]:
    """SHA-256 of the submitted files that a collection got from elsewhere: not out of a submission."""
    own = f"{submissions_directory}/"
    rows = database.execute(
        "SELECT DISTINCT sha256 FROM submitted_files WHERE EXISTS (SELECT 1 FROM found_files"
        " WHERE found_files.sha256 = submitted_files.sha256 AND substr(found_files.path, 1, ?) <> ?)",
        (len(own), own),
    )
    return frozenset(row["sha256"] for row in rows)


def ids_starting_with(database: sqlite3.Connection, start: str) -> tuple[SubmissionId, ...]:
    """At most two submissions whose identity begins with `start`: enough to see whether it names exactly one."""
    rows = database.execute("SELECT id FROM submissions WHERE substr(id, 1, ?) = ? LIMIT 2", (len(start), start))
    return tuple(SubmissionId(row["id"]) for row in rows)


def submission(database: sqlite3.Connection, identity: SubmissionId) -> Submission | None:
    """One submission, or None."""
    row = database.execute("SELECT * FROM filed WHERE id = ?", (identity,)).fetchone()
    return None if row is None else _submission(row, _files(database, identity))


def mark_read(database: sqlite3.Connection, identity: SubmissionId, read: bool = True) -> None:
    """Somebody looked at this submission, or wants it to count as unread again."""
    with transaction(database):
        database.execute("UPDATE submissions SET read = ? WHERE id = ?", (int(read), identity))


def _submission(row: sqlite3.Row, files: tuple[SubmittedFile, ...]) -> Submission:
    answers: Mapping[str, str] = json.loads(row["answers"])
    return Submission(
        id=SubmissionId(row["id"]),
        envelope=EnvelopeId(row["envelope"]),
        conversation=row["conversation_name"],
        received=date.fromisoformat(row["received"]),
        message=row["message"],
        answers=answers,
        files=files,
        reply_recipient=row["reply_recipient"],
        read=bool(row["read"]),
        channel=row["channel"],
        questions=json.loads(row["questions"]),
    )


def _files(database: sqlite3.Connection, identity: str) -> tuple[SubmittedFile, ...]:
    rows = database.execute("SELECT * FROM submitted_files WHERE submission = ? ORDER BY position", (identity,))
    return tuple(_file(row) for row in rows)


def _files_by_submission(database: sqlite3.Connection) -> Mapping[str, tuple[SubmittedFile, ...]]:
    found: dict[str, tuple[SubmittedFile, ...]] = {}
    for row in database.execute("SELECT * FROM submitted_files ORDER BY submission, position"):
        found[row["submission"]] = (*found.get(row["submission"], ()), _file(row))
    return found


def _file(row: sqlite3.Row) -> SubmittedFile:
    return SubmittedFile(row["name"], row["size"], row["sha256"])
