"""What lists and pages of the desk call things: titles of collections, dates and fields in plain words."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from amparo.desk.app import create_app
from amparo.desk.declaring import Said
from amparo.desk.holdings import open_holdings
from amparo.desk.ingest import add
from amparo.desk.room import Desk
from amparo.sandbox.walls import best_wall

MAIL = b"From: a@example.org\nTo: b@example.org\nDate: Sat, 29 Apr 2000 12:40:00 +0000\nSubject: Books\n\nSee there.\n"
INCIDENT = (
    "K1,2001-02-03,Patrol,Boarding,T1,Boats turned back,FOUR BOATS,LEE,ENEMY,,GUARD,West,Guard,"
    "0,0,,,2,1,0,0,,,-41.1,-24.8,WATCH,OFFICE,,,NEUTRAL,GREEN,SECRET\n"
)


@pytest.fixture
def filled(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with a mail and an incident in one titled collection."""
    (tmp_path / "books.eml").write_bytes(MAIL)
    (tmp_path / "log.csv").write_text(INCIDENT)
    paths = [str(tmp_path / name) for name in ("books.eml", "log.csv")]
    with open_holdings(tmp_path) as holdings:
        said = Said(title="Mail of the harbour")
        add(holdings, paths, "harbour-mail", wall=best_wall(), clock=desk.clock, said=said)
    return desk


def get(desk: Desk, *addresses: str) -> list[str]:
    """The pages at these addresses."""

    async def ask() -> list[str]:
        transport = httpx.ASGITransport(create_app(desk))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8402") as client:
            return [(await client.get(address)).text for address in addresses]

    return asyncio.run(ask())


def test_collections_bear_their_titles_and_keep_their_names_as_addresses(filled: Desk) -> None:
    cards, page, search = get(filled, "/collections", "/collections/harbour-mail", "/search?q=boats")
    assert '<a href="/collections/harbour-mail" dir="auto">Mail of the harbour</a>' in cards
    assert "<h1" in page
    assert "Mail of the harbour</h1>" in page
    assert "Mail of the harbour" in search


def test_dates_are_in_words_with_their_precision(filled: Desk) -> None:
    page, search = get(filled, "/collections/harbour-mail", "/search?q=books")
    assert "29 April 2000, 12:40 UTC" in page
    assert "3 February 2001<" in page
    assert "2000-04-29" not in page
    assert "29 April 2000, 12:40 UTC" in search


def test_fields_are_called_by_plain_words(filled: Desk) -> None:
    (found,) = get(filled, "/search?q=boats&format=json")
    document = found.partition('"document":"')[2].partition('"')[0]
    (page,) = get(filled, f"/documents/{document}")
    assert "<dt>Side that acted</dt>" in page
    assert "<dt>Civilians killed</dt>" in page
    assert "Attack on" not in page
