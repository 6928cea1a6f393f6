"""What a thousand sources and one newsroom do in ninety days: a plan, drawn from set dice. No clock, no network.

A source writes one to five times, some days apart; what it sends tends to be of one size. The newsroom answers half of
what comes; sources look for answers, and remove some; the newsroom has a seventh of the envelopes removed once it has
them. So the drop is taken with most of ninety days in it: worse than a drop whose desk removes what it has fetched.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

START = datetime(2026, 3, 2, tzinfo=UTC)
TIMES_SENT = ((1, 0.40), (2, 0.25), (3, 0.15), (4, 0.12), (5, 0.08))
SIZES = ((0, 0.55), (3_000, 0.25), (60_000, 0.15), (300_000, 0.05))
HOURS = [1, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 8, 7, 8, 9, 9, 8, 8, 8, 9, 9, 8, 5, 3]
"""How busy each hour of the day is."""


class Deed(StrEnum):
    """What happens at one moment."""

    SEND = "send"
    ANSWER = "answer"
    CHECK = "check"
    REMOVE_REPLY = "remove reply"
    FETCH = "fetch"


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One deed. `number`: which submission of this source it concerns, from 0; `size` of the file sent, bytes."""

    at: datetime
    source: int
    deed: Deed = field(compare=False)
    number: int = field(default=0, compare=False)
    size: int = field(default=0, compare=False)


def plan(sources: int, days: int, dice: random.Random) -> list[Event]:
    """Everything, in the order of time."""
    end = START + timedelta(days=days)
    events = [event for source in range(sources) for event in _one_life(source, days, dice)]
    return sorted(event for event in events if event.at < end)


def _one_life(source: int, days: int, dice: random.Random) -> list[Event]:
    day, size, events = dice.uniform(0, days), _drawn(SIZES, dice), []
    for number in range(_drawn(TIMES_SENT, dice)):
        if dice.random() < 0.5:
            size = _drawn(SIZES, dice)
        at = _moment(int(day), dice)
        events.append(Event(at, source, Deed.SEND, number, size))
        events += _what_follows(at, source, number, dice)
        day += 1 + dice.expovariate(1 / 6)
    return events


def _what_follows(at: datetime, source: int, number: int, dice: random.Random) -> list[Event]:
    events = []
    if dice.random() < 1 / 7:
        events.append(Event(_later(at, 3, dice), source, Deed.FETCH, number))
    if dice.random() < 0.5:
        answered = _later(at, 2, dice)
        read = _later(answered, 3, dice)
        events += [Event(answered, source, Deed.ANSWER, number), Event(read, source, Deed.CHECK)]
        if dice.random() < 0.3:
            events.append(Event(read + timedelta(minutes=5), source, Deed.REMOVE_REPLY, number))
    elif dice.random() < 0.5:
        events.append(Event(_later(at, 4, dice), source, Deed.CHECK))
    return events


def _moment(day: int, dice: random.Random) -> datetime:
    (hour,) = dice.choices(range(24), HOURS)
    return START + timedelta(days=day, hours=hour, seconds=dice.uniform(0, 3600))


def _later(at: datetime, days: float, dice: random.Random) -> datetime:
    """Some days later, about `days`, at an hour of its own."""
    return max(_moment((at - START).days + round(dice.expovariate(1 / days)), dice), at + timedelta(minutes=20))


def _drawn(weights: tuple[tuple[int, float], ...], dice: random.Random) -> int:
    values, shares = zip(*weights, strict=True)
    return int(dice.choices(values, shares)[0])
