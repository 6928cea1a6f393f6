"""Small case files for the docket's tests: an invented person, one source, every kind of fact."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from amparo.docket.checking import check
from amparo.docket.model import Case

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "cases" / "assange.yaml"
TODAY = date(2026, 11, 24)
TEXT = (
    "Halmere, 3 March 2004. Maren Oldeval, an accountant, is charged with two counts under the State Papers Act. "
    "Orlavia asked Tarsk to extradite her on 1 February. A court in Tarsk ordered it on 20 February. "
    "Her lawyers asked the minister on 25 February to refuse. Sarrow offered asylum on 2 March. "
    "“She told the truth,” the prime minister of Sarrow said. She could face fourteen years."
)


def cite(words: str, source: str = "courier") -> dict[str, Any]:
    """A citation of words of TEXT."""
    start = TEXT.index(words)
    return {"source": source, "span": [start, start + len(words)], "words": words}


def fact(name: str, words: str, /, **fields: Any) -> dict[str, Any]:
    """A fact that rests on words of TEXT."""
    return {"id": name, "cites": [cite(words)], **fields}


def values() -> dict[str, Any]:
    """A whole case as plain values; each call gives a fresh copy."""
    return copy.deepcopy(_CASE)


_SOURCE = {
    "id": "courier",
    "kind": "article",
    "outlet": "Halmere Courier",
    "title": "Oldeval: Sarrow offers asylum",
    "address": "https://courier.example/2004/oldeval",
    "published": "2004-03-03",
    "retrieved": "2004-03-04",
    "text": {"sha256": sha256(TEXT.encode()).hexdigest(), "characters": len(TEXT)},
}

_CASE: dict[str, Any] = {
    "format": "amparo/case/v1",
    "id": "oldeval",
    "title": "Maren Oldeval and the channel ledgers",
    "language": "en",
    "sources": [_SOURCE],
    "statutes": [
        fact(
            "state-papers",
            "the State Papers Act",
            citation="State Papers Act, s. 2",
            title="Disclosure of state papers",
            jurisdiction="Orlavia",
            maximum_years=7,
            in_force="1990/..",
        )
    ],
    "actors": [
        fact(
            "oldeval",
            "Maren Oldeval, an accountant",
            kind="person",
            name="Maren Oldeval",
            role="defendant",
            capacity="accountant",
        ),
        fact("orlavia", "Orlavia asked", kind="state", name="Orlavia", role="state"),
        fact("tarsk", "asked Tarsk", kind="state", name="Tarsk", role="state"),
        fact("court", "A court in Tarsk", kind="court", name="A court in Tarsk", role="court"),
        fact("minister", "the minister", kind="person", name="The minister", role="minister"),
        fact("lawyers", "Her lawyers", kind="organisation", name="The lawyers", role="counsel"),
        fact(
            "premier",
            "the prime minister of Sarrow",
            kind="person",
            name="The prime minister",
            role="head-of-state",
            capacity="of Sarrow",
        ),
        fact("sarrow", "Sarrow offered", kind="state", name="Sarrow", role="state"),
    ],
    "disclosures": [fact("ledgers", "accountant", what="Ledgers of the channel account", by="oldeval")],
    "charges": [
        fact(
            "papers",
            "charged with two counts",
            offence="Disclosing state papers",
            counts=2,
            statute="state-papers",
            by="orlavia",
            against="oldeval",
            steps=[fact("papers-pending", "is charged", kind="pending", date="2004-01-20")],
        )
    ],
    "proceedings": [
        fact(
            "extradition",
            "extradite her",
            kind="extradition",
            title="Extradition to Orlavia",
            person="oldeval",
            steps=[
                fact("asked", "on 1 February", kind="requested", by="orlavia", to="tarsk", date="2004-02-01"),
                fact("ordered", "on 20 February", kind="ordered", by="court", date="2004-02-20", answers="asked"),
                fact("plea", "on 25 February", kind="minister-asked", by="lawyers", to="minister", date="2004-02-25"),
            ],
        )
    ],
    "offers": [
        fact(
            "asylum",
            "offered asylum",
            kind="asylum",
            by="sarrow",
            to="oldeval",
            steps=[fact("offered", "on 2 March", kind="made", by="sarrow", date="2004-03-02")],
        )
    ],
    "statements": [fact("truth", "She told the truth", by="premier", direct=True, date="2004-03-03")],
    "figures": [fact("fourteen", "fourteen years", counts="maximum-years", value=14)],
}


def as_bytes(case: Mapping[str, Any]) -> bytes:
    """Plain values as a JSON case file."""
    return json.dumps(case, ensure_ascii=False, indent=1).encode()


def case_of(case: Mapping[str, Any]) -> Case:
    """The checked case of plain values, which must be good."""
    checked = check(as_bytes(case), TODAY)
    assert checked.case is not None, checked.refused
    return checked.case


def refused(case: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a check refuses: pointer and sentence."""
    return [(one.pointer, one.refusal.what) for one in check(as_bytes(case), TODAY).refused]


def sample(name: str = "assange") -> Case:
    """A case of the sample archive."""
    checked = check(SAMPLE.with_stem(name).read_bytes(), TODAY)
    assert checked.case is not None, checked.refused
    return checked.case
