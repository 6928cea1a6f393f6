"""Who a docket is about: told by its parties where exactly one natural person is accused, and asked for otherwise."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amparo.docket.court_json import import_docket
from amparo.docket.importing import Imported, Wanted
from amparo.docket.parties import accused, kind_of, official, prosecuted
from amparo.errors import InputError

TODAY = date(2026, 11, 29)


def read(values: dict[str, Any]) -> Imported:
    return import_docket(json.dumps(values).encode(), Wanted("", "https://court.example/1", TODAY, None))


def about(done: Imported) -> list[str]:
    return [one["name"] for one in done.facts["actors"] if one["role"] == "defendant"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(
            ("Maren Oldeval", "person"),
            ("JOHN COUGHLIN, Senior Judge, 10th Circuit Court- District Division", "person"),
        ),
        *(("ANNE T. LOW, in her official capacity as President of the United States", "person"),),
        *(("THEODORE D'APUZZO, P.A.", "organisation"), ("WINDHAM, NH", "organisation")),
        *(("ALI PLAINTIFFS", "organisation"), ("FIREARMS POLICY COALITION", "organisation")),
        *(("Harbour Bank, N.A.", "organisation"), ("STATE OF HAWAII", "state"), ("The People", "state")),
    ],
)
def test_a_party_is_told_by_its_name(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_who_stands_for_an_office_is_accused_of_nothing() -> None:
    assert accused("Maren Oldeval, also known as Mo", "Defendant (1)")
    assert official("GORDON HALE, New Hampshire Attorney General")
    assert not accused("GORDON HALE, New Hampshire Attorney General", "Defendant - Appellee")
    assert not accused("Maren Oldeval", "Plaintiff - Appellant")


def test_a_criminal_case_without_parties_is_about_whom_the_state_stands_against() -> None:
    docket = {"court_id": "hald", "docket_number": "1:04-cr-00017", "case_name": "Republic of Orlavia v. Maren Oldeval"}
    assert about(read(docket)) == ["Maren Oldeval"]
    assert prosecuted("State of Tarsk v. Oldeval et al") == prosecuted("Oldeval v. State of Tarsk") == ""
    blanks = " " * 400_000
    assert prosecuted(f"State of Tarsk{blanks}v.{blanks}Oldeval") == "Oldeval"
    assert prosecuted(f"State of Tarsk{blanks}Oldeval") == ""
    with pytest.raises(InputError, match="Nobody says who"):
        read(docket | {"docket_number": "1:04-cv-00017"})


def test_two_who_are_accused_are_asked_for() -> None:
    parties = [{"name": name, "type": "Defendant"} for name in ("Maren Oldeval", "Ines Calloway", "HALE, Sheriff")]
    docket = {"court_id": "hald", "docket_number": "1:04-cr-1", "case_name": "USA v. Oldeval et al", "parties": parties}
    with pytest.raises(InputError) as asked:
        read(docket)
    assert asked.value.hint.endswith("Maren Oldeval; Ines Calloway; HALE, Sheriff")
    assert about(read(docket | {"parties": parties[1:]})) == ["Ines Calloway"]


@pytest.mark.parametrize(("name", "person"), [("ca5_212643", "Brian Broussard"), ("ca6_1", "RICARDO ALVARADO")])
def test_a_real_docket_with_one_who_is_accused_needs_no_name(name: str, person: str, corpora: Path) -> None:
    data = (corpora / "docket" / "appellate" / f"{name}.json").read_bytes()
    (one,) = about(import_docket(data, Wanted("", "https://court.example/1", TODAY, None)))
    assert one.startswith(person)


def test_a_real_docket_against_an_office_is_not_taken_for_a_case_of_its_holder(corpora: Path) -> None:
    data = (corpora / "docket" / "appellate" / "ca1_46307.json").read_bytes()
    with pytest.raises(InputError, match="Nobody says who"):
        import_docket(data, Wanted("", "https://court.example/1", TODAY, None))
