"""Pictures of a case page: courses of proceedings and a map of states, each with the same in words."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from lxml import html

from amparo.docket.build import tree_of
from amparo.docket.jurisdictions import jurisdictions
from amparo.docket.view import view
from docket_cases import TODAY, case_of, sample, values


def page(name: str) -> html.HtmlElement:
    return html.fromstring(
        tree_of([sample(name)], TODAY if name == "assange" else date(2026, 11, 29))[PurePosixPath(f"{name}/index.html")]
    )


def test_every_proceeding_of_two_steps_has_its_course_and_a_single_step_none() -> None:
    shown = view(sample("orrel"), date(2026, 11, 29))
    drawn = page("orrel").xpath("//*[local-name() = 'svg'][contains(@class, 'course')]/@aria-label")
    assert drawn == [f"Course of the proceedings: {one.title}" for one in shown.proceedings if len(one.steps) > 1]
    assert len(drawn) < len(shown.proceedings)


def test_a_course_says_what_is_inferred_and_what_can_come() -> None:
    words = [text.text for text in page("assange").xpath("//*[contains(@class, 'course')]//*[local-name() = 'text']")]
    assert words[:3] == ["Extradition requested", "January 2021 (inferred)", "Extradition ordered"]
    coming = words[words.index("Can come next:") + 1 :]
    named = page("assange").text_content()
    assert coming
    assert all(f"{one}," in named or f"{one}." in named for one in coming)


def test_the_map_shows_the_states_it_knows_and_the_list_all() -> None:
    whole = page("assange")
    names = whole.xpath("//*[contains(@class, 'map')]//*[local-name() = 'text']/text()")
    assert {"United States", "United Kingdom", "Mexico"} <= set(names)
    listed = whole.xpath("//h2[@id='states']/following-sibling::ul[1]/li")
    assert "its law: 18 U.S.C. § 793" in listed[0].text_content()
    assert [one.name for one in jurisdictions(view(sample(), TODAY), str) if one.at is None] == []


def test_states_that_are_nowhere_have_a_list_and_no_map() -> None:
    invented = page("orrel")
    assert invented.xpath("//*[contains(@class, 'map')]") == []
    assert "Tarsk" in invented.xpath("string(//h2[@id='states']/following-sibling::ul[1])")


def test_a_law_is_named_once_for_its_state() -> None:
    twice = values()
    twice["charges"].append(
        twice["charges"][0] | {"id": "again", "steps": [twice["charges"][0]["steps"][0] | {"id": "p"}]}
    )
    (orlavia,) = [one for one in jurisdictions(view(case_of(twice), TODAY), str) if one.name == "Orlavia"]
    assert orlavia.parts == ("its law: State Papers Act, s. 2",)
