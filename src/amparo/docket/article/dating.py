"""What an accepted date becomes: the date of a statement or disclosure, or a step of a procedure, in a case.

Spec: specs/article.md, "Dates in a case". The article says when; where it belongs and which step it is, an editor says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from amparo.docket.article.draft import Decision, Draft, Fact
from amparo.docket.article.proposing import Proposal
from amparo.docket.edtf import parse
from amparo.docket.model import Case, Charge, Offer, Proceeding
from amparo.docket.procedures import CHARGE, OFFER, OFFERS, PROCEEDINGS, Procedure, procedure
from amparo.errors import InputError

_MARK = re.compile(r"[?~%]")


def place_date(draft: Draft, line: Proposal, decision: Decision) -> None:
    """Put the date of a line where the editor says it belongs; InputError when that does not hold."""
    where, _, name = (decision.where or line.where).partition(":")
    date = _dated(draft, line, decision)
    if where == "said":
        _date_statement(draft, line, name, date)
    elif where == "disclosure":
        draft.add("disclosures", _disclosure(draft, line, decision, date))
    elif where == "step":
        section, known = _procedure_of(draft.case, name)
        draft.steps.setdefault((section, name), []).append(_step(draft, line, decision, known, date))
    elif where == "new" and name in PROCEEDINGS:
        _in_new_proceeding(draft, line, decision, name, date)
    elif where == "offer" and name in OFFERS:
        _in_new_offer(draft, line, decision, name, date)
    else:
        raise InputError("An accepted date has no place in the case.", "Choose what it dates.")


def _dated(draft: Draft, line: Proposal, decision: Decision) -> Any:
    """The date as a case writes it, with the article's own words; with its reason where it carries doubt."""
    text = decision.date or line.edtf
    if "XXXX" in text:
        raise InputError(
            "The year of a date is open.", "Write its year, or read the article again with its --dateline."
        )
    parse(text)
    written = " ".join(draft.reading.article.text[slice(*line.at)].split())
    if not _MARK.search(text):
        return {"edtf": text, "written": written}
    if text != line.edtf:
        reason = "Read so by the editor."
    elif "?" in text:
        reason = "Counted from the dateline, whose year is the editor's."
    else:
        reason = "The article says itself that it is not exact."
    return {"edtf": text, "written": written, "inferred": reason}


def _date_statement(draft: Draft, line: Proposal, name: str, date: Any) -> None:
    fact = draft.said.get(name)
    if fact is None:
        raise InputError("A date is that of a statement that is not accepted.", "Accept the statement too.")
    if "date" in fact:
        raise InputError("A statement has two dates.", "Accept one of them.")
    fact["date"] = date
    if not fact["direct"]:  # The cited words of a direct statement are those that were said, and no others.
        fact["cites"] = [*fact["cites"], draft.cite(line.span)]


def _disclosure(draft: Draft, line: Proposal, decision: Decision, date: Any) -> Fact:
    if not decision.text:
        raise InputError("A disclosure has no words of your own.", "Write what was disclosed, in your own words.")
    by = draft.known(decision.by or decision.who, "A disclosure")
    return {
        "id": draft.fresh("disclosure"),
        "what": decision.text,
        "by": by,
        "date": date,
        "cites": [draft.cite(line.span)],
    }


def _step(draft: Draft, line: Proposal, decision: Decision, known: Procedure, date: Any) -> Fact:
    move = decision.choice
    if move not in known.moves:
        names = ", ".join(one.name for one in known.moves.values())
        raise InputError(f"A step of “{known.name}” has no kind that belongs there.", f"Choose one of: {names}.")
    step: Fact = {"id": draft.fresh(move), "kind": move}
    if decision.text:
        step["what"] = decision.text
    for field, actor in (("by", decision.by), ("to", decision.to)):
        if actor:
            step[field] = draft.known(actor, "A step")
    return step | {"date": date, "cites": [draft.cite(line.span)]}


def _in_new_proceeding(draft: Draft, line: Proposal, decision: Decision, kind: str, date: Any) -> None:
    """A step of a proceeding that the case does not have yet: one for each kind and person, however many dates."""
    known = PROCEEDINGS[kind]
    person = draft.known(decision.who or line.who, "A proceeding")
    step = _step(draft, line, decision, known, date)
    for one in draft.facts.get("proceedings", ()):
        if (one["kind"], one["person"]) == (kind, person):
            one["steps"].append(step)
            return
    fact = {"id": draft.fresh(kind), "kind": kind, "title": known.name, "person": person}
    draft.add("proceedings", fact | {"cites": [draft.cite(line.span)], "steps": [step]})


def _in_new_offer(draft: Draft, line: Proposal, decision: Decision, kind: str, date: Any) -> None:
    by, to = draft.known(decision.by, "An offer"), draft.known(decision.who or line.who, "An offer")
    step = _step(draft, line, decision, OFFER, date)
    fact = {"id": draft.fresh(f"{kind}-offer"), "kind": kind, "by": by, "to": to}
    draft.add("offers", fact | {"cites": [draft.cite(line.span)], "steps": [step]})


def procedures_of(case: Case) -> Iterator[tuple[str, Charge | Proceeding | Offer, Procedure]]:
    """What of a case has steps: its section, and the procedure that they follow."""
    for charge in case.charges:
        yield "charges", charge, CHARGE
    for one in case.proceedings:
        yield "proceedings", one, procedure(one.kind, one.law)
    for offer in case.offers:
        yield "offers", offer, OFFER


def _procedure_of(case: Case | None, name: str) -> tuple[str, Procedure]:
    for section, one, known in procedures_of(case) if case else ():
        if str(one.known.id) == name:
            return section, known
    raise InputError("A step belongs to nothing that the case has.", "Choose a proceeding, charge or offer again.")
