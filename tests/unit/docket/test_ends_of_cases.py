"""Cases that end as few do: by a court-martial, a charge that no court took, a sentence served, a death."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from amparo.docket.exposure import exposure
from amparo.docket.linked_data import linked_data
from amparo.docket.procedures import OFFER, PROCEEDINGS
from amparo.docket.view import view
from docket_cases import TODAY, case_of, fact, refused, values


def proceeding(kind: str, *taken: str) -> dict[str, Any]:
    """The test case with one proceeding of these steps, a day each."""
    case = values()
    steps = [fact(f"step-{n}", "told", kind=one, date=f"2003-01-{n:02}") for n, one in enumerate(taken, 1)]
    case["proceedings"] = [fact("matter", "told", kind=kind, title="A matter", person="oldeval", steps=steps)]
    return case


def test_a_court_martial_has_a_place_from_the_charge_to_the_clemency() -> None:
    course = ("arrested", "charged", "heard", "referred", "plea", "trial", "convicted", "sentenced", "confirmed")
    case = proceeding("criminal", *course, "clemency-asked", "clemency-granted", "released", "appeal-dismissed")
    assert refused(case) == []
    assert view(case_of(case), TODAY, date(2003, 1, 4)).proceedings[0].standing == "Sent for trial"
    assert view(case_of(case), TODAY, date(2003, 1, 9)).proceedings[0].standing == "Sentence confirmed"


def test_a_charge_that_no_court_took_is_over_and_threatens_nothing() -> None:
    case = proceeding("criminal", "charged", "not-admitted")
    case["charges"][0]["steps"].append(fact("no", "told", kind="not-admitted", date="2004-02-01"))
    shown = view(case_of(case), TODAY)
    assert (shown.proceedings[0].ended, shown.proceedings[0].standing) == (True, "Charge not admitted")
    assert shown.exposure.left_out == ("2 × 7 years (State Papers Act, s. 2): not admitted, 1 February 2004",)


def test_what_was_served_is_threatened_no_more() -> None:
    case = values()
    steps = (("convicted", "2004-02-01"), ("served", "2004-03-01"))
    case["charges"][0]["steps"] += [fact(kind, "told", kind=kind, date=day) for kind, day in steps]
    assert [exposure(case_of(case), date(2004, *day)).years for day in ((2, 29), (3, 1))] == [14, 0]


@pytest.mark.parametrize(
    ("kind", "first"), [(kind, one.opens[0]) for kind, one in PROCEEDINGS.items() if "abated" in one.moves]
)
def test_a_death_ends_what_was_open(kind: str, first: str) -> None:
    case = case_of(proceeding(kind, first, "abated"))
    before, after = (view(case, TODAY, date(2003, 1, day)).proceedings[0] for day in (1, 2))
    assert (after.ended, after.standing, after.due) == (True, "Ended by death", ())
    assert not before.ended
    assert "abated" not in [one for one, _ in before.possible]


def test_nobody_waits_for_an_answer_of_the_dead() -> None:
    assert {"abated"} | set(OFFER.moves["made"].answered) <= set(OFFER.moves)
    case = values()
    case["offers"][0]["steps"].append(fact("death", "told", kind="abated", date="2004-03-03"))
    assert view(case_of(case), TODAY).offers[0].due == ()
    assert view(case_of(values()), TODAY).offers[0].due != ()


def test_a_case_can_be_about_somebody_whom_no_court_has_charged() -> None:
    case = values()
    case["actors"][0]["role"] = "subject"
    case["charges"] = case["figures"] = []
    shown = view(case_of(case), TODAY)
    assert [one.name for one in shown.persons] == ["Maren Oldeval"]
    assert "Maren Oldeval" not in [one.name for one in shown.actors]
    record = json.loads(linked_data(case_of(case), shown, str))["@graph"][0]
    assert len(record["about"]) == 1
