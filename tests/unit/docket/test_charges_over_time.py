"""Charges change: what a charge becomes leaves the exposure or stays in it, whole or count by count, and says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amparo.docket.counts import Moved, Share, spread
from amparo.docket.exposure import exposure
from amparo.docket.linked_data import linked_data
from amparo.docket.penalty_words import derivation
from amparo.docket.procedures import CHARGE
from amparo.docket.tables import tables
from amparo.docket.view import view
from docket_cases import TODAY, case_of, fact, refused, values

LATER = date(2004, 3, 10)


def charged(counts: int, *steps: dict[str, Any]) -> dict[str, Any]:
    """The case with one charge of seven years a count, brought on 20 January 2004, and these further steps."""
    case = values()
    case["charges"][0]["counts"] = counts
    begun = case["charges"][0]["steps"][0]
    case["charges"][0]["steps"] = [begun, *(fact(f"s{n}", "told", **step) for n, step in enumerate(steps))]
    return case


@pytest.mark.parametrize("kind", [kind for kind, move in CHARGE.moves.items() if move.ends])
def test_what_ended_leaves_the_sum_from_its_day_on_and_the_page_says_why(kind: str) -> None:
    before = ({"kind": "convicted", "date": "2004-02-20"},) if kind in CHARGE.leads["convicted"] else ()
    case = case_of(charged(2, *before, {"kind": kind, "date": "2004-03-05"}))
    assert exposure(case, date(2004, 3, 4)).years == 14
    shown = view(case, LATER).exposure
    assert (shown.years, shown.derivation, shown.counts) == (0, "", 0)
    status = CHARGE.moves[kind].standing
    assert shown.left_out == (f"2 × 7 years (State Papers Act, s. 2): {status}, 5 March 2004",)
    assert [(one.status, one.counted) for one in shown.charges] == [(status, False)]


def test_a_charge_brought_again_is_in_the_sum_again() -> None:
    case = case_of(
        charged(2, {"kind": "nolle-prosequi", "date": "2004-02-01"}, {"kind": "pending", "date": "2004-03-01"})
    )
    assert [exposure(case, date(2004, *day)).years for day in ((1, 31), (2, 1), (3, 1))] == [14, 0, 14]


def test_an_ending_without_a_date_counts_behind_the_step_above_it() -> None:
    case = case_of(charged(2, {"kind": "pardoned"}))
    assert exposure(case, date(2004, 1, 19)).terms == ()
    assert exposure(case, LATER).years == 0
    assert view(case, LATER).exposure.left_out == ("2 × 7 years (State Papers Act, s. 2): pardoned",)


def test_some_counts_end_and_the_others_stand() -> None:
    steps = (
        {"kind": "dismissed", "counts": 3, "date": "2004-02-01"},
        {"kind": "convicted", "counts": 10, "date": "2004-02-10"},
        {"kind": "acquitted", "date": "2004-02-11", "counts": 4},
        {"kind": "pardoned", "date": "2004-03-01"},
    )
    case = case_of(charged(17, *steps))
    assert [exposure(case, date(2004, *day)).years for day in ((1, 31), (2, 1), (2, 10), (2, 11), (3, 1))] == [
        *(17 * 7, 14 * 7, 14 * 7, 10 * 7, 0)
    ]
    assert derivation(exposure(case, date(2004, 2, 10))) == "4 × 7 + 10 × 7 = 98 years"
    shown = view(case, LATER)
    assert [(one.counts, one.of_counts, one.status) for one in shown.exposure.charges] == [
        *((3, 17, "dismissed"), (4, 17, "acquitted"), (10, 17, "pardoned"))
    ]
    assert shown.exposure.charges[0].steps[1].name == "Charge dismissed (3 counts)"
    rows = tables(shown)["charges.csv"].decode().splitlines()
    assert [row.split(",")[2:4] for row in rows[1:]] == [["3", "17"], ["4", "17"], ["10", "17"]]
    told = linked_data(case, shown, str).decode()
    assert told.count('"Claim"') == 1
    assert "3 dismissed, 4 acquitted, 10 pardoned" in told


def test_a_verdict_takes_of_what_is_pending_and_clemency_of_what_was_convicted() -> None:
    moves = [Moved("pending", None), Moved("dismissed", 1), Moved("convicted", 5), Moved("acquitted", 1)]
    assert spread(8, moves).shares == (Share(1, 0), Share(1, 1), Share(5, 2), Share(1, 3))
    assert spread(8, [*moves, Moved("commuted", 5)]).shares[-1] == Share(5, 4)
    assert spread(8, [*moves, Moved("pardoned", 2)]).shares == (
        *(Share(1, 0), Share(1, 1), Share(3, 2), Share(1, 3), Share(2, 4)),
    )
    assert spread(8, [*moves, Moved("appealed", 6)]).lacking == ()


def test_more_counts_than_stand_are_refused_with_their_line() -> None:
    case = charged(2, {"kind": "dismissed", "counts": 1, "date": "2004-02-01"}, {"kind": "convicted", "counts": 2})
    assert refused(case) == [("/charges/0/steps/2/counts", "There are not 2 counts that this step can follow.")]


def test_counts_belong_to_charges_alone() -> None:
    case = values()
    case["proceedings"][0]["steps"][0]["counts"] = 1
    assert refused(case) == [("/proceedings/0/steps/0/counts", "Only a step of a charge concerns counts.")]


def test_a_step_for_all_moves_what_has_not_ended_and_only_then_the_rest() -> None:
    assert spread(5, [Moved("pending", None), Moved("dismissed", 2), Moved("convicted", None)]).shares == (
        *(Share(2, 1), Share(3, 2)),
    )
    assert spread(5, [Moved("pending", None), Moved("acquitted", None), Moved("appealed", None)]).shares == (
        Share(5, 2),
    )
    assert spread(5, [Moved("pending", 2)]).shares == (Share(3, None), Share(2, 0))
    assert spread(5, [Moved("pending", None), Moved("abated", None), Moved("convicted", 1)]).lacking == (2,)


def test_counts_not_charged_yet_are_no_term() -> None:
    case = values()
    case["charges"][0]["counts"] = 5
    case["charges"][0]["steps"][0]["counts"] = 2
    case["charges"][0]["steps"].append(fact("more", "told", kind="pending", counts=3, date="2004-02-01"))
    read = case_of(case)
    assert [exposure(read, date(2004, *day)).counts for day in ((1, 25), (2, 1))] == [2, 5]
    assert exposure(read, TODAY).years == 35


def test_each_person_has_a_sum_of_their_own() -> None:
    case = charged(2, {"kind": "pardoned", "counts": 1, "date": "2004-02-01"})
    other = fact("berg", "Maren Oldeval, an accountant", kind="person", name="Adam Berg", role="defendant")
    case["actors"].append(other)
    case["charges"].append(
        {**case["charges"][0], "id": "second", "against": "berg", "counts": 5}
        | {"steps": [fact("second-1", "told", kind="pending", date="2004-01-20")]}
    )
    shown = view(case_of(case), LATER)
    told = shown.exposure
    assert [(one.person, one.words, one.derivation, one.counts) for one in told.by_person] == [
        ("Maren Oldeval", "7 years", "1 × 7 = 7 years", 1),
        ("Adam Berg", "35 years", "5 × 7 = 35 years", 5),
    ]
    assert (told.years, told.derivation) == (35, "Maren Oldeval: 1 × 7 = 7 years; Adam Berg: 5 × 7 = 35 years")
    assert told.left_out == ("Maren Oldeval, 1 × 7 years (State Papers Act, s. 2): pardoned, 1 February 2004",)
    assert {event.who for event in shown.timeline if event.lane == "charges"} == {"Maren Oldeval", "Adam Berg"}
