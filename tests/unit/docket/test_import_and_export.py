"""Court dockets and incidents of the Press Freedom Tracker: into a case, out again, and what was left is named."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.docket.article.case_text import new_case, with_facts
from amparo.docket.checking import check
from amparo.docket.court_export import docket_of, export_docket
from amparo.docket.court_json import import_docket
from amparo.docket.importing import Imported, Wanted
from amparo.docket.model import Case
from amparo.docket.tracker_csv import COLUMNS, OUTLET, export_incidents, import_incident, incident_of
from amparo.docket.view import view
from amparo.errors import InputError
from docket_cases import case_of, sample, values

TODAY = date(2026, 11, 29)
ADDRESS = "https://court.example/dockets/1"
DOCKETS = (
    *("bap9_15-1074", "ca1", "ca1_2", "ca1_3", "ca1_46307", "ca11_1", "ca11_2", "ca5_212643", "ca6_1", "ca9_1"),
    *("ca9_2", "ca9_293296", "cadc_1", "cavc_18-3815"),
)


def wanted(person: str, case: Case | None = None, address: str = ADDRESS) -> Wanted:
    return Wanted(person, address, TODAY, case)


def case_from(done: Imported) -> Case:
    """The new case that an import makes; its citations are compared with the file."""
    text = with_facts(new_case("made", done.title, "en"), done.facts).encode()
    checked = check(text, TODAY, {done.facts["sources"][0]["id"]: done.text.encode()})
    assert checked.case is not None, checked.refused
    return checked.case


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that says something, by its JSON pointer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{at}/{index}")
    elif value not in (None, ""):
        yield at, value


def unnumbered(value: Any) -> Any:
    """A value without the number of a prisoner behind a name: the one part of a value that does not come back."""
    return re.sub(r" \(#\d{5}-\d{3}\)$", "", value) if isinstance(value, str) else value


@pytest.mark.parametrize("name", DOCKETS)
def test_a_real_docket_comes_back_but_for_what_was_named_as_left(name: str, corpora: Path) -> None:
    data = (corpora / "docket" / "appellate" / f"{name}.json").read_bytes()
    docket = json.loads(data)
    done = import_docket(data, wanted(docket["case_name"].rpartition(" v. ")[2]))
    case = case_from(done)
    left = {one.at for one in done.left}
    kept = {at: unnumbered(value) for at, value in leaves(docket) if at not in left}
    assert dict(leaves(docket_of(case, case.proceedings[0]))) == kept
    entries = [at for at in kept if at.endswith("/description")]
    assert len(entries) == len(docket["docket_entries"])
    assert {"/case_name", "/docket_number", "/court_id", "/date_filed"} <= kept.keys()


DOCKET = {
    "court_id": "hald",
    "docket_number": "1:04-cr-00017",
    "case_name": "Republic of Orlavia v. Maren Oldeval",
    "date_filed": "2004-01-20",
    "date_terminated": None,
    "fee_status": "paid",
    "docket_entries": [
        {"date_filed": "2004-01-20", "description": "INDICTMENT as to Maren Oldeval (2)", "document_number": "1"},
        {"date_filed": "2004-02-03", "description": "MOTION to dismiss – “papers” " + "and more " * 120},
        {"date_filed": "2004-02-20", "description": "ORDER denying 2 Motion", "document_number": "3"},
        {"date_filed": "2004-02-21", "description": "NOTICE of address: write to clerk@court.example"},
    ],
    "parties": [
        {"name": "Republic of Orlavia", "type": "Plaintiff", "attorneys": [{"name": "Dorn Havelock", "contact": "x"}]},
        {
            "name": "Maren Oldeval",
            "type": "Defendant (1)",
            "attorneys": [
                {"name": "Ines Calloway", "contact": "12 Quay Street\nHalmere", "roles": ["LEAD"]},
                {"name": "Adam Berg", "contact": ""},
            ],
        },
        {"name": "Halmere Press Association", "type": "Amicus Curiae", "attorneys": [{"name": "Adam Berg"}]},
    ],
}


def test_long_numbers_of_documents_are_kept() -> None:
    entry = {"date_filed": "2004-01-20", "description": "NOTICE", "document_number": "00106008873"}
    done = import_docket(json.dumps({**DOCKET, "docket_entries": [entry]}).encode(), wanted(""))
    (back,) = json.loads(export_docket(case_from(done)))["docket_entries"]
    assert back["document_number"] == "00106008873"


def test_who_it_may_be_about_is_told_from_the_name_of_the_case() -> None:
    parted = {**DOCKET, "case_name": "In re Ines Calloway v. Harbour Bank", "parties": []}
    with pytest.raises(InputError) as refused:
        import_docket(json.dumps(parted).encode(), wanted(""))
    assert refused.value.hint.endswith("as the file has it: Ines Calloway")


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_spelling_of_the_file_makes_no_difference(indent: int | None, ascii_only: bool, mark: str) -> None:
    done = import_docket((mark + json.dumps(DOCKET, indent=indent, ensure_ascii=ascii_only)).encode(), wanted(""))
    case = case_from(done)
    left = {one.at for one in done.left}
    kept = {at: value for at, value in leaves(DOCKET) if at not in left}
    assert dict(leaves(json.loads(export_docket(case)))) == kept
    assert "/docket_entries/1/description" in kept


def test_a_docket_becomes_actors_and_steps_of_their_kinds() -> None:
    case = case_from(import_docket(json.dumps(DOCKET).encode(), wanted("")))
    assert [(one.name, one.kind, one.role, one.capacity) for one in case.actors] == [
        ("hald", "court", "court", ""),
        ("Republic of Orlavia", "state", "state", "Plaintiff"),
        ("Maren Oldeval", "person", "defendant", "Defendant (1)"),
        ("Halmere Press Association", "organisation", "supporter", "Amicus Curiae"),
        ("Dorn Havelock", "person", "counsel", "Counsel"),
        ("Ines Calloway", "person", "counsel", "Counsel"),
        ("Adam Berg", "person", "counsel", "Counsel"),
    ]
    (proceeding,) = case.proceedings
    assert (proceeding.kind, proceeding.person) == ("criminal", "maren-oldeval")
    assert [step.kind for step in proceeding.steps] == ["charged", "filing", "motion", "ruling", "filing"]
    assert proceeding.steps[2].what.endswith("…")
    assert len(proceeding.steps[2].what) <= 600


def test_what_reaches_a_person_is_left_and_named() -> None:
    done = import_docket(json.dumps(DOCKET).encode(), wanted(""))
    left = {one.at: one.why for one in done.left}
    assert left["/docket_entries/3/description"].startswith("private")
    assert left["/parties/1/attorneys/0/contact"].startswith("private")
    assert left["/fee_status"] == "no place in a case"
    made = json.dumps(done.facts)
    assert "clerk@court.example" not in made
    assert "Quay Street" not in made


def test_the_number_of_a_prisoner_behind_a_name_is_not_kept() -> None:
    parties = [{**one, "name": one["name"].replace("Oldeval", "Oldeval (#12345-678)")} for one in DOCKET["parties"]]
    done = import_docket(json.dumps({**DOCKET, "parties": parties}).encode(), wanted(""))
    case = case_from(done)
    assert "12345" not in json.dumps(done.facts)
    back = json.loads(export_docket(case))
    assert [one["name"] for one in back["parties"]] == [one["name"] for one in DOCKET["parties"]]
    assert [len(one.get("attorneys", ())) for one in back["parties"]] == [1, 2, 1]


def test_a_docket_joins_a_case_that_is_there_once() -> None:
    case = case_of(values())
    data = json.dumps(DOCKET).encode()
    done = import_docket(data, wanted("", case))
    assert done.facts["proceedings"][0]["person"] == "oldeval"
    before = json.dumps(values())
    checked = check(with_facts(before, done.facts).encode(), TODAY)
    assert checked.case is not None, checked.refused
    assert len(checked.case.proceedings) == 2
    with pytest.raises(InputError, match="already"):
        import_docket(data, wanted("", checked.case))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"parties": [], "case_name": "In re: Sealed"}, "Nobody says who"),
        ({"docket_number": ""}, "no court docket"),
        ({"docket_entries": [{"description": "Entry", "date_filed": "2004-02-01"}] * 501}, "502 entries"),
    ],
)
def test_a_docket_that_cannot_be_a_case_says_why(change: dict[str, Any], what: str) -> None:
    with pytest.raises(InputError, match=what):
        import_docket(json.dumps(DOCKET | change).encode(), wanted(""))


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"a": 1.5}', b"\xff", b"[" * 5000, b'{"case_name": "a"}'])
def test_what_is_no_docket_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        import_docket(data, wanted("x"))


def test_a_case_that_an_editor_wrote_is_told_as_a_docket_too() -> None:
    docket = json.loads(export_docket(sample("orrel"), "extradition"))
    assert docket["case_name"] == "Extradition from Tarsk to Orlavia"
    assert docket["parties"][0]["name"] == "Tamsin Orrel"
    assert {"date_filed": "2026-03-30", "description": "Extradition requested"} in docket["docket_entries"]
    with pytest.raises(InputError, match="Which proceeding"):
        export_docket(sample("orrel"))


def test_only_official_records_may_be_quoted_for_more_than_half() -> None:
    done = import_docket(json.dumps(DOCKET).encode(), wanted(""))
    assert case_from(done)
    done.facts["sources"][0]["kind"] = "article"
    checked = check(with_facts(new_case("made", "A", "en"), done.facts).encode(), TODAY)
    assert [one.refusal.what for one in checked.refused] == ["The case quotes more than half of this source."]


# The columns of the tracker's API for incidents, in its order, as its public code names them.
HEADER = (
    *("title", "date", "exact_date_unknown", "city", "longitude", "latitude", "introduction", "teaser"),
    *("primary_video", "image_caption", "release_date", "detention_date", "unnecessary_use_of_force", "case_number"),
    *("case_type", "is_search_warrant_obtained", "border_point", "denial_of_entry", "stopped_previously"),
    *("charged_under_espionage_act", "name_of_business", "mistakenly_released_materials"),
    *("status_of_seized_equipment", "arrest_status", "actor", "target_us_citizenship_status"),
    *("did_authorities_ask_for_device_access", "did_authorities_ask_about_work", "assailant"),
    *("was_journalist_targeted", "third_party_business", "status_of_prior_restraint", "legal_order_venue"),
    *("arresting_authority", "url", "tags", "categories", "state", "links", "equipment_broken", "equipment_seized"),
    *("status_of_charges", "current_charges", "dropped_charges", "targeted_journalists"),
)
INCIDENT = {
    "title": 'Reporter Lena Marsh arrested at "open" hearing, charged',
    "date": "2021-04-11",
    "exact_date_unknown": "False",
    "city": "Halmere",
    "state": "HA",
    "longitude": "-12.5",
    "latitude": "40.1",
    "introduction": "A reporter was arrested,\r\nthen charged.",
    "arrest_status": "arrested and released",
    "arresting_authority": "Halmere Police Department",
    "detention_date": "2021-04-11",
    "release_date": "2021-04-12",
    "status_of_charges": "charges pending",
    "current_charges": "obstruction, failure to disperse",
    "dropped_charges": "trespass",
    "categories": "Arrest / Criminal Charge",
    "tags": "protest, hearing",
    "url": "https://tracker.example/incidents/lena-marsh/",
    "targeted_journalists": "Lena Marsh (Halmere Courier)",
    "actor": "law enforcement",
}
OTHER = {"title": "Camera broken", "date": "2020-06-01", "url": "https://tracker.example/incidents/camera/"}


def table(*rows: dict[str, str], end: str = "\r\n") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADER, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_an_incident_comes_back_but_for_what_was_named_as_left(end: str, mark: bytes) -> None:
    done = import_incident(mark + table(OTHER, INCIDENT, end=end), wanted("", address=""), INCIDENT["url"])
    case = case_from(done)
    left = {one.at for one in done.left}
    assert left == {"longitude", "latitude", "introduction", "actor"}
    kept = {name: cell for name, cell in INCIDENT.items() if name not in left}
    assert incident_of(case, case.sources[0].id) == kept
    rows = list(csv.DictReader(io.StringIO(export_incidents(case, view(case, TODAY)).decode(), newline="")))
    assert rows == [{name: kept.get(name, "") for name in COLUMNS}]


def test_an_incident_becomes_charges_and_days_in_detention() -> None:
    case = case_from(import_incident(table(INCIDENT), wanted("", address="")))
    assert (case.sources[0].outlet, case.sources[0].address) == (OUTLET, INCIDENT["url"])
    assert [(one.name, one.role) for one in case.actors] == [
        ("Lena Marsh", "defendant"),
        ("Halmere Police Department", "other"),
    ]
    kinds = {one.kind: [step.kind for step in one.steps] for one in case.proceedings}
    assert kinds == {"criminal": ["charged", "filing"], "detention": ["detained", "released"]}
    assert view(case, TODAY).custody[0].days.least >= 1


@pytest.mark.parametrize(
    ("data", "incident", "what"),
    [
        (table(INCIDENT, OTHER), "", "2 incidents"),
        (table(INCIDENT), "https://elsewhere.example/", "0 incidents"),
        (table(OTHER), "", "no arrest, charge or suit"),
        (b"a,b\r\n1,2\r\n", "", "no table of"),
        (b'title,date,url\r\n"a"b,2020-01-01,x\r\n', "", "quotation mark"),
        (b"title,date\r\nonly\r\n", "", "1 cells, not 2"),
        (b"\xff\xfe", "", "UTF-8"),
        (b"title,date,url\r\n", "", "no incident"),
        (b"title,date,title\r\na,2020,b\r\n", "", "title is here twice"),
        (b"title;date\r\na;2020\r\n", "", "no table of"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(data: bytes, incident: str, what: str) -> None:
    with pytest.raises(InputError, match=what) as refused:
        import_incident(data, wanted("Camera", address=ADDRESS), incident)
    assert refused.value.hint


def test_columns_may_come_in_any_order_and_in_any_number() -> None:
    few = {
        name: INCIDENT[name]
        for name in ("url", "arrest_status", "title", "date", "detention_date", "targeted_journalists")
    }
    turned = dict(reversed(INCIDENT.items())) | {"new column": "—"}
    for row in (few, turned):
        out = io.StringIO()
        writer = csv.DictWriter(out, list(row))
        writer.writeheader()
        writer.writerow(row)
        done = import_incident(out.getvalue().encode(), wanted("", address=""))
        left = [one.at for one in done.left]
        case = case_from(done)
        assert incident_of(case, case.sources[0].id) == {name: cell for name, cell in row.items() if name not in left}
        assert len(left) == len(set(left))


def test_a_title_too_long_to_cite_is_named_once() -> None:
    done = import_incident(table({**INCIDENT, "title": "x" * 90_000}), wanted("", address=""))
    assert [one.at for one in done.left if one.at == "title"] == ["title"]


def test_a_case_that_an_editor_wrote_is_told_as_an_incident_too() -> None:
    case = sample("orrel")
    (row,) = csv.DictReader(io.StringIO(export_incidents(case, view(case, TODAY)).decode(), newline=""))
    assert row["dropped_charges"] == "1 × Unauthorised copying"
    assert "4 × Disclosing state papers (pending)" in row["current_charges"]
    assert row["detention_date"] == "2025-10-06"
