"""A newsroom's form from its file to the answers on the submission's page, without a script anywhere."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from axe import axe_source, findings

from .conftest import System

FORM = """\
[[channel]]
name = "harbour"
title = "Harbour and ships"
[[channel.question]]
key = "where"
ask = "Where did it happen?"
kind = "text"
[[channel.question]]
key = "about"
ask = "Who is it <b>about</b>?"
kind = "choice"
options = ["A company", "An authority"]
"""


def test_answers_are_shown_in_the_words_they_were_asked_and_as_text(desk_page: Page, system: System) -> None:
    (system.home / "form.toml").write_text(FORM)
    system.desk("form", str(system.home / "form.toml"))
    page = desk_page
    page.goto(f"{system.drop_url}/message")
    page.get_by_label("Where did it happen?").fill("<script>document.title = 'owned'</script>\nquay 7")
    page.get_by_label("An authority").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("2 answers to our questions.")).to_be_visible()
    system.desk("fetch")
    (listed,) = system.desk("inbox", "--json")
    assert listed["answers"]["about"] == "An authority" and listed["channel"] == "harbour"
    page.goto(f"http://127.0.0.1:{desk_port(system)}/submissions/{listed['id']}")
    expect(page.get_by_text("Who is it <b>about</b>?")).to_be_visible()
    expect(page.get_by_text("<script>document.title = 'owned'</script>")).to_be_visible()
    expect(page.get_by_text("An authority")).to_be_visible()
    expect(page.get_by_text("harbour", exact=True)).to_be_visible()
    assert "owned" not in page.title()


def desk_port(system: System) -> str:
    """Where the fixture started the desk."""
    words = system.processes["desk"].args
    assert isinstance(words, list)
    return str(words[words.index("--bind") + 1]).rpartition(":")[2]


def test_axe_finds_no_barrier_on_a_page_with_answers(desk_page: Page, system: System) -> None:
    (system.home / "form.toml").write_text(FORM)
    system.desk("form", str(system.home / "form.toml"))
    desk_page.goto(f"{system.drop_url}/message")
    desk_page.get_by_label("Where did it happen?").fill("quay 7")
    desk_page.get_by_role("button", name="Send").click()
    system.desk("fetch")
    (listed,) = system.desk("inbox", "--json")
    assert desk_page.context.browser is not None
    context = desk_page.context.browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{desk_port(system)}/submissions/{listed['id']}")
    expect(page.get_by_role("heading", name="Answers")).to_be_visible()
    assert findings(page, axe_source()) == []
    context.close()
