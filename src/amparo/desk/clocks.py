"""The clocks of a report under EU law: acknowledge within seven days, give feedback within three months.

Directive (EU) 2019/1937, article 9(1)(b) and (f) for internal and 11(2)(b) and (d) for external channels: acknowledge
within seven days of receipt; feedback within three months of the acknowledgement or, when none was sent, of the end of
those seven days; six months in duly justified cases. They run at the desk only: the drop has no notion of a report.

Pure. Where the law could be read in two ways, the earlier day is taken: a month ends on its last day when it is short,
and no period is longer for ending on a Sunday or a holiday.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from amparo.desk.submissions import SentReply, Submission, SubmissionId

ACKNOWLEDGE_DAYS = 7
FEEDBACK_MONTHS = 3
EXTENDED_MONTHS = 6
SOON_DAYS = 3
"""From so many days before it ends on, a clock is shown as pressing."""


class State(StrEnum):
    """What a report waits for."""

    ACKNOWLEDGE = "acknowledge"
    FEEDBACK = "feedback"
    DONE = "done"
    SET_ASIDE = "set-aside"
    NO_WAY = "no-way-to-answer"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided about one report's clock, each with its day. Extending and setting aside have reasons."""

    feedback: date | None = None
    extended: date | None = None
    extension_reason: str = ""
    set_aside: date | None = None
    set_aside_reason: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """One report's clock. `acknowledged`: the day of the first reply that is at the drop, found by the desk itself."""

    received: date
    acknowledged: date | None
    decisions: Decisions
    answerable: bool = True

    @property
    def acknowledge_by(self) -> date:
        """The last day to acknowledge: the seventh after the day of receipt."""
        return self.received + timedelta(days=ACKNOWLEDGE_DAYS)

    @property
    def feedback_by(self) -> date:
        """The last day to give feedback. A late acknowledgement does not move it."""
        start = min(self.acknowledged or self.acknowledge_by, self.acknowledge_by)
        return months_after(start, EXTENDED_MONTHS if self.decisions.extended else FEEDBACK_MONTHS)

    @property
    def state(self) -> State:
        """What it waits for now."""
        if self.decisions.feedback is not None:
            return State.DONE
        if self.decisions.set_aside is not None:
            return State.SET_ASIDE
        if not self.answerable:
            return State.NO_WAY
        return State.ACKNOWLEDGE if self.acknowledged is None else State.FEEDBACK

    @property
    def running(self) -> bool:
        """Whether something is still to be done."""
        return self.state in (State.ACKNOWLEDGE, State.FEEDBACK)

    @property
    def due(self) -> date | None:
        """The last day for what it waits for; None when it waits for nothing."""
        if not self.running:
            return None
        return self.acknowledge_by if self.state is State.ACKNOWLEDGE else self.feedback_by

    def days_left(self, today: date) -> int | None:
        """Days until `due`, 0 on that very day, negative when it is past; None when nothing is due."""
        return None if self.due is None else (self.due - today).days

    def late(self, today: date) -> bool:
        """Whether its last day is past."""
        left = self.days_left(today)
        return left is not None and left < 0

    def soon(self, today: date) -> bool:
        """Whether its last day is near, or past."""
        left = self.days_left(today)
        return left is not None and left <= SOON_DAYS


@dataclass(frozen=True, slots=True)
class Due:
    """One report and its clock, for lists."""

    submission: Submission
    clock: Clock


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last day when it is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def clocks_of(
    submissions: Iterable[Submission],
    replies: Mapping[SubmissionId, Sequence[SentReply]],
    decisions: Mapping[SubmissionId, Decisions],
) -> Mapping[SubmissionId, Clock]:
    """The clock of each submission.

    A reply acknowledges what it answers, and whatever else of that conversation had come before its day. One that
    still waits here acknowledges nothing.
    """
    each = tuple(submissions)
    conversations = {submission.id: submission.conversation for submission in each}
    written: dict[str, list[SentReply]] = {}
    for reply in (reply for sent in replies.values() for reply in sent if reply.delivered):
        if reply.submission in conversations:
            written.setdefault(conversations[reply.submission], []).append(reply)
    return {
        submission.id: Clock(
            submission.received,
            _acknowledged(submission, written.get(submission.conversation, ())),
            decisions.get(submission.id, Decisions()),
            submission.reply_recipient is not None,
        )
        for submission in each
    }


def _acknowledged(submission: Submission, replies: Iterable[SentReply]) -> date | None:
    # A reply of the same day to something else may have been written before this came.
    days = (r.day for r in replies if r.submission == submission.id or r.day > submission.received)
    return min(days, default=None)


def by_urgency(due: Iterable[Due]) -> tuple[Due, ...]:
    """What ends first comes first; what waits for nothing comes last, newest first."""
    return tuple(
        sorted(due, key=lambda each: (not each.clock.running, each.clock.due or date.max, each.submission.received))
    )


def clock_json(clock: Clock, today: date) -> dict[str, object]:
    """The stable JSON form of a clock; days as YYYY-MM-DD, `days_left` negative when the last day is past."""
    decided = clock.decisions
    days = {
        "acknowledge_by": clock.acknowledge_by,
        "acknowledged": clock.acknowledged,
        "feedback_by": clock.feedback_by,
        "feedback": decided.feedback,
        "extended": decided.extended,
        "set_aside": decided.set_aside,
        "due": clock.due,
    }
    said: dict[str, object] = {name: None if day is None else day.isoformat() for name, day in days.items()}
    return said | {
        "state": str(clock.state),
        "extension_reason": decided.extension_reason,
        "set_aside_reason": decided.set_aside_reason,
        "days_left": clock.days_left(today),
    }
