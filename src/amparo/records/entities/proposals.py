"""Which names might mean the same entity: proposals with a reason, never joined without a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from amparo.records.entities.grouping import Form
from amparo.records.entities.letters import distance, fold, sound
from amparo.records.entities.model import EntityKind
from amparo.records.entities.spellings import romanised


def near(name: str, kind: EntityKind, others: Iterable[Form]) -> Iterator[tuple[Form, str]]:
    """Forms that might mean the same as `name`, each with the reason; never joined without a person."""
    mine = fold(name)
    words = mine.split()
    for form in others:
        theirs = fold(form.name)
        if form.kind is not kind or theirs == mine or not theirs:
            continue
        if reason := _reason(words, theirs.split(), kind):
            yield form, reason


def _reason(mine: Sequence[str], theirs: Sequence[str], kind: EntityKind) -> str:
    if kind is EntityKind.PERSON and 1 in (len(mine), len(theirs)) and mine[-1] == theirs[-1]:
        return "surname-alone"
    if kind is EntityKind.PERSON and (sounds := _romanised(mine)) is not None and sounds == _romanised(theirs):
        return "romanised-otherwise"
    if len(mine) == len(theirs) and all(_near_word(a, b) for a, b in zip(mine, theirs, strict=True)):
        return "near-spelling"
    if kind is EntityKind.PERSON and len(mine) > 1 and len(theirs) > 1 and _same_people(mine, theirs):
        return "near-spelling"
    if kind is EntityKind.ORGANISATION and min(len(mine), len(theirs)) > 1:
        short, long = sorted((list(mine), list(theirs)), key=len)
        if long[-len(short) :] == short or long[: len(short)] == short:
            return "part-of-name"
    return ""


def _romanised(words: Sequence[str]) -> tuple[str, str] | None:
    return romanised(words[0], words[-1]) if len(words) > 1 else None


def _same_people(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Given name and surname, whatever stands between them."""
    return _near_word(mine[0], theirs[0]) and _near_word(mine[-1], theirs[-1])


def _near_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if 1 in (len(one), len(other)):
        return one[:1] == other[:1]
    if min(len(one), len(other)) < 4:
        return False
    most = 2 if min(len(one), len(other)) > 7 else 1
    return distance(one, other, most) <= most or (sound(one) == sound(other) and len(sound(one)) > 2)
