"""Hostile names and other sites, against the pages about entities."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from lxml import etree

from amparo.desk.documents_store import join, make_collection, put_document
from amparo.desk.entities_reading import catch_up
from amparo.desk.sqlite import transaction
from amparo.records.model import Kind, Record, record_to_json

from .conftest import HOST, Browser, Rig, check_inert

NAME = '<script>alert(1)</script>"onload=x'
TEXT = f"Margarita Quillfeather & {NAME} met Margarita J. Quillfeather in Lisbon {{{{ 7*7 }}}} <img src=x onerror=a>."
DRAWN = {"svg", "title", "desc", "g", "a", "path", "rect", "line", "circle", "polygon", "text"}
ADDRESSES = ("/entities", "/network", "/network?relation=together", "/timeline", "/map", "/crossing")


@pytest.fixture
def number(rig: Rig) -> int:
    """A collection with a hostile name and text, read; the number of an entity in it."""
    record = Record(
        kind=Kind.MAIL,
        title=NAME,
        pages=(TEXT,),
        original=TEXT.encode(),
        media_type="text/plain",
        name="x",
        date="2001-01-01",
        sender=(f"Margarita {NAME} <a@b.example>",),
        recipients=('"<img src=x onerror=alert(3)> Thornbury" <thornbury@b.example>',),
        fields={"place": (NAME,), "persons": (NAME,), "latitude": ("1",), "longitude": ("2",)},
    )
    with rig.desk.database() as database:
        collection = make_collection(database, NAME, datetime(2026, 11, 24, tzinfo=UTC))
        with transaction(database):
            put_document(database, record, record_to_json(record))
            join(database, collection, record.document_id, record.sha256)
        catch_up(database)
        row = database.execute("SELECT id FROM entity_forms WHERE name = 'Margarita Quillfeather'").fetchone()
    return int(row[0])


def without_our_pictures(page: str) -> str:
    """The page without its charts, each of which holds drawing and text alone."""

    def checked(picture: re.Match[str]) -> str:
        for element in etree.fromstring(picture[0]).iter():
            assert element.tag.rpartition("}")[2] in DRAWN
            assert not any(name.startswith("on") or name == "style" for name in element.attrib)
            assert element.get("href", "/").startswith("/")
        return ""

    return re.sub(r'<svg xmlns="http://www.w3.org/2000/svg".*?</svg>', checked, page, flags=re.DOTALL)


def test_what_texts_and_collections_are_called_stays_text(browser: Browser, number: int) -> None:
    for address in (*ADDRESSES, f"/entities/{number}"):
        answer = browser.get(address, params={"collection": NAME, "relation": "together"})
        assert answer.status_code == 200, address
        check_inert(without_our_pictures(answer.text))
        assert "49" not in answer.text.partition("7*7")[2][:20]


def test_pasted_names_stay_text(browser: Browser, number: int) -> None:
    answer = browser.post(
        "/crossing", data={"collection": NAME, "names": f"{NAME}\n\n,\n\x00\n{'x' * 999}"}, headers={"Origin": HOST}
    )
    assert answer.status_code == 200
    check_inert(answer.text)


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_decide_or_start_reading(
    browser: Browser, rig: Rig, number: int, headers: dict[str, str]
) -> None:
    for address in (
        f"/entities/{number}/decide",
        f"/entities/{number}/decisions/1/undo",
        "/entities/read",
        "/crossing",
    ):
        assert browser.post(address, data={"action": "join", "other": "1"}, headers=headers).status_code == 403
    with rig.desk.database() as database:
        assert database.execute("SELECT count(*) FROM entity_decisions").fetchone()[0] == 0


@pytest.mark.parametrize(
    "form",
    [{}, {"action": "burn", "other": "1"}, {"action": "join", "other": "999999"}, {"action": "join", "other": "-1"},
     {"action": "split", "name": "nobody", "other": "1"}, {"action": "join", "other": "9" * 40}],
)  # fmt: skip
def test_odd_decisions_are_refused(browser: Browser, number: int, form: dict[str, str]) -> None:
    answer = browser.post(f"/entities/{number}/decide", data=form, headers={"Origin": HOST})
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_a_decision_is_shown_and_taken_back(browser: Browser, rig: Rig, number: int) -> None:
    with rig.desk.database() as database:
        row = database.execute("SELECT id FROM entity_forms WHERE name = 'Margarita J. Quillfeather'").fetchone()
    before = browser.get(f"/entities/{number}").text
    assert "Margarita J. Quillfeather" in before and "a middle name left out" in before
    form = {"action": "split", "name": "Margarita Quillfeather", "other": str(row[0])}
    assert browser.post(f"/entities/{number}/decide", data=form, headers={"Origin": HOST}).status_code in (200, 303)
    page = browser.get(f"/entities/{number}").text
    assert "is not the same as" in page and "a middle name left out" not in page
    undo = f"/entities/{number}/decisions/1/undo"
    assert browser.post(undo, data={}, headers={"Origin": HOST}).status_code in (200, 303)
    assert "a middle name left out" in browser.get(f"/entities/{number}").text


def test_addresses_that_name_nothing(browser: Browser, number: int) -> None:
    for address in (
        "/entities/999999",
        "/entities/x",
        "/network",
        "/map",
        "/timeline?collection=no",
        "/entities?collection=no",
    ):
        assert browser.get(address).status_code == 404, address
    for query in ("kind=x", "kind=person&page=99999", "page=-1", "kind=place&page=%00"):
        assert browser.get(f"/entities?{query}").status_code == 200
