"""A reading as lines that an editor accepts, edits or rejects. Spec: specs/article.md, "Accepting".

Lines are what has a place in a case: actors, statements, charges, figures of counts and years, and the dates of events.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from amparo.docket.article.dates.find import DateExpression
from amparo.docket.article.events import Event
from amparo.docket.article.folding import fold
from amparo.docket.article.reader import Reading
from amparo.docket.model import Actor as CaseActor

_LASTING = ("days-of-month", "months-of-year", "years", "last-periods", "next-periods", "lasting")
"""Rules whose expressions mean all the time from one day to another, not some day between them."""
_YEAR = re.compile(r"(?<![\d-])\d{4}(?!\d)")


class Line(StrEnum):
    """What a proposal would become in a case."""

    ACTOR = "actor"
    STATEMENT = "statement"
    CHARGE = "charge"
    FIGURE = "figure"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line. `span` is what it cites; `who` names its actor: itself, the speaker, the person charged.

    `part` is the role of an actor, `kind` its kind or that of a figure; `value` counts; `statutes` may be meant. Of a
    date, `at` is the expression itself, `edtf` its value as a case writes it, `where` what it dates as far as is seen.
    """

    id: str
    line: Line
    span: tuple[int, int]
    rule: str
    who: str = ""
    kind: str = ""
    part: str = ""
    direct: bool = False
    value: int = 0
    statutes: tuple[str, ...] = ()
    resolved: bool = True
    at: tuple[int, int] = (0, 0)
    edtf: str = ""
    where: str = ""


def proposals(reading: Reading) -> tuple[Proposal, ...]:
    """The lines of a reading: actors first, since the others name them."""
    found = [
        Proposal(f"a{number}", Line.ACTOR, one.mentions[0], one.rule, one.name, one.kind.value, one.part)
        for number, one in enumerate(reading.actors, start=1)
    ]
    found += [
        Proposal(
            f"s{number}",
            Line.STATEMENT,
            (one.start, one.end),
            one.rule,
            one.speaker or "",
            direct=one.direct,
            resolved=one.resolved,
        )
        for number, one in enumerate(reading.statements, start=1)
    ]
    accused = [one.name for one in reading.actors if one.part == "defendant"]
    found += [
        Proposal(
            f"c{number}",
            Line.CHARGE,
            (one.start, one.end),
            one.rule,
            accused[0] if len(accused) == 1 else "",
            value=one.count or 1,
            statutes=one.statutes,
        )
        for number, one in enumerate(reading.charges, start=1)
    ]
    found += [
        Proposal(f"f{number}", Line.FIGURE, (one.start, one.end), one.rule, kind=one.kind, value=int(one.value))
        for number, one in enumerate(reading.figures, start=1)
        if one.kind in ("counts", "maximum-years")
    ]
    found += [
        Proposal(
            f"d{number}",
            Line.DATE,
            one.what,
            one.date.rule,
            accused[0] if len(accused) == 1 else "",
            at=(one.date.start, one.date.end),
            edtf=in_a_case(reading, one.date),
            where=_statement_dated(reading, one),
        )
        for number, one in enumerate(dated_events(reading), start=1)
    ]
    return tuple(found)


def dated_events(reading: Reading) -> tuple[Event, ...]:
    """The events that a case may date: not the dateline, and no year that only belongs to a name."""
    return tuple(one for one in reading.events if one.date.rule not in ("dateline", "year-in-a-name"))


def in_a_case(reading: Reading, found: DateExpression) -> str:
    """A date as a case writes it: no time of day; one day of a week is a set; doubt where the year is the editor's."""
    edtf = found.value.edtf.partition("T")[0]
    if found.rule not in _LASTING and "/" in edtf:
        edtf = "[" + edtf.replace("/", "..") + "]"
    dateline = reading.heading.dateline
    if dateline.own is None or dateline.own.year is not None or dateline.anchor.year is None:
        return edtf
    words = reading.article.text[found.start : found.end]
    return _YEAR.sub(lambda year: year[0] if year[0] in words else f"{year[0]}?", edtf)


def _statement_dated(reading: Reading, event: Event) -> str:
    """The statement that is said on a date: in its sentence, and the date no part of what is said."""
    start, end = event.date.start, event.date.end
    for number, one in enumerate(reading.statements, start=1):
        if one.sentence[0] <= start < one.sentence[1] and (end <= one.start or one.end <= start):
            return f"said:s{number}"
    return ""


def address_word(name: str) -> str:
    """A name as an identity of a case: lower case letters, digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:60].rstrip("-") or "unnamed"


def in_case(name: str, actors: Sequence[CaseActor]) -> str:
    """The identity of the actor of a case who bears a name, accents and left-out names aside; else empty."""
    words = fold(name).split()
    for actor in actors:
        theirs = fold(actor.name).split()
        longer = len(words) > 1 and len(theirs) > 1 and set(words) <= set(theirs)
        if words == theirs or (longer and words[-1] == theirs[-1]):
            return actor.known.id
    return ""
