"""The drop's pages in every language: direction, room at 320 px, barriers, and the bytes of a first tip."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser

from amparo.web.i18n import direction, languages
from amparo.web.render import SQUEEZED
from axe import axe_source, findings
from drop_process import Drop, hidden

LANGUAGES = [language for language in languages("amparo.drop") if language != "en"]
PATHS = ("/", "/how", "/message", "/return", "/languages")
RIGHT_TO_LEFT = [language for language in LANGUAGES if direction(language) == "rtl"]
MOST_BYTES = 30_000


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    served = Drop(tmp_path_factory.mktemp("languages"))
    served.init()
    served.start()
    served.pair()
    yield served
    served.stop()
    served.http.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_in_their_direction_and_fit_a_narrow_screen(chromium: Browser, drop: Drop, language: str) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    try:
        for path in PATHS:
            page.goto(f"{drop.url}/{language}{path}")
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("html").get_attribute("dir") == direction(language)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            links = page.locator("a[href^='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
            own = [link for link in links if link.split("/")[1] not in languages("amparo.drop")]
            assert own == [], "a link leads out of the language"
    finally:
        page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_tip_takes_three_loads_and_thirty_kilobytes(drop: Drop, language: str) -> None:
    """As a browser counts: what crosses the line, squeezed, with the headers."""
    taken = 0
    with httpx.Client(base_url=f"{drop.url}/{language}", trust_env=False, timeout=60) as browser:
        start, asked = browser.get("/"), browser.get("/message")
        fields = {"passphrase": (None, hidden(asked.text, "passphrase")), "message": (None, "x")}
        for answer in (start, asked, browser.post("/send", files=fields)):
            assert answer.status_code == 200, answer.text
            head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) + 40
            assert int(answer.headers["content-length"]) == SQUEEZED, "one length in every language"
            taken += head + SQUEEZED
    assert taken <= MOST_BYTES


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_what_is_compared_by_eye_keeps_its_order(chromium: Browser, drop: Drop, language: str) -> None:
    """Right to left, the groups of a fingerprint and the seven words would change places."""
    page = chromium.new_page()
    try:
        page.goto(f"{drop.url}/{language}/")
        assert page.locator(".panel.hash").first.evaluate("e => getComputedStyle(e).direction") == "ltr"
        page.goto(f"{drop.url}/{language}/message")
        assert page.locator("ol.words").evaluate("e => getComputedStyle(e).direction") == "ltr"
        # A day is neither turned round nor broken at its hyphens, on a narrow screen in the middle of a line.
        page.set_viewport_size({"width": 390, "height": 640})
        page.goto(f"{drop.url}/{language}/")
        day = page.locator("time")
        assert day.evaluate("e => [e.getClientRects().length, getComputedStyle(e).direction]") == [1, "ltr"]
    finally:
        page.close()


@pytest.mark.parametrize("language", [*RIGHT_TO_LEFT, "de"])
def test_axe_finds_no_barrier_in_a_language(chromium: Browser, drop: Drop, language: str) -> None:
    source = axe_source()
    context = chromium.new_context(bypass_csp=True)
    try:
        page = context.new_page()
        for path in PATHS:
            page.goto(f"{drop.url}/{language}{path}")
            assert findings(page, source) == [], path
    finally:
        context.close()
