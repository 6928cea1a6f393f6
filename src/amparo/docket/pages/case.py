"""The page of a case: a summary of one screen, then everything it rests on. Spec: specs/case.md, "Pages"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from amparo.charts.course import Stop, course
from amparo.charts.timeline import Event, timeline
from amparo.charts.world import Point, world
from amparo.docket.jurisdictions import Jurisdiction, jurisdictions
from amparo.docket.pages.logged import CaseLog, Host, case_log
from amparo.docket.pages.site import Frame, Site, frame
from amparo.docket.procedures import PROCEEDINGS
from amparo.docket.timeline import LANES
from amparo.docket.view_model import CaseView, EventView, SourceView
from amparo.docket.view_parts import DateView, ProcedureView, StepView
from amparo.docket.words import Speak, day_words

STALE_DAYS = 90
"""From here on the page says first of all how old its newest source is."""

_LANE_NAMES = dict(
    zip(LANES, ("Disclosures", "Charges", "Proceedings", "Offers", "Statements", "Coverage"), strict=True)
)


@dataclass(frozen=True, slots=True)
class Moment:
    """The events of one date."""

    date: DateView
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class KnownDay:
    """A day on which the docket came to know something, and the page of the case as known on it."""

    words: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Context of case.html; `timeline_svg`, `map_svg` and `courses_svg` (by proceeding) are drawn by amparo.charts."""

    frame: Frame
    case: CaseView
    known_on: str
    on: str
    stale: bool
    sources: dict[str, SourceView]
    inferred: dict[str, str]
    due: tuple[StepView, ...]
    next: StepView | None
    timeline_svg: str
    moments: tuple[Moment, ...]
    days: tuple[KnownDay, ...]
    live: bool
    courses_svg: dict[str, str]
    jurisdictions: tuple[Jurisdiction, ...]
    map_svg: str
    log: CaseLog | None


def case_page(
    site: Site,
    shown: CaseView,
    file: PurePosixPath,
    built: date,
    days: Sequence[date],
    *,
    live: bool = True,
    host: Host | None = None,
) -> bytes:
    """The page of a case. `days` are its days of record; `live` is false for a page as known on an earlier day.

    `host` is the library it is published in, if any.
    """
    known_on = date.fromisoformat(shown.known_on)
    here = frame(file, day_words(built, site.speak), host.title if host else "")
    procedures = (*shown.proceedings, *shown.offers)
    states = jurisdictions(shown, site.speak)
    context = CasePage(
        frame=here,
        case=shown,
        known_on=day_words(known_on, site.speak),
        on=day_words(date.fromisoformat(shown.on), site.speak),
        stale=shown.newest is not None and shown.newest.age.least > STALE_DAYS,
        sources={source.id: source for source in shown.sources},
        inferred={remark.text: remark.letter for remark in shown.remarks},
        due=tuple(step for proceeding in shown.proceedings for step in proceeding.due),
        next=_next(procedures),
        timeline_svg=_picture(shown, site.speak),
        moments=_moments(shown.timeline),
        days=_known_days(shown, days, here, site.speak),
        live=live,
        courses_svg={one.id: _course(one, site.speak) for one in shown.proceedings},
        jurisdictions=states,
        map_svg=_map(states, site.speak),
        log=case_log(host, shown.id, site.speak) if live else None,
    )
    return site.render("case.html", context)


def _next(procedures: Sequence[ProcedureView]) -> StepView | None:
    coming = [procedure.next for procedure in procedures if procedure.next is not None]
    return min(coming, key=lambda step: (step.date.first or "") if step.date else "", default=None)


def _picture(shown: CaseView, speak: Speak) -> str:
    """The timeline as a picture; one date alone needs none."""
    if len({event.date.edtf for event in shown.timeline}) < 2:
        return ""
    events = [
        Event(
            number=event.number,
            lane=event.lane,
            first=date.fromisoformat(event.date.first) if event.date.first else None,
            last=date.fromisoformat(event.date.last) if event.date.last else None,
            words=": ".join(word for word in (event.date.words, event.who, event.what) if word),
            uncertain=event.date.uncertain,
        )
        for event in shown.timeline
    ]
    lanes = [(key, speak(name)) for key, name in _LANE_NAMES.items()]
    return timeline(events, lanes, label=speak("Timeline of the case; the numbers are those of the list"))


def _course(one: ProcedureView, speak: Speak) -> str:
    """The course of a proceeding as a picture; a single step needs none."""
    if len(one.steps) < 2:
        return ""
    moves = PROCEEDINGS[one.kind].moves
    taken = [_stop(step, moves[step.kind].beside, speak) for step in one.steps]
    coming = [name for kind, name in one.possible if not moves[kind].beside]
    label = speak("Course of the proceedings: {}").format(one.title)
    return course(taken, coming, label=label, next_label=speak("Can come next:"))


def _stop(step: StepView, beside: bool, speak: Speak) -> Stop:
    """A step with a date of which no day has surely come is still to come."""
    return Stop(step.name, _when(step.date, speak), beside, coming=step.date is not None and step.since is None)


def _when(day: DateView | None, speak: Speak) -> str:
    if day is None:
        return ""
    return f"{day.words} ({speak('inferred')})" if day.uncertain else day.words


def _map(states: Sequence[Jurisdiction], speak: Speak) -> str:
    """Where the states lie; one alone needs no map."""
    points = [Point(*one.at, weight=max(1, len(one.parts)), name=one.name) for one in states if one.at]
    return world(points, label=speak("Map of the states of this case")) if len(points) > 1 else ""


def _moments(events: Sequence[EventView]) -> tuple[Moment, ...]:
    moments: dict[str, list[EventView]] = {}
    for event in events:
        moments.setdefault(event.date.edtf, []).append(event)
    return tuple(Moment(group[0].date, tuple(group)) for group in moments.values())


def _known_days(shown: CaseView, days: Sequence[date], here: Frame, speak: Speak) -> tuple[KnownDay, ...]:
    return tuple(
        KnownDay(
            words=day_words(day, speak),
            href=f"{here.root}{shown.id}/as-known-on/{day.isoformat()}/index.html",
            current=day.isoformat() == shown.known_on,
        )
        for day in days
    )
