"""The inbox: what sources sent, ranked, with what was answered; and the forms in which terminal and JSON show it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from amparo.desk import clocks_store, replies_store, submissions_store
from amparo.desk.clocks import Clock, clock_json, clocks_of
from amparo.desk.filing import FILES
from amparo.desk.settings import Settings
from amparo.desk.submissions import SentReply, Submission, SubmissionId, UnopenedEnvelope
from amparo.desk.triage import Assessed, assess
from amparo.errors import InputError


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the inbox on the day `today`: a submission, its rank with the reasons, the replies to it, its clock.

    `clock` is None where clocks are switched off.
    """

    assessed: Assessed
    replies: tuple[SentReply, ...]
    clock: Clock | None
    today: date

    @property
    def submission(self) -> Submission:
        """The submission itself."""
        return self.assessed.submission


def entries(database: sqlite3.Connection, settings: Settings, today: date) -> tuple[Entry, ...]:
    """Every submission, newest and most relevant first."""
    submissions = submissions_store.submissions(database)
    held = submissions_store.held_hashes(database, settings.submissions)
    replies = replies_store.replies_by_submission(database)
    answered = replies_store.answered_conversations(database)
    clocks = clocks_of(submissions, replies, clocks_store.decisions(database)) if settings.runs_clocks else {}
    return tuple(
        Entry(each, replies.get(each.submission.id, ()), clocks.get(each.submission.id), today)
        for each in assess(submissions, held, answered)
    )


def find(database: sqlite3.Connection, untrusted_start: str) -> SubmissionId:
    """The submission whose identity is, or uniquely starts with, this text; InputError otherwise."""
    start = untrusted_start.strip().lower()
    found = submissions_store.ids_starting_with(database, start) if start else ()
    if not found:
        raise InputError("No submission has this name.", "See: amparo desk inbox")
    if len(found) > 1:
        raise InputError("More than one submission starts so.", "Give more of its name.")
    return found[0]


def file_path(settings: Settings, submission: Submission, number: int) -> Path:
    """Where the file at this position (from 0) lies; InputError when there is none."""
    if not 0 <= number < len(submission.files):
        raise InputError("The submission has no such file.")
    return files_directory(settings, submission.id) / submission.files[number].name


def files_directory(settings: Settings, submission: SubmissionId) -> Path:
    """The directory that holds a submission's files."""
    return settings.submissions / submission / FILES


def entry_json(entry: Entry) -> dict[str, Any]:
    """The stable JSON form of one submission."""
    submission = entry.submission
    return {
        "submission": submission.id,
        "id": submission.id,
        "conversation": submission.conversation,
        "received": submission.received.isoformat(),
        "message": submission.message,
        "channel": submission.channel,
        "answers": dict(submission.answers),
        "questions": dict(submission.questions),
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in submission.files],
        "size": submission.size,
        "read": submission.read,
        "can_reply": submission.reply_recipient is not None,
        "replies": [_reply_json(reply) for reply in entry.replies],
        "rank": entry.assessed.rank.name.lower(),
        "reasons": [str(reason) for reason in entry.assessed.reasons],
        "clock": None if entry.clock is None else clock_json(entry.clock, entry.today),
    }


def unopened_json(envelopes: Sequence[UnopenedEnvelope]) -> list[Mapping[str, Any]]:
    """The stable JSON form of the envelopes that could not be opened."""
    return [
        {
            "envelope": each.id,
            "day": each.day.isoformat(),
            "size": each.size,
            "reason": each.reason,
            "explanation": each.explanation,
        }
        for each in envelopes
    ]


def _reply_json(reply: SentReply) -> dict[str, Any]:
    return {"day": reply.day.isoformat(), "text": reply.text, "delivered": reply.delivered}
