"""One proceeding of several people: each step is theirs, their charges and sums stay each one's own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pytest
from lxml import html

from amparo.docket.build import tree_of
from amparo.docket.checking import check
from amparo.docket.custody import custody
from amparo.docket.knowing import as_known_on
from amparo.docket.view import view
from docket_cases import TODAY, case_of, fact, values


def joint() -> dict[str, Any]:
    case = values()
    case["actors"].append(fact("marsh", "charged", kind="person", name="Ada Marsh", role="defendant"))
    held = fact("held", "charged", kind="detained", date="2004-01-10")
    free = fact("free", "charged", kind="released", date="2004-01-19")
    case["proceedings"] = [
        fact(
            *("trial", "charged"),
            kind="criminal",
            title="Trial",
            person="oldeval",
            together=["marsh"],
            steps=[fact("indicted", "charged", kind="indicted", date="2004-01-20")],
        ),
        fact(
            *("cells", "charged"),
            kind="detention",
            title="Custody",
            person="marsh",
            together=["oldeval"],
            steps=[held, free],
        ),
    ]
    return case


def refused(case: dict[str, Any]) -> list[tuple[str, str]]:
    checked = check(json.dumps(case).encode(), TODAY)
    return [(one.pointer, one.refusal.what) for one in checked.refused]


def test_each_step_stands_once_and_names_all() -> None:
    shown = view(case_of(joint()), date(2004, 3, 4))
    assert [one.person for one in shown.proceedings] == ["Maren Oldeval, Ada Marsh", "Ada Marsh, Maren Oldeval"]
    assert [event.who for event in shown.timeline if "Indict" in event.what] == ["Maren Oldeval, Ada Marsh"]


def test_days_in_detention_count_for_each() -> None:
    held = custody(case_of(joint()), date(2004, 3, 4))
    assert [(one.person, one.days.least, one.days.most) for one in held] == [("marsh", 10, 10), ("oldeval", 10, 10)]


def test_the_page_and_its_tables_name_all() -> None:
    tree = dict(tree_of([case_of(joint())], TODAY))
    page = html.fromstring(tree[PurePosixPath("oldeval/index.html")])
    heading = page.xpath("string(//h2[@id='proceedings']/following-sibling::h3[1])")
    assert "Maren Oldeval, Ada Marsh" in str(heading)
    assert b'"Maren Oldeval, Ada Marsh"' in tree[PurePosixPath("oldeval/proceedings.csv")]
    graph = json.loads(tree[PurePosixPath("oldeval/case.jsonld")])["@graph"]
    (step,) = [one for one in graph if one["@id"] == "#indicted"]
    assert step["about"] == [{"@id": "#oldeval"}, {"@id": "#marsh"}]


@pytest.mark.parametrize(
    ("together", "at", "what"),
    [
        (["nobody"], "/proceedings/0/together/0", "No actor is called nobody."),
        (["marsh", "oldeval"], "/proceedings/0/together/1", "This is the person of the proceeding already."),
        ([], "/proceedings/0/together", "There must be at least 1 of these."),
        (["marsh", "marsh"], "/proceedings/0/together", "One of these is here twice."),
    ],
)
def test_who_is_tried_together_must_be_others_who_are_there(together: list[str], at: str, what: str) -> None:
    case = joint()
    case["proceedings"][0]["together"] = together
    assert refused(case) == [(at, what)]


def test_nobody_joins_before_the_docket_knows_them() -> None:
    case = joint()
    case["actors"][-1]["known"] = "2004-06-01"
    assert ("/proceedings/0/together/0", "This refers to something that the docket came to know later.") in refused(
        case
    )


def test_a_corrected_person_is_followed_and_one_withdrawn_is_missed() -> None:
    case = joint()
    right = fact("marsh-2", "charged", kind="person", name="Ada Marsch", role="defendant", known="2004-05-01")
    case["actors"].append(right)
    end = {"fact": "marsh", "what": "Her name.", "asked": "person", "known": "2004-05-01"}
    case["corrections"] = [fact("name", "charged", outcome="corrected", instead="marsh-2", **end)]
    known = case_of(case)
    assert as_known_on(known, date(2004, 4, 30)).proceedings[0].persons == ("oldeval", "marsh")
    assert as_known_on(known, date(2004, 5, 1)).proceedings[0].persons == ("oldeval", "marsh-2")
    del case["proceedings"][1]
    case["corrections"] = [fact("name", "charged", outcome="withdrawn", **end)]
    assert refused(case) == [("/proceedings/0/together/0", "This names a fact that was withdrawn.")]


def test_a_trial_whose_ways_part_is_open_no_more() -> None:
    case = joint()
    trial = case["proceedings"][0]
    trial["steps"].append(fact("motion", "charged", kind="appeal-asked", date="2004-01-25"))
    trial["steps"].append(fact("parted", "charged", kind="severed", date="2004-02-01"))
    own = [fact("verdict", "charged", kind="acquitted", date="2004-02-20")]
    case["proceedings"].append(fact("own", "charged", kind="criminal", title="Hers", person="marsh", steps=own))
    shown = view(case_of(case), date(2004, 3, 4)).proceedings
    assert [(one.standing, one.ended, len(one.due)) for one in (shown[0], shown[2])] == [
        ("Goes on for each apart", True, 0),
        ("Acquitted", True, 0),
    ]
    assert not [name for one in shown for kind, name in one.possible if kind == "severed"]


def test_one_end_of_several_proceedings_is_told_once_in_the_summary() -> None:
    case = values()
    case["proceedings"][0]["steps"].append(fact("death", "charged", kind="abated", date="2004-03-01"))
    ended = [fact("death-2", "charged", kind="abated", date="2004-03-01")]
    case["proceedings"].append(fact("suit", "charged", kind="civil", title="Suit", person="oldeval", steps=ended))
    page = html.fromstring(dict(tree_of([case_of(case)], TODAY))[PurePosixPath("oldeval/index.html")])
    told = page.xpath("//section[contains(@class, 'summary')]//dd[contains(., 'Ended by death')]")
    assert [one.text_content().count("Ended by death") for one in told] == [1]
