"""The page of a document says what lies inside it, what it lies inside of, and what to know about its text."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from amparo.desk.app import create_app
from amparo.desk.holdings import open_holdings
from amparo.desk.ingest import add
from amparo.desk.inside import inside
from amparo.desk.room import Desk
from amparo.sandbox.walls import best_wall


@pytest.fixture
def mail(desk: Desk, tmp_path: Path) -> dict[str, str]:
    """Two mails, each with an attachment that is read and one that is not; identities by path."""
    folder = tmp_path / "mail"
    folder.mkdir()
    for number in (1, 2):
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = "ana@example.org", "rui@example.org", f"Letter {number}"
        made["Date"] = "Mon, 2 Mar 2020 10:00:00 +0000"
        made.set_content(f"The contract of number {number} is attached.")
        made.add_attachment(f"Contract {number} about the quay".encode(), "text", "plain", filename="contract.txt")
        made.add_attachment(b"%PDF-1.7 of no use", "application", "pdf", filename="<b>broken.pdf")
        (folder / f"{number}.eml").write_bytes(made.as_bytes())
    with open_holdings(tmp_path) as holdings:
        add(holdings, [str(folder)], "mail", wall=best_wall(), clock=lambda: datetime(2026, 11, 24, tzinfo=UTC))
        rows = holdings.database.execute("SELECT id FROM documents").fetchall()
        found = {}
        for row in rows:
            paths = holdings.database.execute("SELECT path FROM items WHERE document = ?", (row["id"],)).fetchall()
            found[paths[0]["path"].partition("/mail/")[2]] = row["id"]
    return found


def get(desk: Desk, address: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(desk))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8402") as client:
            return await client.get(address)

    return asyncio.run(ask())


def test_a_mail_and_its_attachments_know_each_other(desk: Desk, mail: dict[str, str]) -> None:
    assert set(mail) == {"1.eml", "2.eml", "1.eml/contract.txt", "2.eml/contract.txt"}
    for number in ("1", "2"):
        letter, contract = mail[f"{number}.eml"], mail[f"{number}.eml/contract.txt"]
        with desk.database() as database:
            whole, part = inside(database, letter), inside(database, contract)
        assert [each.document for each in whole.parts if each.document] == [contract], "and not that of another"
        (failed,) = (each for each in whole.parts if each.document is None)
        assert (failed.name, failed.explanation) == ("<b>broken.pdf", "This PDF is damaged and cannot be opened.")
        assert (whole.within, part.parts) == (None, ())
        assert part.within is not None
        assert part.within.document == letter


def test_the_page_links_both_ways_and_escapes_names(desk: Desk, mail: dict[str, str]) -> None:
    letter, contract = mail["1.eml"], mail["1.eml/contract.txt"]
    page = get(desk, f"/documents/{letter}").text
    assert re.search(rf'href="/documents/{contract}"[^>]*>contract\.txt<', page)
    assert "&lt;b&gt;broken.pdf" in page
    assert "<b>broken" not in page
    assert re.search(rf'Part of <a href="/documents/{letter}"', get(desk, f"/documents/{contract}").text)
    data = get(desk, f"/documents/{letter}.json").json()
    assert [each["document"] for each in data["parts"]].count(contract) == 1
    assert get(desk, f"/documents/{contract}.json").json()["within"] == letter
