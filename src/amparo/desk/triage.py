"""What to read first: each submission gets a rank and the reasons for it, in words. Pure; deletes and hides nothing.

A machine's proposal, and shown as one: a conversation under way rises, files come before bare words, copies of what
is here already sink to the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from amparo.desk.submissions import Submission

FEW_WORDS, FEW_CHARACTERS = 3, 12


class Rank(IntEnum):
    """Smaller comes first."""

    FIRST = 0
    NORMAL = 1
    LAST = 2


class Reason(StrEnum):
    """Why a submission stands where it stands; the codes stay stable, the pages have the words."""

    ANSWERED = "answered"
    """Belongs to a conversation in which the newsroom has replied."""
    RETURNS = "returns"
    """The same source wrote more than once."""
    FILES = "files"
    """Holds files that are not here yet."""
    MESSAGE = "message"
    """Holds words only."""
    KNOWN_FILES = "known-files"
    """Every file of it is here already."""
    SAME_TEXT = "same-text"
    """Word for word what another submission said before."""
    FEW_WORDS = "few-words"
    """Next to nothing is in it."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """One submission, where it ranks, and why."""

    submission: Submission
    rank: Rank
    reasons: tuple[Reason, ...]


def assess(submissions: Sequence[Submission], held: Collection[str], answered: Collection[str]) -> tuple[Assessed, ...]:
    """All of `submissions` (given newest first): newest day first, within a day by rank, then files, then size.

    What ranks last comes after everything else, whatever its day. `held` are the SHA-256 of files that collections hold
    already, `answered` the names of conversations that got a reply.
    """
    context = _Context(submissions, held, answered)
    return tuple(sorted((context.assess(each) for each in submissions), key=_order))


def _order(found: Assessed) -> tuple[bool, int, Rank, bool, int]:
    each = found.submission
    return (found.rank is Rank.LAST, -each.received.toordinal(), found.rank, not each.files, -each.size)


class _Context:
    """What the other submissions say about one of them."""

    def __init__(self, submissions: Sequence[Submission], held: Collection[str], answered: Collection[str]) -> None:
        self._held, self._answered = frozenset(held), frozenset(answered)
        self._per_conversation = Counter(each.conversation for each in submissions)
        self._first_with_text: dict[str, str] = {}
        self._first_with_file: dict[str, str] = {}
        for each in reversed(submissions):
            self._first_with_text.setdefault(_normal(each.message), each.id)
            for file in each.files:
                self._first_with_file.setdefault(file.sha256, each.id)

    def assess(self, each: Submission) -> Assessed:
        if each.conversation in self._answered:
            return Assessed(each, Rank.FIRST, (Reason.ANSWERED, *_content(each)))
        if reason := self._why_last(each):
            return Assessed(each, Rank.LAST, (reason,))
        if self._per_conversation[each.conversation] > 1:
            return Assessed(each, Rank.FIRST, (Reason.RETURNS, *_content(each)))
        return Assessed(each, Rank.FIRST if each.files else Rank.NORMAL, _content(each))

    def _why_last(self, each: Submission) -> Reason | None:
        words = _normal(each.message)
        if each.files:
            known = all(self._is_known(file.sha256, each) for file in each.files)
            return Reason.KNOWN_FILES if known else None
        # Characters too, for scripts that do not part words.
        if len(words.split()) < FEW_WORDS and len(words) < FEW_CHARACTERS:
            return Reason.FEW_WORDS
        return Reason.SAME_TEXT if self._first_with_text[words] != each.id else None

    def _is_known(self, sha256: str, each: Submission) -> bool:
        return sha256 in self._held or self._first_with_file[sha256] != each.id


def _content(each: Submission) -> tuple[Reason, ...]:
    return (Reason.FILES,) if each.files else (Reason.MESSAGE,)


def _normal(message: str) -> str:
    return " ".join(message.casefold().split())
