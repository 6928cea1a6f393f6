"""The page *Read an article*: the article with its lines marked, the lines beside it, to accept, edit or leave.

Spec: specs/article.md, "Accepting". Works without script: a form with one choice a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from amparo.docket.article.dates.find import DateExpression
from amparo.docket.article.layout import lay_out
from amparo.docket.article.proposing import Line, Proposal, in_case
from amparo.docket.article.reader import Reading
from amparo.docket.article.telling import anchor_edtf
from amparo.docket.model import Case
from amparo.docket.statutes import STATUTES

ROLES = (
    *(
        "defendant",
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
class Piece:
    """Words of the article; `line` is the identity of the line they are cited by, or empty."""

    words: str
    line: str


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


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date of the article, for steps that an editor writes."""

    expression: str
    edtf: str
    what: str
    span: str
    rule: str


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
    dates: tuple[DateLine, ...]
    actors: tuple[str, ...]
    roles: tuple[str, ...]
    statutes: tuple[tuple[str, str], ...]
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
    views = [_line(reading, one, case, form) for one in lines]
    names = [one.who for one in lines if one.line is Line.ACTOR]
    return ArticlePage(
        title=heading.title or heading.url,
        outlet=heading.outlet,
        day=anchor_edtf(heading.dateline.anchor) or "",
        case=name,
        paragraphs=_paragraphs(reading, lines),
        groups=tuple(Group(kind.value, tuple(one for one in views if one.kind == kind)) for kind in Line),
        dates=tuple(_date(reading, one.date, one.what) for one in reading.events if one.date.rule != "dateline"),
        actors=tuple(dict.fromkeys([*(one.name for one in case.actors), *names] if case else names)),
        roles=ROLES,
        statutes=tuple((one.id, f"{one.citation}: {one.title}") for one in STATUTES),
        problem=outcome.problem,
        hint=outcome.hint,
        refused=outcome.refused,
        written=outcome.written,
    )


def _line(reading: Reading, one: Proposal, case: Case | None, form: Mapping[str, str]) -> LineView:
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
    )


def _date(reading: Reading, one: DateExpression, what: tuple[int, int]) -> DateLine:
    text = reading.article.text
    return DateLine(text[one.start : one.end], one.value.edtf, text[slice(*what)], f"[{what[0]}, {what[1]}]", one.rule)


def _paragraphs(reading: Reading, lines: Sequence[Proposal]) -> tuple[tuple[Piece, ...], ...]:
    """The article's paragraphs in pieces: where lines overlap, the one that begins first is marked."""
    text = reading.article.text
    marks = _apart(sorted(((*one.span, one.id) for one in lines), key=lambda mark: (mark[0], -mark[1])))
    return tuple(tuple(_pieces(text, one.start, one.end, marks)) for one in lay_out(text))


def _apart(marks: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept = list[tuple[int, int, str]]()
    for mark in marks:
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> list[Piece]:
    pieces, position = list[Piece](), start
    for first, last, name in marks:
        if first < end and last > position:
            first, last = max(first, position), min(last, end)
            pieces += [Piece(text[position:first], ""), Piece(text[first:last], name)]
            position = last
    return [piece for piece in [*pieces, Piece(text[position:end], "")] if piece.words]
