"""The case as the docket knew it on a day: facts, citations and sources of later days are not in it.

Spec: specs/case.md, "Known on". What is added to a case file later carries later days, so an earlier day gives the
same answer for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from amparo.docket.model import (
    Actor,
    Case,
    Charge,
    Disclosure,
    Figure,
    Known,
    Offer,
    Proceeding,
    SourceId,
    Statement,
    Step,
)

F = TypeVar("F", Actor, Disclosure, Charge, Proceeding, Offer, Statement, Figure, Step)


def as_known_on(case: Case, day: date) -> Case:
    """The same case without anything that the docket came to know after `day`."""
    sources = tuple(source for source in case.sources if source.retrieved <= day)
    read = frozenset(source.id for source in sources)

    def steps(steps: Iterable[Step]) -> tuple[Step, ...]:
        return _facts(steps, read, day)

    return replace(
        case,
        sources=sources,
        actors=_facts(case.actors, read, day),
        disclosures=_facts(case.disclosures, read, day),
        charges=tuple(replace(one, steps=steps(one.steps)) for one in _facts(case.charges, read, day)),
        proceedings=tuple(replace(one, steps=steps(one.steps)) for one in _facts(case.proceedings, read, day)),
        offers=tuple(replace(one, steps=steps(one.steps)) for one in _facts(case.offers, read, day)),
        statements=_facts(case.statements, read, day),
        figures=_facts(case.figures, read, day),
    )


def days_of_record(case: Case) -> tuple[date, ...]:
    """The days on which the docket came to know something of this case, oldest first."""
    days = {source.retrieved for source in case.sources}
    days |= {fact.known.since for fact in every_fact(case)}
    return tuple(sorted(days))


def every_fact(case: Case) -> tuple[Actor | Disclosure | Charge | Proceeding | Offer | Statement | Figure | Step, ...]:
    """All facts, steps included."""
    procedures: tuple[Charge | Proceeding | Offer, ...] = (*case.charges, *case.proceedings, *case.offers)
    steps = tuple(step for procedure in procedures for step in procedure.steps)
    return (*case.actors, *case.disclosures, *procedures, *steps, *case.statements, *case.figures)


def _facts(facts: Iterable[F], read: frozenset[SourceId], day: date) -> tuple[F, ...]:
    return tuple(replace(fact, known=_cited(fact.known, read)) for fact in facts if fact.known.since <= day)


def _cited(known: Known, read: frozenset[SourceId]) -> Known:
    return replace(known, cites=tuple(cite for cite in known.cites if cite.source in read))
