"""A first tip as a source gives it: three pages, light, with the keyboard alone, nothing left in the browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from drop_process import Drop, hidden

from .conftest import write

MOST_BYTES = 30_000


def tip(page: Page, *files: Path) -> str:
    """Send a message and files from the first page on; the seven words."""
    page.goto("/")
    page.get_by_role("link", name="Write a message").click()
    words = page.locator(".words").inner_text().split()
    page.get_by_label("Now type them here").fill(" ".join(words))
    page.get_by_label("Message").fill("They dump at night.")
    page.get_by_label("Files").set_input_files(files)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    return " ".join(words)


def press_to(page: Page, name: str, most: int = 30) -> None:
    """Tab until the element with this text or id has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if name in (focused.get_attribute("id"), focused.inner_text().strip()):
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_three_pages_and_thirty_kilobytes(page: Page, tmp_path: Path) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    loaded: list[float] = []
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    tip(page, write(tmp_path, "minutes.pdf"))
    page.wait_for_timeout(200)
    assert len(loaded) == 3, "each page is one request: no style sheet, picture or icon of its own"
    assert sum(loaded) <= MOST_BYTES


def test_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    press_to(page, "Write a message, send files")
    page.keyboard.press("Enter")
    page.wait_for_url("**/message")
    words = page.locator(".words").inner_text().split()
    press_to(page, "typed")
    page.keyboard.type(" ".join(words).upper())
    press_to(page, "no_replies")
    press_to(page, "message")
    page.keyboard.type("They dump at night.")
    press_to(page, "files")
    press_to(page, "Send")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    expect(page.get_by_text("Your paper is right.")).to_be_visible()
    press_to(page, "Show my seven words, to check the paper")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is the last time")).to_be_visible()


def test_the_skip_link_comes_first_and_every_stop_is_seen(page: Page) -> None:
    page.goto("/message")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    stops = 0
    while page.locator(":focus").inner_text() != "Send":
        outline = page.locator(":focus").evaluate(
            "e => [getComputedStyle(e).outlineStyle, e.getBoundingClientRect().height]"
        )
        assert outline[0] == "solid" and outline[1] > 0
        page.keyboard.press("Tab")
        stops += 1
        assert stops < 20


def test_the_words_are_in_no_address_no_cookie_and_no_title(page: Page, drop: Drop, tmp_path: Path) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.extend((request.url, request.headers.get("referer", ""))))
    words = tip(page, write(tmp_path, "minutes.pdf"))
    page.get_by_role("button", name="Add more now").click()
    page.goto("/return")
    page.get_by_label("Your seven words").fill(words)
    page.get_by_role("button", name="Look for answers").click()
    expect(page.get_by_role("heading", name="Replies")).to_be_visible()
    assert not any(word in place for place in (*seen, page.title()) for word in words.split())
    assert all(place.startswith(drop.url) for place in seen if place)
    assert page.context.cookies() == []


def test_no_page_is_kept(page: Page, tmp_path: Path) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # Playwright cannot mark a built-in
    tip(page, write(tmp_path, "minutes.pdf"))
    assert [answer.header_value("cache-control") for answer in answers] == ["no-store"] * 3
    assert all(answer.header_value("set-cookie") is None for answer in answers)


def test_back_after_sending_shows_a_fresh_form_and_the_last_page_warns_of_it(page: Page, tmp_path: Path) -> None:
    words = tip(page, write(tmp_path, "minutes.pdf"))
    page.get_by_text("Show my seven words").click()
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_text("If you go back in the browser, you see other words, which are not yours.")).to_be_visible()
    page.go_back()
    assert " ".join(page.locator(".words").inner_text().split()) != words
    expect(page.get_by_label("Message")).to_have_value("")


def test_the_page_after_sending_opened_by_its_address_says_that_it_is_safe(page: Page, tmp_path: Path) -> None:
    tip(page, write(tmp_path, "minutes.pdf"))
    page.goto(page.url)
    expect(page.get_by_text("What you sent before is safe")).to_be_visible()


def test_an_empty_form_keeps_the_words_and_says_what_is_missing(page: Page) -> None:
    page.goto("/message")
    words = page.locator(".words").inner_text()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent yet")
    assert page.title().startswith("Error") and page.locator(".words").inner_text() == words
    page.get_by_role("link", name="choose a file").click()
    assert page.url.endswith("#files")


def test_a_failed_attempt_brings_text_and_words_to_the_next(drop: Drop, page: Page) -> None:
    page.goto("/message")
    words = page.locator(".words").inner_text()
    text = "Ж" * 20_000  # far beyond one page, and six bytes a letter in a form
    page.get_by_label("Message").fill(text)
    page.route("**/send", lambda route: route.continue_(post_data=(route.request.post_data_buffer or b"")[:-30]))
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your text comes along to the next page; choose the files again.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Message")).to_have_value(text)
    assert page.locator(".words").inner_text() == words


def test_a_swapped_pair_offers_every_suggestion_and_marks_what_differs(page: Page, drop: Drop) -> None:
    words = drop.passphrase().split()
    page.goto("/return")
    page.get_by_label("Your seven words").fill(" ".join([words[1], words[0], *words[2:]]))
    page.get_by_role("button", name="Look for answers").click()
    offers = page.locator(".offers button")
    assert 1 <= offers.count() <= 7
    right = offers.filter(has_text=" ".join(words))
    assert right.locator("u").all_inner_texts() == words[:2]
    right.click()
    expect(page.get_by_role("heading", name="Replies")).to_be_visible()


@pytest.mark.parametrize("picture", ["none", "broken"])
def test_without_style_the_form_is_whole_and_usable(chromium: Browser, drop: Drop, picture: str) -> None:
    """As a text browser has it: the same HTML without CSS, or with a damaged sheet."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    html = drop.http.get(f"{drop.url}/message").text
    html = re.sub(r"<style>.*?</style>", "" if picture == "none" else "<style>}{</style>", html, flags=re.S)
    page.route(f"{drop.url}/message", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{drop.url}/message")
    assert page.locator(".words").inner_text().split() == hidden(html, "passphrase").split()
    page.get_by_label("Message").fill("From a plain browser.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    context.close()
