"""Accepted proposals as facts of a case, each with its citation. Spec: specs/article.md, "Accepting".

Pure: values in, values out. What an editor must say in their own words is never filled with the article's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any

from amparo.docket.article.dating import place_date
from amparo.docket.article.draft import Decision, Draft
from amparo.docket.article.proposing import Line, Proposal, address_word, in_case
from amparo.docket.article.reader import Reading
from amparo.docket.article.telling import anchor_edtf
from amparo.docket.knowing import every_fact
from amparo.docket.model import Case
from amparo.errors import InputError


def facts(
    reading: Reading,
    lines: Sequence[Proposal],
    decisions: Mapping[str, Decision],
    case: Case | None,
    today: date,
) -> Draft:
    """The facts of the accepted lines, and the source they cite when the case does not have it yet.

    Raises InputError for a line that lacks what only an editor can give.
    """
    taken, actors = _of_case(case)
    source = _source(reading, case, today, taken)
    draft = Draft(reading, case, source["id"], taken, actors)
    if not source.get("there"):
        draft.add("sources", source)
    accepted = [line for line in lines if line.id in decisions]
    for kind, make in _MAKE.items():  # Actors before what names them, statements before their dates.
        for line in accepted:
            if line.line is kind:
                make(draft, line, decisions[line.id])
    return draft


def _of_case(case: Case | None) -> tuple[set[str], dict[str, str]]:
    if case is None:
        return set(), {}
    taken = {str(fact.known.id) for fact in every_fact(case)}
    ids = [str(one.known.id) for one in case.actors]
    return taken, dict(zip(ids, ids, strict=True)) | {one.name: str(one.known.id) for one in case.actors}


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


def _actor(draft: Draft, line: Proposal, decision: Decision) -> None:
    name = decision.text or line.who
    there = in_case(name, draft.case.actors) if draft.case else ""
    word = there or draft.fresh(address_word(name))
    draft.actors |= {line.id: word, line.who: word, name: word}
    if there:
        return
    kind = line.kind if line.kind in ("person", "state", "court", "organisation") else "organisation"
    role = decision.choice or line.part
    draft.add("actors", {"id": word, "kind": kind, "name": name, "role": role, "cites": [draft.cite(line.span)]})


def _statement(draft: Draft, line: Proposal, decision: Decision) -> None:
    by = draft.known(decision.who or line.who, "A statement")
    number = next(number for number in count(1) if f"said-{number}" not in draft.taken)
    fact: dict[str, Any] = {"id": draft.fresh(f"said-{number}"), "by": by}
    fact["direct"] = line.direct
    if not line.direct:
        if not decision.text:
            raise InputError(
                "A reported statement has no words of your own.", "Write what was said, in your own words."
            )
        fact["what"] = decision.text
    fact["cites"] = [draft.cite(line.span)]
    draft.said[line.id] = fact
    draft.add("statements", fact)


def _figure(draft: Draft, line: Proposal, decision: Decision) -> None:
    fact = {"id": draft.fresh(f"{line.kind}-{line.value}"), "counts": line.kind, "value": line.value}
    draft.add("figures", fact | {"cites": [draft.cite(line.span)]})


def _charge(draft: Draft, line: Proposal, decision: Decision) -> None:
    if not decision.text or not decision.choice:
        raise InputError(
            "A charge has no offence or no statute.", "Name the offence in your own words, and its statute."
        )
    by, against = draft.known(decision.by, "A charge"), draft.known(decision.who or line.who, "A charge")
    name = draft.fresh(f"charge-{address_word(decision.choice)}")
    cites = [draft.cite(line.span)]
    counts = f"{line.value} count{'s' if line.value != 1 else ''}"
    step = {
        "id": draft.fresh(f"{name}-pending"),
        "kind": "pending",
        "what": f"{counts} of it stand when the article is written.",
        "cites": cites,
    }
    fact = {
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
    draft.add("charges", fact)


_MAKE: Mapping[Line, Callable[[Draft, Proposal, Decision], None]] = {
    Line.ACTOR: _actor,
    Line.STATEMENT: _statement,
    Line.CHARGE: _charge,
    Line.FIGURE: _figure,
    Line.DATE: place_date,
}
