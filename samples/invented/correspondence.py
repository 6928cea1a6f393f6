"""Who wrote to whom, on which day and about what: the cables before they become TEI (tei.py) or rows (tables.py).

References point back at cables of the same thread that the writer could have seen, so that following them tells the
story in its order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from invented.grammar import draw, say
from invented.topics import ASIDES, LEDGERS, TOPICS, Topic
from invented.world import BRENNA, HALMERE, MINISTRY, PELLMAR, SLOTS, Post

_FORWARDED = (
    "Your [comment|opinion] is asked on the following, received [this morning|by bag] and not to be quoted.",
    "The Minister has [read|seen] the following and [wishes to know|asks] whether it agrees with what you [hear|see].",
    "For your [own information|guidance] only. We have the following from [a source we trust|Halmere|Brenna].",
)


@dataclass(frozen=True, slots=True)
class Cable:
    """One message; `points` and `comment` are finished prose, `references` the reference ids of earlier ones."""

    day: date
    topic: Topic
    sender: Post
    recipient: Post
    serial: int
    subject: str
    references: tuple[str, ...]
    points: tuple[str, ...]
    comment: str

    @property
    def reference(self) -> str:
        """Year, place and serial number, as later cables quote it: 02HALMERE209."""
        return f"{self.day:%y}{self.sender.place.upper()}{self.serial}"


def correspondence(rng: Random, periods: list[tuple[date, date, int]]) -> Iterator[list[Cable]]:
    """One list of cables, in order of time, for each (first day, last day, count)."""
    serials: dict[tuple[str, int], int] = {}
    seen: dict[str, list[str]] = {}
    for begin, end, count in periods:
        cables = []
        for day, topic in _drafts(rng, begin, end, count):
            abroad = (BRENNA, BRENNA, HALMERE, PELLMAR) if "SW" in topic.tags else (BRENNA, BRENNA, HALMERE)
            field = rng.choice(abroad)
            sender, recipient = (field, MINISTRY) if rng.random() < 0.78 else (MINISTRY, field)
            key = (sender.place, day.year)
            serials[key] = serials.get(key, 0) + rng.randint(1, 9)
            earlier = seen.setdefault(topic.tags, [])
            references = tuple(draw(rng, earlier[-9:], rng.choice((0, 1, 1, 2, 3))))
            subject = say(rng, rng.choice(topic.subjects), SLOTS)
            points, comment = _prose(rng, topic, sender)
            cable = Cable(day, topic, sender, recipient, serials[key], subject, references, points, comment)
            earlier.append(cable.reference)
            cables.append(cable)
        yield cables


def _drafts(rng: Random, begin: date, end: date, count: int) -> list[tuple[date, Topic]]:
    """What happens in a period, in order of time."""
    current = [topic for topic in TOPICS if topic.first < end and topic.last > begin]
    drafts = []
    for topic in rng.choices(current, [topic.weight for topic in current], k=count):
        span = (min(topic.last, end) - max(topic.first, begin)).days
        drafts.append((max(topic.first, begin) + timedelta(days=rng.randint(0, span)), topic))
    return sorted(drafts, key=lambda draft: draft[0])


def _prose(rng: Random, topic: Topic, sender: Post) -> tuple[tuple[str, ...], str]:
    """Points of the thread in the order of an argument, now and then an aside, and what the writer makes of it."""
    points = draw(rng, topic.points, rng.randint(3, 6))
    if topic is not LEDGERS and rng.random() < 0.2:
        points.append("Reference to the [ledgers|harbour accounts] [was avoided|did not arise].")
    if rng.random() < 0.35:
        points.append(rng.choice(ASIDES))
    if sender is MINISTRY:
        points.insert(0, rng.choice(_FORWARDED))
    return tuple(say(rng, point, SLOTS) for point in points), say(rng, rng.choice(topic.comments), SLOTS)
