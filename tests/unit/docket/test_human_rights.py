"""Applications to courts for human rights: their course, what is due under the European Convention, and pleas."""

from __future__ import annotations

from datetime import date
from typing import Any

from amparo.docket.standing import standing
from amparo.docket.view import view
from docket_cases import case_of, fact, refused, values


def strasbourg(*steps: tuple[str, str]) -> dict[str, Any]:
    """The case with an application to the European Court, by the kinds and dates of its steps."""
    case = values()
    made = [fact(f"e{n}", "told", kind=kind, date=when, by="tarsk") for n, (kind, when) in enumerate(steps)]
    about = {"kind": "human-rights", "law": "coe-echr", "title": "Oldeval v. Tarsk", "person": "oldeval"}
    case["proceedings"] = [fact("strasbourg", "told", **about, steps=made)]
    return case


def test_three_months_to_ask_for_the_larger_bench_run_from_the_judgment_of_a_chamber() -> None:
    case = case_of(strasbourg(("lodged", "2004-01-10"), ("no-violation", "2004-02-11")))
    (limit,) = standing(case.proceedings[0], date(2004, 3, 1)).deadlines
    assert limit.last == date(2004, 5, 11)
    assert (limit.limit.right, limit.limit.rule.endswith("Article 43 § 1")) == (True, True)


def test_what_the_larger_bench_decides_is_final_and_nothing_is_due() -> None:
    steps = (("lodged", "2004-01-10"), ("no-violation", "2004-02-11"), ("referral-granted", "2004-02-20"))
    case = case_of(strasbourg(*steps, ("violation", "2004-03-01")))
    now = standing(case.proceedings[0], date(2004, 3, 2))
    assert now.deadlines == ()
    assert view(case, date(2004, 3, 4)).proceedings[0].standing == "Violation found by Tarsk"


def test_no_judgment_follows_one_that_was_never_let_in() -> None:
    steps = (("lodged", "2004-01-10"), ("inadmissible", "2004-02-11"), ("violation", "2004-03-01"))
    assert [at for at, _ in refused(strasbourg(*steps))] == ["/proceedings/0/steps/2/kind"]


def test_a_plea_stands_beside_the_course_of_a_trial_and_of_its_appeal() -> None:
    case = values()
    kinds = ("charged", "plea", "trial", "convicted", "sentenced", "plea", "appeal-allowed")
    steps = [fact(f"t{n}", "told", kind=kind, date=f"2004-02-0{n + 1}") for n, kind in enumerate(kinds)]
    about = {"kind": "criminal", "title": "Trial", "person": "oldeval"}
    case["proceedings"] = [fact("trial", "told", **about, steps=steps)]
    assert refused(case) == []
    assert view(case_of(case), date(2004, 3, 4)).proceedings[0].standing == "Appeal allowed"
