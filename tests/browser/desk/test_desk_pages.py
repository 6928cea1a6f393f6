"""A journalist's first hour in a browser that runs no script: fetch, read, add to a collection, search, answer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Source, System

LETTER = b"""The harbour contract

Annex C names a company that did not exist when the minister signed. <script>document.title = "owned"</script>
The lighthouse keeper kept the ledger.
"""


def test_from_an_empty_inbox_to_an_answer(desk_page: Page, source: Source) -> None:
    page = desk_page
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    expect(page.get_by_text("Nothing has arrived.")).to_be_visible()
    source.send("Papers on the <b>harbour</b> contract, as promised", {"letter.txt": LETTER, "<i>.txt": b"short note"})

    page.get_by_role("button", name="Fetch now").click()
    expect(page.get_by_text("1 new submission.")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="Go to the inbox").click()
    page.get_by_role("link", name="Papers on the <b>harbour</b>").click()
    expect(page.get_by_text("Papers on the <b>harbour</b> contract, as promised")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="letter.txt").click()
    assert download.value.path().read_bytes() == LETTER

    page.get_by_label("Name of the collection").fill("Harbour / 2026?")
    page.get_by_role("button", name="Add 2 files").click()
    expect(page.get_by_role("heading", name="Harbour / 2026?")).to_be_visible()
    for _ in range(100):
        if page.get_by_text("2 added to").is_visible():
            break
        page.wait_for_timeout(200)
        page.reload()
    expect(page.get_by_text("2 documents, 2 pages, ")).to_be_visible()

    page.get_by_role("searchbox").fill("lighthouse ledger")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("1 document", exact=True)).to_be_visible()
    expect(page.locator("mark", has_text="lighthouse")).to_be_visible()
    page.locator(".hits a").first.click()
    expect(page.locator("article mark", has_text="ledger")).to_be_visible()
    assert "owned" not in page.title()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the original").click()
    assert download.value.path().read_bytes() == LETTER

    page.get_by_role("link", name="Inbox", exact=True).click()
    page.locator("table.inbox a").first.click()
    page.get_by_label("Reply to the source").fill("We have it. Thank you.")
    page.get_by_role("button", name="Send the reply").click()
    for _ in range(100):
        if page.get_by_text("at the drop").is_visible():
            break
        page.wait_for_timeout(200)
        page.reload()
    assert "We have it. Thank you." in source.replies()
    assert complaints == []


def test_a_query_that_is_not_understood_shows_the_character(desk_page: Page) -> None:
    desk_page.goto("/search?q=harbour+AND+(contract")
    expect(desk_page.get_by_role("alert")).to_contain_text("not understood")
    expect(desk_page.locator(".query mark")).to_have_text("(")
    expect(desk_page.get_by_role("searchbox")).to_have_value("harbour AND (contract")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_at_320_pixels(
    chromium: Browser, desk_page: Page, source: Source, system: System, scheme: str
) -> None:
    source.send("a" * 400 + " words and more words", {"b" * 150 + ".txt": b"text"})
    system.desk("fetch")
    (submission,) = system.desk("inbox", "--json")
    base = desk_page.url.rsplit("/", 1)[0]
    context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for address in ("/inbox", f"/submissions/{submission['id']}", "/collections", "/search", "/drop", "/fetch", "/no"):
        page.goto(base + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert page.locator("main h1").count() == 1
        assert page.locator("a.skip").count() == 1
    context.close()


def test_keyboard_reaches_the_content_first(chromium: Browser, desk_page: Page) -> None:
    page = desk_page
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
