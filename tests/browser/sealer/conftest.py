"""The offline page from a file, in a browser without a network, and a newsroom's file to give it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from drop_process import Newsroom
from sealer_page import built, newsroom_file


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def keys(newsroom: Newsroom, tmp_path: Path) -> Path:
    """newsroom.txt of this newsroom."""
    path = tmp_path / "newsroom.txt"
    path.write_bytes(newsroom_file(newsroom.root.verifier, newsroom.roster()))
    return path


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """The page, opened from the disk, with the network off; errors of its script fail the test."""
    yield from opened(chromium, built())


def opened(chromium: Browser, path: Path) -> Iterator[Page]:
    """Any file of ours as that page."""
    context = chromium.new_context(accept_downloads=True, locale="en-US")
    context.set_offline(True)
    page = context.new_page()
    faults: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    yield page
    assert faults == []
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []
    context.close()


def fill(page: Page, keys: Path, message: str = "They dump at night.", files: list[Path] | None = None) -> str:
    """Everything but the last button; the seven words."""
    page.get_by_label("The newsroom’s file", exact=True).set_input_files(keys)
    page.get_by_label("It is the same there.").check()
    words = " ".join(page.locator("#words").inner_text().split())
    page.get_by_label("Type them back from the paper").fill(words)
    page.get_by_label("Message", exact=True).fill(message)
    page.get_by_label("Files", exact=True).set_input_files(files or [])
    return words


def sealed(page: Page, to: Path) -> Path:
    """Seal, and save the result."""
    page.get_by_role("button", name="Seal", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the sealed file").click()
    assert download.value.suggested_filename == "sealed.age"
    download.value.save_as(to)
    return to
