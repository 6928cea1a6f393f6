"""What sources sent and what the newsroom answered, as plain data. Knows no disk, no drop, no page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

EnvelopeId = NewType("EnvelopeId", str)
"""The drop's random name of one envelope: 8 to 64 letters, digits, `-` or `_`; harmless as a file name."""

SubmissionId = NewType("SubmissionId", str)
"""The desk's name of one opened envelope: 12 characters of base32, lower case."""


class EnvelopeState(StrEnum):
    """How far an envelope has come on its way from the drop."""

    FILED = "filed"
    """Opened and safe on this disk; the drop has not yet confirmed that it deleted its copy."""
    COLLECTED = "collected"
    """Filed, and gone from the drop."""
    ELSEWHERE = "elsewhere"
    """Sealed before this desk joined the others: no copy is kept here (docs/adr/0207)."""
    DISCARDED = "discarded"
    """Deleted on a person's word though it was never opened."""
    UNOPENED = "unopened"
    """Kept here and at the drop, because it could not be opened."""


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """One file of a submission. `name` is a safe single path component; `size` in bytes; `sha256` in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One opened envelope. `received` is the day the drop took it in; None as `reply_recipient`: no reply possible.

    `answers` are by question key, `questions` their wording as the source had it; `channel` the way in it chose.
    """

    id: SubmissionId
    envelope: EnvelopeId
    conversation: str
    received: date
    message: str
    answers: Mapping[str, str]
    files: tuple[SubmittedFile, ...]
    reply_recipient: str | None
    read: bool
    channel: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def answered(self) -> tuple[tuple[str, str], ...]:
        """Each answer with what was asked, in the form's order; the key stands for a wording that is not known."""
        order = [*(key for key in self.questions if key in self.answers)]
        order += [key for key in self.answers if key not in self.questions]
        return tuple((self.questions.get(key, key), self.answers[key]) for key in order)

    @property
    def size(self) -> int:
        """Bytes of message and files together."""
        return len(self.message.encode()) + sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class SentReply:
    """One reply of the newsroom. `delivered` means that the drop confirmed every part of it."""

    submission: SubmissionId
    day: date
    text: str
    delivered: bool


@dataclass(frozen=True, slots=True)
class UnopenedEnvelope:
    """An envelope kept though it cannot be opened: a reason code that stays stable, and a sentence for a person."""

    id: EnvelopeId
    day: date
    size: int
    reason: str
    explanation: str
