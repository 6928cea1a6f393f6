"""specs/vectors/case.json: dates, refusals and views that any reader of case files must agree with."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.docket import penalty, schema
from amparo.docket.deadlines import last_day
from amparo.docket.edtf import parse
from amparo.docket.procedures import UNDER_LAW
from amparo.docket.view import view
from amparo.errors import InputError
from docket_cases import case_of, refused

REPOSITORY = Path(__file__).resolve().parents[3]
VECTORS = json.loads((REPOSITORY / "specs" / "vectors" / "case.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS["dates"], ids=lambda vector: vector["edtf"])
def test_dates(vector: dict[str, Any]) -> None:
    when = parse(vector["edtf"])
    first = None if when.first == date.min else when.first.isoformat()
    last = None if when.last == date.max else when.last.isoformat()
    assert (first, last, when.settled.isoformat()) == (vector["first"], vector["last"], vector["settled"])
    assert when.precision == vector["precision"]
    assert (when.uncertain or when.approximate) == vector["doubtful"]


@pytest.mark.parametrize("text", VECTORS["not_dates"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)


def test_the_case_is_good_and_its_words_stand_in_its_text() -> None:
    assert refused(VECTORS["case"]) == []
    for fact in (one for name in ("actors", "charges", "statements", "figures") for one in VECTORS["case"][name]):
        for cite in fact["cites"]:
            assert VECTORS["text"][slice(*cite["span"])] == cite["words"]


@pytest.mark.parametrize("vector", VECTORS["maxima"], ids=lambda vector: vector["text"])
def test_maxima(vector: dict[str, Any]) -> None:
    if vector["kind"] is None:
        with pytest.raises(InputError):
            penalty.parse(vector["text"])
        return
    maximum = penalty.parse(vector["text"])
    assert (maximum.kind, maximum.months) == (vector["kind"], vector["months"])


@pytest.mark.parametrize("vector", VECTORS["last_days"], ids=lambda vector: f"{vector['begun']} to {vector['last']}")
def test_last_days(vector: dict[str, Any]) -> None:
    some = UNDER_LAW["extradition", "uk-extradition-2003-part-2"].limits[0]
    limit = replace(some, **{key: vector[key] for key in ("days", "months", "counts_first")})
    assert last_day(limit, date.fromisoformat(vector["begun"])).isoformat() == vector["last"]


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["why"])
def test_refusals(vector: dict[str, Any]) -> None:
    case = deepcopy(VECTORS["case"])
    *way, last = vector["path"]
    inner = case
    for part in way:
        inner = inner[part]
    if vector["value"] is None:
        del inner[last]
    else:
        inner[last] = vector["value"]
    assert vector["at"] in [pointer for pointer, _ in refused(case)]


@pytest.mark.parametrize("vector", VECTORS["views"], ids=lambda vector: f"{vector['known_on']} on {vector['on']}")
def test_views(vector: dict[str, Any]) -> None:
    case = case_of(VECTORS["case"])
    shown = view(case, date.fromisoformat(vector["known_on"]), date.fromisoformat(vector["on"]))
    assert shown.facts == vector["facts"]
    assert shown.exposure.derivation == vector["derivation"]
    due = [(step, step.open_for) for one in shown.proceedings for step in one.due]
    assert [
        {"step": step.id, "least": span.least, "most": span.most} for step, span in due if span is not None
    ] == vector["due"]
    if vector["standing"] is None:
        assert shown.proceedings == ()
        return
    (extradition,) = shown.proceedings
    assert extradition.standing == vector["standing"]
    assert (extradition.next.id if extradition.next else None) == vector["next"]


def test_the_page_of_the_format_names_every_field_of_the_schema() -> None:
    page = (REPOSITORY / "specs" / "case.md").read_text("utf-8")
    defined = json.loads(schema.text())
    for part in [defined, *defined["$defs"].values()]:
        for name in part.get("properties", {}):
            assert f"`{name}`" in page or name in page.split(), name
