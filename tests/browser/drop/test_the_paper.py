"""The seven words typed back: what is sent is stored whatever is typed, and the page says which word is wrong."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from drop_process import Drop


def send(page: Page, drop: Drop, typed: str | None, *, replies: bool = True) -> list[str]:
    """Send one message with this in the field for the words; `{…}` gives the words shown."""
    before = len(drop.envelopes())
    page.goto("/message")
    words = page.locator(".words").inner_text().split()
    if typed is not None:
        page.get_by_label("Now type them here").fill(typed.format(*words))
    page.get_by_label("Message").fill("They dump at night.")
    if not replies:
        page.get_by_label("I do not want replies").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    assert len(drop.envelopes()) == before + 1, "stored, whatever was typed"
    return words


def test_right_words_however_written(page: Page, drop: Drop) -> None:
    send(page, drop, "{0}-{1} {2}\n{3}, {4} {5} 7. {6}")
    expect(page.get_by_text("Your paper is right.")).to_be_visible()
    expect(page.get_by_role("button", name="Check my paper")).to_have_count(0)


def test_a_wrong_word_is_shown_beside_the_right_one_until_the_paper_is_right(page: Page, drop: Drop) -> None:
    words = send(page, drop, "{0} {1} {2} hause {4} {5} {6}")
    expect(page.get_by_role("heading", name="Check your seven words before you leave")).to_be_visible()
    assert page.locator(".words u").all_inner_texts() == [words[3]]
    expect(page.get_by_text("you typed: hause")).to_be_visible()
    page.get_by_label("Type the seven words from your paper").fill(" ".join(words[:5]))
    page.get_by_role("button", name="Check my paper").click()
    expect(page.get_by_role("heading", name="Compare your paper")).to_be_visible()
    assert page.locator(".words u").all_inner_texts() == words[5:]
    page.get_by_label("Type the seven words from your paper").fill(" ".join(words))
    page.get_by_role("button", name="Check my paper").click()
    expect(page.get_by_role("heading", name="Your paper is right")).to_be_visible()
    assert not any(word in page.url for word in words)


def test_words_of_another_visit_are_not_taken_for_these(page: Page, drop: Drop) -> None:
    send(page, drop, drop.passphrase())
    expect(page.get_by_role("heading", name="Check your seven words before you leave")).to_be_visible()


def test_nothing_typed_is_asked_once_more(page: Page, drop: Drop) -> None:
    words = send(page, drop, None)
    expect(page.get_by_text("You have not typed them back.")).to_be_visible()
    assert page.locator(".words li").all_inner_texts() == words


def test_who_wants_no_replies_is_not_asked(page: Page, drop: Drop) -> None:
    send(page, drop, None, replies=False)
    expect(page.get_by_role("heading", name="No replies")).to_be_visible()
    expect(page.get_by_role("button", name="Check my paper")).to_have_count(0)


def test_adding_more_does_not_ask_again(page: Page, drop: Drop) -> None:
    words = send(page, drop, "{0} {1} {2} {3} {4} {5} {6}")
    page.get_by_role("button", name="Add more now").click()
    page.get_by_label("Message").fill("And on Sundays.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="We have it")).to_be_visible()
    expect(page.get_by_role("button", name="Check my paper")).to_have_count(0)
    page.get_by_text("Show my seven words").click()
    expect(page.get_by_text(" ".join(words))).to_be_visible()
