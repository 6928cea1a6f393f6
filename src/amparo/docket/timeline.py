"""The timeline of a case: every dated event in order, numbered, in lanes. Spec: specs/case.md, "Pages"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from amparo.docket.footnotes import Marks
from amparo.docket.model import PURSUED, Case, Dated, Step
from amparo.docket.procedures import CHARGE, OFFER, Move, procedure
from amparo.docket.telling import Telling
from amparo.docket.view_model import EventView

LANES = ("disclosures", "charges", "proceedings", "offers", "statements", "coverage")
"""Top to bottom, as the picture shows them."""


@dataclass(frozen=True, slots=True)
class _Event:
    lane: str
    dated: Dated
    who: str
    what: str
    marks: Marks


def timeline(case: Case, tell: Telling) -> tuple[EventView, ...]:
    """All dated events of a case, the earliest first; of one date, in the order of the lanes."""
    events = sorted(_events(case, tell), key=lambda event: (event.dated.when.order, LANES.index(event.lane)))
    told = []
    for number, event in enumerate(events, 1):
        said = tell.date(event.dated)
        if said is not None:
            told.append(EventView(number, event.lane, said, event.who, event.what, event.marks))
    return tuple(told)


def _events(case: Case, tell: Telling) -> Iterator[_Event]:
    several = sum(actor.role in PURSUED for actor in case.actors) > 1
    for one in case.disclosures:
        if one.date:
            yield _Event("disclosures", one.date, "", one.what, tell.marks(one.known, one.date))
    for charge in case.charges:
        whose = tell.name(charge.against) if several else ""
        yield from _steps("charges", charge.steps, CHARGE.moves, tell, charge.offence, whose)
    for proceeding in case.proceedings:
        whose = tell.names(proceeding.persons) if several else ""
        moves = procedure(proceeding.kind, proceeding.law).moves
        yield from _steps("proceedings", proceeding.steps, moves, tell, whose=whose)
    for offer in case.offers:
        yield from _steps("offers", offer.steps, OFFER.moves, tell)
    yield from _words(case, tell)


def _steps(
    lane: str, steps: Iterable[Step], moves: Mapping[str, Move], tell: Telling, offence: str = "", whose: str = ""
) -> Iterator[_Event]:
    for step in steps:
        if step.date:
            name, by = tell.move(step, moves[step.kind]), tell.name(step.by)
            if step.what:
                what = _named(name, step.what)
            else:
                what = f"{name}: {offence} ({by})" if offence and by else ": ".join(filter(None, (name, offence or by)))
            yield _Event(lane, step.date, whose, what, tell.marks(step.known, step.date))


def _named(name: str, what: str) -> str:
    """What an editor says of a step, behind its name unless that is said already: "35 years." alone says nothing."""
    said = what.casefold()
    return what if any(word in said for word in name.casefold().split() if len(word) > 3) else f"{name}: {what}"


def _words(case: Case, tell: Telling) -> Iterator[_Event]:
    """What was said and what was published."""
    for one in case.statements:
        if one.date:
            said = f"“{one.known.cites[0].words}”" if one.direct else one.what
            yield _Event("statements", one.date, tell.name(one.by), said, tell.marks(one.known, one.date))
    for reply in case.replies:
        if reply.date:
            told = f"“{reply.known.cites[0].words}”" if reply.direct else reply.what
            yield _Event("statements", reply.date, tell.name(reply.by), told, tell.marks(reply.known, reply.date))
    for source in case.sources:
        if source.kind == "article" and source.published:
            marks = Marks((), tell.remarks(source.published))
            yield _Event("coverage", source.published, source.outlet, source.title, marks)
