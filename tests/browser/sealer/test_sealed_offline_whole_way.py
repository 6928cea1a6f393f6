"""The whole way of Door B in a browser: download from a real drop, seal without a network, hand over without scripts,
a real desk reads it and answers, and the seven words bring the answer.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from axe import axe_source, findings
from drop_process import AMPARO, Drop
from sealer_page import built

from .conftest import fill, opened, sealed


def amparo(home: Path, *words: str | Path) -> str:
    """One command on this home, which must succeed; what it printed."""
    done = subprocess.run([*AMPARO, *map(str, words), "--home", home], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    """A drop with the page of these sources in its home, and a desk paired with it."""
    home = tmp_path_factory.mktemp("drop")
    (home / "drop").mkdir(mode=0o700)
    (home / "drop" / "amparo-seal.html").write_bytes(built().read_bytes())
    running = Drop(home)
    running.init()
    running.start()
    try:
        amparo(home, "desk", "init", "--newsroom", "The Lamp")
        amparo(home, "desk", "pair", running.url)
        yield running
    finally:
        running.stop()
        running.http.close()


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

    assert json.loads(amparo(drop.home, "desk", "fetch", "--json"))["filed"] == 1
    submission = json.loads(amparo(drop.home, "desk", "inbox", "--json"))
    assert submission["message"] == "They dump at night."
    (file,) = submission["files"]
    assert (file["name"], file["sha256"]) == ("permit.pdf", hashlib.sha256(document.read_bytes()).hexdigest())
    amparo(drop.home, "desk", "reply", submission["id"], "--message", "Which night?")
    amparo(drop.home, "desk", "fetch")

    tor_browser.goto("/return")
    tor_browser.get_by_label("Your seven words").fill(words)
    tor_browser.get_by_role("button", name="Look for answers").click()
    expect(tor_browser.get_by_text("Which night?")).to_be_visible()


def test_the_page_is_found_in_a_librarys_log_and_a_poisoned_one_is_not(tmp_path: Path) -> None:
    page, poisoned = tmp_path / "amparo-seal.html", tmp_path / "poisoned.html"
    page.write_bytes(built().read_bytes())
    poisoned.write_bytes(page.read_bytes().replace(b"connect-src &#39;none&#39;", b"connect-src http:", 1))
    amparo(tmp_path, "library", "init", "--title", "Archive")
    amparo(tmp_path, "library", "artifact", page)
    public = tmp_path / "library" / "public"
    amparo(tmp_path, "library", "verify", public, "--artifact", page)
    command = [*AMPARO, "library", "verify", public, "--artifact", poisoned, "--home", tmp_path]
    assert subprocess.run(command, capture_output=True, timeout=60).returncode == 1


def test_a_wrong_file_is_told_apart(drop: Drop, tor_browser: Page, tmp_path: Path) -> None:
    before = set((drop.folder / "blobs").iterdir())
    wrong = tmp_path / "holiday.jpg"
    wrong.write_bytes(b"\xff\xd8" * 20_000)
    tor_browser.goto("/offline")
    tor_browser.get_by_label("The sealed file").set_input_files(wrong)
    tor_browser.get_by_role("button", name="Hand it over").click()
    expect(tor_browser.get_by_text("This is not a file that the offline page sealed")).to_be_visible()
    expect(tor_browser.get_by_text("Nothing of it was stored.")).to_be_visible()
    assert set((drop.folder / "blobs").iterdir()) == before


def test_the_pages_of_the_drop_are_within_reach(chromium: Browser, drop: Drop, tmp_path: Path) -> None:
    source = axe_source()
    context = chromium.new_context(bypass_csp=True, base_url=drop.url)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/offline")
    assert findings(page, source) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
