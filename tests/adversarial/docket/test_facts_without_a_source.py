"""No fact without a sentence: whatever carries a claim is refused when its citation is taken away."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from docket_cases import refused, values


def facts(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The places of everything that cites."""
    if isinstance(value, dict):
        if "cites" in value:
            yield at
        for key, inner in value.items():
            yield from facts(inner, (*at, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from facts(inner, (*at, index))


def reached(case: Any, at: tuple[str | int, ...]) -> dict[str, Any]:
    for part in at:
        case = case[part]
    return case  # type: ignore[no-any-return]


PLACES = list(facts(values()))


def test_every_kind_of_fact_is_tried() -> None:
    kinds = {at[0] for at in PLACES} | {at[2] for at in PLACES if len(at) > 2}
    lists = {"statutes", "actors", "disclosures", "charges", "proceedings", "offers", "statements", "figures"}
    assert kinds == lists | {"steps"}


@pytest.mark.parametrize("at", PLACES, ids=lambda at: "/".join(str(part) for part in at))
@pytest.mark.parametrize(
    "how", ["gone", "empty", "null", "text", "no source", "no span", "no words", "wrong words", "beyond"]
)
def test_a_fact_whose_citation_is_broken_is_refused(at: tuple[str | int, ...], how: str) -> None:
    case = deepcopy(values())
    one = reached(case, at)
    cite = one["cites"][0]
    if how == "gone":
        del one["cites"]
    elif how in ("empty", "null", "text"):
        one["cites"] = {"empty": [], "null": None, "text": "trust me"}[how]
    elif how == "wrong words":
        cite["words"] += "!"
    elif how == "beyond":
        cite["span"] = [10**6, 10**6 + len(cite["words"])]
    else:
        del cite[how.removeprefix("no ")]
    pointer = "/" + "/".join(str(part) for part in at)
    assert any(where.startswith(pointer) for where, _ in refused(case))


@pytest.mark.parametrize("field", ["years", "exposure", "total", "posture", "standing", "status", "days", "next"])
def test_what_is_computed_cannot_be_typed(field: str) -> None:
    case = values()
    case["charges"][0][field] = 1
    case[field] = 1
    assert {where for where, _ in refused(case)} == {f"/charges/0/{field}", f"/{field}"}
