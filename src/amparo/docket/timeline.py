"""The timeline of a case: every dated event in order, numbered, in lanes. Spec: specs/case.md, "Pages"."""

from __future__ import annotations

from dataclasses import dataclass

from amparo.docket.footnotes import Marks
from amparo.docket.model import Case, Dated
from amparo.docket.telling import Telling
from amparo.docket.view_model import EventView

LANES = ("disclosures", "charges", "proceedings", "offers", "statements", "coverage")
"""Top to bottom, as the picture shows them."""


@dataclass(frozen=True, slots=True)
class _Event:
    lane: str
    dated: Dated
    what: str
    marks: Marks


def timeline(case: Case, tell: Telling) -> tuple[EventView, ...]:
    """All dated events of a case, the earliest first; of one date, in the order of the lanes."""
    events = sorted(_events(case, tell), key=lambda event: (event.dated.when.order, LANES.index(event.lane)))
    told = []
    for number, event in enumerate(events, 1):
        said = tell.date(event.dated)
        if said is not None:
            told.append(EventView(number, event.lane, said, event.what, event.marks))
    return tuple(told)


def _events(case: Case, tell: Telling) -> list[_Event]:
    found: list[_Event] = []

    def add(lane: str, dated: Dated | None, what: str, marks: Marks) -> None:
        if dated is not None:
            found.append(_Event(lane, dated, what, marks))

    for disclosure in case.disclosures:
        add("disclosures", disclosure.date, disclosure.what, tell.marks(disclosure.known, disclosure.date))
    for lane, procedures in (("charges", case.charges), ("proceedings", case.proceedings), ("offers", case.offers)):
        for procedure in procedures:
            for step in procedure.steps:
                add(lane, step.date, step.what or step.kind, tell.marks(step.known, step.date))
    for statement in case.statements:
        said = f"“{statement.known.cites[0].words}”" if statement.direct else statement.what
        add(
            "statements",
            statement.date,
            f"{tell.name(statement.by)}: {said}",
            tell.marks(statement.known, statement.date),
        )
    for source in case.sources:
        if source.kind == "article":
            marks = Marks((), tell.remarks(source.published))
            add("coverage", source.published, f"{source.outlet}: {source.title}".lstrip(": "), marks)
    return found
