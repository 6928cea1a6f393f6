"""A case in the letters of another language: its words say which, and never turn round what stands beside them."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from lxml import html

from amparo.docket.build import tree_of
from docket_cases import case_of, fact, values

TODAY = date(2026, 11, 24)
OUTLET, NAME, TOLD = "جريدة المرفأ", "ليلى المرسي", "أوقفت في الميناء"


def page(**fields: Any) -> html.HtmlElement:
    made = values() | fields
    made["sources"][0]["outlet"] = OUTLET
    made["actors"][0]["name"] = NAME
    step = made["proceedings"][0]["steps"][0]
    step["what"] = TOLD
    made["conflicts"] = [fact("other", "told", fact=step["id"], what="في يوم آخر", date="2004-02-02")]
    tree = dict(tree_of([case_of(made)], TODAY))
    shown: html.HtmlElement = html.fromstring(tree[PurePosixPath("oldeval/index.html")])
    return shown


def test_words_of_the_case_carry_its_language_where_the_page_has_another() -> None:
    shown = page(language="ar")
    assert shown.get("lang") == "en"
    for words in (NAME, TOLD):
        found = shown.xpath("//*[text() = $words][not(ancestor::*[local-name() = 'svg'])]", words=words)
        assert "ar" in {one.get("lang") for one in found}
    (heading,) = shown.xpath("//h1")
    assert heading.get("lang") == "ar"
    assert not page(language="en").xpath("//main//@lang")


def test_names_dates_and_marks_are_kept_apart_from_each_other() -> None:
    shown = page(language="ar")
    assert {one.tag for one in shown.xpath("//*[text() = $words]", words=OUTLET)} == {"bdi"}
    assert all(one.get("dir") == "auto" for one in shown.xpath("//time | //sup"))


def test_a_date_in_a_line_of_arabic_keeps_its_order() -> None:
    (row,) = page(language="ar").xpath("//h2[@id='conflicts']/following::tbody[1]//th")
    assert row.text_content().startswith(f"{TOLD} (\u20681 February 2004\u2069)")


def test_a_step_that_is_still_to_come_is_drawn_open() -> None:
    made = values()
    made["proceedings"][0]["steps"].append(fact("to-come", "refuse", kind="heard", date="2027-01"))
    tree = dict(tree_of([case_of(made)], TODAY))
    shown = html.fromstring(tree[PurePosixPath("oldeval/index.html")])
    (stop,) = shown.xpath("//*[local-name() = 'text'][text() = 'January 2027']/..")
    (mark,) = stop.xpath("./*[local-name() = 'circle']")
    assert mark.get("fill") == "Canvas"
    assert "Canvas" not in {one.get("fill") for one in shown.xpath("//*[text() = '1 February 2004']/../*")}
