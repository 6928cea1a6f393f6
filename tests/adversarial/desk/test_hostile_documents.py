"""Documents that attack the one who reads them: markup in text, titles, names and queries stays text on every page."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from amparo.desk.adding import add_paths

from .conftest import Browser, Rig, check_inert

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
COLLECTION = '"><script>alert(3)</script>/ü?#%2e%2e & {{ 7*7 }}'


@pytest.fixture
def documents(rig: Rig, browser: Browser, tmp_path: Path) -> list[str]:
    """Identities of hostile documents, added for real, one after the other."""
    folder = tmp_path / "incoming folder"
    folder.mkdir()
    (folder / f"{EVIL.replace('/', '_')}.html").write_text(
        f"<html><title>{EVIL.replace('<', '&lt;')}</title><body>{EVIL} needle &lt;svg onload=alert(4)&gt;</body></html>"
    )
    (folder / "mail.eml").write_text(
        f"From: {EVIL} <a@b.example>\r\nTo: c@d.example\r\nSubject: {EVIL} needle\r\n"
        f"Content-Type: text/plain\r\n\r\n{EVIL} needle\r\n"
    )
    (folder / "long.txt").write_text("\f".join(f"page {n} {'needle' if n == 77 else ''} {EVIL}" for n in range(1, 121)))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing that could be read")
    add_paths(rig.desk, [folder], COLLECTION)
    listed = browser.get(f"/collections/{quote(COLLECTION, safe='')}?format=json").json()
    return [each["id"] for each in listed]


def test_every_page_shows_it_as_text(rig: Rig, browser: Browser, documents: list[str]) -> None:
    assert len(documents) >= 3
    name = quote(COLLECTION, safe="")
    addresses = [f"/documents/{each}?q=needle" for each in documents]
    addresses += ["/collections", f"/collections/{name}", f"/failures/{name}", "/search?q=needle"]
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        check_inert(answer.text)
    assert "alert(1)" in browser.get(addresses[0]).text
    assert "7*7" in browser.get("/collections").text


def test_failures_are_listed_with_their_reason(browser: Browser, documents: list[str]) -> None:
    page = browser.get(f"/failures/{quote(COLLECTION, safe='')}")
    assert "broken.pdf" in page.text
    listed = browser.get(f"/failures/{quote(COLLECTION, safe='')}?format=json").json()
    assert [Path(each["path"]).name for each in listed] == ["broken.pdf"] and listed[0]["explanation"]


def test_originals_are_attachments_in_a_sandbox(browser: Browser, documents: list[str]) -> None:
    for each in documents:
        answer = browser.get(f"/documents/{each}/original")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"


def test_a_hit_leads_to_the_page_it_is_on(browser: Browser, documents: list[str]) -> None:
    hit = next(h for h in browser.get("/search?q=needle&format=json").json()["hits"] if h["page"] > 1)
    assert hit["page"] == 77
    address = re.search(rf'href="(/documents/{hit["document"]}[^"]*)"', browser.get("/search?q=needle").text)
    assert address is not None and address[1].endswith("#best")
    page = browser.get(address[1].replace("&amp;", "&")).text
    assert 'id="page-77"' in page and '<mark id="best">needle</mark>' in page and 'id="page-1"' not in page
    (place,) = re.findall(r'href="#(hit-\d+)"', page)
    assert f'id="{place}"></span><mark id="best">needle</mark>' in page


HOSTILE_QUERIES = (
    EVIL,
    f'"{EVIL}',
    "(" * 200,
    "field:" * 50,
    "*",
    "a~99",
    "/(a+)+$/",
    "\x00\x1b",
    "\u202eevil",
    "x" * 20_000,
    '"unclosed',
    "date:9999-99",
    "AND OR NOT",
    "\xed\xa0\x80",
)


def test_no_query_breaks_the_search_page(browser: Browser, documents: list[str]) -> None:
    for query in HOSTILE_QUERIES:
        answer = browser.get("/search", params={"q": query})
        assert answer.status_code == 200, query
        check_inert(answer.text)
        data = browser.get("/search", params={"q": query, "format": "json"})
        assert data.status_code == (400 if "not understood" in answer.text else 200), query
        assert data.status_code == 200 or data.json()["error"]


NOWHERE = (
    "/documents/zzzz",
    "/documents/../../keys/root.key",
    "/documents/%2e%2e%2fkeys%2froot.key/original",
    "/collections/nothing",
    "/collections/..%2f..%2fkeys",
    "/failures/nothing",
    "/documents/aaaaaaaaaaaaaaaaaaaaaaaa.json",
)


def test_addresses_that_name_no_document(browser: Browser, documents: list[str]) -> None:
    assert [browser.get(address).status_code for address in NOWHERE] == [404] * len(NOWHERE)


def test_pages_beyond_the_end(browser: Browser, documents: list[str]) -> None:
    assert browser.get(f"/documents/{documents[0]}?page=999").status_code == 404
    assert browser.get(f"/collections/{quote(COLLECTION, safe='')}?page=999").status_code == 200
    assert browser.get("/search?q=needle&page=999999").status_code == 200
    assert browser.get("/search?q=needle&sort=nonsense&collection=nonsense").status_code == 200


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\x00b", "\u202eabc"])
def test_names_that_no_collection_may_have(rig: Rig, browser: Browser, name: str) -> None:
    rig.send("envelope-a", "words enough for a message", {"a.txt": b"a"})
    rig.fetch()
    identity = browser.get("/inbox.json").json()[0]["id"]
    answer = browser.post(f"/submissions/{identity}/collection", data={"collection": name})
    assert answer.status_code == 400
    assert browser.get("/collections.json").json() == []
