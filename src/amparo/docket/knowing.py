"""The case as the docket knew it on a day: facts, citations and sources of later days are not in it.

Spec: specs/case.md, "Known on" and "Corrections". What is added to a case file later carries later days, so an earlier
day gives the same answer for ever. A correction is such an addition: from its day on, the fact it takes out is gone,
and what named that fact names the one that stands instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from amparo.docket.model import (
    Actor,
    Case,
    Charge,
    Conflict,
    Correction,
    Disclosure,
    FactId,
    Figure,
    Known,
    Offer,
    Proceeding,
    Reply,
    SourceId,
    Statement,
    Step,
)

Fact = Actor | Disclosure | Charge | Proceeding | Offer | Statement | Figure | Step | Reply | Correction | Conflict
F = TypeVar("F", Actor, Disclosure, Charge, Proceeding, Offer, Statement, Figure, Step, Reply, Correction, Conflict)
Instead = Mapping[FactId, FactId | None]
"""Facts that were taken out of the record, and what stands in their place, if anything."""


def as_known_on(case: Case, day: date) -> Case:
    """The same case without anything that the docket came to know after `day`, as corrected by then."""
    return _corrected(_known_by(case, day))


def _known_by(case: Case, day: date) -> Case:
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
        replies=_facts(case.replies, read, day),
        corrections=_facts(case.corrections, read, day),
        conflicts=_facts(case.conflicts, read, day),
    )


def _corrected(case: Case) -> Case:
    """The case without the facts that its corrections took out, what named them naming what stands instead."""
    gone: dict[FactId, FactId | None] = {one.fact: one.instead for one in case.corrections if one.outcome != "declined"}
    if not gone:
        return case

    def steps(steps: Iterable[Step]) -> tuple[Step, ...]:
        return tuple(
            replace(one, by=stands(one.by, gone), to=stands(one.to, gone), answers=stands(one.answers, gone))
            for one in _left(steps, gone)
        )

    return replace(
        case,
        actors=_left(case.actors, gone),
        disclosures=tuple(replace(one, by=_must(one.by, gone)) for one in _left(case.disclosures, gone)),
        charges=tuple(
            replace(one, by=_must(one.by, gone), against=_must(one.against, gone), steps=steps(one.steps))
            for one in _left(case.charges, gone)
        ),
        proceedings=tuple(
            replace(one, person=_must(one.person, gone), together=_all(one.together, gone), steps=steps(one.steps))
            for one in _left(case.proceedings, gone)
        ),
        offers=tuple(
            replace(one, by=_must(one.by, gone), to=_must(one.to, gone), steps=steps(one.steps))
            for one in _left(case.offers, gone)
        ),
        statements=tuple(replace(one, by=_must(one.by, gone)) for one in _left(case.statements, gone)),
        figures=_left(case.figures, gone),
        replies=tuple(replace(one, by=_must(one.by, gone)) for one in _left(case.replies, gone)),
        corrections=tuple(replace(one, by=stands(one.by, gone)) for one in case.corrections),
        conflicts=_left(case.conflicts, gone),
    )


def stands(fact: FactId | None, gone: Instead) -> FactId | None:
    """What stands in the place of a fact, through all corrections; None when nothing does."""
    while fact is not None and fact in gone:
        fact = gone[fact]
    return fact


def _must(fact: FactId, gone: Instead) -> FactId:
    """What stands in the place of a fact that others name: a check refuses to withdraw such a fact alone."""
    return stands(fact, gone) or fact


def _all(facts: Iterable[FactId], gone: Instead) -> tuple[FactId, ...]:
    """What stands in the places of facts, each once."""
    return tuple(dict.fromkeys(_must(fact, gone) for fact in facts))


def days_of_record(case: Case) -> tuple[date, ...]:
    """The days on which the docket came to know something of this case, oldest first."""
    days = {source.retrieved for source in case.sources}
    days |= {fact.known.since for fact in every_fact(case)}
    return tuple(sorted(days))


def every_fact(case: Case) -> tuple[Fact, ...]:
    """All facts, steps included."""
    procedures: tuple[Charge | Proceeding | Offer, ...] = (*case.charges, *case.proceedings, *case.offers)
    steps = tuple(step for procedure in procedures for step in procedure.steps)
    record: tuple[Fact, ...] = (*case.replies, *case.corrections, *case.conflicts)
    return (*case.actors, *case.disclosures, *procedures, *steps, *case.statements, *case.figures, *record)


def _facts(facts: Iterable[F], read: frozenset[SourceId], day: date) -> tuple[F, ...]:
    return tuple(replace(fact, known=_cited(fact.known, read)) for fact in facts if fact.known.since <= day)


def _left(facts: Iterable[F], gone: Instead) -> tuple[F, ...]:
    return tuple(fact for fact in facts if fact.known.id not in gone)


def _cited(known: Known, read: frozenset[SourceId]) -> Known:
    return replace(known, cites=tuple(cite for cite in known.cites if cite.source in read))
