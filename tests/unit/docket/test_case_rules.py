"""What a check refuses, one rule a test, and that it says where."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from amparo.docket import model, schema
from amparo.docket.checking import check
from amparo.docket.procedures import CHARGE, OFFER, OFFERS, PROCEEDINGS
from docket_cases import SAMPLE, TEXT, TODAY, as_bytes, cite, fact, refused, values

Change = Callable[[dict[str, Any]], object]


def test_the_case_of_these_tests_is_good() -> None:
    assert refused(values()) == []


def test_the_sample_case_is_good() -> None:
    assert check(SAMPLE.read_bytes(), TODAY).refused == ()


RULES: list[tuple[str, Change, str]] = [
    ("/charges/0", lambda case: case["charges"][0].pop("cites"), "This fact cites nothing."),
    ("/charges/0/cites", lambda case: case["charges"][0].update(cites=[]), "This fact cites nothing."),
    ("/charges/0/steps/0", lambda case: case["charges"][0]["steps"][0].pop("cites"), "This fact cites nothing."),
    ("/sources/0", lambda case: case["sources"][0].pop("retrieved"), "This source does not say when it was read."),
    ("/figures/0/cites/0", lambda case: case["figures"][0]["cites"][0].pop("span"), "This citation has no span."),
    ("/charges/0/sum", lambda case: case["charges"][0].update(sum=14), "There is no field sum here."),
    ("/charges/0/counts", lambda case: case["charges"][0].update(counts="two"), "This must be a whole number."),
    ("/charges/0/counts", lambda case: case["charges"][0].update(counts=0), "This is less than 1."),
    (
        "/statements/0/what",
        lambda case: case["statements"][0].update(what="x"),
        "A direct statement has no content of its own.",
    ),
    (
        "/statements/0",
        lambda case: case["statements"][0].update(direct=False),
        "A reported statement needs its content.",
    ),
    (
        "/figures/0/cites/0/words",
        lambda case: case["figures"][0]["cites"][0].update(words="fifteen year"),
        "These words are not what stands at the span.",
    ),
    (
        "/figures/0/cites/0/source",
        lambda case: case["figures"][0]["cites"][0].update(source="gazette"),
        "No source is called gazette.",
    ),
    (
        "/figures/0/cites/0/span",
        lambda case: case["figures"][0]["cites"][0].update(span=[9000, 9014]),
        "This span ends after the end of its source.",
    ),
    (
        "/figures/0/cites/0/span",
        lambda case: case["figures"][0]["cites"][0].update(span=[20, 6]),
        "This span ends before it begins.",
    ),
    ("/statements/0/by", lambda case: case["statements"][0].update(by="nobody"), "No actor is called nobody."),
    ("/statements/0/date", lambda case: case["statements"][0].update(date="3 March"), "This is not a date in EDTF."),
    (
        "/statements/0/date",
        lambda case: case["statements"][0].update(date="2004?-03-03"),
        "This date is marked as doubtful, and nothing says why.",
    ),
    (
        "/statements/0/date",
        lambda case: case["statements"][0].update(date={"edtf": "2004-03-03", "inferred": "a guess"}),
        "This date was inferred, and its EDTF does not say so.",
    ),
    (
        "/statements/0/id",
        lambda case: case["statements"][0].update(id="ledgers"),
        "Another fact is called ledgers already.",
    ),
    (
        "/sources/1/id",
        lambda case: case["sources"].append(case["sources"][0]),
        "Another source is called courier already.",
    ),
    (
        "/sources/0/retrieved",
        lambda case: case["sources"][0].update(retrieved="2026-11-25"),
        "This day has not come yet.",
    ),
    (
        "/sources/0/retrieved",
        lambda case: case["sources"][0].update(retrieved="2004-02-30"),
        "There is no such day in the calendar.",
    ),
    (
        "/sources/0/published",
        lambda case: case["sources"][0].update(published="2004-04"),
        "This source was read before it was published.",
    ),
    (
        "/statements/0/known",
        lambda case: case["statements"][0].update(known="2004-03-03"),
        "This fact is known before any of its sources was read.",
    ),
    (
        "/statements/0/by",
        lambda case: case["actors"][6].update(known="2005-01-01"),
        "This refers to something that the docket came to know later.",
    ),
    ("/actors", lambda case: case["actors"][0].update(role="other"), "No person in this case is the one it is about."),
    ("/charges/0/statute", lambda case: case["charges"][0].update(statute="us-18-1"), "No statute is called us-18-1."),
    (
        "/charges/0/statute",
        lambda case: case["statutes"][0].update(in_force="1990/2003"),
        "This statute's maximum does not hold for the dates of the charge.",
    ),
    (
        "/proceedings/0/steps/1/answers",
        lambda case: case["proceedings"][0]["steps"][1].update(answers="offered"),
        "The step it answers is not in this procedure.",
    ),
    (
        "/proceedings/0/steps/1/answers",
        lambda case: case["proceedings"][0]["steps"][1].update(date="2004-01-01"),
        "The answer comes before what it answers.",
    ),
    (
        "/proceedings/0/steps/0/kind",
        lambda case: case["proceedings"][0]["steps"][0].update(kind="convicted"),
        "convicted is not one of the values allowed here.",
    ),
    ("/title", lambda case: case.update(title="two\nlines"), "This is not written as it must be."),
    ("/id", lambda case: case.update(id="oldeval\n"), "This text holds a line break or control character."),
]


@pytest.mark.parametrize(
    ("at", "change", "what"), RULES, ids=[f"{number}-{rule[0]}" for number, rule in enumerate(RULES)]
)
def test_a_rule_names_place_and_reason(at: str, change: Change, what: str) -> None:
    case = values()
    change(case)
    assert (at, what) in refused(case)
    assert all(one.refusal.hint for one in check(as_bytes(case), TODAY).refused)


def test_quoting_most_of_a_source_is_refused() -> None:
    case = values()
    long = "x" * 400
    case["sources"][0]["text"]["characters"] = 1200
    case["statements"] = [
        {
            "id": f"s{index}",
            "by": "premier",
            "direct": True,
            "cites": [{"source": "courier", "span": [start, start + 400], "words": long}],
        }
        for index, start in enumerate((400, 800))
    ]
    assert ("/sources/0", "The case quotes more than half of this source.") in refused(case)


def test_a_fact_may_cite_several_sources_and_is_known_since_the_first_was_read() -> None:
    case = values()
    case["sources"].append(case["sources"][0] | {"id": "gazette", "retrieved": "2004-03-10"})
    case["figures"][0]["cites"].append(cite("fourteen years", "gazette"))
    case["figures"].append(fact("two", "two counts", counts="counts", value=2, known="2004-03-09"))
    assert refused(case) == []


def test_excerpts_are_compared_with_a_text_at_hand() -> None:
    assert check(as_bytes(values()), TODAY, {"courier": TEXT.encode()}).refused == ()
    case = values()
    case["figures"][0]["cites"][0]["span"] = [0, 14]
    (one,) = check(as_bytes(case), TODAY, {"courier": TEXT.encode()}).refused
    place = TEXT.index("fourteen years")
    assert (one.pointer, one.refusal.hint) == ("/figures/0/cites/0/words", f"They stand at [{place}, {place + 14}].")
    (other,) = check(as_bytes(values()), TODAY, {"courier": TEXT.encode() + b"\n"}).refused
    assert other.pointer == "/sources/0/text/sha256"


def test_the_lines_of_a_yaml_file_are_named() -> None:
    lines = SAMPLE.read_text("utf-8").splitlines(keepends=True)
    line = next(number for number, text in enumerate(lines, 1) if "counts: 17" in text)
    lines[line - 1] = lines[line - 1].replace("17", "many")
    checked = check("".join(lines).encode(), TODAY)
    assert [(one.place.line, one.pointer) for one in checked.refused] == [(line, "/charges/0/counts")]


def test_the_schema_knows_the_same_procedures_as_the_rules() -> None:
    defined = json.loads(schema.text())["$defs"]
    assert defined["proceeding"]["properties"]["kind"]["enum"] == list(PROCEEDINGS)
    for rule in defined["proceeding"]["allOf"]:
        kind = rule["if"]["properties"]["kind"]["const"]
        steps = rule["then"]["properties"]["steps"]["items"]
        assert steps["properties"]["kind"]["enum"] == list(PROCEEDINGS[kind].moves)
    for name, table in (("charge", CHARGE), ("offer", OFFER)):
        steps = defined[name]["properties"]["steps"]["items"]["allOf"][1]
        assert steps["properties"]["kind"]["enum"] == list(table.moves)
    assert defined["offer"]["properties"]["kind"]["enum"] == list(OFFERS)


def test_a_file_that_is_no_mapping_is_refused() -> None:
    assert [one.refusal.what for one in check(b"- a\n", TODAY).refused] == ["This must be a group of fields."]
    assert check(b"[]", TODAY).refused
    assert check(as_bytes({}), TODAY).refused


@pytest.mark.parametrize("sign", ["\ufeff", "\u200b", "\u00a0", "\u0085", "\u2028", "\u3000", " ", "\t", "\u202e"])
def test_no_blank_of_any_script_stands_in_an_address(sign: str) -> None:
    case = values()
    case["sources"][0]["address"] = f"https://courier.example/{sign}oldeval"
    assert list(schema.refusals(case))


def test_patterns_of_the_schema_mean_the_same_to_every_validator() -> None:
    """`\\s`, `\\w`, `\\d` and `\\b` differ between ECMA 262 and Python: a byte order mark is a blank to one of them."""
    patterns = re.findall(r'"pattern": "([^\n]*)"', schema.text().decode())
    assert len(patterns) > 5
    assert not [one for one in patterns if re.search(r"\\\\[swdbSWDB]", one)]


@pytest.mark.parametrize(
    "kind",
    [
        *(model.Actor, model.Disclosure, model.Charge, model.Proceeding, model.Offer, model.Step, model.Statement),
        *(model.Figure, model.Reply, model.Correction, model.Conflict),
    ],
)
def test_the_schema_has_the_fields_of_the_model(kind: type) -> None:
    named = set(json.loads(schema.text())["$defs"][kind.__name__.lower()]["properties"])
    assert named - {"id", "cites", "known", "remark"} == {field.name for field in fields(kind)} - {"known"}
