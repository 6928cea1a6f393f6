"""A proceeding of a case as a court's docket in JSON, in the shape that `court_json` reads. Pure.

Spec: specs/case.md, "Import and export". Members of an imported file come from the citations, exactly as they stood
there; a proceeding that an editor wrote is told from its own fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from amparo.docket.importing import whole
from amparo.docket.model import Actor, Case, Citation, Known, Proceeding, SourceId, Step
from amparo.docket.procedures import procedure
from amparo.errors import InputError

Members = dict[str, Any]


def export_docket(case: Case, name: str = "") -> bytes:
    """One proceeding of a case, by its identity; it may be left out when there is only one."""
    found = [one for one in case.proceedings if not one.known.id.endswith("-below")]
    chosen = [one for one in found if name in ("", one.known.id)]
    if len(chosen) != 1:
        names = ", ".join(one.known.id for one in found)
        raise InputError("Which proceeding?", f"Add --proceeding: {names or 'this case has none'}.")
    return json.dumps(docket_of(case, chosen[0]), ensure_ascii=False, indent=1).encode() + b"\n"


def docket_of(case: Case, one: Proceeding) -> Members:
    """The docket as plain values."""
    told = members(one.known.cites)
    ends = {f"{one.known.id}-opened", f"{one.known.id}-closed"}
    for step in one.steps:
        if step.known.id in ends:
            told |= members(step.known.cites)
    entries = [_entry(step, one) for step in one.steps if step.known.id not in ends]
    first = [step.date.when.first.isoformat() for step in one.steps if step.date and step.date.when.text]
    own = {"case_name": one.title} | ({"date_filed": min(first)} if first else {})
    below = next((each for each in case.proceedings if each.known.id == f"{one.known.id}-below"), None)
    sources = {cite.source for cite in one.known.cites}
    whole_docket = (told or own) | {
        "docket_entries": entries,
        "parties": list(_parties(case, one, sources, bool(told))),
    }
    return whole_docket | ({"originating_court_information": _below(case, below)} if below else {})


def members(cites: Iterable[Citation]) -> Members:
    """The members that citations hold; words that are no members of a JSON file give none."""
    return {key: value for _, key, value in _members(cites)}


def _members(cites: Iterable[Citation]) -> Iterator[tuple[int, str, Any]]:
    for start, words in whole(tuple(cites)):
        found = _read(words)
        if isinstance(found, dict) and len(found) == 1:
            yield start, *next(iter(found.items()))


def _read(words: str) -> Any:
    """What a member says; a name is cited up to the number of a prisoner behind it, without its last mark."""
    for end in ("", '"'):
        try:
            return json.loads("{" + words + end + "}")
        except ValueError:
            continue
    return None


def _entry(step: Step, one: Proceeding) -> Members:
    if told := members(step.known.cites):
        return told
    name = procedure(one.kind, one.law).moves[step.kind].name
    words = f"{name}: {step.what}" if step.what else name
    return ({"date_filed": step.date.when.text} if step.date else {}) | {"description": words}


def _parties(case: Case, one: Proceeding, sources: set[SourceId], imported: bool) -> Iterator[Members]:
    """The parties with their counsel; of a proceeding an editor wrote, the person it is about."""
    if not imported:
        yield from ({"name": actor.name, "type": actor.role} for actor in case.actors if actor.known.id in one.persons)
        return
    counsel: dict[int, list[tuple[int, str]]] = {}
    for actor in case.actors:
        if actor.role == "counsel":
            for party, at, name in _pairs(actor.known, sources):
                counsel.setdefault(party, []).append((at, name))
    for actor in case.actors:
        yield from _party(actor, sources, counsel)


def _party(actor: Actor, sources: set[SourceId], counsel: dict[int, list[tuple[int, str]]]) -> Iterator[Members]:
    cites = [cite for cite in actor.known.cites if cite.source in sources]
    told = list(_members(cites))
    if actor.role != "counsel" and told and told[0][1] == "name":
        attorneys = [{"name": name} for _, name in sorted(counsel.get(told[0][0], ()))]
        yield {key: value for _, key, value in told} | ({"attorneys": attorneys} if attorneys else {})


def _pairs(known: Known, sources: set[SourceId]) -> Iterator[tuple[int, int, str]]:
    """Where a party's name stands, where that of its counsel, and the latter: counsel cites the two in turn."""
    told = list(_members(cite for cite in known.cites if cite.source in sources))
    for party, attorney in zip(told[::2], told[1::2], strict=False):
        yield party[0], attorney[0], attorney[2]


def _below(case: Case, below: Proceeding) -> Members:
    told = members(below.known.cites)
    for step in below.steps:
        told |= members(step.known.cites)
    sources = {cite.source for cite in below.known.cites}
    for actor in case.actors:
        if actor.role == "judge":
            told |= members(cite for cite in actor.known.cites if cite.source in sources)
    return told
