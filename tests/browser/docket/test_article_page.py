"""The page *Read an article* in Chromium: without JavaScript and with its keys, narrow and wide, from a real server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from amparo.docket.article.filing import case_at
from articles import ENGLISH
from axe import axe_source, findings

"""The command that serves the page writes its own day into the case."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of the page, and the case file it writes."""
    article, case = tmp_path / "article.md", tmp_path / "oldeval.yaml"
    article.write_text(ENGLISH, "utf-8")
    words = ["docket", "edit", str(article), "--case", str(case)]
    process = subprocess.Popen([sys.executable, "-m", "amparo.cli.main", *words], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[1], case
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def opened(chromium: Browser, address: str, width: int = 1280, *, script: bool = False) -> Page:
    page = chromium.new_context(java_script_enabled=script, viewport={"width": width, "height": 900}).new_page()
    page.goto(address)
    return page


def take(page: Page, name: str) -> None:
    page.locator(f"#{name} input[value=accept]").check()


def line_of(page: Page, words: str) -> str:
    """The identity of the line that cites exactly these words."""
    found = [one for one in page.locator(".line").all() if one.locator("blockquote").inner_text() == words]
    name = found[0].get_attribute("id")
    assert name is not None
    return name


def test_accepted_lines_land_in_the_case_without_script(chromium: Browser, served: tuple[str, Path]) -> None:
    address, case = served
    page = opened(chromium, address)
    take(page, line_of(page, "Maren Oldeval"))
    take(page, line_of(page, "Anton Veld"))
    take(page, line_of(page, "I would do it again."))
    told = line_of(page, "that nobody would be tried for speaking to a newspaper")
    take(page, told)
    page.get_by_role("button").click()
    # A reported statement needs the editor's own words: nothing is written, nothing typed is lost.
    assert "in your own words" in page.get_by_role("alert").inner_text()
    assert not case.exists()
    assert page.locator(f"#{told} input[value=accept]").is_checked()
    page.locator(f"#{told} textarea").fill("No one would be tried for talking to the press.")
    page.get_by_role("button").click()
    assert page.get_by_role("status").inner_text().startswith("4 facts were written.")
    written = case_at(case, datetime.now(UTC).date())
    assert written is not None
    assert [one.known.cites[0].words for one in written.statements if one.direct] == ["I would do it again."]
    assert [one.what for one in written.statements if not one.direct] == [
        "No one would be tried for talking to the press."
    ]
    assert "In the case already." in page.locator(f"#{line_of(page, 'Anton Veld')}").inner_text()


def test_dates_land_in_the_case_without_script(chromium: Browser, served: tuple[str, Path]) -> None:
    address, case = served
    page = opened(chromium, address)
    for words in ("Maren Oldeval", "Anton Veld", "a wound to the state"):
        take(page, line_of(page, words))
    week = page.locator(".line", has=page.locator("legend", has_text="last week"))
    week.locator("input[value=accept]").check()
    trial = page.locator(".line", has=page.locator("legend", has_text="Tuesday"))
    trial.locator("input[value=accept]").check()
    page.get_by_role("button").click()
    assert "no place in the case" in page.get_by_role("alert").inner_text()
    assert not case.exists()
    trial.get_by_label("What it dates").select_option("new:criminal")
    trial.get_by_label("Kind of step").select_option("trial")
    trial.get_by_label("Date, in EDTF").fill("2003-03-04~")
    page.get_by_role("button").click()
    assert page.get_by_role("status").inner_text().startswith("4 facts were written.")
    written = case_at(case, datetime.now(UTC).date())
    assert written is not None
    assert [one.date.when.text for one in written.statements if one.date] == ["[2003-02-24..2003-03-02]"]
    assert [step.date.when.text for one in written.proceedings for step in one.steps if step.date] == ["2003-03-04~"]


def test_a_name_and_a_role_can_be_edited(chromium: Browser, served: tuple[str, Path]) -> None:
    address, case = served
    page = opened(chromium, address)
    name = line_of(page, "Maren Oldeval")
    page.locator(f"#{name} input[name^=text]").fill("Maren A. Oldeval")
    page.locator(f"#{name} select").select_option("defendant")
    take(page, name)
    page.get_by_role("button").click()
    written = case_at(case, datetime.now(UTC).date())
    assert written is not None
    assert [one.name for one in written.actors] == ["Maren A. Oldeval"]


def test_keys_accept_leave_and_edit(chromium: Browser, served: tuple[str, Path]) -> None:
    address, _ = served
    page = opened(chromium, address, script=True)
    first, second = page.locator(".line").nth(0), page.locator(".line").nth(1)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("l")
    assert first.locator("input[value=accept]").is_checked()
    assert second.locator("input[value=leave]").is_checked()
    page.keyboard.press("k")
    page.keyboard.press("e")
    page.keyboard.type("j")  # a letter in a field is a letter
    assert "j" in first.locator("input[name^=text]").input_value()


def test_a_date_is_accepted_and_sent_by_keys_alone(chromium: Browser, served: tuple[str, Path]) -> None:
    address, case = served
    page = opened(chromium, address, script=True)

    def go_to(line: Locator) -> None:
        for _ in range(page.locator(".line").count()):
            page.keyboard.press("j")
            if line.locator(":focus").count():
                return
        raise AssertionError("no key leads to this line")

    for words in ("Maren Oldeval", "Anton Veld", "a wound to the state"):
        go_to(page.locator(f"#{line_of(page, words)}"))
        page.keyboard.press("a")
    trial = page.locator(".line", has=page.locator("legend", has_text="Tuesday"))
    go_to(trial)
    page.keyboard.press("a")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("2003-03-04~")
    # From the place to the step lies what opens the step's fields.
    for label, value, way in (
        ("What it dates", "new:criminal", ["Tab"]),
        ("Kind of step", "trial", ["Tab", "Enter", "Tab"]),
    ):
        for key in way:
            page.keyboard.press(key)
        choice = trial.get_by_label(label)
        page.keyboard.type(choice.locator(f"option[value='{value}']").inner_text())
        assert choice.input_value() == value
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text().startswith("4 facts were written.")
    written = case_at(case, datetime.now(UTC).date())
    assert written is not None
    assert [step.date.when.text for one in written.proceedings for step in one.steps if step.date] == ["2003-03-04~"]


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_runs_over_and_every_mark_leads_to_its_line(
    chromium: Browser, served: tuple[str, Path], width: int
) -> None:
    address, _ = served
    page = opened(chromium, address, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    targets = [one.get_attribute("href") for one in page.locator("a.cited").all()]
    assert targets
    assert all(page.locator(str(target)).count() == 1 for target in targets)


def test_axe_finds_nothing(chromium: Browser, served: tuple[str, Path]) -> None:
    address, _ = served
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    assert findings(page, axe_source()) == []
