"""The clocks in a browser that runs no script: what is due, extended, set aside; and what the drop says of itself."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from axe import axe_source, findings

from .conftest import Source, System


def make_older(system: System, words: str, days: int) -> None:
    """As if this had come so many days ago."""
    day = (datetime.now(UTC).date() - timedelta(days=days)).isoformat()
    with closing(sqlite3.connect(system.home / "desk" / "desk.sqlite")) as database, database:
        database.execute("UPDATE submissions SET received = ? WHERE message LIKE ?", (day, f"%{words}%"))


def keep_picture(page: Page, name: str) -> None:
    """For people who look, when SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def check_with_axe(chromium: Browser, page: Page, *addresses: str) -> None:
    """The same pages where a script may look at them."""
    context = chromium.new_context(bypass_csp=True)
    looking = context.new_page()
    start = page.url.split("/", 3)
    for address in addresses:
        looking.goto("/".join(start[:3]) + address)
        assert findings(looking, axe_source()) == [], address
    context.close()


def test_the_clocks(chromium: Browser, desk_page: Page, system: System) -> None:
    page = desk_page
    for words in ("Came a fortnight ago and nobody answered", "Came four days ago", "Came today, is no report"):
        Source(system.drop_url).send(words)
    system.desk("fetch")
    make_older(system, "fortnight", 14)
    make_older(system, "four days", 4)

    page.goto("/clocks")
    expect(page.get_by_text("1 report is late.")).to_be_visible()
    rows = page.locator("tbody tr")
    expect(rows.nth(0)).to_contain_text("7 days late")
    expect(rows.nth(1)).to_contain_text("3 days left")
    keep_picture(page, "clocks")

    rows.nth(2).get_by_role("link").click()
    page.get_by_text("Extend, or set aside").click()
    page.get_by_label("Reason").fill("A greeting, no more")
    keep_picture(page, "submission-clock")
    page.get_by_role("button", name="This is not a report").click()
    expect(page.locator("#clock")).to_contain_text("A greeting, no more")
    page.get_by_role("button", name="Let the clock run again").click()
    expect(page.locator("#clock")).to_contain_text("7 days left")

    page.goto("/clocks")
    rows.nth(0).get_by_role("link").click()
    page.get_by_text("Extend, or set aside").click()
    page.get_by_label("Reason").fill("The court has not ruled")
    page.get_by_role("button", name="Extend to six months").click()
    expect(page.locator("#clock")).to_contain_text("The court has not ruled")
    page.get_by_role("button", name="Feedback was given").click()
    expect(page.locator("#clock")).to_contain_text("Feedback given")
    page.goto("/clocks")
    expect(rows.last).to_contain_text("Feedback given")
    page.goto("/inbox")
    expect(page.locator("table.inbox")).to_contain_text("3 days left")
    keep_picture(page, "inbox")
    page.locator("table.inbox a").first.click()
    check_with_axe(chromium, page, "/clocks", "/inbox", "/" + page.url.split("/", 3)[3])
    for address in ("/clocks", "/inbox", "/drop"):
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        keep_picture(page, f"phone{address.replace('/', '-')}")


def test_what_the_drop_says_of_itself(chromium: Browser, desk_page: Page, system: System) -> None:
    toml = system.home / "drop" / "drop.toml"
    system.desk("fetch")
    toml.write_text(toml.read_text() + "\n# somebody was here\n")
    system.desk("fetch")
    for address in ("/inbox", "/drop"):
        desk_page.goto(address)
        expect(desk_page.get_by_text("drop's settings changed")).to_be_visible()
    expect(desk_page.get_by_role("heading", name="What the drop says of itself")).to_be_visible()
    keep_picture(desk_page, "drop")
    check_with_axe(chromium, desk_page, "/drop", "/inbox")
