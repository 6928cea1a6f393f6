"""What a case file must keep beyond its schema: identities, references, dates, spans, and the order of knowing.

Spec: specs/case.md, "Rules". Runs over values that have the schema's shape, so that each refusal can name its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from amparo.docket import correcting, edtf, order_rules
from amparo.docket.facts import Fact, Facts
from amparo.docket.model import PURSUED, SourceId
from amparo.docket.parsing import dated
from amparo.docket.positions import Pointer
from amparo.docket.refusal import LATER, Refusal, shown
from amparo.docket.statutes import BY_ID
from amparo.errors import InputError

MOST_QUOTED = 0.5
"""The share of a source that a case may quote: a record cites, it does not republish."""
_OFFICIAL = ("court", "law")  # acts of the state, which belong to all: a docket that is a list of filings may be whole
_SHORT = 1000  # characters: a text this short may be quoted whole
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
"""Line breaks, controls, and the marks that turn the direction of what follows."""
_ANOTHER_ID = "Give one of the two another id."
_NOT_HELD = "Look at the dates of the charge; the law of other years you may bring yourself, under statutes."


def refusals(values: Mapping[str, Any], today: date) -> Iterator[Refusal]:
    """Everything the rules refuse. Dates come first: the other rules compute with them."""
    found = [*_control(values, ()), *_days(values, today), *_dates(values, ())]
    yield from found
    if not found:
        facts = Facts.of(values)
        for rule in (_identities, _citations, _known, _references, _answers, _law):
            yield from rule(values, facts, today)
        yield from correcting.refusals(facts)
        yield from order_rules.refusals(values, facts)
        yield from _quoted(values, facts)


def _control(value: Any, at: Pointer) -> Iterator[Refusal]:
    """Python, unlike ECMA 262, lets a pattern end before a last line break; so control characters are sought here."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _control(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _control(inner, (*at, index))
    elif isinstance(value, str):
        kept = value.replace("\n", "") if at[-1:] == ("words",) else value
        if _CONTROL.search(kept):
            yield Refusal(at, "This text holds a line break or control character.", "Write it on one line.")


def _days(values: Mapping[str, Any], today: date) -> Iterator[Refusal]:
    for index, source in enumerate(values["sources"]):
        yield from _day(source["retrieved"], ("sources", index, "retrieved"), today)
    for fact in Facts.of(values).all:
        if "known" in fact.values:
            yield from _day(fact.values["known"], (*fact.at, "known"), today)


def _day(text: str, at: Pointer, today: date) -> Iterator[Refusal]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        yield Refusal(at, "There is no such day in the calendar.", "Write a day that there is, YYYY-MM-DD.")
        return
    if day > today:
        yield Refusal(at, "This day has not come yet.", "It says when something was read or recorded.")


def _dates(value: Any, at: Pointer) -> Iterator[Refusal]:
    """Every EDTF date; one that carries doubt says why it is read so, and one that was inferred carries doubt."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _dates(inner, (*at, index))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key in ("date", "published", "in_force", "offence_date"):
                yield from _date(inner, (*at, key))
            else:
                yield from _dates(inner, (*at, key))


def _date(value: Any, at: Pointer) -> Iterator[Refusal]:
    try:
        one = dated(value)
    except InputError as error:
        yield Refusal(at, error.what, error.hint)
        return
    if one is None:
        return
    doubted = one.when.uncertain or one.when.approximate
    if doubted and not one.inferred:
        yield Refusal(
            at, "This date is marked as doubtful, and nothing says why.", "Add inferred: with the editor's reason."
        )
    if one.inferred and not doubted:
        yield Refusal(
            at,
            "This date was inferred, and its EDTF does not say so.",
            "Mark the inferred part: 2022?-05-27 for a year that the source does not give.",
        )


def _identities(values: Mapping[str, Any], facts: Facts, today: date) -> Iterator[Refusal]:
    taken: set[str] = set()
    for fact in facts.all:
        if fact.id in taken:
            yield Refusal((*fact.at, "id"), f"Another fact is called {shown(fact.id)} already.", _ANOTHER_ID)
        taken.add(fact.id)
    names = [source["id"] for source in values["sources"]]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Refusal(("sources", index, "id"), f"Another source is called {shown(name)} already.", _ANOTHER_ID)
    if not any(actor["role"] in PURSUED and actor["kind"] == "person" for actor in values["actors"]):
        yield Refusal(
            ("actors",),
            "No person in this case is the one it is about.",
            "Give one actor kind: person and role: defendant, or role: subject when no court has the charge.",
        )


def _citations(values: Mapping[str, Any], facts: Facts, today: date) -> Iterator[Refusal]:
    for fact in facts.all:
        for index, cite in enumerate(fact.values["cites"]):
            yield from _citation(cite, (*fact.at, "cites", index), facts)


def _citation(cite: Mapping[str, Any], at: Pointer, facts: Facts) -> Iterator[Refusal]:
    source = facts.sources.get(cite["source"])
    start, end = cite["span"]
    if source is None:
        yield Refusal((*at, "source"), f"No source is called {shown(cite['source'])}.", "Add it under sources.")
    elif end > source["text"]["characters"]:
        yield Refusal((*at, "span"), "This span ends after the end of its source.", _whole(source))
    if start >= end:
        yield Refusal(
            (*at, "span"), "This span ends before it begins.", "Give the first character and the one after the last."
        )
    elif len(cite["words"]) != end - start:
        counted = f"The span is {end - start} characters long, the words are {len(cite['words'])}."
        yield Refusal((*at, "words"), "These words are not what stands at the span.", counted)


def _whole(source: Mapping[str, Any]) -> str:
    return f"The source has {source['text']['characters']} characters, counted from 0."


def _known(values: Mapping[str, Any], facts: Facts, today: date) -> Iterator[Refusal]:
    for index, source in enumerate(values["sources"]):
        published = dated(source.get("published"))
        if published and published.when.first > facts.read[SourceId(source["id"])]:
            yield Refusal(
                ("sources", index, "published"), "This source was read before it was published.", "Look at both days."
            )
    for fact in facts.all:
        if "known" in fact.values and date.fromisoformat(fact.values["known"]) < facts.first_read(fact):
            yield Refusal(
                (*fact.at, "known"), "This fact is known before any of its sources was read.", "Look at both days."
            )


def _references(values: Mapping[str, Any], facts: Facts, today: date) -> Iterator[Refusal]:
    for fact in facts.all:
        for at, name in fact.actors:
            actor = facts.actors.get(name)
            if actor is None:
                yield Refusal((*fact.at, *at), f"No actor is called {shown(name)}.", "Add it under actors.")
            elif at[0] == "together" and name == fact.values["person"]:
                yield Refusal((*fact.at, *at), "This is the person of the proceeding already.", "Name the others only.")
            else:
                yield from _in_order(fact, at, actor, facts)
        if fact.owner is not None:
            yield from _in_order(fact, ("id",), fact.owner, facts)


def _in_order(fact: Fact, at: Pointer, other: Fact, facts: Facts) -> Iterator[Refusal]:
    """An earlier page would otherwise name what was not known yet."""
    if facts.since(other) > facts.since(fact):
        yield Refusal((*fact.at, *at), "This refers to something that the docket came to know later.", LATER)


def _answers(values: Mapping[str, Any], facts: Facts, today: date) -> Iterator[Refusal]:
    for fact in (fact for fact in facts.all if "answers" in fact.values and fact.owner is not None):
        at = (*fact.at, "answers")
        asked = facts.steps.get((fact.at[:2], fact.values["answers"]))
        if asked is None or asked is fact:
            yield Refusal(at, "The step it answers is not in this procedure.", "Name a step of the same proceeding.")
            continue
        yield from _in_order(fact, ("answers",), asked, facts)
        answer, question = dated(fact.values.get("date")), dated(asked.values.get("date"))
        if answer and question and answer.when.last < question.when.first:
            yield Refusal(at, "The answer comes before what it answers.", "Look at both dates.")


def _law(values: Mapping[str, Any], facts: Facts, today: date) -> Iterator[Refusal]:
    own = {statute["id"]: statute for statute in values.get("statutes", ())}
    for index, charge in enumerate(values.get("charges", ())):
        at: Pointer = ("charges", index, "statute")
        name = charge["statute"]
        if name in own:
            yield from _in_order(Fact(("charges", index), charge), ("statute",), facts.statutes[name], facts)
            held = [edtf.parse(own[name]["in_force"])]
        elif name in BY_ID:
            held = [penalty.in_force for penalty in BY_ID[name].penalties]
        else:
            yield Refusal(
                at, f"No statute is called {shown(name)}.", f"Known: {_like(name)}; others go under statutes."
            )
            continue
        if not _held(charge, held):
            known = f"Here it is known for {', '.join(when.text for when in held)}. {_NOT_HELD}"
            yield Refusal(at, "This statute's maximum does not hold for the dates of the charge.", known)


def _like(name: str) -> str:
    """The statutes of the table of the same country, else all."""
    same = [known for known in BY_ID if known.split("-")[0] == name.split("-")[0]]
    return ", ".join(same or BY_ID)


def _held(charge: Mapping[str, Any], held: Sequence[edtf.When]) -> bool:
    """Whether a maximum held when the offence was committed; when that is not known, at some step of the charge."""
    offence = dated(charge.get("offence_date"))
    days = [offence.when] if offence else [one.when for step in charge["steps"] if (one := dated(step.get("date")))]
    return not days or any(when.first <= force.last and when.last >= force.first for when in days for force in held)


def _quoted(values: Mapping[str, Any], facts: Facts) -> Iterator[Refusal]:
    for index, source in enumerate(values["sources"]):
        length = source["text"]["characters"]
        spans = sorted(
            tuple(cite["span"]) for fact in facts.all for cite in fact.values["cites"] if cite["source"] == source["id"]
        )
        covered, end = 0, 0
        for start, stop in spans:
            covered += max(stop, end) - max(start, end)
            end = max(stop, end)
        if source["kind"] not in _OFFICIAL and length > _SHORT and covered > length * MOST_QUOTED:
            yield Refusal(("sources", index), "The case quotes more than half of this source.", "Cite fewer words.")
