"""The docket as a reader sees it: Chromium with JavaScript off, from a folder on the disk, narrow and wide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from amparo.docket.build import build
from docket_cases import TODAY, case_of, fact, sample, values

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


def crowded() -> dict[str, Any]:
    """A case with very long words, many steps in a row, a dropped charge, and a name written right to left."""
    case = values()
    case["title"] = LONG
    case["actors"][6]["name"] = "ראש הממשלה"
    case["sources"][0].update(title=LONG, outlet=LONG)
    case["disclosures"][0]["what"] = LONG
    for day in range(1, 29):
        step = fact(f"heard-{day}", "A court", kind="heard", by="court", what=LONG, date=f"2004-02-{day:02}")
        case["proceedings"][0]["steps"].append(step)
    case["charges"][0]["steps"].append(fact("dropped", "charged", kind="dropped", date="2004-03-01"))
    case["statements"] += [
        fact(f"said-{n}", "told the truth", by="premier", direct=False, what=LONG, date=f"19{n}X") for n in range(1, 9)
    ]
    return case


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docket")
    empty = values() | {"id": "empty", "proceedings": [], "charges": [], "offers": [], "statements": [], "figures": []}
    build([sample(), sample("orrel"), case_of(crowded()), case_of(empty)], folder, TODAY)
    return folder


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page without JavaScript; it fails the test when the page's policy refuses anything or it asks elsewhere."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith("file:") else None)
    yield page
    assert wrong == []
    context.close()


PAGES = ("index.html", "assange/index.html", "orrel/index.html", "oldeval/index.html", "empty/index.html")
EARLIER = "oldeval/as-known-on/2004-03-04/index.html"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", [*PAGES, EARLIER])
def test_no_page_scrolls_sideways(page: Page, tree: Path, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((tree / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == page.locator("main").count() == 1
    assert page.locator("header.bar").evaluate("e => getComputedStyle(e).borderBlockStartWidth") == "4px"


def test_a_reader_sees_the_sum_and_follows_it_to_its_sentence(page: Page, tree: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto((tree / "index.html").as_uri())
    page.click("text=Julian Assange: charges")
    assert page.locator(".summary .sum").inner_text() == "175 years"
    assert page.locator(".summary .sum").bounding_box()["y"] < 900  # type: ignore[index]
    page.click(".summary a:has-text('17 × 10 + 1 × 5 = 175 years')")
    assert page.url.endswith("#charges")
    page.click("table.charges tbody tr:first-child .marks a:first-child")
    note = page.locator(".notes li:target")
    assert "17 alleged crimes in violation of the Espionage Act of 1917" in note.inner_text()
    note.locator("a").click()
    assert "Radio Habana Cuba" in page.locator("[id^=source-]:target").inner_text()


def test_the_picture_shows_every_event_inside_itself(page: Page, tree: Path) -> None:
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto((tree / "assange/index.html").as_uri())
        frame = page.locator("svg.fluid").bounding_box()
        assert frame is not None
        assert frame["height"] > 150
        for mark in page.locator("svg.fluid text").all():
            box = mark.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert frame["y"] <= box["y"] <= frame["y"] + frame["height"]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_courses_stand_whole_inside_narrow_and_wide_pages_of_both_directions(
    page: Page, tree: Path, direction: str
) -> None:
    turned = tree / "orrel" / f"{direction}.html"
    whole = (tree / "orrel/index.html").read_text("utf-8")
    turned.write_text(whole.replace('dir="ltr"', f'dir="{direction}"', 1), "utf-8")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(turned.as_uri())
        words = page.locator("svg.course text").all()
        assert len(words) > 20
        for box in (one.bounding_box() for one in words):
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_an_earlier_state_says_so_and_leads_to_the_present(page: Page, tree: Path) -> None:
    page.goto((tree / EARLIER).as_uri())
    assert "An earlier state of this page" in page.inner_text("main")
    page.click("text=Read the present state")
    assert page.url == (tree / "oldeval/index.html").as_uri()


def test_the_keyboard_begins_at_the_skip_link(page: Page, tree: Path) -> None:
    page.goto((tree / "assange/index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.locator("a.skip:focus").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read(chromium: Browser, tree: Path, scheme: str) -> None:
    """At least 4.5:1 between text and what is behind it (WCAG 2.2, 1.4.3)."""
    context = chromium.new_context(java_script_enabled=False, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((tree / "assange/index.html").as_uri())
    for selector in (
        "body",
        "main a",
        ".meta",
        ".summary dt",
        ".summary .sum",
        ".tag",
        ".tag.strong",
        ".count",
        ".foot",
    ):
        assert page.locator(selector).first.evaluate(CONTRAST) >= 4.5, selector
    context.close()


CONTRAST = """element => {
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const light = text => parts(text).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const clear = one => parts(getComputedStyle(one).backgroundColor)[3] === 0;
  let behind = element;
  while (behind.parentElement && clear(behind)) behind = behind.parentElement;
  const two = [light(getComputedStyle(element).color), light(getComputedStyle(behind).backgroundColor)].sort();
  return (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05);
}"""
