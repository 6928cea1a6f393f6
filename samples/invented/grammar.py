"""Sentences from templates: `[this|that]` chooses, `{slot}` fills. Seeded, so always the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def say(rng: Random, template: str, slots: Mapping[str, str | Sequence[str]]) -> str:
    """Take the innermost choices first, then fill the slots; a slot that holds several values draws one."""

    def choose(found: re.Match[str]) -> str:
        return rng.choice(str(found.group(1)).split("|"))

    def fill(found: re.Match[str]) -> str:
        value = slots[found.group(1)]
        return value if isinstance(value, str) else rng.choice(value)

    while _CHOICE.search(template):
        template = _CHOICE.sub(choose, template, count=1)
    while _SLOT.search(template):
        template = _SLOT.sub(fill, template, count=1)
    return template[:1].upper() + template[1:]


def draw(rng: Random, templates: Sequence[str], count: int) -> list[str]:
    """`count` different templates in their written order, so that an argument keeps its direction."""
    chosen = sorted(rng.sample(range(len(templates)), min(count, len(templates))))
    return [templates[place] for place in chosen]
