"""Checks a case file: private data, then the schema, then what a schema cannot say. Spec: specs/case.md, "Rules".

Each rule is a function that yields refusals for the values it was given; nothing is repaired and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from amparo.docket import against, order_rules, privacy, rules, schema
from amparo.docket.against import Texts
from amparo.docket.model import Case
from amparo.docket.parsing import parse_case
from amparo.docket.positions import Located, Place, Unreadable, written
from amparo.docket.reading import read
from amparo.docket.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Placed:
    """A refusal with its place in the file."""

    place: Place
    pointer: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: a case, or the reasons why there is none, in the order of the file.

    `warned` are places of a good file that an editor should look at again.
    """

    case: Case | None
    refused: tuple[Placed, ...]
    warned: tuple[Placed, ...] = ()


def check(data: bytes, today: date, texts: Texts = MappingProxyType({})) -> Checked:
    """Check the bytes of a case file, and its citations against the source texts at hand, if any.

    What cannot be read at all is one refusal.
    """
    try:
        located = read(data)
    except Unreadable as error:
        return Checked(None, (Placed(error.place, "/", Refusal((), error.what, error.hint)),))
    refused = tuple(refusals(located.value, today)) or tuple(against.refusals(located.value, texts))
    if refused:
        return Checked(None, _placed(located, refused))
    return Checked(parse_case(located.value), (), _placed(located, tuple(order_rules.warnings(located.value))))


def refusals(values: Any, today: date) -> Iterator[Refusal]:
    """All refusals. The rules run only over values that have the right shape."""
    private = list(privacy.refusals(values))
    yield from private
    known = {refusal.at for refusal in private}
    shapeless = [refusal for refusal in schema.refusals(values) if refusal.at not in known]
    yield from shapeless
    if not private and not shapeless:
        yield from rules.refusals(values, today)


def _placed(located: Located, refused: tuple[Refusal, ...]) -> tuple[Placed, ...]:
    placed = [Placed(located.place(refusal.at), written(refusal.at), refusal) for refusal in refused]
    return tuple(sorted(placed, key=lambda one: (one.place.line, one.place.column)))
