"""Tells how long a person has been held, what persons say of the record, what was corrected in it. For `view` alone.

Spec: specs/case.md, "Days in detention", "Replies", "Corrections".
"""

from __future__ import annotations

from amparo.docket.custody import Custody, Spell
from amparo.docket.knowing import Fact, days_of_record, every_fact
from amparo.docket.model import (
    Actor,
    Case,
    Charge,
    Conflict,
    Correction,
    Disclosure,
    Figure,
    Known,
    Offer,
    Proceeding,
    Reply,
)
from amparo.docket.procedures import OFFERS
from amparo.docket.standing import days_since
from amparo.docket.telling import Telling
from amparo.docket.view_model import ConflictView, CorrectionView, CustodyView, ReplyView
from amparo.docket.words import date_words, day_words, kept_apart


def custody_view(one: Custody, tell: Telling) -> CustodyView:
    """A person's time in custody."""
    spells = tuple(_spell(spell, tell) for spell in one.spells)
    return CustodyView(tell.name(one.person), tell.span(one.days), one.held, spells)


def _spell(one: Spell, tell: Telling) -> tuple[str, str]:
    begun, ended = (
        date_words(step.date.when, tell.speak) if step and step.date else "" for step in (one.begun, one.ended)
    )
    return begun, ended


def reply_view(one: Reply, case: Case, answer: Correction | None, tell: Telling) -> ReplyView:
    """A reply, and what became of it when it asks for a correction. `case` is the whole case, as for a correction."""
    about = {fact.known.id: fact for fact in every_fact(case)}
    asked = one.kind == "correction-request" and answer is None and one.date is not None
    return ReplyView(
        id=one.known.id,
        kind=one.kind,
        by=tell.name(one.by),
        about=tuple(label(about[fact], tell) for fact in one.about),
        date=tell.date(one.date),
        direct=one.direct,
        words=said(one.known, one.direct, one.what),
        outcome=answer.outcome if answer else "",
        open_for=tell.span(days_since(one.date.when, tell.on)) if asked and one.date else None,
        marks=tell.marks(one.known, one.date),
    )


def correction_view(one: Correction, case: Case, tell: Telling) -> CorrectionView:
    """A correction. `case` is the whole case: a fact that was taken out is no more in the case as known."""
    facts = {fact.known.id: fact for fact in every_fact(case)}
    since = one.known.since
    earlier = [day for day in days_of_record(case) if day < since]
    return CorrectionView(
        id=one.known.id,
        fact=label(facts[one.fact], tell),
        instead=label(facts[one.instead], tell) if one.instead else "",
        outcome=one.outcome,
        what=one.what,
        asked=one.asked,
        by=tell.name(one.by),
        since=since.isoformat(),
        since_words=day_words(since, tell.speak),
        before=earlier[-1].isoformat() if earlier else "",
        marks=tell.marks(one.known),
    )


def conflict_view(one: Conflict, case: Case, tell: Telling) -> ConflictView | None:
    """A conflict of sources; None once the fact has been corrected or withdrawn."""
    fact = next((each for each in every_fact(case) if each.known.id == one.fact), None)
    if fact is None:
        return None
    marks = tell.marks(one.known, one.date)
    return ConflictView(one.known.id, label(fact, tell), tell.marks(fact.known), one.what, tell.date(one.date), marks)


def said(known: Known, direct: bool, what: str) -> str:
    """The words of a statement: those cited when it is direct, else the editor's."""
    return " … ".join(cite.words for cite in known.cites) if direct else what


def label(fact: Fact, tell: Telling) -> str:
    """A fact in a few words, by which a reader knows it again."""
    if isinstance(fact, Actor):
        return f"{fact.name}, {fact.capacity}" if fact.capacity else fact.name
    if isinstance(fact, Charge):
        return f"{fact.counts} × {fact.offence}"
    if isinstance(fact, Proceeding):
        return fact.title
    if isinstance(fact, Offer):
        return tell.speak(OFFERS[fact.kind])
    if isinstance(fact, Figure):
        return str(fact.value)
    if isinstance(fact, Disclosure):
        return fact.what
    what = fact.what or " … ".join(cite.words for cite in fact.known.cites)
    dated = None if isinstance(fact, Correction) else fact.date
    return f"{what.removesuffix('.')} ({kept_apart(date_words(dated.when, tell.speak), what)})" if dated else what
