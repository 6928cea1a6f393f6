"""Puts together what a reader is shown of a case, as known on one day and as it stood on another.

Spec: specs/case.md, "Known on". Pure and reproducible: the same case, days and language give the same view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from amparo.docket.custody import custody
from amparo.docket.exposure import Exposure, Term, exposure
from amparo.docket.knowing import as_known_on, every_fact
from amparo.docket.model import PURSUED, Actor, Case, Disclosure, Figure, Statement
from amparo.docket.penalty_words import derivation, maximum_words, sum_words
from amparo.docket.procedures import CHARGE
from amparo.docket.record_view import conflict_view, correction_view, custody_view, reply_view, said
from amparo.docket.standing import days_since, standing, standings
from amparo.docket.telling import Telling
from amparo.docket.timeline import timeline
from amparo.docket.view_model import (
    CaseView,
    ChargeView,
    DisclosureView,
    ExposureView,
    Newest,
    PersonExposureView,
    SourceView,
    StatedView,
    StatementView,
    StatuteView,
)
from amparo.docket.view_parts import Party
from amparo.docket.words import Speak


def view(case: Case, known_on: date, on: date | None = None, speak: Speak = str) -> CaseView:
    """The case with what was known on `known_on`, as it stood on `on` (the same day unless given)."""
    day = on or known_on
    known = as_known_on(case, known_on)
    tell = Telling(known, day, speak)
    # In the order of the page, so that footnotes are numbered as a reader meets them.
    persons = tuple(_party(actor, tell) for actor in known.actors if actor.role in PURSUED)
    disclosures = tuple(_disclosure(one, tell) for one in known.disclosures)
    proceedings = tuple(tell.proceeding(one) for one in standings(known, day))
    penalties = _exposure(known, exposure(known, day), tell)
    offers = tuple(tell.offer(offer, standing(offer, day)) for offer in known.offers)
    held = tuple(custody_view(one, tell) for one in custody(known, day))
    statements = tuple(_statement(one, tell) for one in known.statements)
    conflicts = tuple(told for one in known.conflicts if (told := conflict_view(one, known, tell)))
    answers = {one.request: one for one in reversed(known.corrections)}
    replies = tuple(reply_view(one, case, answers.get(one.known.id), tell) for one in known.replies)
    corrections = tuple(correction_view(one, case, tell) for one in known.corrections)
    actors = tuple(_party(actor, tell) for actor in known.actors if actor.role not in PURSUED)
    sources = _sources(known, tell)
    return CaseView(
        id=case.id,
        title=case.title,
        language=case.language,
        known_on=known_on.isoformat(),
        on=day.isoformat(),
        facts=len(every_fact(known)),
        newest=_newest(known, known_on, tell),
        persons=persons,
        actors=actors,
        disclosures=disclosures,
        exposure=penalties,
        proceedings=proceedings,
        offers=offers,
        custody=held,
        statements=statements,
        replies=replies,
        corrections=corrections,
        conflicts=conflicts,
        timeline=timeline(known, tell),
        sources=sources,
        footnotes=tell.footnotes.all,
        remarks=tell.footnotes.remarks,
    )


def _party(actor: Actor, tell: Telling) -> Party:
    return Party(actor.known.id, actor.kind, actor.name, actor.role, actor.capacity, tell.marks(actor.known))


def _disclosure(one: Disclosure, tell: Telling) -> DisclosureView:
    return DisclosureView(
        one.known.id, one.what, tell.name(one.by), tell.date(one.date), one.documents, tell.marks(one.known, one.date)
    )


def _exposure(case: Case, computed: Exposure, tell: Telling) -> ExposureView:
    charges = tuple(_charge(term, tell) for term in computed.terms)
    sums = [computed.of(person) for person in computed.persons] or [computed]
    gravest = max(sums, key=_gravity)
    told = tuple(_of_person(one, tell) for one in sums)
    return ExposureView(
        years=gravest.years,
        months=gravest.months,
        exact=gravest.exact,
        words=_each(told, [one.words for one in told]),
        longest=_each(told, [one.longest for one in told]),
        counts=gravest.counts,
        derivation=_each(told, [one.derivation for one in told]),
        left_out=tuple(_left_out(term, tell, whose=len(sums) > 1) for term in computed.left_out),
        by_person=told if len(sums) > 1 else (),
        charges=charges,
        stated=tuple(_stated(figure, gravest, tell) for figure in case.figures),
    )


def _gravity(one: Exposure) -> tuple[tuple[int, int], int]:
    """Sorts sums from the mildest to the gravest: by the gravest count, then by the terms together."""
    return one.longest.gravity if one.longest else (-1, 0), one.months


def _of_person(one: Exposure, tell: Telling) -> PersonExposureView:
    return PersonExposureView(
        person=tell.name(one.persons[0]) if one.persons else "",
        words=sum_words(one, tell.speak),
        longest=maximum_words(one.longest, tell.speak) if one.longest else "",
        counts=one.counts,
        derivation=derivation(one, tell.speak),
    )


def _each(told: Sequence[PersonExposureView], words: Sequence[str]) -> str:
    """What is said of one person, or of each with the name; nothing of those of whom nothing is."""
    if len(told) == 1:
        return words[0]
    return "; ".join(f"{one.person}: {said}" for one, said in zip(told, words, strict=True) if said)


def _charge(term: Term, tell: Telling) -> ChargeView:
    charge, whole = term.charge, term.maximum.years
    dated = charge.offence_date
    return ChargeView(
        id=charge.known.id,
        offence=charge.offence,
        counts=term.counts,
        of_counts=charge.counts,
        by=tell.name(charge.by),
        against=tell.name(charge.against),
        status=tell.speak(term.status),
        since=tell.date(term.step.date),
        statute=_statute(term, tell),
        years=None if whole is None else term.counts * whole,
        amount=sum_words(Exposure((replace(term, counted=True),)), tell.speak),
        counted=term.counted,
        offence_date=tell.date(dated),
        law_of=term.by,
        other_maxima=tuple(maximum_words(one.maximum, tell.speak) for one in term.others),
        steps=tell.steps(charge.steps, CHARGE.moves),
        marks=tell.footnotes.mark(charge.known, charge.statute_inferred, dated.inferred if dated else ""),
    )


def _left_out(term: Term, tell: Telling, *, whose: bool) -> str:
    """`17 × 10 years (18 U.S.C. § 793): pardoned, 17 January 2017`."""
    since = tell.date(term.step.date)
    ended = f"{tell.speak(term.status)}, {since.words}" if since else tell.speak(term.status)
    said = f"{term.counts} × {maximum_words(term.maximum, tell.speak)} ({term.statute.citation}): {ended}"
    return f"{tell.name(term.charge.against)}, {said}" if whose else said


def _statute(term: Term, tell: Telling) -> StatuteView:
    statute, penalty = term.statute, term.penalty
    return StatuteView(
        id=statute.id,
        citation=statute.citation,
        title=statute.title,
        act=penalty.act,
        jurisdiction=statute.jurisdiction,
        maximum=maximum_words(penalty.maximum, tell.speak),
        maximum_kind=penalty.maximum.kind,
        maximum_months=penalty.maximum.months,
        maximum_years=penalty.maximum.years,
        in_force=penalty.in_force.text,
        words=penalty.words,
        address=penalty.address,
        read=penalty.read.isoformat(),
        basis=penalty.basis,
    )


def _stated(figure: Figure, computed: Exposure, tell: Telling) -> StatedView:
    of_years = figure.counts == "maximum-years"
    ours = computed.years if of_years else computed.counts
    words = sum_words(computed, tell.speak) if of_years else str(computed.counts)
    agrees = ours == figure.value and (computed.exact or not of_years)
    return StatedView(figure.counts, figure.value, ours, words, agrees, tell.marks(figure.known))


def _statement(one: Statement, tell: Telling) -> StatementView:
    return StatementView(
        id=one.known.id,
        by=tell.name(one.by),
        capacity=tell.capacity(one.by),
        date=tell.date(one.date),
        occasion=one.occasion,
        direct=one.direct,
        words=said(one.known, one.direct, one.what),
        marks=tell.marks(one.known, one.date),
    )


def _sources(case: Case, tell: Telling) -> tuple[SourceView, ...]:
    facts = [frozenset(cite.source for cite in fact.known.cites) for fact in every_fact(case)]
    return tuple(
        SourceView(
            id=source.id,
            kind=source.kind,
            outlet=source.outlet,
            title=source.title,
            address=source.address,
            published=tell.date(source.published),
            retrieved=source.retrieved.isoformat(),
            sha256=source.sha256,
            characters=source.characters,
            archived=source.archived,
            facts=sum(source.id in fact for fact in facts),
            remarks=tell.remarks(source.published),
        )
        for source in case.sources
    )


def _newest(case: Case, day: date, tell: Telling) -> Newest | None:
    dated = [source for source in case.sources if source.published and source.kind != "law"]
    newest = max(
        dated, key=lambda source: source.published.when.order if source.published else (day, day), default=None
    )
    if newest is None or newest.published is None:
        return None
    said = tell.date(newest.published)
    assert said is not None  # noqa: S101 - it has a date, so it can be told
    return Newest(newest.outlet or newest.title, said, tell.span(days_since(newest.published.when, day)))
