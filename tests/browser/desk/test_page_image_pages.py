"""A page as it looks, in a browser that runs no script: its picture is there, and nothing scrolls sideways."""

from __future__ import annotations

from pathlib import Path

import pytest
from fpdf import FPDF
from playwright.sync_api import Browser, Page, expect

from .conftest import System


@pytest.mark.parametrize("width", [320, 1280])
def test_a_hit_leads_to_its_page_with_the_picture(
    chromium: Browser, desk_page: Page, system: System, tmp_path: Path, width: int
) -> None:
    made = FPDF()
    made.set_font("Helvetica", size=14)
    for text in ("The lighthouse was let", "The lighthouse was sold"):
        made.add_page()
        made.text(30, 60, text)
    (tmp_path / "lease.pdf").write_bytes(bytes(made.output()))
    system.desk("add", str(tmp_path / "lease.pdf"), "--collection", "papers")
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False, base_url=desk_page.url.rsplit("/", 1)[0]
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/search?q=lighthouse")
    with page.expect_response(lambda answer: answer.url.endswith(".png")) as picture:
        page.locator(".hits h2 a").click()
    assert picture.value.ok
    expect(page.get_by_role("img", name="Page 1 as it looks")).to_be_visible()
    expect(page.locator("svg rect[rx]")).to_have_count(1)
    page.get_by_role("link", name="Next page with a hit").first.click()
    expect(page.get_by_role("img", name="Page 2 as it looks")).to_be_visible()
    expect(page.locator("aside mark")).to_have_text("lighthouse")
    box = page.locator("article svg").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert complaints == []
    context.close()
