"""Accepted proposals as facts of a case, each with its citation. Spec: specs/article.md, "Accepting".

Pure: values in, values out. What an editor must say in their own words is never filled with the article's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any

from amparo.docket.article.proposing import Line, Proposal, address_word, in_case
from amparo.docket.article.reader import Reading
from amparo.docket.article.telling import anchor_edtf
from amparo.docket.knowing import every_fact
from amparo.docket.model import Case
from amparo.errors import InputError


@dataclass(frozen=True, slots=True)
class Decision:
    """An editor's word on an accepted line: `text` in their own words, `who` and `by` as identities of actors."""

    text: str = ""
    who: str = ""
    by: str = ""
    choice: str = ""


Facts = dict[str, list[dict[str, Any]]]
"""Facts by the section of a case file that they belong to."""


@dataclass(slots=True)
class _Desk:
    """What is at hand while facts are made."""

    reading: Reading
    source: str
    taken: set[str]
    actors: dict[str, str] = field(default_factory=dict)

    def fresh(self, word: str) -> str:
        """An identity that no fact has yet."""
        name, number = word, 2
        while name in self.taken:
            name, number = f"{word}-{number}", number + 1
        self.taken.add(name)
        return name

    def cite(self, span: tuple[int, int]) -> dict[str, Any]:
        """The citation of a span."""
        return {"source": self.source, "span": list(span), "words": self.reading.article.text[slice(*span)]}

    def known(self, name: str, what: str) -> str:
        """The identity of an actor that a line names."""
        if name not in self.actors.values() and name not in self.actors:
            raise InputError(
                f"{what} names an actor who is not in the case.", "Accept the actor too, or choose another."
            )
        return self.actors.get(name, name)


def facts(
    reading: Reading,
    lines: Sequence[Proposal],
    decisions: Mapping[str, Decision],
    case: Case | None,
    today: date,
) -> Facts:
    """The facts of the accepted lines, and the source they cite when the case does not have it yet.

    Raises InputError for a line that lacks what only an editor can give.
    """
    taken, actors = _of_case(case)
    source = _source(reading, case, today, taken)
    desk = _Desk(reading, source["id"], taken, actors)
    made: Facts = {"sources": [] if source.get("there") else [source]}
    accepted = [line for line in lines if line.id in decisions]
    for line in accepted:
        if line.line is Line.ACTOR:
            _add(made, "actors", _actor(desk, line, decisions[line.id], case))
    for line in accepted:
        if line.line is not Line.ACTOR:
            section, fact = _FACTS[line.line](desk, line, decisions[line.id])
            _add(made, section, fact)
    return {section: found for section, found in made.items() if found}


def _of_case(case: Case | None) -> tuple[set[str], dict[str, str]]:
    if case is None:
        return set(), {}
    taken = {str(fact.known.id) for fact in every_fact(case)}
    ids = [str(one.known.id) for one in case.actors]
    return taken, dict(zip(ids, ids, strict=True)) | {one.name: str(one.known.id) for one in case.actors}


def _add(made: Facts, section: str, fact: dict[str, Any] | None) -> None:
    if fact is not None:
        made.setdefault(section, []).append(fact)


def _source(reading: Reading, case: Case | None, today: date, taken: set[str]) -> dict[str, Any]:
    """The article as a source of the case: the one with the same text, or a new one."""
    digest = sha256(reading.article.text.encode("utf-8", "surrogatepass")).hexdigest()
    there = [one.id for one in case.sources if one.sha256 == digest] if case else []
    if there:
        return {"id": str(there[0]), "there": True}
    heading = reading.heading
    if not heading.url:
        raise InputError(
            "No address of the article was found.", "Put its address on a line of its own, then read again."
        )
    names = {str(one.id) for one in case.sources} if case else set()
    stem, number = address_word(heading.outlet or "article")[:40], 2
    name = stem
    while name in names:
        name, number = f"{stem}-{number}", number + 1
    source: dict[str, Any] = {"id": name, "kind": "article"}
    if heading.outlet:
        source["outlet"] = heading.outlet
    source |= {"title": heading.title or heading.url, "address": heading.url}
    if published := _published(reading):
        source["published"] = published
    text = {"sha256": digest, "characters": len(reading.article.text)}
    return source | {"retrieved": today.isoformat(), "text": text}


def _published(reading: Reading) -> Any:
    """The dateline's day; with a doubt and its reason where the editor gave what the article leaves out."""
    dateline = reading.heading.dateline
    day, own = anchor_edtf(dateline.anchor), dateline.own or dateline.anchor
    if day is None or dateline.anchor.year is None:
        return None
    if own.year is not None or own == dateline.anchor:
        return day
    if own.month is None:
        return {"edtf": day + "?", "inferred": "The article gives no day that was found; this one is the editor's."}
    year, _, rest = day.partition("-")
    return {"edtf": f"{year}?-{rest}", "inferred": "The dateline has a day and no year; the year is the editor's."}


def _actor(desk: _Desk, line: Proposal, decision: Decision, case: Case | None) -> dict[str, Any] | None:
    name = decision.text or line.who
    there = in_case(name, case.actors) if case else ""
    if there:
        desk.actors |= {line.id: there, line.who: there, name: there}
        return None
    word = desk.fresh(address_word(name))
    desk.actors |= {line.id: word, line.who: word, name: word}
    kind = line.kind if line.kind in ("person", "state", "court", "organisation") else "organisation"
    return {
        "id": word,
        "kind": kind,
        "name": name,
        "role": decision.choice or line.part,
        "cites": [desk.cite(line.span)],
    }


def _statement(desk: _Desk, line: Proposal, decision: Decision) -> tuple[str, dict[str, Any]]:
    by = desk.known(decision.who or line.who, "A statement")
    number = next(number for number in count(1) if f"said-{number}" not in desk.taken)
    fact: dict[str, Any] = {"id": desk.fresh(f"said-{number}"), "by": by}
    fact["direct"] = line.direct
    if not line.direct:
        if not decision.text:
            raise InputError(
                "A reported statement has no words of your own.", "Write what was said, in your own words."
            )
        fact["what"] = decision.text
    return "statements", fact | {"cites": [desk.cite(line.span)]}


def _figure(desk: _Desk, line: Proposal, decision: Decision) -> tuple[str, dict[str, Any]]:
    fact = {"id": desk.fresh(f"{line.kind}-{line.value}"), "counts": line.kind, "value": line.value}
    return "figures", fact | {"cites": [desk.cite(line.span)]}


def _charge(desk: _Desk, line: Proposal, decision: Decision) -> tuple[str, dict[str, Any]]:
    if not decision.text or not decision.choice:
        raise InputError(
            "A charge has no offence or no statute.", "Name the offence in your own words, and its statute."
        )
    by, against = desk.known(decision.by, "A charge"), desk.known(decision.who or line.who, "A charge")
    name = desk.fresh(f"charge-{address_word(decision.choice)}")
    cites = [desk.cite(line.span)]
    counts = f"{line.value} count{'s' if line.value != 1 else ''}"
    step = {
        "id": desk.fresh(f"{name}-pending"),
        "kind": "pending",
        "what": f"{counts} of it stand when the article is written.",
        "cites": cites,
    }
    return "charges", {
        "id": name,
        "offence": decision.text,
        "counts": line.value,
        "statute": decision.choice,
        "statute_inferred": "Chosen by the editor; the article need not name the section.",
        "by": by,
        "against": against,
        "cites": cites,
        "steps": [step],
    }


_FACTS = {Line.STATEMENT: _statement, Line.FIGURE: _figure, Line.CHARGE: _charge}
