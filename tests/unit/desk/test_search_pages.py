"""The search pages: everything that narrows is a link, every hit can be taken away, what is posted is kept."""

from __future__ import annotations

import asyncio
import html
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest

from amparo.desk import documents_store
from amparo.desk.app import create_app
from amparo.desk.holdings import open_holdings
from amparo.desk.indexing import catch_up
from amparo.desk.pages.search_dates import dates_of
from amparo.desk.pages.search_help import EXAMPLES
from amparo.desk.room import Desk
from amparo.desk.sqlite import transaction
from amparo.records.model import Kind, Record, record_to_json
from amparo.search.engine import Indexed

ORIGIN = "http://127.0.0.1:8402"


@pytest.fixture
def filled(desk: Desk, tmp_path: Path) -> Desk:
    """A desk whose index holds sixty documents of five years."""
    with open_holdings(tmp_path) as holdings:
        holdings.engine.add(
            Indexed(
                f"d{number:05}",
                f"Report {number} <b>",
                (f"The harbour of year {number % 5}",),
                "mail" if number % 3 else "plain",
                ("one",),
                f"{number}.txt",
                date=f"{1960 + number % 5}-03-01",
                first_day=date(1960 + number % 5, 3, 1),
                last_day=date(1960 + number % 5, 3, 1),
                language="fr" if number % 2 else "en",
                fields={"attachments": ("a.pdf",)} if number < 7 else {},
                media_type="application/pdf" if number % 3 == 0 else "message/rfc822",
            )
            for number in range(60)
        )
        holdings.engine.commit()
    return desk


def ask(desk: Desk, *requests: tuple[str, str, dict[str, object]]) -> list[httpx.Response]:
    async def all_of_them() -> list[httpx.Response]:
        transport = httpx.ASGITransport(create_app(desk))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
            return [await client.request(method, address, **more) for method, address, more in requests]

    return asyncio.run(all_of_them())


def get(desk: Desk, address: str) -> httpx.Response:
    (answer,) = ask(desk, ("GET", address, {}))
    return answer


def test_each_facet_and_each_bar_is_a_link_that_finds_as_many_as_it_says(filled: Desk) -> None:
    page = get(filled, "/search?q=harbour").text
    links = re.findall(r'<a href="(/search\?[^"]+)" dir="auto">[^<]+</a> <span class="meta">(\d+)</span>', page)
    bars = re.findall(r'<a href="(/search\?[^"]+)" aria-label="\d{4}: (\d+)">', page)
    assert len(links) >= 7
    assert len(bars) == 5
    found = ask(filled, *(("GET", html.unescape(f"{address}&format=json"), {}) for address, _ in (*links, *bars)))
    assert [answer.json()["total"] for answer in found] == [int(count) for _, count in (*links, *bars)]


def test_every_hit_is_in_the_table_and_in_the_lines(filled: Desk) -> None:
    table, lines, wrong = (
        get(filled, f"/search?q={q}&format={f}") for q, f in (("*", "csv"), ("*", "jsonl"), ("a+AND", "csv"))
    )
    assert len(table.text.splitlines()) == 61
    assert table.headers["content-type"].startswith("text/csv")
    assert {json.loads(line)["document"] for line in lines.text.splitlines()} == {f"d{n:05}" for n in range(60)}
    assert (wrong.status_code, wrong.json()["position"]) == (400, 2)


def test_there_is_no_last_page_before_the_last_hit(filled: Desk) -> None:
    last = get(filled, "/search?q=*&page=3").text
    assert "41 to 60 of 60" in last
    assert 'rel="next"' not in last


def test_titles_cannot_break_out_of_the_page(filled: Desk) -> None:
    page = get(filled, "/search?q=harbour").text
    assert "Report" in page
    assert "<b>" not in page


def test_each_example_of_the_help_is_understood(filled: Desk) -> None:
    page = get(filled, "/search").text
    addresses = [html.unescape(address) for address in re.findall(r'<dt><a class="mono" href="([^"]+)"', page)]
    assert len(addresses) == len(EXAMPLES)
    answers = ask(filled, *(("GET", f"{address}&format=json", {}) for address in addresses))
    refused = {answer.json()["error"] for answer in answers if answer.status_code != 200}
    # Nothing here has numbers under that name; the sentence says so.
    assert refused <= {"No document has numbers under this name."}


def test_a_search_is_saved_seen_and_deleted(filled: Desk, tmp_path: Path) -> None:
    saved, twice, listed = ask(
        filled,
        ("POST", "/saved", {"data": {"q": "harbour", "name": "The harbour/x", "collection": ""}}),
        ("POST", "/saved", {"data": {"q": "harbour", "name": "The harbour/x", "collection": ""}}),
        ("GET", "/saved.json", {}),
    )
    assert (saved.status_code, twice.status_code) == (303, 409)
    assert listed.json() == [{"name": "The harbour/x", "query": "harbour", "total": 60, "new": 0}]
    with open_holdings(tmp_path) as holdings:
        holdings.engine.add([Indexed("d99999", "Fresh", ("a harbour",), "plain", ("one",), "x")])
        holdings.engine.commit()
    (news,) = ask(filled, ("GET", "/saved/The%20harbour%2Fx", {}))
    assert "Fresh" in news.text
    assert "Report" not in news.text
    _, after, gone, empty = ask(
        filled,
        ("POST", "/saved/The%20harbour%2Fx/seen", {"data": {"shown": "d99999"}}),
        ("GET", "/saved.json", {}),
        ("POST", "/saved/The%20harbour%2Fx/delete", {}),
        ("GET", "/saved.json", {}),
    )
    assert after.json()[0]["new"] == 0
    assert gone.status_code == 303
    assert empty.json() == []


def test_a_file_of_names_is_asked_and_given_back(filled: Desk) -> None:
    body = {
        "files": {"file": ("n.csv", b'name\nharbour\n"bad\nboat\n', "text/csv")},
        "data": {"rows": "queries", "collection": ""},
    }

    async def upload() -> tuple[str, dict[str, object], str, str, str, str]:
        transport = httpx.ASGITransport(create_app(filled))
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}) as client:
            sent = await client.post("/batches", **body)
            assert sent.status_code == 303, sent.text
            address = sent.headers["location"]
            for _ in range(200):
                answers = (await client.get(f"{address}.json")).json()
                if not answers["waiting"]:
                    break
                await asyncio.sleep(0.05)
            page, table = await client.get(address), await client.get(f"{address}.csv")
            hits, bad = await client.get(f"{address}?rows=found"), await client.get(f"{address}?rows=bad")
            return address, answers, page.text, table.text, hits.text, bad.text

    _, answers, page, table, hits, bad = asyncio.run(upload())
    for shown, names in ((page, {"harbour", "boat", "&#34;bad"}), (hits, {"harbour"}), (bad, {"&#34;bad"})):
        assert {name for name in ("harbour", "boat", "&#34;bad") if f">{name}<" in shown} == names
    assert [(row["line"], row["total"]) for row in answers["answers"]] == [(2, 60), (3, None), (4, 0)]
    assert "A quotation mark in this row is not closed" in page
    assert len(table.splitlines()) == 4


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (
            b"--x\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nabc",
            "multipart/form-data; boundary=x",
        ),
        (b"a=b", "application/x-www-form-urlencoded"),
    ],
    ids=["empty", "cut off", "another form"],
)
def test_a_broken_upload_is_refused(filled: Desk, content: bytes, kind: str) -> None:
    headers = {"Content-Type": kind, "Origin": ORIGIN}
    (answer,) = ask(filled, ("POST", "/batches", {"content": content, "headers": headers}))
    assert answer.status_code == 400


def test_another_site_can_save_nothing(filled: Desk) -> None:
    form = {"data": {"q": "x", "name": "n"}, "headers": {"Origin": "http://evil.example"}}
    addresses = ("/saved", "/batches", "/saved/n/seen", "/saved/n/delete", "/batches/1/delete", "/batches/1/go-on")
    assert {answer.status_code for answer in ask(filled, *(("POST", each, form) for each in addresses))} == {403}


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("1960-01", "1960-04", ["1960-01", "1960-04"]),
        ("1960-01", "1975-04", ["1960", "1975"]),
        ("1500-01", "1975-04", ["1500–1509", "1970–1979"]),
        ("0001-01", "9999-12", ["0–99", "9900–9999"]),
    ],
)
def test_dates_are_told_in_steps_that_fit_their_span(first: str, last: str, names: list[str]) -> None:
    dates = dates_of(((first, 2), (last, 3)), lambda value: f"/x?{value}")
    assert dates is not None
    assert [bar.name for bar in dates.bars] == names
    assert sum(bar.count for bar in dates.bars) == 5
    assert dates.bars_svg.count("<a ") == 2


def test_a_hit_in_a_long_table_opens_at_the_row_that_has_the_words(desk: Desk, tmp_path: Path) -> None:
    rows = "".join(f"Sample {number},payment {number}\n" for number in range(3_000))
    text = rows.replace("payment 2000", "payment to the lighthouse")
    record = Record(Kind.PLAIN, "table", ("first sheet", text), text.encode(), "text/csv", "table.csv")
    with open_holdings(tmp_path) as holdings:
        collection = documents_store.make_collection(holdings.database, "one", datetime(2026, 12, 1, tzinfo=UTC))
        with transaction(holdings.database):
            documents_store.put_document(holdings.database, record, record_to_json(record))
            documents_store.join(holdings.database, collection, record.document_id, record.sha256)
        catch_up(holdings.database, holdings.engine)
    found = get(desk, "/search?q=sample+lighthouse").text
    (address,) = set(re.findall(r'href="(/documents/[^"]+#best)"', found))
    page = get(desk, html.unescape(address)).text
    assert page.count('id="best"') == 1
    row = html.unescape(re.sub(r"<[^>]+>", "", page[page.index('id="best"') - 6 :]))[:240]
    assert "payment to the lighthouse" in row
    # Its number, which is beyond those that are shown, leads there too.
    assert re.search(r'<span>…</span> <a href="#(hit-\d+)">', page)
