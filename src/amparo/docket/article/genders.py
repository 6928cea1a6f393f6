"""Whether somebody is a man or a woman, told by the pronouns that stand with the name. Spec: "Who is meant".

Only of whom neither a title nor a given name tells it, and only by sentences that name nobody else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from amparo.docket.article.people import Person

_CLEAR = 3
"""How many times as often one gender must be told as the other."""


def genders_told(
    found: Sequence[tuple[int, int, Person | None]], starts: Sequence[int], gender: Callable[[int, int], str]
) -> None:
    """Give people without a gender the one that pronouns tell.

    `found`: mentions in the order of the text, None for a pronoun. `starts`: where sentences begin.
    """
    told: dict[int, Counter[str]] = {}
    people: dict[int, Person] = {}
    for _, group in groupby(found, key=lambda one: bisect_right(starts, one[0])):
        mentions = list(group)
        named = {id(one): one for _, _, one in mentions if one is not None}
        if len(named) != 1 or mentions[0][2] is None or mentions[0][2].gender:
            continue
        people |= named
        words = (gender(start, end) for start, end, one in mentions if one is None)
        told.setdefault(id(mentions[0][2]), Counter()).update(words)
    for key, counted in told.items():
        (most, often), (_, less) = [*counted.most_common(2), ("", 0), ("", 0)][:2]
        if often and often >= _CLEAR * less:
            people[key].gender = most
