"""Turns the checked values of a case file into a `Case`. Knows the shape only: `checking` has refused all else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from amparo.docket import edtf, penalty
from amparo.docket.model import (
    Actor,
    Archived,
    Case,
    CaseId,
    Charge,
    Citation,
    Conflict,
    Correction,
    Dated,
    Disclosure,
    FactId,
    Figure,
    Known,
    Offer,
    Penalty,
    Proceeding,
    Reply,
    Source,
    SourceId,
    Statement,
    Statute,
    Step,
)

Values = Mapping[str, Any]


def parse_case(values: Values) -> Case:
    """The case that checked values describe."""
    sources = tuple(_source(one) for one in values["sources"])
    read = {source.id: source.retrieved for source in sources}

    def known(one: Values) -> Known:
        return _known(one, read)

    return Case(
        id=CaseId(values["id"]),
        title=values["title"],
        language=values.get("language", "en"),
        sources=sources,
        statutes=tuple(_statute(one, known(one), sources) for one in values.get("statutes", ())),
        actors=tuple(
            Actor(known(one), one["kind"], one["name"], one["role"], one.get("capacity", ""))
            for one in values["actors"]
        ),
        disclosures=tuple(
            Disclosure(
                known(one), one["what"], FactId(one["by"]), dated(one.get("date")), tuple(one.get("documents", ()))
            )
            for one in values.get("disclosures", ())
        ),
        charges=tuple(_charge(one, known(one), _steps(one, read)) for one in values.get("charges", ())),
        proceedings=tuple(_proceeding(one, known(one), _steps(one, read)) for one in values.get("proceedings", ())),
        offers=tuple(
            Offer(known(one), one["kind"], FactId(one["by"]), FactId(one["to"]), _steps(one, read))
            for one in values.get("offers", ())
        ),
        statements=tuple(_statement(one, known(one)) for one in values.get("statements", ())),
        figures=tuple(Figure(known(one), one["counts"], one["value"]) for one in values.get("figures", ())),
        replies=tuple(_reply(one, known(one)) for one in values.get("replies", ())),
        corrections=tuple(_correction(one, known(one)) for one in values.get("corrections", ())),
        conflicts=tuple(
            Conflict(known(one), FactId(one["fact"]), one["what"], dated(one.get("date")))
            for one in values.get("conflicts", ())
        ),
    )


def dated(value: str | Values | None) -> Dated | None:
    """A date in either of its two spellings; None for no date."""
    if value is None:
        return None
    if isinstance(value, str):
        return Dated(edtf.parse(value))
    return Dated(edtf.parse(value["edtf"]), value.get("written", ""), value.get("inferred", ""))


def known_since(one: Values, read: Mapping[SourceId, date]) -> date:
    """Since when the docket knows a fact: its own `known`, else the day its first source was read."""
    if "known" in one:
        return date.fromisoformat(one["known"])
    return min(read[SourceId(cite["source"])] for cite in one["cites"])


def _known(one: Values, read: Mapping[SourceId, date]) -> Known:
    cites = tuple(
        Citation(SourceId(cite["source"]), cite["span"][0], cite["span"][1], cite["words"]) for cite in one["cites"]
    )
    return Known(FactId(one["id"]), cites, known_since(one, read), one.get("remark", ""))


def _source(one: Values) -> Source:
    return Source(
        id=SourceId(one["id"]),
        kind=one["kind"],
        outlet=one.get("outlet", ""),
        title=one["title"],
        address=one["address"],
        published=dated(one.get("published")),
        retrieved=date.fromisoformat(one["retrieved"]),
        sha256=one["text"]["sha256"],
        characters=one["text"]["characters"],
        archived=Archived(**one["archived"]) if "archived" in one else None,
    )


def _steps(one: Values, read: Mapping[SourceId, date]) -> tuple[Step, ...]:
    return tuple(_step(step, _known(step, read)) for step in one["steps"])


def _step(one: Values, known: Known) -> Step:
    return Step(
        known=known,
        kind=one["kind"],
        what=one.get("what", ""),
        date=dated(one.get("date")),
        by=_fact(one.get("by")),
        to=_fact(one.get("to")),
        answers=_fact(one.get("answers")),
        unusual=one.get("unusual", ""),
        counts=one.get("counts"),
    )


def _fact(word: str | None) -> FactId | None:
    return FactId(word) if word else None


def _charge(one: Values, known: Known, steps: tuple[Step, ...]) -> Charge:
    return Charge(
        known=known,
        offence=one["offence"],
        counts=one["counts"],
        statute=one["statute"],
        statute_inferred=one.get("statute_inferred", ""),
        offence_date=dated(one.get("offence_date")),
        by=FactId(one["by"]),
        against=FactId(one["against"]),
        steps=steps,
    )


def _proceeding(one: Values, known: Known, steps: tuple[Step, ...]) -> Proceeding:
    return Proceeding(
        known=known,
        kind=one["kind"],
        law=one.get("law", ""),
        title=one["title"],
        person=FactId(one["person"]),
        steps=steps,
        together=tuple(FactId(word) for word in one.get("together", ())),
    )


def _statement(one: Values, known: Known) -> Statement:
    return Statement(
        known=known,
        by=FactId(one["by"]),
        date=dated(one.get("date")),
        occasion=one.get("occasion", ""),
        direct=one["direct"],
        what=one.get("what", ""),
    )


def _reply(one: Values, known: Known) -> Reply:
    return Reply(
        known=known,
        kind=one["kind"],
        by=FactId(one["by"]),
        about=tuple(FactId(word) for word in one.get("about", ())),
        date=dated(one.get("date")),
        direct=one["direct"],
        what=one.get("what", ""),
    )


def _correction(one: Values, known: Known) -> Correction:
    return Correction(
        known=known,
        fact=FactId(one["fact"]),
        outcome=one["outcome"],
        instead=_fact(one.get("instead")),
        what=one["what"],
        asked=one["asked"],
        by=_fact(one.get("by")),
        request=_fact(one.get("request")),
    )


def _statute(one: Values, known: Known, sources: Iterable[Source]) -> Statute:
    cite = known.cites[0]
    source = next(source for source in sources if source.id == cite.source)
    allowed = Penalty(
        maximum=penalty.parse(one["maximum"] if "maximum" in one else one["maximum_years"]),
        in_force=edtf.parse(one["in_force"]),
        act=one.get("act", ""),
        words=cite.words,
        address=source.address,
        read=source.retrieved,
    )
    return Statute(one["id"], one["citation"], one["title"], one["jurisdiction"], (allowed,))
