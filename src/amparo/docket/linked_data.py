"""A case as linked data: JSON-LD 1.1 in the words of schema.org, where it has words that fit. Spec: specs/case.md.

A charge is a `Claim`: somebody asserts it, and the record asserts no more than that. A statement is a `Quotation` when
it is direct and a `Claim` when it is reported. A date is given only where it is a day without doubt: schema.org has no
way to say *perhaps*; any other date is told in `description` as the page tells it. Every fact names the sources it
rests on (`subjectOf`); the words and spans are in `case.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from amparo.docket.knowing import as_known_on, days_of_record
from amparo.docket.model import (
    PURSUED,
    Actor,
    Case,
    Charge,
    FactId,
    Known,
    Offer,
    Proceeding,
    Reply,
    Source,
    SourceId,
    Statement,
)
from amparo.docket.record_view import said
from amparo.docket.view_model import CaseView, ChargeView, StatuteView
from amparo.docket.view_parts import DateView, StepView
from amparo.docket.words import Speak

NAME = "case.jsonld"

_ACTORS: Mapping[str, str | list[str]] = {
    "person": "Person",
    "organisation": "Organization",
    "court": "GovernmentOrganization",
    "state": ["Country", "Organization"],  # A country alone asserts and asks nothing: it is a place.
}
_SOURCES = {"article": "NewsArticle", "law": "Legislation"}
_TABLES = ("charges.csv", "proceedings.csv", "statements.csv", "coverage.csv")

Node = dict[str, Any]


def linked_data(case: Case, shown: CaseView, speak: Speak) -> bytes:
    """The case as known on the day of `shown`, which is a view of it."""
    known = as_known_on(case, date.fromisoformat(shown.known_on))
    graph = [_record(known, shown), *_sources(known, shown), *map(_actor, known.actors), *_statutes(shown)]
    graph += [*_charges(known, shown), *_events(known, shown, speak), *_statements(known, shown)]
    whole = {"@context": "https://schema.org", "@graph": [_filled(node) for node in graph]}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _record(case: Case, shown: CaseView) -> Node:
    downloads: list[Node] = [
        {"@type": "DataDownload", "contentUrl": name, "encodingFormat": "text/csv"} for name in _TABLES
    ]
    downloads.append({"@type": "DataDownload", "contentUrl": "case.json", "encodingFormat": "application/json"})
    return {
        "@id": "index.html",
        "@type": "Dataset",
        "name": case.title,
        "description": "; ".join(one.standing for one in shown.proceedings if one.standing),
        "url": "index.html",
        "inLanguage": case.language,
        "dateModified": max(days_of_record(case), default=date.fromisoformat(shown.known_on)).isoformat(),
        "about": [_ref(actor.known.id) for actor in case.actors if actor.role in PURSUED],
        "isBasedOn": [_source_ref(source.id) for source in case.sources],
        "distribution": downloads,
    }


def _sources(case: Case, shown: CaseView) -> Iterator[Node]:
    published = {one.id: one.published for one in shown.sources}
    for source in case.sources:
        yield _source(source, published[source.id])


def _source(source: Source, published: DateView | None) -> Node:
    return {
        **_source_ref(source.id),
        "@type": _SOURCES.get(source.kind, "DigitalDocument"),
        "headline" if source.kind == "article" else "name": source.title,
        "url": source.address,
        "publisher": {"@type": "Organization", "name": source.outlet} if source.outlet else None,
        "datePublished": _day(published),
        "description": _told(published),
        "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": source.sha256},
        "archivedAt": source.archived.address or None if source.archived else None,
    }


def _actor(actor: Actor) -> Node:
    named = "jobTitle" if actor.kind == "person" else "description"
    return {
        **_ref(actor.known.id),
        "@type": _ACTORS[actor.kind],
        "name": actor.name,
        named: actor.capacity,
        "subjectOf": _cited(actor.known),
    }


def _statutes(shown: CaseView) -> Iterator[Node]:
    seen = {charge.statute.id: charge.statute for charge in shown.exposure.charges}
    for one in seen.values():
        yield {
            **_statute_ref(one),
            "@type": "Legislation",
            "name": one.title,
            "legislationIdentifier": one.citation,
            "legislationJurisdiction": one.jurisdiction,
            "url": one.address,
        }


def _charges(case: Case, shown: CaseView) -> Iterator[Node]:
    told: dict[str, list[ChargeView]] = {}
    for term in shown.exposure.charges:
        told.setdefault(term.id, []).append(term)
    for one in case.charges:
        terms = told[one.known.id]
        charge = terms[0]
        status = ", ".join(term.status if len(terms) == 1 else f"{term.counts} {term.status}" for term in terms)
        yield {
            **_ref(one.known.id),
            "@type": "Claim",
            "name": f"{charge.of_counts} × {charge.offence}",
            "description": f"{status}; {charge.statute.maximum} × {charge.of_counts}",
            "author": _ref(one.by),
            "about": [_ref(one.against), _statute_ref(charge.statute)],
            "subjectOf": _cited(one.known),
        }


def _events(case: Case, shown: CaseView, speak: Speak) -> Iterator[Node]:
    """Disclosures, and every step taken, as events about the person they concern."""
    known = {step.known.id: step.known for one in _with_steps(case) for step in one.steps}
    whom = {one.known.id: one.persons for one in case.proceedings}
    whom |= {one.known.id: (one.against,) for one in case.charges} | {one.known.id: (one.to,) for one in case.offers}
    for made, seen in zip(case.disclosures, shown.disclosures, strict=True):
        yield _event(made.known, made.what, seen.date, speak("Disclosure")) | {"organizer": _ref(made.by)}
    for charge in {one.id: one for one in shown.exposure.charges}.values():
        for step in charge.steps:
            yield _step(known[FactId(step.id)], step, charge.offence, whom[FactId(charge.id)])
    for one in (*shown.proceedings, *shown.offers):
        for step in one.steps:
            yield _step(known[FactId(step.id)], step, one.title, whom[FactId(one.id)])


def _with_steps(case: Case) -> tuple[Charge | Proceeding | Offer, ...]:
    return (*case.charges, *case.proceedings, *case.offers)


def _step(known: Known, step: StepView, title: str, persons: Sequence[FactId]) -> Node:
    about = [_ref(person) for person in persons]
    return _event(known, f"{title}: {step.name}", step.date, step.what) | {
        "about": about[0] if len(about) == 1 else about
    }


def _event(known: Known, name: str, when: DateView | None, what: str) -> Node:
    return {
        **_ref(known.id),
        "@type": "Event",
        "name": name,
        "startDate": _day(when),
        "description": " ".join(words for words in (what, _told(when)) if words),
        "subjectOf": _cited(known),
    }


def _statements(case: Case, shown: CaseView) -> Iterator[Node]:
    dates = {one.id: one.date for one in shown.statements} | {one.id: one.date for one in shown.replies}
    made: tuple[Statement | Reply, ...] = (*case.statements, *case.replies)
    for one in made:
        when = dates[one.known.id]
        yield {
            **_ref(one.known.id),
            "@type": "Quotation" if one.direct else "Claim",
            "text" if one.direct else "abstract": said(one.known, one.direct, one.what),
            "author": _ref(one.by),
            "dateCreated": _day(when),
            "description": _told(when),
            "subjectOf": _cited(one.known),
        }


def _day(when: DateView | None) -> str | None:
    return when.first if when and when.precision == "day" and not when.uncertain else None


def _told(when: DateView | None) -> str:
    """A date that is no plain day, in words, and in EDTF, which says how sure it is."""
    return f"{when.words} (EDTF {when.edtf})" if when and _day(when) is None else ""


def _ref(fact: FactId) -> Node:
    return {"@id": f"#{fact}"}


def _source_ref(source: SourceId) -> Node:
    return {"@id": f"index.html#source-{source}"}


def _statute_ref(statute: StatuteView) -> Node:
    return {"@id": f"index.html#statute-{statute.id}"}


def _cited(known: Known) -> list[Node]:
    return [_source_ref(source) for source in dict.fromkeys(cite.source for cite in known.cites)]


def _filled(node: Node) -> Node:
    """A node without what is empty."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
