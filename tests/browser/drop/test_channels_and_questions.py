"""The newsroom's form as a source meets it: channels, questions of every kind, and those that follow from an option."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from amparo.drop.pages.front import StartPage
from amparo.seal.form import Channel, Kind, Question
from amparo.web.languages import tongues
from amparo.web.render import environment, render_text
from drop_process import Drop, running_drop
from forms import GELD, HARBOUR

from .test_first_tip import MOST_BYTES, press_to


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("several")) as running:
        assert running.put_form(running.newsroom.form(HARBOUR, GELD)).status_code == 201
        yield running


@pytest.fixture
def visit(chromium: Browser, several: Drop) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False, base_url=several.url)
    yield context.new_page()
    context.close()


def latest(drop: Drop, message: str) -> tuple[str, dict[str, str], list[str]]:
    """Channel, answers and wordings of the submission with this message."""
    (found,) = [each for each, _ in drop.submissions() if each.message == message]
    return found.channel, dict(found.answers), list(found.questions.values())


def test_still_three_pages_to_the_first_tip(visit: Page, several: Drop) -> None:
    loads: list[str] = []
    visit.on("request", lambda request: loads.append(request.url))
    visit.goto("/")
    visit.get_by_role("link", name="Geld und Behörden").click()
    # In German where the catalogue is made, in English elsewhere: names of ours are no help here.
    expect(visit.locator(".lead", has_text="Geld und Behörden")).to_be_visible()
    visit.locator("#message").fill("Steuern")
    visit.locator("form button").click()
    expect(visit.locator("li", has_text="Geld und Behörden")).to_be_visible()
    assert len(loads) == 3
    assert latest(several, "Steuern") == ("geld", {}, [])


def test_a_form_of_every_kind_stays_below_thirty_kilobytes(visit: Page) -> None:
    session = visit.context.new_cdp_session(visit)
    session.send("Network.enable")
    loaded: list[float] = []
    session.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    visit.goto("/")
    visit.get_by_role("link", name="Harbour and ships").click()
    visit.get_by_label("Where did it happen?").fill("Antwerp, weighed")
    visit.get_by_role("button", name="Send").click()
    expect(visit.get_by_role("heading", name="We have it")).to_be_visible()
    visit.wait_for_timeout(200)
    assert len(loaded) == 3 and sum(loaded) <= MOST_BYTES


def test_a_question_shows_when_its_option_is_chosen_and_goes_when_another_is(visit: Page, several: Drop) -> None:
    visit.goto("/message/harbour")
    company = visit.get_by_label("Which company?")
    expect(company).to_be_hidden()
    visit.get_by_label("A company").check()
    company.fill("Acme")
    visit.get_by_label("An authority").check()
    expect(company).to_be_hidden()
    visit.get_by_label("Papers").check()
    visit.get_by_label("I saw it").check()
    visit.get_by_label("When did you see it?").fill("2026-03")
    visit.get_by_label("Where did it happen?").fill("Antwerp\nquay 7")
    visit.get_by_label("Message").fill("every kind")
    visit.get_by_role("button", name="Send").click()
    expect(visit.get_by_text("4 answers to our questions.")).to_be_visible()
    channel, answers, wordings = latest(several, "every kind")
    assert channel == "harbour"
    assert answers == {
        "where": "Antwerp\nquay 7",
        "about": "An authority",
        "proof": "Papers\nI saw it",
        "seen": "2026-03",
    }, "what was hidden again is not sent"
    assert wordings == ["Where did it happen?", "Who is it about?", "What do you have?", "When did you see it?"]


def test_answers_alone_are_a_submission_and_no_question_must_be_answered(visit: Page, several: Drop) -> None:
    visit.goto("/message/harbour")
    visit.get_by_label("Where did it happen?").fill("Only this")
    visit.get_by_role("button", name="Send").click()
    expect(visit.get_by_text("1 answer to our questions.")).to_be_visible()
    assert visit.locator("[required]").count() == 0


def test_with_the_keyboard_alone(visit: Page, several: Drop) -> None:
    visit.goto("/message/harbour")
    press_to(visit, "answer-about-1")
    visit.keyboard.press("ArrowDown")
    press_to(visit, "answer-company")
    visit.keyboard.type("Keyboard Ltd")
    press_to(visit, "answer-proof-3")
    visit.keyboard.press("Space")
    press_to(visit, "answer-seen")
    visit.keyboard.type("2025")
    press_to(visit, "Send")
    visit.keyboard.press("Enter")
    expect(visit.get_by_role("heading", name="We have it")).to_be_visible()
    ((answers),) = [dict(s.answers) for s, _ in several.submissions() if s.answers.get("company") == "Keyboard Ltd"]
    assert answers == {"about": "A company", "company": "Keyboard Ltd", "proof": "I saw it", "seen": "2025"}


def test_a_failed_attempt_keeps_channel_words_and_answers(visit: Page, several: Drop) -> None:
    visit.goto("/message/harbour")
    words = visit.locator(".words").inner_text()
    visit.get_by_label("Now type them here").fill("half of it")
    visit.get_by_label("Where did it happen?").fill("Antwerp")
    visit.get_by_label("A company").check()
    visit.get_by_label("Which company?").fill("Acme")
    visit.get_by_label("Photographs").check()
    visit.get_by_label("Papers").check()
    visit.route("**/send", lambda route: route.continue_(post_data=(route.request.post_data_buffer or b"")[:-30]))
    visit.get_by_role("button", name="Send").click()
    visit.get_by_role("button", name="Try again").click()
    assert visit.locator(".words").inner_text() == words
    expect(visit.get_by_text("To: Harbour and ships")).to_be_visible()
    expect(visit.get_by_label("Now type them here")).to_have_value("half of it")
    expect(visit.get_by_label("Where did it happen?")).to_have_value("Antwerp")
    expect(visit.get_by_label("Which company?")).to_have_value("Acme")
    assert [visit.get_by_label(name).is_checked() for name in ("Papers", "Photographs", "I saw it")] == [
        True,
        True,
        False,
    ]


def test_adding_more_asks_whom_it_is_for(visit: Page, several: Drop) -> None:
    visit.goto("/message/geld")
    visit.get_by_label("Message").fill("first of two")
    visit.get_by_role("button", name="Send").click()
    visit.get_by_role("button", name="Add more now").click()
    visit.get_by_label("Geld und Behörden").check()
    visit.get_by_label("Message").fill("second of two")
    visit.get_by_role("button", name="Send").click()
    expect(visit.get_by_text("To: Geld und Behörden")).to_be_visible()
    assert latest(several, "second of two")[0] == "geld"


def test_one_channel_brings_no_further_page(page: Page, drop: Drop) -> None:
    only = Channel("all", "Everything", questions=(Question("where", "Where?", Kind.TEXT),))
    assert drop.put_form(drop.newsroom.form(only)).status_code == 201
    page.goto("/")
    page.get_by_role("link", name="Write a message").click()
    page.get_by_label("Where?").fill("Here")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("1 answer to our questions.")).to_be_visible()
    assert drop.put_form(drop.newsroom.form()).status_code == 200
    page.goto("/message")
    expect(page.get_by_label("Where?")).to_have_count(0)


def test_a_channel_leads_to_its_form_in_its_language_where_the_pages_speak_it() -> None:
    pages = environment("amparo.drop", "drop")
    for spoken, address in ((("en", "de"), "/de/message/geld"), (("en", "fr"), "/message/geld")):
        pages.globals.update(tongues=tongues(spoken), first_tongues=())
        html = render_text(pages, "start.html", StartPage("The Harbour Post", "", channels=(HARBOUR, GELD)))
        assert f'href="{address}"' in html and 'href="/message/harbour"' in html


def test_a_title_in_another_language_says_so(visit: Page) -> None:
    visit.goto("/")
    assert visit.locator("[lang=de]").inner_text().startswith("Geld und Behörden")
