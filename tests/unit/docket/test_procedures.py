"""Procedures as tables: well-formed, what may follow what, last days under a law, days in detention."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amparo.docket.checking import check
from amparo.docket.custody import custody
from amparo.docket.deadlines import last_day
from amparo.docket.following import follows
from amparo.docket.procedures import CHARGE, OFFER, PROCEEDINGS, UNDER_LAW, Limit, Procedure
from amparo.docket.standing import Days, standings
from amparo.docket.view import view
from docket_cases import TODAY, as_bytes, case_of, fact, refused, values

ALL: list[Procedure] = [*PROCEEDINGS.values(), *UNDER_LAW.values(), CHARGE, OFFER]


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.kind} {one.law}".strip())
def test_a_table_is_whole(one: Procedure) -> None:
    assert set(one.leads) == set(one.moves)
    for kind, after in one.leads.items():
        assert set(after) <= set(one.moves), kind
        assert len(set(after)) == len(after), kind
        assert not (one.moves[kind].beside and after), kind
    assert set(one.opens) <= set(one.moves)
    anywhere = {kind for kind, move in one.moves.items() if move.anywhere}
    assert not anywhere & {kind for after in one.leads.values() for kind in after}
    reached = set(one.opens) | anywhere
    while more := {kind for start in reached for kind in one.leads[start]} - reached:
        reached |= more
    assert reached == set(one.moves)
    for move in one.moves.values():
        assert not (move.beside and (move.standing or move.ends)), move.name
        assert bool(move.answered) == (bool(move.asks) and move.name != "Motion"), move.name
        assert one.law or set(move.answered) <= set(one.moves), move.name
    for limit in one.limits:
        assert limit.after in one.moves, limit.due
        assert set(limit.until) | set(limit.unless) <= set(one.moves), limit.due
        assert bool(limit.days) != bool(limit.months), limit.due
        assert limit.address.startswith("https://"), limit.due


def steps(kind: str, *taken: tuple[str, str], law: str = "", **fields: Any) -> dict[str, Any]:
    """The test case with one proceeding of these kinds of steps and dates."""
    case = values()
    made = [
        fact(f"step-{n}", "on 20 February", kind=one, **({"date": day} if day else {}))
        for n, (one, day) in enumerate(taken)
    ]
    one = fact("matter", "extradite her", kind=kind, title="A matter", person="oldeval", steps=made, **fields)
    case["proceedings"] = [one | ({"law": law} if law else {})]
    return case


def warned(case: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.pointer, one.refusal.what) for one in check(as_bytes(case), TODAY).warned]


def test_a_step_that_cannot_follow_is_refused_with_what_could() -> None:
    case = steps("extradition", ("requested", "2003-01-01"), ("surrendered", "2003-03-01"), ("heard", "2003-04-01"))
    found = check(as_bytes(case), TODAY).refused
    assert [(one.pointer, one.refusal.what) for one in found] == [
        ("/proceedings/0/steps/2/kind", "“Hearing” cannot follow “Surrender” in this procedure.")
    ]
    assert found[0].place.line == 1 + as_bytes(case)[: as_bytes(case).index(b'"kind": "heard"')].count(b"\n")
    assert found[0].refusal.hint == "Possible after it: nothing. If it was so, say why in unusual:."


def test_an_editor_can_say_why_it_was_so_and_readers_see_it() -> None:
    case = steps("extradition", ("requested", "2003-01-01"), ("surrendered", "2003-03-01"), ("heard", "2003-04-01"))
    case["proceedings"][0]["steps"][2]["unusual"] = "She was brought back to be heard."
    assert refused(case) == []
    shown = view(case_of(case), TODAY)
    assert "She was brought back to be heard." in [one.text for one in shown.remarks]


def test_a_gap_of_silent_steps_is_nothing_and_a_gap_of_others_a_warning() -> None:
    quiet = steps("criminal", ("arrested", "2003-01-01"), ("convicted", "2003-03-01"), ("sentenced", "2003-04-01"))
    assert (refused(quiet), warned(quiet)) == ([], [])
    gap = steps("criminal", ("convicted", "2003-01-01"), ("sentenced", "2003-02-01"), ("trial", "2003-03-01"))
    assert refused(gap) == []
    assert warned(gap) == [("/proceedings/0/steps/2/kind", "Between “Sentence” and “Trial” a step is missing.")]


def test_the_order_is_that_of_dates_not_of_the_file() -> None:
    case = steps("extradition", ("surrendered", "2003-03-01"), ("requested", "2003-01-01"))
    assert (refused(case), warned(case)) == ([], [("/proceedings/0/steps/0/kind", TWO)])


TWO = "Between “Extradition requested” and “Surrender” a step is missing."


def test_dates_that_leave_the_order_open_warn_and_steps_without_a_date_are_passed_over() -> None:
    case = steps("extradition", ("surrendered", "2003-03-01"), ("heard", "[2003-02-20..2003-03-05]"))
    assert refused(case) == []
    assert warned(case) == [("/proceedings/0/steps/1/kind", "“Hearing” cannot follow “Surrender” in this procedure.")]
    case = steps("extradition", ("surrendered", "2003-03-01"), ("heard", ""))
    assert (refused(case), warned(case)) == ([], [])


def test_a_step_known_to_the_month_stands_where_the_file_has_it() -> None:
    known, exact = ("heard", "2003-09"), ("refused", "2003-09-18")
    for taken, standing in (((known, exact), "Extradition refused"), ((exact, known), "Being heard")):
        case = steps("extradition", ("requested", "2003-01-01"), *taken)
        assert (refused(case), warned(case)) == ([], [])
        assert view(case_of(case), TODAY).proceedings[0].standing == standing
    case = steps("extradition", ("heard", "2003-09"), ("requested", "2003-01-01"), ("refused", "2003-08-18"))
    assert view(case_of(case), TODAY).proceedings[0].standing == "Being heard"


def test_requests_stand_beside_and_change_nothing_of_what_may_follow() -> None:
    assert follows(PROCEEDINGS["extradition"], "ordered", "minister-asked")
    case = steps(
        "extradition", ("ordered", "2003-01-01"), ("minister-asked", "2003-01-05"), ("minister-refused", "2003-02-01")
    )
    assert (refused(case), warned(case)) == ([], [])
    assert not follows(PROCEEDINGS["extradition"], "surrendered", "appeal-asked")


def open_after(kind: str, *taken: tuple[str, str], named: int | None = None) -> list[str]:
    """What is due after these steps; the last names the one it answers."""
    case = steps(kind, *taken)
    if named is not None:
        case["proceedings"][0]["steps"][-1]["answers"] = f"step-{named}"
    return [one.name for one in view(case_of(case), TODAY).proceedings[0].due]


@pytest.mark.parametrize(
    ("kind", "taken", "before"),
    [
        ("criminal", ("convicted", "appeal-asked", "appeal-dismissed"), ["Appeal lodged"]),
        ("extradition", ("requested", "refused"), ["Extradition requested"]),
        ("human-rights", ("lodged", "no-violation"), ["Application lodged"]),
        (
            "human-rights",
            ("no-violation", "referral-asked", "referral-granted"),
            ["Referral to the larger bench asked for"],
        ),
        ("detention", ("detained", "bail-asked", "bail-refused"), ["Bail asked for"]),
        ("asylum", ("refused", "appeal-asked", "appeal-dismissed"), ["Appeal lodged"]),
    ],
)
def test_a_decision_answers_what_was_asked_also_when_nobody_wrote_that_it_does(
    kind: str, taken: tuple[str, ...], before: list[str]
) -> None:
    dated = [(one, f"2003-01-{day:02}") for day, one in enumerate(taken, 1)]
    assert open_after(kind, *dated[:-1]) == before
    assert open_after(kind, *dated) == []


def test_a_decision_that_names_one_request_answers_no_other_and_none_that_came_later() -> None:
    asked = (("convicted", "2003-01-01"), ("appeal-asked", "2003-01-02"), ("appeal-asked", "2003-01-03"))
    decided = ("appeal-dismissed", "2003-02-01")
    assert open_after("criminal", *asked, decided) == []
    assert open_after("criminal", *asked, decided, named=1) == ["Appeal lodged"]
    assert open_after("criminal", *asked[:2], decided, ("appeal-asked", "2003-02-02")) == ["Appeal lodged"]


def test_motions_and_filings_may_come_at_any_time_and_a_motion_is_open_until_it_is_ruled_on() -> None:
    taken = [("requested", "2003-01-01"), ("motion", "2003-01-05"), ("surrendered", "2003-02-01")]
    case = steps("extradition", *taken, ("filing", "2003-03-01"))
    assert refused(case) == []
    open_ones = view(case_of(case), TODAY, date(2003, 1, 15)).proceedings[0].due
    assert [(one.name, one.open_for.words if one.open_for else "") for one in open_ones] == [
        *(("Extradition requested", "14 days"), ("Motion", "10 days"))
    ]
    case["proceedings"][0]["steps"].append(fact("r", "told", kind="ruling", answers="step-1", date="2003-01-10"))
    assert [one.name for one in view(case_of(case), TODAY, date(2003, 1, 15)).proceedings[0].due] == [
        "Extradition requested"
    ]


def test_charges_and_offers_have_an_order_too() -> None:
    case = values()
    case["offers"][0]["steps"].append(fact("no", "told", kind="accepted", date="2004-03-01"))
    case["offers"][0]["steps"].append(fact("no-2", "told", kind="declined", date="2004-02-01"))
    assert ("/offers/0/steps/0/kind", "“Offer made” cannot follow “Offer declined” in this procedure.") not in refused(
        case
    )
    case["offers"][0]["steps"] = [
        fact("yes", "told", kind="accepted", date="2004-02-01"),
        fact("again", "told", kind="declined", date="2004-03-01"),
    ]
    assert ("/offers/0/steps/1/kind", "“Offer declined” cannot follow “Offer accepted” in this procedure.") not in (
        refused(case)
    )
    assert ("/offers/0/steps/1/kind", "Between “Offer accepted” and “Offer declined” a step is missing.") in warned(
        case
    )


def test_a_law_has_its_own_order_and_others_are_unknown() -> None:
    case = steps(
        "extradition", ("requested", "2004-01-01"), ("ordered", "2004-01-20"), law="uk-extradition-2003-part-2"
    )
    assert refused(case) == [("/proceedings/0/steps/1/kind", "This procedure knows no such step.")]
    case = steps("extradition", ("requested", "2004-01-01"), law="eu-asylum")
    assert refused(case) == [("/proceedings/0/law", "No law is called eu-asylum here.")]


PART_2 = "uk-extradition-2003-part-2"


def due(case: dict[str, Any], on: date) -> list[tuple[str, str, bool]]:
    (one,) = view(case_of(case), TODAY, on).proceedings
    return [(limit.rule, limit.words, limit.passed) for limit in one.deadlines]


def test_the_minister_has_two_months_counting_the_first_day() -> None:
    case = steps("extradition", ("requested", "2004-01-05"), ("sent", "2004-02-20"), law=PART_2)
    rule = "Extradition Act 2003, s. 99(3)"
    assert due(case, date(2004, 3, 1)) == [(rule, "19 April 2004", False)]
    assert due(case, date(2004, 4, 19)) == [(rule, "19 April 2004", False)]
    assert due(case, date(2004, 4, 20)) == [(rule, "19 April 2004", True)]


def test_an_order_starts_the_time_to_appeal_and_the_time_to_surrender() -> None:
    taken = [("requested", "2004-01-05"), ("sent", "2004-01-20"), ("minister-approved", "2004-02-01")]
    case = steps("extradition", *taken, law=PART_2)
    assert due(case, date(2004, 2, 2)) == [
        ("Extradition Act 2003, ss. 103(9), 108(4)", "14 February 2004", False),
        ("Extradition Act 2003, s. 117(2)", "28 February 2004", False),
    ]
    assert due(steps("extradition", *taken, ("appeal-asked", "2004-02-10"), law=PART_2), date(2004, 2, 12)) == []
    assert due(steps("extradition", *taken, ("surrendered", "2004-02-20"), law=PART_2), date(2004, 2, 21)) == []
    assert due(steps("extradition", *taken, ("withdrawn", "2004-02-20"), law=PART_2), date(2004, 2, 21)) == []


def test_papers_are_due_after_a_provisional_arrest_only() -> None:
    first = steps("extradition", ("arrested", "2004-01-05"), law=PART_2)
    assert due(first, date(2004, 1, 6)) == [("Extradition Act 2003, s. 74(11)", "18 February 2004", False)]
    later = steps("extradition", ("certified", "2004-01-02"), ("arrested", "2004-01-05"), law=PART_2)
    assert due(later, date(2004, 1, 6)) == []


def test_an_inexact_step_gives_an_inexact_last_day() -> None:
    case = steps("extradition", ("sent", "[2004-02-20..2004-02-25]"), law=PART_2)
    assert due(case, date(2004, 3, 1)) == [("Extradition Act 2003, s. 99(3)", "between 19 April 2004 and 24 April 2004",
                                            False)]  # fmt: skip
    (one,) = view(case_of(case), TODAY, date(2004, 4, 21)).proceedings
    assert (one.deadlines[0].left, one.deadlines[0].passed) is not None
    assert one.deadlines[0].left is not None
    assert (one.deadlines[0].left.least, one.deadlines[0].left.most) == (0, 3)


@pytest.mark.parametrize(
    ("lodged", "rule", "last"),
    [
        ("2026-06-11", "Directive 2013/32/EU, Article 31(3)", "11 December 2026"),
        ("2026-06-12", "Regulation (EU) 2024/1348, Article 35", "12 December 2026"),
    ],
)
def test_the_limit_is_that_of_the_law_on_the_day_of_the_step(lodged: str, rule: str, last: str) -> None:
    case = steps("asylum", ("applied", lodged), law="eu-asylum")
    assert due(case, TODAY) == [(rule, last, False)]
    assert due(steps("asylum", ("applied", "2010-01-01"), law="eu-asylum"), TODAY) == []


def limit(*, days: int = 0, months: int = 0, counts_first: bool = False) -> Limit:
    some = UNDER_LAW["extradition", PART_2].limits[0]
    return Limit(
        *(some.due, some.after, some.until, some.unless, days, months, counts_first),
        *(some.right, some.note, some.rule, some.address, some.in_force),
    )


@pytest.mark.parametrize(
    ("one", "begun", "last"),
    [
        (limit(days=14, counts_first=True), date(2004, 2, 1), date(2004, 2, 14)),
        (limit(days=14), date(2004, 2, 1), date(2004, 2, 15)),
        (limit(months=2, counts_first=True), date(2004, 2, 1), date(2004, 3, 31)),
        (limit(months=2), date(2004, 2, 1), date(2004, 4, 1)),
        (limit(months=2), date(2003, 12, 31), date(2004, 2, 29)),
        (limit(months=2, counts_first=True), date(2003, 12, 31), date(2004, 2, 29)),
        (limit(months=6), date(2004, 8, 31), date(2005, 2, 28)),
        (limit(months=12), date(2004, 2, 29), date(2005, 2, 28)),
    ],
)
def test_last_days(one: Limit, begun: date, last: date) -> None:
    assert last_day(one, begun) == last


def test_what_can_come_next_is_told() -> None:
    (now,) = standings(case_of(steps("asylum", ("applied", "2004-01-01"))), TODAY)
    assert now.possible == ("interviewed", "granted", "refused", "withdrawn")
    (none,) = standings(case_of(steps("asylum", ("applied", "2004-01-01"))), date(2003, 1, 1))
    assert none.possible == ("applied",)


def held(*taken: tuple[str, str], on: date = date(2004, 3, 3)) -> tuple[Days, bool]:
    (one,) = custody(case_of(steps("detention", *taken)), on)
    return one.days, one.held


def test_days_in_detention_count_the_first_day_and_the_last() -> None:
    assert held(("detained", "2004-01-01"), ("released", "2004-01-01")) == (Days(1, 1), False)
    assert held(("detained", "2004-01-01"), ("bail-granted", "2004-01-10")) == (Days(10, 10), False)
    assert held(("detained", "2004-03-01")) == (Days(3, 3), True)
    assert held(("detained", "2004-03-01"), ("released", "2004-04-01")) == (Days(3, 3), True)
    assert held(("detained", "2004-01-01"), ("released", "2004-01-10"), ("detained", "2004-03-01"))[0] == Days(13, 13)


def test_inexact_dates_give_the_fewest_and_the_most_days() -> None:
    assert held(("detained", "[2004-01-01..2004-01-05]"), ("released", "2004-01-10"))[0] == Days(6, 10)
    assert held(("detained", "2004-01"), ("released", "2004-01-10"))[0] == Days(1, 10)
    assert held(("detained", "[..2004-01-05]"), ("released", "2004-01-10"))[0] == Days(6, None)
    assert held(("reviewed", "2004-01-05"), ("released", "2004-01-10"))[0] == Days(6, None)
    assert held(("detained", "2005-01-01"), on=date(2004, 1, 1)) == (Days(0, 0), False)


def test_house_arrest_is_not_counted_and_two_proceedings_count_a_day_once() -> None:
    assert held(("detained", "2004-01-01"), ("house-arrest", "2004-01-05"))[0] == Days(5, 5)
    case = steps("detention", ("detained", "2004-01-01"), ("released", "2004-01-20"))
    other = fact("other", "extradite her", kind="detention", title="T", person="oldeval", steps=[
        fact("again", "told", kind="detained", date="2004-01-10"),
        fact("out", "told", kind="released", date="2004-01-25"),
    ])  # fmt: skip
    case["proceedings"].append(other)
    (one,) = custody(case_of(case), TODAY)
    assert one.days == Days(25, 25)


@pytest.mark.parametrize(
    "taken",
    [
        ("arrested", "released", "arrested", "charged", "released", "trial"),
        ("charged", "convicted", "sentenced", "clemency-granted", "released", "appeal-dismissed"),
        ("sentenced", "released", "clemency-granted"),
        ("indicted", "clemency-granted"),
        ("arrested", "arrested", "indicted"),
    ],
)
def test_people_are_let_go_and_taken_again_and_pardoned_at_any_time(taken: tuple[str, ...]) -> None:
    case = steps("criminal", *((kind, f"2003-0{month}-01") for month, kind in enumerate(taken, start=1)))
    assert refused(case) == []
    assert warned(case) == []


def test_the_timeline_names_each_step_and_the_offence() -> None:
    case = steps(
        "criminal", ("convicted", "2003-01-01"), ("sentenced", "2003-02-01"), ("appeal-dismissed", "2003-03-01")
    )
    _, sentence, appeal = case["proceedings"][0]["steps"]
    sentence["what"], appeal["what"] = "35 years.", "The appeal was dismissed."
    told = [(event.lane, event.what) for event in view(case_of(case), TODAY).timeline]
    assert [what for lane, what in told if lane == "proceedings"] == [
        "Conviction",
        "Sentence: 35 years.",
        "The appeal was dismissed.",
    ]
    charge = case["charges"][0]
    assert any(what.startswith("Charge pending: ") for lane, what in told if lane == "charges"), told
    assert any(charge["offence"] in what for lane, what in told if lane == "charges"), told
