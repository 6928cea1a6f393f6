"""Where a date of an article may belong in a case, as the choices of the editor's page. Spec: specs/article.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from amparo.docket.article.dating import procedures_of
from amparo.docket.article.proposing import Line, Proposal
from amparo.docket.article.reader import Reading
from amparo.docket.model import Case, Charge, Offer, Proceeding
from amparo.docket.procedures import CHARGE, OFFER, OFFERS, PROCEEDINGS

_SHORT = 60
Choice = tuple[str, str]
"""A value of a form's field, and its words."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices under one heading."""

    name: str
    choices: tuple[Choice, ...]


def places(reading: Reading, line: Proposal, lines: Sequence[Proposal], case: Case | None) -> tuple[Choices, ...]:
    """What a date may date: a statement near it, what the case has, or something new."""
    new = [(f"new:{kind}", one.name) for kind, one in PROCEEDINGS.items()]
    new += [(f"offer:{kind}", f"Offer: {name}") for kind, name in OFFERS.items()]
    there = [(f"step:{one.known.id}", _named(one)) for _, one, _ in procedures_of(case)] if case else []
    groups = (
        Choices("A statement near it", tuple(_statements(reading, line, lines))),
        Choices("A step of what the case has", tuple(there)),
        Choices("New in the case", (*new, ("disclosure", "Disclosure"))),
    )
    return tuple(one for one in groups if one.choices)


def _statements(reading: Reading, line: Proposal, lines: Sequence[Proposal]) -> list[Choice]:
    """Statements of the date's paragraph: without an empty line between."""
    text, found = reading.article.text, list[Choice]()
    for one in lines:
        between = text[min(one.span[1], line.at[1]) : max(one.span[0], line.at[0])]
        if one.line is Line.STATEMENT and "\n\n" not in between and len(between) < 600:
            words = " ".join(text[slice(*one.span)].split())
            found.append((f"said:{one.id}", f"{one.id}: {words if len(words) < _SHORT else words[:_SHORT] + '…'}"))
    return found


def _named(one: Charge | Proceeding | Offer) -> str:
    if isinstance(one, Proceeding):
        return one.title
    return f"Charge: {one.offence}" if isinstance(one, Charge) else f"Offer: {OFFERS.get(one.kind, one.kind)}"


def moves() -> tuple[Choice, ...]:
    """Every kind of step, by its name; one that several procedures have stands once."""
    found: dict[str, str] = {}
    for known in (*PROCEEDINGS.values(), CHARGE, OFFER):
        for kind, move in known.moves.items():
            found.setdefault(kind, move.name)
    return tuple(sorted(found.items(), key=lambda choice: choice[1]))
