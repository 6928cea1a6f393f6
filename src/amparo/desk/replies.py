"""Answers a source: seals the reply to the source's recipient and leaves it at the drop under the next mailbox tokens.

Spec: specs/mailbox.md. Sealed parts are on our disk before the drop hears of them, so neither a killed desk nor a
killed drop can lose a reply, send it twice under two indices, or leave a gap.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import date

from amparo.desk import replies_store, submissions_store
from amparo.desk.drop_client import DropClient
from amparo.desk.submissions import SubmissionId
from amparo.errors import InputError, StateError
from amparo.seal.mailbox import tag, token
from amparo.seal.reply import seal_reply

MOST_MOVES = 256
"""Replies that one delivery may find in its way before it gives up."""


def write_reply(
    database: sqlite3.Connection,
    submission: SubmissionId,
    text: str,
    today: date,
    random: Callable[[int], bytes] = os.urandom,
) -> int:
    """Seal `text` for the source of this submission and queue it; how many parts it took.

    Raises StateError when the source left no way to answer, InputError when there is nothing to say.
    """
    text = text.strip().replace("\r\n", "\n")
    if not text:
        raise InputError("The reply is empty.", "Write a message.")
    found = submissions_store.submission(database, submission)
    if found is None:
        raise StateError("There is no such submission.", "See: amparo desk inbox")
    if found.reply_recipient is None or replies_store.mailbox_secret_of(database, submission) is None:
        raise StateError("The source of this submission left no way to answer.", "Nothing can be done about that.")
    parts = seal_reply(text, found.reply_recipient, day=today, random=random)
    replies_store.queue_reply(database, submission, today, text, parts)
    return len(parts)


def deliver_replies(database: sqlite3.Connection, client: DropClient, desk: str) -> int:
    """Give the drop every part it has not confirmed; how many there were. Safe to run again at any time."""
    delivered = moved = 0
    while parts := replies_store.waiting_parts(database):
        for part in parts:
            if client.put_reply(tag(token(part.mailbox_secret, desk, part.token_index)), part.sealed):
                replies_store.confirm_part(database, part)
                delivered += 1
            else:
                # This desk was restored from a backup older than its last replies: those stand, ours goes after them.
                replies_store.move_part(database, part)
                moved += 1
        if moved > MOST_MOVES:
            raise StateError("The drop says that other replies lie wherever this one should go.", "Try again later.")
    return delivered
