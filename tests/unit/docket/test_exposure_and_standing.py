"""What follows from the facts: the sum of maxima, where procedures stand, what is open and for how long."""

from __future__ import annotations

from datetime import date
from typing import Any

from amparo.docket.exposure import exposure
from amparo.docket.penalty_words import derivation
from amparo.docket.standing import Days, standing, standings
from amparo.docket.view import view
from docket_cases import case_of, fact, sample, values

MARCH = date(2004, 3, 6)


def step(name: str, words: str, /, **fields: Any) -> dict[str, Any]:
    return fact(name, words, **fields)


def test_the_sample_case_adds_up_to_175_years_and_shows_how() -> None:
    computed = exposure(sample(), date(2026, 11, 24))
    assert computed.years == 175
    assert derivation(computed) == "17 × 10 + 1 × 5 = 175 years"
    assert computed.counts == 18
    assert [term.statute.citation for term in computed.terms] == ["18 U.S.C. § 793", "18 U.S.C. § 371"]


def test_a_charge_that_ended_is_left_out_of_the_sum_from_that_day_on() -> None:
    case = values()
    case["charges"][0]["steps"].append(step("dropped", "told the truth", kind="dropped", date="2004-03-05"))
    read = case_of(case)
    assert exposure(read, date(2004, 3, 4)).years == 14
    after = exposure(read, date(2004, 3, 5))
    assert (after.years, derivation(after), after.counts) == (0, "", 0)
    assert [term.status for term in after.terms] == ["dropped"]


def test_no_charge_before_it_was_brought() -> None:
    assert exposure(case_of(values()), date(2004, 1, 19)).terms == ()


def test_the_standing_is_that_of_the_last_decision_and_requests_stay_open_until_answered() -> None:
    case = case_of(values())
    (now,) = standings(case, MARCH)
    assert now.decided is not None
    assert now.decided.kind == "ordered"
    assert [(request.step.kind, request.since) for request in now.due] == [("minister-asked", Days(10, 10))]
    asked = now.requests[0]
    assert asked.answered_after == Days(19, 19)


def test_a_procedure_is_asked_about_on_an_earlier_day() -> None:
    (then,) = standings(case_of(values()), date(2004, 2, 10))
    assert then.decided is not None
    assert then.decided.kind == "requested"
    assert then.next is not None
    assert then.next.kind == "ordered"
    assert [request.step.kind for request in then.due] == ["requested"]
    (before,) = standings(case_of(values()), date(2003, 1, 1))
    assert before.decided is None
    assert before.due == ()


def test_a_step_of_some_day_in_a_range_has_not_happened_before_the_range_is_over() -> None:
    case = values()
    case["proceedings"][0]["steps"][1]["date"] = "[2004-02-18..2004-02-22]"
    read = case_of(case)
    for day, kind in ((date(2004, 2, 21), "requested"), (date(2004, 2, 22), "ordered")):
        (then,) = standings(read, day)
        assert then.decided is not None
        assert then.decided.kind == kind


def test_nothing_is_due_once_a_procedure_is_over() -> None:
    case = values()
    case["proceedings"][0]["steps"].append(step("over", "to refuse", kind="withdrawn", by="orlavia", date="2004-03-05"))
    (now,) = standings(case_of(case), MARCH)
    assert now.ended
    assert now.due == ()


def test_an_offer_is_open_until_it_is_answered() -> None:
    case = values()
    assert standing(case_of(case).offers[0], MARCH).due
    case["offers"][0]["steps"].append(
        step("yes", "told", kind="accepted", by="oldeval", date="2004-03-05", answers="offered")
    )
    now = standing(case_of(case).offers[0], MARCH)
    assert now.due == ()
    assert now.requests[0].answered_after == Days(3, 3)


def test_the_view_says_what_the_sample_says() -> None:
    shown = view(sample(), date(2026, 11, 24))
    (extradition,) = shown.proceedings
    assert extradition.standing == "Extradition ordered by Westminster Magistrates' Court"
    assert extradition.due[0].asks == "Priti Patel to answer the request to prevent extradition"
    assert extradition.due[0].open_for is not None
    assert extradition.due[0].open_for.words == "1,647 to 1,653 days"
    assert [figure.agrees for figure in shown.exposure.stated] == [True, True]
    assert shown.newest is not None
    assert shown.newest.date.edtf == "2022?-05-27"
    assert len([one for one in shown.statements if one.by == "Andrés Manuel López Obrador"]) == 8
    assert shown.sources[0].outlet == "Radio Habana Cuba"


def test_posture_at_an_earlier_day_with_what_is_known_now() -> None:
    shown = view(sample(), date(2026, 11, 24), date(2022, 5, 1))
    assert shown.proceedings[0].standing == "Extradition ordered by Westminster Magistrates' Court"
    assert shown.proceedings[0].due == ()
    assert shown.proceedings[0].next is not None
    earlier = view(sample(), date(2026, 11, 24), date(2021, 6, 1))
    assert earlier.proceedings[0].standing == "United States has asked United Kingdom for extradition"


def test_a_stated_figure_that_differs_is_shown_as_differing() -> None:
    case = values()
    case["figures"][0]["value"] = 15
    (stated,) = view(case_of(case), MARCH).exposure.stated
    assert (stated.value, stated.computed, stated.agrees) == (15, 14, False)


def test_every_fact_shown_has_a_footnote() -> None:
    shown = view(sample(), date(2026, 11, 24))
    numbers = {note.number for note in shown.footnotes}
    assert [note.number for note in shown.footnotes] == list(range(1, len(numbers) + 1))
    assert [remark.letter for remark in shown.remarks] == sorted({remark.letter for remark in shown.remarks})
    facts = [*shown.persons, *shown.actors, *shown.disclosures, *shown.exposure.charges, *shown.proceedings]
    facts += [*shown.offers, *shown.statements, *shown.exposure.stated]
    facts += [step for procedure in (*shown.proceedings, *shown.offers) for step in procedure.steps]
    for one in facts:
        assert one.marks.notes
        assert set(one.marks.notes) <= numbers


def test_before_the_first_day_of_record_nothing_is_known() -> None:
    shown = view(sample(), date(2026, 11, 23))
    assert (shown.facts, shown.sources, shown.timeline, shown.persons) == (0, (), (), ())
    assert shown.exposure.derivation == ""
