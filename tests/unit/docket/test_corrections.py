"""Corrections and replies: what they change, from which day, and what a check refuses of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amparo.docket.knowing import as_known_on, every_fact
from amparo.docket.view import view
from docket_cases import case_of, fact, refused, values

BEFORE, AFTER = date(2004, 3, 10), date(2004, 4, 1)


def corrected(**fields: Any) -> dict[str, Any]:
    """The test case with its charge corrected from two counts to one on 1 April, and other fields of the correction."""
    case = values()
    charge = case["charges"][0]
    steps = [charge["steps"][0] | {"id": "papers-pending-2", "known": "2004-04-01"}]
    case["charges"].append(charge | {"id": "papers-2", "counts": 1, "known": "2004-04-01", "steps": steps})
    what = {"fact": "papers", "outcome": "corrected", "instead": "papers-2", "what": "One count, not two."}
    case["corrections"] = [fact("wrong", "two counts", **what | {"asked": "counsel", "by": "lawyers"} | fields)]
    case["corrections"][0].setdefault("known", "2004-04-01")
    return case


def test_from_its_day_on_the_other_fact_stands_and_before_it_the_first() -> None:
    case = case_of(corrected())
    assert view(case, BEFORE).exposure.derivation == "2 × 7 = 14 years"
    assert view(case, BEFORE).corrections == ()
    now = view(case, AFTER)
    assert now.exposure.derivation == "1 × 7 = 7 years"
    (told,) = now.corrections
    assert (told.fact, told.instead) == ("2 × Disclosing state papers", "1 × Disclosing state papers")
    assert (told.since, told.before, told.asked, told.by) == ("2004-04-01", "2004-03-04", "counsel", "The lawyers")
    assert told.what == "One count, not two."


def test_what_named_the_fact_names_the_one_that_stands_instead() -> None:
    case = values()
    case["actors"].append(case["actors"][6] | {"id": "president", "name": "The president", "known": "2004-04-01"})
    what = {"fact": "premier", "outcome": "corrected", "instead": "president", "what": "She is the president."}
    case["corrections"] = [fact("wrong", "told", **what, asked="reader", known="2004-04-01")]
    read = case_of(case)
    assert [one.by for one in view(read, BEFORE).statements] == ["The prime minister"]
    assert [one.by for one in view(read, AFTER).statements] == ["The president"]
    assert "The prime minister" not in [one.name for one in view(read, AFTER).actors]


def test_a_chain_of_corrections_leads_to_the_last() -> None:
    case = values()
    for name, instead, day in (("premier", "second", "2004-04-01"), ("second", "third", "2004-05-01")):
        case["actors"].append(case["actors"][6] | {"id": instead, "name": instead.title(), "known": day})
        what = {"fact": name, "outcome": "corrected", "instead": instead, "what": "w", "asked": "editor"}
        case.setdefault("corrections", []).append(fact(f"c-{instead}", "told", **what, known=day))
    read = case_of(case)
    assert [view(read, day).statements[0].by for day in (BEFORE, AFTER, date(2004, 5, 1))] == [
        *("The prime minister", "Second", "Third")
    ]


def test_a_withdrawn_step_is_gone_and_counts_no_more_in_the_order() -> None:
    case = values()
    steps = case["proceedings"][0]["steps"]
    steps[2] |= {"kind": "surrendered"}
    steps.append(fact("hearing", "told", kind="heard", date="2004-02-27", known="2004-04-01"))
    assert [at for at, _ in refused(case)] == ["/proceedings/0/steps/3/kind"]
    what = {"fact": "plea", "outcome": "withdrawn", "what": "She was not handed over.", "asked": "person"}
    case["corrections"] = [fact("wrong", "told", **what, by="oldeval", known="2004-04-01")]
    read = case_of(case)
    assert view(read, BEFORE).proceedings[0].ended
    assert view(read, AFTER).proceedings[0].standing == "Being heard"


def test_a_declined_request_changes_nothing_and_says_why() -> None:
    case = values()
    asks = {"kind": "correction-request", "by": "oldeval", "about": ["fourteen"], "date": "2004-03-08"}
    case["replies"] = [fact("plea-2", "told", **asks, direct=False, what="Ten years.", known="2004-03-08")]
    (asked,) = view(case_of(case), date(2004, 3, 18)).replies
    assert asked.open_for is not None
    assert (asked.open_for.words, asked.outcome, asked.about) == ("10 days", "", ("14",))
    what = {"fact": "fourteen", "outcome": "declined", "request": "plea-2", "what": "The source says fourteen."}
    case["corrections"] = [fact("no", "fourteen years", **what, asked="person", by="oldeval", known="2004-04-01")]
    now = view(case_of(case), AFTER)
    assert [(one.outcome, one.open_for) for one in now.replies] == [("declined", None)]
    assert [one.value for one in now.exposure.stated] == [14]
    assert {one.known.id for one in every_fact(as_known_on(case_of(case), AFTER))} >= {"fourteen", "no", "plea-2"}


def test_a_statement_of_the_person_stands_on_the_record() -> None:
    case = values()
    said = {"kind": "statement", "by": "oldeval", "direct": True, "date": "2004-03-03"}
    case["replies"] = [fact("own-words", "She told the truth", **said)]
    (one,) = view(case_of(case), BEFORE).replies
    assert (one.by, one.words, one.open_for) == ("Maren Oldeval", "She told the truth", None)
    assert "“She told the truth”" in [event.what for event in view(case_of(case), BEFORE).timeline]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"fact": "nothing"}, "/corrections/0/fact", "No fact is called nothing."),
    ({"fact": "state-papers"}, "/corrections/0/fact", "This kind of fact has no correction."),
    ({"outcome": "withdrawn"}, "/corrections/0/outcome", "What stands instead and the outcome do not fit."),
    ({"instead": "oldeval"}, "/corrections/0/instead",
     "What stands instead is not of the same kind, or is the same fact."),
    ({"instead": "papers"}, "/corrections/0/instead",
     "What stands instead is not of the same kind, or is the same fact."),
    ({"instead": "nobody"}, "/corrections/0/instead", "No fact is called nobody."),
    ({"known": "2004-03-05"}, "/corrections/0/instead",
     "This refers to something that the docket came to know later."),
    ({"request": "papers"}, "/corrections/0/request", "No request for a correction is called papers."),
    ({"by": "stranger"}, "/corrections/0/by", "No actor is called stranger."),
    ({"asked": "neighbour"}, "/corrections/0/asked", "neighbour is not one of the values allowed here."),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "at", "what"), WRONG, ids=[f"{n}-{one[1]}" for n, one in enumerate(WRONG)])
def test_a_correction_that_makes_no_sense_is_refused(fields: dict[str, Any], at: str, what: str) -> None:
    assert (at, what) in refused(corrected(**fields))


def test_an_actor_that_others_name_is_not_withdrawn_alone() -> None:
    case = values()
    what = {"fact": "premier", "outcome": "withdrawn", "what": "w", "asked": "editor", "known": "2004-04-01"}
    case["corrections"] = [fact("wrong", "told", **what)]
    assert refused(case) == [("/statements/0/by", "This names a fact that was withdrawn.")]
    case["corrections"].append(fact("wrong-2", "told", **what | {"fact": "truth"}))
    assert refused(case) == []
    case["corrections"] = [fact("wrong", "told", **what | {"fact": "oldeval"})]
    assert ("/actors", "After the corrections no person in this case is the one it is about.") in refused(case)


def test_corrections_do_not_lead_back_and_take_a_fact_out_once() -> None:
    case = corrected()
    back = {"fact": "papers-2", "outcome": "corrected", "instead": "papers", "what": "w", "asked": "editor"}
    case["corrections"].append(fact("back", "told", **back, known="2004-05-01"))
    assert ("/corrections/1/instead", "These corrections lead back to the fact they correct.") in refused(case)
    twice = corrected()
    twice["corrections"].append(twice["corrections"][0] | {"id": "again"})
    assert ("/corrections/1/fact", "Another correction took this fact out already.") in refused(twice)


def test_what_another_source_says_stands_beside_the_fact_and_changes_no_sum() -> None:
    case = values()
    case["conflicts"] = [fact("other-day", "told", fact="ordered", what="It was the 19th.", date="2004-02-19")]
    case["conflicts"].append(fact("other-count", "told", fact="papers", what="Three counts.", known="2004-04-01"))
    before, after = view(case_of(case), BEFORE), view(case_of(case), AFTER)
    (day,) = before.conflicts
    assert (day.fact, day.what, day.date.words if day.date else "") == (
        *("on 20 February (20 February 2004)", "It was the 19th.", "19 February 2004"),
    )
    assert day.marks.notes
    assert day.fact_marks.notes
    assert [one.fact for one in after.conflicts] == ["on 20 February (20 February 2004)", "2 × Disclosing state papers"]
    assert before.exposure.derivation == after.exposure.derivation == "2 × 7 = 14 years"
    assert before.proceedings[0].steps[1].date == after.proceedings[0].steps[1].date
    case["conflicts"][0]["fact"] = "nothing"
    assert refused(case) == [("/conflicts/0/fact", "No fact is called nothing.")]


def test_a_conflict_about_a_fact_that_was_corrected_is_settled() -> None:
    case = corrected()
    case["conflicts"] = [fact("other-count", "told", fact="papers", what="One count.")]
    assert [len(view(case_of(case), day).conflicts) for day in (BEFORE, AFTER)] == [1, 0]
