"""Entities, pictures and crossed lists in a browser that runs no script. Invented people."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from .conftest import System
from .test_clock_pages import check_with_axe

MAIL = """From: Margarita Quillfeather <mq@harbour.example>
To: Obadiah Thornbury <othornbury@port.example>
Date: Mon, 1 Jan 2001 10:00:00 +0000
Subject: The harbour contract

Margarita J. Quillfeather and Obadiah Thornburv of Harbour & Tide Trading Ltd. met Obadiah Thornburv in Lisbon.
"""


def test_from_a_collection_to_a_decision(chromium: Browser, desk_page: Page, system: System, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_text(MAIL, "utf-8")
    system.desk("add", str(tmp_path / "1.eml"), "--collection", "mails")
    page = desk_page
    page.goto("/collections/mails")
    page.get_by_role("link", name="Entities").click()
    page.get_by_role("button", name="Read now").click()
    for _ in range(150):
        if page.get_by_role("link", name="Margarita", exact=False).count():
            break
        page.wait_for_timeout(200)
        page.reload()
    page.get_by_role("link", name="Margarita", exact=False).first.click()
    expect(page.get_by_text("a middle name left out")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("Margarita Quillfeather")

    page.get_by_role("button", name="Not the same").click()
    expect(page.get_by_text("is not the same as")).to_be_visible()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("a middle name left out")).to_be_visible()

    entity = page.url.removeprefix(page.url.split("/entities")[0])
    pages = [f"/{name}?collection=mails" for name in ("entities", "network", "timeline", "map", "crossing")]
    for address in pages:
        page.goto(address)
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    check_with_axe(chromium, page, entity, *pages)

    page.get_by_label("Names, one a line").fill("Quillfeather, Margarita\n???")
    page.get_by_role("button", name="Cross them").click()
    expect(page.get_by_role("link", name="Margarita", exact=False).first).to_be_visible()
    expect(page.get_by_text("This name has no letter and no digit.")).to_be_visible()
