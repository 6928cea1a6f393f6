"""What is due by when, under the rules of a law: computed from the steps and the limits of the table.

Spec: specs/case.md, "Time limits". A date that is not exact gives a last day that is not exact. Nothing here knows of
extensions that a court grants: each limit names its rule, and says where more time can be given.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from amparo.docket.model import Step
from amparo.docket.procedures import Limit, Procedure


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit that runs: the step that began it, and its last day, from the earliest to the latest it may be."""

    limit: Limit
    step: Step
    first: date
    last: date

    def passed(self, on: date) -> bool:
        """Whether its last day is over without doubt on a day."""
        return self.last < on


def deadlines(procedure: Procedure, past: Sequence[Step]) -> tuple[Deadline, ...]:
    """The limits that run after the steps that have happened, in their order; the earliest last day first."""
    running = [one for limit in procedure.limits for one in _running(limit, past)]
    return tuple(sorted(running, key=lambda one: (one.last, one.first)))


def _running(limit: Limit, past: Sequence[Step]) -> Iterator[Deadline]:
    """The deadline of the last step that begins a limit, when nothing has met it since."""
    begun = [place for place, step in enumerate(past) if step.kind == limit.after and step.date is not None]
    if not begun:
        return
    place, step = begun[-1], past[begun[-1]]
    met = any(later.kind in limit.until for later in past[place + 1 :])
    barred = any(earlier.kind in limit.unless for earlier in past[:place])
    if step.date is None or met or barred:
        return
    when = step.date.when
    if limit.in_force.first <= when.settled <= limit.in_force.last and when.first != date.min:
        yield Deadline(limit, step, last_day(limit, when.first), last_day(limit, when.settled))


def last_day(limit: Limit, begun: date) -> date:
    """The last day of a limit that begins with a step on a day."""
    if limit.months:
        return _months_after(begun, limit.months, counts_first=limit.counts_first)
    return begun + timedelta(limit.days - limit.counts_first)


def _months_after(day: date, months: int, *, counts_first: bool) -> date:
    """The day of the same number in a later month, or the day before it; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    if day.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, day.day) - timedelta(counts_first)
