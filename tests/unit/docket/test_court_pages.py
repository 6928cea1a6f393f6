"""A docket as a court of appeals shows it in HTML, invented: what has a place is read, what has none is named."""

from __future__ import annotations

from datetime import date

import pytest

from amparo.docket.article.case_text import new_case, with_facts
from amparo.docket.checking import check
from amparo.docket.court_html import Page, import_page
from amparo.docket.importing import PRIVATE, Imported, Wanted
from amparo.docket.importing import whole as joined
from amparo.errors import InputError

TODAY = date(2026, 11, 29)
STUB = """
<table><tr><td><table><tr><td><b>Court of Appeals Docket #: </b>04-1017</td>
<td><b>Docketed:</b> 03/06/2004<br><b>Termed:</b> 02/24/2005</td></tr>
<tr><td>Maren Oldeval v. Harbour&nbsp;Board of Halmere</td></tr>
<tr><td><b>Appeal From:</b> District of Halmere</td></tr><tr><td><b>Fee Status:</b> fee paid</td></tr></table></td></tr>
<tr><td><table><tr><td><b>Case Type Information:</b></td></tr><tr><td>1) civil</td></tr><tr><td>2) private</td></tr>
<tr><td>3) null</td></tr></table></td></tr>
<tr><td><table><tr><td><b>Originating Court Information:</b></td></tr>
<tr><td><b>District: </b>0999-1 : <a href="x">1:03-cv-00050-AB</a></td></tr>
<tr><td><b>Court Reporter: </b>Ann Tarn</td></tr>
<tr><td><b>Trial Judge: </b>Edda Vost, U.S. District Judge</td></tr><tr><td><b>Date Filed: </b>09/05/2003</td></tr>
<tr><td>Date Order/Judgment:</td><td>Date NOA Filed:</td><td>Date Rec'd COA:</td></tr>
<tr><td>02/24/2004</td><td>03/03/2004</td><td>03/04/2004</td></tr></table></td></tr></table>"""
PARTIES = """
<table><tr><td>MAREN OLDEVAL (#12345-678)<br>Terminated: 05/01/2004<br>&nbsp; Plaintiff - Appellant,</td>
<td>Ines Calloway<br>Direct: 202-555-0143<br>[COR NTC Retained]<br>Calloway Law<br>4 Quay Street<br>
Dorn Lark, Attorney<br>[COR LD NTC]<br>(see above)</td></tr>
<tr><td>v.</td></tr><tr><td>HARBOUR BOARD OF HALMERE<br>Defendant - Appellee</td><td></td></tr></table>"""
ENTRIES = """
<table><tr><td>03/06/2004</td><td>&nbsp;1&nbsp;<br><font>2 pg, 9 KB</font></td>
<td>CIVIL CASE docketed.<br>Notice filed by Oldeval. [04-1017] [Entered: 03/07/2004 11:10 AM]</td></tr>
<tr><td>04/02/2004</td><td></td><td>MOTION to stay \u201cthe order\u201d &lt;b&gt; [Entered: 04/02/2004]</td></tr>
<tr><td>04/03/2004</td><td>3</td><td>Letter; call 202-555-0143 or tel. 2025550143</td></tr></table>"""
RECEIPT = "<table><tr><td>PACER Service Center</td></tr><tr><td>PACER Login:</td><td>someone</td></tr></table>"
MENU = "<table><tr><td>Case Search</td><td><script>alert(1)</script>Logout</td></tr></table>"
HEAD = "<table><tr><td>General Docket<br>United States Court of Appeals for the Ninth Circuit</td></tr></table>"


def page(head: str = HEAD, entries: str = ENTRIES) -> bytes:
    """Such a page says it is Latin-1, and is UTF-8."""
    start = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>t</title></head>'
    )
    return f"{start}<body>{MENU}{head}{STUB}{PARTIES}{entries}{RECEIPT}</body></html>".encode()


def imported(data: bytes) -> Imported:
    return import_page(data, Wanted("MAREN OLDEVAL", "https://court.halmere.example/04-1017", TODAY, None))


def test_every_value_with_a_place_is_read() -> None:
    values = Page(page()).values
    assert {key: values[key] for key in values if isinstance(values[key], str)} == {
        "court_id": "ca9",
        "docket_number": "04-1017",
        "case_name": "Maren Oldeval v. Harbour Board of Halmere",
        "date_filed": "2004-03-06",
        "date_terminated": "2005-02-24",
        "appeal_from": "District of Halmere",
        "case_type_information": "civil, private",
    }
    assert values["originating_court_information"] == {
        "docket_number": "1:03-cv-00050-AB",
        "assigned_to": "Edda Vost",
        "date_filed": "2003-09-05",
        "date_judgment": "2004-02-24",
        "date_filed_noa": "2004-03-03",
        "date_received_coa": "2004-03-04",
    }
    first, second = values["parties"]
    assert (first["name"], first["type"], first["date_terminated"]) == (
        "MAREN OLDEVAL",
        "Plaintiff - Appellant",
        "2004-05-01",
    )
    assert [one["name"] for one in first["attorneys"]] == ["Ines Calloway", "Dorn Lark, Attorney"]
    assert (second["name"], second["attorneys"]) == ("HARBOUR BOARD OF HALMERE", [])
    filed, motion, _ = values["docket_entries"]
    assert (filed["document_number"], filed["date_entered"]) == ("1", "2004-03-07")
    assert filed["description"].startswith("CIVIL CASE docketed. Notice filed")
    assert motion["description"] == "MOTION to stay \u201cthe order\u201d <b> [Entered: 04/02/2004]"


def test_every_fact_cites_the_text_and_the_case_is_good() -> None:
    done = imported(page())
    text = with_facts(new_case("oldeval", done.title, "en"), done.facts)
    checked = check(text.encode(), TODAY, {done.facts["sources"][0]["id"]: done.text.encode()})
    assert checked.refused == ()
    assert checked.case is not None
    (appeal, below) = checked.case.proceedings
    assert (appeal.kind, below.title) == ("appeal", "In the court below, No. 1:03-cv-00050-AB")
    motion = next(step for step in appeal.steps if step.kind == "motion")
    words = [words for _, words in joined(motion.known.cites)]
    assert "04/02/2004" in words
    assert {actor.role for actor in checked.case.actors} >= {"court", "counsel", "defendant", "judge"}


def test_what_has_no_place_is_named_and_what_reaches_a_person_is_nowhere() -> None:
    done = imported(page())
    left = {one.at: one.why for one in done.left}
    assert "/parties/0/attorneys/0/contact" in left and left["/parties/0/attorneys/0/contact"] == PRIVATE
    assert left["/docket_entries/2/description"] == PRIVATE
    named = {done.text.splitlines()[int(at.rpartition("/")[2]) - 1] for at in left if at.startswith("/lines/")}
    assert {"Fee Status: fee paid", "Court Reporter: Ann Tarn", "2 pg, 9 KB"} <= named
    kept = str(done.facts)
    for private in ("555", "Quay", "12345-678", "someone", "alert"):
        assert private not in kept


def test_the_number_of_a_person_to_be_removed_is_not_that_of_a_case() -> None:
    data = page().replace(b">1:03-cv-00050-AB<", b">A012-345-678<")
    done = imported(data)
    assert "A012" not in str(done.facts)
    assert ("/originating_court_information/RESTRICTED_ALIEN_NUMBER", PRIVATE) in [
        (one.at, one.why) for one in done.left
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html></html>",
        b"\xff\xfe\x00",
        page(head=""),
        b"<table><tr><td>General Docket</td></tr></table>",
        b"<table>" * 5000 + b"<tr><td>General Docket",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    ],
    ids=["empty", "bare", "no text", "no heading", "only a heading", "nested", "entity"],
)
def test_a_page_that_is_no_docket_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        imported(data)
