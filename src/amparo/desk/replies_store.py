"""The tables of what the newsroom answered. A part's sealed bytes stay until the drop confirmed them.

Token indices of a conversation run on without gaps: an index is taken together with the sealed bytes that belong to it,
in one transaction, so a desk that dies between two steps sends the same bytes under the same index again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from amparo.desk.sqlite import transaction
from amparo.desk.submissions import SentReply, SubmissionId


@dataclass(frozen=True, slots=True)
class WaitingPart:
    """One sealed part of a reply that the drop has not confirmed yet."""

    conversation: int
    token_index: int
    mailbox_secret: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


def queue_reply(
    database: sqlite3.Connection, submission: SubmissionId, day: date, text: str, sealed_parts: Sequence[bytes]
) -> None:
    """Keep a reply and its sealed parts under the next token indices of the submission's conversation."""
    with transaction(database):
        conversation = database.execute("SELECT conversation FROM submissions WHERE id = ?", (submission,)).fetchone()[
            "conversation"
        ]
        reply = database.execute(
            "INSERT INTO replies (submission, day, text) VALUES (?, ?, ?)", (submission, day.isoformat(), text)
        ).lastrowid
        first = _next_index(database, conversation)
        database.executemany(
            "INSERT INTO reply_parts VALUES (?, ?, ?, ?)",
            [(conversation, first + number, reply, sealed) for number, sealed in enumerate(sealed_parts)],
        )


def waiting_parts(database: sqlite3.Connection) -> tuple[WaitingPart, ...]:
    """Every part that the drop has not confirmed, in the order of their indices."""
    rows = database.execute(
        "SELECT conversation, token_index, sealed, mailbox_secret FROM reply_parts"
        " JOIN conversations ON conversations.id = conversation WHERE sealed IS NOT NULL"
        " ORDER BY conversation, token_index"
    )
    return tuple(
        WaitingPart(row["conversation"], row["token_index"], row["mailbox_secret"], row["sealed"]) for row in rows
    )


def confirm_part(database: sqlite3.Connection, part: WaitingPart) -> None:
    """The drop has this part; its sealed bytes are not needed any more."""
    with transaction(database):
        database.execute(
            "UPDATE reply_parts SET sealed = NULL WHERE conversation = ? AND token_index = ?",
            (part.conversation, part.token_index),
        )


def move_part(database: sqlite3.Connection, part: WaitingPart) -> None:
    """Give this part the next index that its conversation has not used, because another reply lies under its own."""
    with transaction(database):
        database.execute(
            "UPDATE reply_parts SET token_index = ? WHERE conversation = ? AND token_index = ?",
            (_next_index(database, part.conversation), part.conversation, part.token_index),
        )


def mailbox_secret_of(database: sqlite3.Connection, submission: SubmissionId) -> bytes | None:
    """The secret under which this submission's source looks for replies, or None."""
    row = database.execute(
        "SELECT mailbox_secret FROM submissions JOIN conversations ON conversations.id = conversation"
        " WHERE submissions.id = ?",
        (submission,),
    ).fetchone()
    return None if row is None else row["mailbox_secret"]


def replies_by_submission(database: sqlite3.Connection) -> Mapping[SubmissionId, tuple[SentReply, ...]]:
    """All replies, in the order in which they were written."""
    rows = database.execute(
        "SELECT submission, day, text, NOT EXISTS (SELECT 1 FROM reply_parts WHERE reply = replies.id"
        " AND sealed IS NOT NULL) AS delivered FROM replies ORDER BY id"
    )
    found: dict[SubmissionId, tuple[SentReply, ...]] = {}
    for row in rows:
        submission = SubmissionId(row["submission"])
        reply = SentReply(submission, date.fromisoformat(row["day"]), row["text"], bool(row["delivered"]))
        found[submission] = (*found.get(submission, ()), reply)
    return found


def answered_conversations(database: sqlite3.Connection) -> frozenset[str]:
    """Names of the conversations in which the newsroom has written at least once."""
    rows = database.execute(
        "SELECT DISTINCT conversation_name FROM filed JOIN replies ON replies.submission = filed.id"
    )
    return frozenset(row["conversation_name"] for row in rows)


def _next_index(database: sqlite3.Connection, conversation: int) -> int:
    row = database.execute(
        "SELECT max(next_index, (SELECT coalesce(max(token_index) + 1, 0) FROM reply_parts WHERE conversation = ?1))"
        " FROM conversations WHERE id = ?1",
        (conversation,),
    ).fetchone()
    return int(row[0])


def use_up(database: sqlite3.Connection, conversation: int) -> None:
    """The numbers given so far stay given, also when their replies are deleted. Inside a transaction."""
    database.execute(
        "UPDATE conversations SET next_index = ? WHERE id = ?", (_next_index(database, conversation), conversation)
    )
