"""What the attacker is asked, drawn from the truth; half of the sources are the attacker's own, with answers given.

Every question has two answers, and a toss of a coin gets half of them right.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Question = dict[str, Any]
PER_RECORD = 4
"""Questions of a kind for each record that one can be asked about."""


@dataclass
class World:
    """Records by key: whose, when, and in which class of sizes. `envelopes` and `replies` may have different keys."""

    envelopes: dict[str, tuple[int, datetime]]
    replies: dict[str, tuple[int, datetime]]
    sizes: dict[str, int]
    by_source: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_day: dict[object, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for key, (source, at) in self.envelopes.items():
            self.by_source[source].append(key)
            self.by_day[at.date()].append(key)


def ask(world: World, dice: random.Random) -> tuple[list[Question], dict[int, tuple[int, int]]]:
    """The questions, and for each by number: the right answer (1 or -1) and the source it is about."""
    made = [*_links(world, dice), *_replies(world, dice), *_orders(world, dice), *_halves(world, dice)]
    sources = sorted(world.by_source)
    own = set(dice.sample(sources, len(sources) // 2))
    truth = {}
    for number, question in enumerate(made):
        about = question.pop("about")
        question["number"] = number
        truth[number] = (question["answer"], about)
        if about not in own:
            del question["answer"]
    return made, truth


def open_ones(questions: Sequence[Question]) -> dict[str, list[int]]:
    """The numbers that are to be answered, by kind."""
    found: dict[str, list[int]] = defaultdict(list)
    for question in questions:
        if "answer" not in question:
            found[question["kind"]].append(question["number"])
    return found


def _two(kind: str, of: str, right: str, wrong: str, about: int, dice: random.Random) -> Question:
    first, second, answer = (right, wrong, 1) if dice.random() < 0.5 else (wrong, right, -1)
    return {"kind": kind, "of": of, "first": first, "second": second, "answer": answer, "about": about}


def _links(world: World, dice: random.Random) -> Iterator[Question]:
    keys = list(world.envelopes)
    for source, own in world.by_source.items():
        for of in own if len(own) > 1 else ():
            for _ in range(PER_RECORD):
                right = dice.choice([key for key in own if key != of])
                yield _two("link", of, right, _stranger(world, keys, source, dice), source, dice)
                day = world.envelopes[right][1].date()
                alike = [key for key in world.by_day[day] if world.sizes[key] == world.sizes[right]]
                if any(world.envelopes[key][0] != source for key in alike):
                    yield _two(
                        "link, same day and size", of, right, _stranger(world, alike, source, dice), source, dice
                    )


def _replies(world: World, dice: random.Random) -> Iterator[Question]:
    keys = list(world.envelopes)
    for of, (source, _) in world.replies.items():
        for _ in range(PER_RECORD if world.by_source.get(source) else 0):
            right = dice.choice(world.by_source[source])
            yield _two("reply", of, right, _stranger(world, keys, source, dice), source, dice)
            same = world.by_day[world.envelopes[right][1].date()]
            if any(world.envelopes[key][0] != source for key in same):
                yield _two("reply, same day", of, right, _stranger(world, same, source, dice), source, dice)


def _orders(world: World, dice: random.Random) -> Iterator[Question]:
    for keys in world.by_day.values():
        for of in keys if len(keys) > 1 else ():
            for _ in range(PER_RECORD):
                other = dice.choice([key for key in keys if key != of])
                first, second = sorted((of, other), key=lambda key: world.envelopes[key][1])
                yield _two("order", of, first, second, world.envelopes[of][0], dice)


def _halves(world: World, dice: random.Random) -> Iterator[Question]:
    """As many before one o’clock as after."""
    sides: dict[int, list[str]] = {1: [], -1: []}
    for key, (_, at) in world.envelopes.items():
        sides[1 if at.hour < 13 else -1].append(key)
    fewer = min(map(len, sides.values()))
    for answer, keys in sides.items():
        for of in dice.sample(keys, fewer):
            source, at = world.envelopes[of]
            same_day = [key for key in world.by_day[at.date()] if key != of]
            yield {"kind": "half of the day", "of": of, "same_day": same_day, "answer": answer, "about": source}


def _stranger(world: World, keys: Sequence[str], source: int, dice: random.Random) -> str:
    return dice.choice(
        [key for key in dice.sample(keys, min(len(keys), 40)) if world.envelopes[key][0] != source]
        or [key for key in keys if world.envelopes[key][0] != source]
    )
