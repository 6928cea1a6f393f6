"""The whole way of Door B in a browser: download from a real drop, seal without a network, hand over without scripts,
a desk reads it and answers, and the seven words bring the answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from axe import axe_source, findings
from drop_process import Drop, running_drop
from sealer_page import built

from .conftest import fill, opened, sealed


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    """A drop with the page of these sources in its home."""
    home = tmp_path_factory.mktemp("drop")
    (home / "drop").mkdir(mode=0o700)
    (home / "drop" / "amparo-seal.html").write_bytes(built().read_bytes())
    with running_drop(home) as running:
        yield running


@pytest.fixture
def tor_browser(chromium: Browser, drop: Drop) -> Iterator[Page]:
    """A page without scripts on the drop, as Tor Browser at its safest."""
    context = chromium.new_context(java_script_enabled=False, base_url=drop.url, accept_downloads=True)
    yield context.new_page()
    context.close()


def download(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("link", name=name).click()
    assert coming.value.suggested_filename == name
    coming.value.save_as(folder / name)
    return folder / name


def test_from_download_to_answer(chromium: Browser, drop: Drop, tor_browser: Page, tmp_path: Path) -> None:
    tor_browser.goto("/")
    shown = hashlib.sha256(built().read_bytes()).hexdigest()
    expect(tor_browser.get_by_text(shown)).to_be_visible()
    tor_browser.get_by_role("link", name="Seal it yourself").click()
    expect(tor_browser.locator("#sha256")).to_have_text(shown)
    html = download(tor_browser, "amparo-seal.html", tmp_path)
    keys = download(tor_browser, "newsroom.txt", tmp_path)
    assert hashlib.sha256(html.read_bytes()).hexdigest() == shown

    document = tmp_path / "permit.pdf"
    document.write_bytes(b"%PDF-1.7 harbour" * 9000)
    for page in opened(chromium, html):
        words = fill(page, keys, "They dump at night.", [document])
        envelope = sealed(page, tmp_path / "sealed.age")

    tor_browser.get_by_label("The sealed file").set_input_files(envelope)
    tor_browser.get_by_role("button", name="Hand it over").click()
    expect(tor_browser.get_by_role("heading", name="We have it")).to_be_visible()

    ((submission, files),) = drop.submissions()
    assert submission.message == "They dump at night." and files == {"permit.pdf": document.read_bytes()}
    drop.reply(submission, "Which night?")

    tor_browser.goto("/return")
    tor_browser.get_by_label("Your seven words").fill(words)
    tor_browser.get_by_role("button", name="Look for answers").click()
    expect(tor_browser.get_by_text("Which night?")).to_be_visible()


def test_a_wrong_file_is_told_apart(drop: Drop, tor_browser: Page, tmp_path: Path) -> None:
    before = len(drop.envelopes())
    wrong = tmp_path / "holiday.jpg"
    wrong.write_bytes(b"\xff\xd8" * 20_000)
    tor_browser.goto("/offline")
    tor_browser.get_by_label("The sealed file").set_input_files(wrong)
    tor_browser.get_by_role("button", name="Hand it over").click()
    expect(tor_browser.get_by_text("This is not a file that the offline page sealed")).to_be_visible()
    expect(tor_browser.get_by_text("Nothing of it was stored.")).to_be_visible()
    assert len(drop.envelopes()) == before


def test_the_pages_of_the_drop_are_within_reach(chromium: Browser, drop: Drop, tmp_path: Path) -> None:
    source = axe_source()
    context = chromium.new_context(bypass_csp=True, base_url=drop.url)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/offline")
    assert findings(page, source) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
