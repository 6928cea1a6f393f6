"""The page *Read an article*: the article with its lines marked, the lines beside it, to accept, edit or leave.

Spec: specs/article.md, "Accepting". Works without script: a form with one choice a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from amparo.docket.article.proposing import Line, Proposal, in_case
from amparo.docket.article.reader import Reading
from amparo.docket.article.telling import anchor_edtf
from amparo.docket.model import Case
from amparo.docket.pages.article_marks import Piece, marked
from amparo.docket.pages.article_places import Choice, Choices, moves, places
from amparo.docket.statutes import STATUTES

ROLES = (
    *(
        "defendant",
        "subject",
        "head-of-state",
        "minister",
        "judge",
        "court",
        "counsel",
        "prosecutor",
        "state",
        "witness",
        "supporter",
    ),
    "other",
)


@dataclass(frozen=True, slots=True)
class LineView:
    """One proposal on the page. `state` is what the editor chose last: accept, leave or nothing."""

    id: str
    kind: str
    words: str
    who: str
    rule: str
    direct: bool
    resolved: bool
    part: str
    value: int
    figure: str
    there: bool
    accepted: bool
    text: str
    chosen: str
    by: str
    statutes: tuple[str, ...]
    written: str
    date: str
    to: str
    where: str
    places: tuple[Choices, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind."""

    kind: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Context of article.html. `problem` and `refused` say why nothing was written; `written` how much was."""

    title: str
    outlet: str
    day: str
    case: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    groups: tuple[Group, ...]
    actors: tuple[str, ...]
    roles: tuple[str, ...]
    statutes: tuple[Choice, ...]
    moves: tuple[Choice, ...]
    problem: str
    hint: str
    refused: tuple[str, ...]
    written: int | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the last form came to."""

    problem: str = ""
    hint: str = ""
    refused: tuple[str, ...] = ()
    written: int | None = None


def article_page(
    reading: Reading, lines: Sequence[Proposal], case: Case | None, name: str, form: Mapping[str, str], outcome: Outcome
) -> ArticlePage:
    """The page. `form` is what the editor last sent, so that nothing typed is lost."""
    heading = reading.heading
    views = [_line(reading, one, lines, case, form) for one in lines]
    names = [one.who for one in lines if one.line is Line.ACTOR]
    return ArticlePage(
        title=heading.title or heading.url,
        outlet=heading.outlet,
        day=anchor_edtf(heading.dateline.anchor) or "",
        case=name,
        paragraphs=marked(reading.article.text, lines),
        groups=tuple(Group(kind.value, tuple(one for one in views if one.kind == kind)) for kind in Line),
        actors=tuple(dict.fromkeys([*(one.name for one in case.actors), *names] if case else names)),
        roles=ROLES,
        statutes=tuple((one.id, f"{one.citation}: {one.title}") for one in STATUTES),
        moves=moves(),
        problem=outcome.problem,
        hint=outcome.hint,
        refused=outcome.refused,
        written=outcome.written,
    )


def _line(
    reading: Reading, one: Proposal, lines: Sequence[Proposal], case: Case | None, form: Mapping[str, str]
) -> LineView:
    dated = one.line is Line.DATE
    return LineView(
        id=one.id,
        kind=one.line.value,
        words=reading.article.text[slice(*one.span)],
        who=form.get(f"who-{one.id}", one.who),
        rule=one.rule,
        direct=one.direct,
        resolved=one.resolved,
        part=one.part,
        value=one.value,
        figure=one.kind if one.line is Line.FIGURE else "",
        there=one.line is Line.ACTOR and case is not None and bool(in_case(one.who, case.actors)),
        accepted=form.get(f"take-{one.id}") == "accept",
        text=form.get(f"text-{one.id}", one.who if one.line is Line.ACTOR else ""),
        chosen=form.get(f"choice-{one.id}", one.part or next(iter(one.statutes), "")),
        by=form.get(f"by-{one.id}", ""),
        statutes=one.statutes,
        written=reading.article.text[slice(*one.at)],
        date=form.get(f"date-{one.id}", one.edtf),
        to=form.get(f"to-{one.id}", ""),
        where=form.get(f"where-{one.id}", one.where),
        places=places(reading, one, lines, case) if dated else (),
    )
