"""A reading as lines that an editor accepts, edits or rejects. Spec: specs/article.md, "Accepting".

Only what has a place in a case by itself is a line: actors, statements, charges, and figures of counts and years. Dates
are not: a step belongs to a procedure, and which one only the editor can say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from amparo.docket.article.names import fold
from amparo.docket.article.reader import Reading
from amparo.docket.model import Actor as CaseActor


class Line(StrEnum):
    """What a proposal would become in a case."""

    ACTOR = "actor"
    STATEMENT = "statement"
    CHARGE = "charge"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line. `span` is what it cites; `who` names its actor: itself, the speaker, the person charged.

    `part` is the role of an actor, `kind` its kind or that of a figure; `value` counts; `statutes` may be meant.
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
    return tuple(found)


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
