"""Every page of the drop in every state: room for it at 320 px, legible by day and night, named parts, no barriers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from amparo.drop.pages.mail import ReturnPage, Suggestion
from amparo.drop.pages.show import PAGE, REPLIES_PAGE
from amparo.seal.fingerprint import fingerprint
from amparo.seal.wordlist import words
from amparo.web.render import environment, render_text
from axe import axe_source, findings
from drop_process import Drop

from .conftest import serve

PAGES = (
    "start", "how", "languages", "message", "empty", "received one", "received copied", "received miscopied", "compare",
    "paper right", "reply deleted", "received many", "received without replies", "return",
    "mistyped", "exchanged", "five words", "no replies", "eight replies", "ninth reply", "channels", "questions",
    "received answers", "add to a channel", "cut off", "too long",
    "nothing here", "by address", "from elsewhere", "no room", "channel gone", "closed", "closed while sending",
    "replies while closed", "closed without a key", "closed without a roster",
)  # fmt: skip
CLOSED = ("closed", "closed without a key", "closed without a roster")
# Text and what it stands on, for every element that has text of its own; WCAG 2.2, relative luminance.
CONTRASTS = """
() => {
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const numbers = css => css.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = numbers(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    throw new Error("no ground");
  };
  const own = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  return [...document.querySelectorAll("body *")].filter(own).map(e => {
    const [a, b] = [light(numbers(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), e.tagName + " " + e.textContent.trim().slice(0, 40)];
  });
}
"""


def test_the_list_is_whole(shown: Mapping[str, str]) -> None:
    assert set(PAGES) == set(shown)


def test_nothing_needs_sideways_scrolling(chromium: Browser, shown: Mapping[str, str]) -> None:
    """320 px is 1280 px at 400 %; folded parts are opened."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    serve(page, shown)
    for name in PAGES:
        page.goto(f"http://drop.test/{name}")
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_buttons_stand_out(chromium: Browser, shown: Mapping[str, str], scheme: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, color_scheme=scheme)
    page = context.new_page()
    serve(page, shown)
    for name in PAGES:
        page.goto(f"http://drop.test/{name}")
        weak = [found for found in page.evaluate(CONTRASTS) if found[0] < 4.5]
        assert not weak, name
    context.close()


def test_parts_are_named(chromium: Browser, shown: Mapping[str, str]) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    serve(page, shown)
    for name in PAGES:
        page.goto(f"http://drop.test/{name}")
        _check_parts(page, name)
    context.close()


def _check_parts(page: Page, name: str) -> None:
    for landmark in ("banner", "navigation", "main", "contentinfo"):
        assert page.get_by_role(landmark).count() == 1, (name, landmark)
    levels = [int(each[1]) for each in page.locator("h1, h2, h3").evaluate_all("all => all.map(e => e.tagName)")]
    assert levels.count(1) == 1 and levels[0] == 1, name
    assert all(after - before <= 1 for before, after in pairwise(levels)), name
    controls = page.locator("input:not([type=hidden]), textarea")
    assert controls.evaluate_all("all => all.every(e => e.labels.length === 1)"), name
    hints = page.locator("[aria-describedby]").evaluate_all("all => all.map(e => e.getAttribute('aria-describedby'))")
    assert all(page.locator(f"#{hint}").count() == 1 for hint in hints), name
    targets = "a.button, button, summary, nav a, input[type=file], textarea"
    small = page.locator(targets).evaluate_all(
        "all => all.filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 44).length"
    )
    assert small == 0, f"{name}: targets below 44 px"
    assert page.locator("html").get_attribute("lang") == "en"


def test_no_page_brings_script_or_asks_anybody_for_anything(shown: Mapping[str, str]) -> None:
    for name, html in shown.items():
        assert not re.search(r"<script|<img|<iframe|\son[a-z]+=|\sstyle=|https?://|@import|url\(", html), name


def test_every_problem_says_what_was_lost(shown: Mapping[str, str]) -> None:
    lost = r"[Nn]othing (?:of it |was |is )|not stored|is safe|are still here"
    for name in PAGES[PAGES.index("cut off") :]:
        assert re.search(lost, shown[name]) or name in (*CLOSED, "replies while closed"), name
    for name in ("empty", "mistyped", "exchanged", "five words"):
        assert re.search(lost, shown[name]), name


def test_the_most_suggestions_of_the_longest_words_fit_the_page() -> None:
    longest = tuple(sorted(words(), key=len)[-7:])
    every = Suggestion(" ".join(longest), tuple((word, number < 2) for number, word in enumerate(longest)))
    context = ReturnPage(" ".join(longest), "These seven words do not belong together.", "", (every,) * 7)
    assert len(render_text(environment("amparo.drop", "drop"), "return.html", context).encode()) <= REPLIES_PAGE - 8


def test_with_forced_colours_every_box_and_choice_still_has_an_edge(
    chromium: Browser, shown: Mapping[str, str]
) -> None:
    """High contrast throws our colours away: what is told by a background alone would vanish."""
    context = chromium.new_context(java_script_enabled=False, forced_colors="active")
    page = context.new_page()
    serve(page, shown)
    for name in PAGES:
        page.goto(f"http://drop.test/{name}")
        edges = page.locator(
            "button, .button, textarea, input[type=file], .panel, .notice, .error-summary"
        ).evaluate_all(
            "all => all.map(e => [getComputedStyle(e), e.className || e.tagName]).filter(([s]) => !["
            "s.borderTopWidth, s.borderInlineStartWidth].some(w => parseFloat(w) > 0)).map(([, n]) => n)"
        )
        assert edges == [], name
    context.close()


def test_the_first_page_shows_fingerprint_and_onion_address(tmp_path: Path) -> None:
    drop = Drop(tmp_path)
    drop.init()
    toml = drop.folder / "drop.toml"
    onion = "a" * 56 + ".onion"
    toml.write_text(re.sub(r'(?m)^onion = ".*"$', f'onion = "{onion}"', toml.read_text()))
    drop.start()
    try:
        drop.pair()
        html = drop.http.get(drop.url).text
        assert f"http://{onion}" in html and fingerprint(drop.newsroom.root.verifier) in html
        assert len(html.encode()) == PAGE
    finally:
        drop.stop()
        drop.http.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(chromium: Browser, shown: Mapping[str, str], scheme: Any) -> None:
    source = axe_source()
    context = chromium.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 360, "height": 740})
    page = context.new_page()
    serve(page, shown)
    for name in PAGES:
        page.goto(f"http://drop.test/{name}")
        assert findings(page, source) == [], name
    context.close()
