"""Markup, script addresses and direction marks in a case: shown as the characters they are, or refused."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pytest
from lxml import html

from amparo.docket.build import tree_of
from docket_cases import case_of, refused, values

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} </svg> {by} {0} %(x)s'


def everywhere(case: Any) -> None:
    """Put the evil text into every free text."""
    case["title"] = EVIL
    case["sources"][0].update(outlet=EVIL, title=EVIL)
    for actor in case["actors"]:
        actor.update(name=EVIL, capacity=EVIL)
    case["statutes"][0].update(citation=EVIL, title=EVIL, jurisdiction=EVIL, act=EVIL)
    for name, field in (("disclosures", "what"), ("charges", "offence"), ("proceedings", "title")):
        case[name][0][field] = EVIL
    case["charges"][0]["statute_inferred"] = EVIL
    case["statements"][0]["occasion"] = EVIL
    for one in [*case["actors"], *case["statements"], *case["figures"], *case["proceedings"][0]["steps"]]:
        one["remark"] = EVIL
    case["proceedings"][0]["steps"][0]["what"] = EVIL


def test_markup_in_a_case_is_shown_and_never_run() -> None:
    case = values()
    everywhere(case)
    tree = tree_of([case_of(case)], date(2004, 3, 10))
    tame = tree_of([case_of(values())], date(2004, 3, 10))
    for path in (PurePosixPath("index.html"), PurePosixPath("oldeval/index.html")):
        page = html.fromstring(tree[path])
        assert page.xpath("//script | //img | //@onerror") == []
        assert len(page.xpath("//svg")) <= len(html.fromstring(tame[path]).xpath("//svg"))
        assert EVIL in " ".join(page.text_content().split())
        assert b"49" not in tree[path].split(b"</style>")[-1] or b"{{ 7*7 }}" in tree[path]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example/x",
        'https://a.example/"onclick=x',
        "HTTPS://x y",
        "https://x\n",
    ],
)
def test_addresses_that_are_no_web_addresses_are_refused(address: str) -> None:
    case = values()
    case["sources"][0]["address"] = address
    assert [where for where, _ in refused(case)] == ["/sources/0/address"]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u2028", "\u0085", "\x1b[31m", "\x07"])
def test_marks_that_turn_or_steer_what_follows_are_refused(mark: str) -> None:
    case = values()
    case["actors"][0]["name"] = f"Maren{mark}Oldeval"
    assert [where for where, _ in refused(case)] == ["/actors/0/name"]


@pytest.mark.parametrize("name", ["../evil", "a/b", ".", "", "A", "index.html", "a" * 65, "-a", "a-", "ä"])
def test_an_id_that_is_no_word_is_refused(name: str) -> None:
    case = values()
    case["id"] = name
    assert [where for where, _ in refused(case)] == ["/id"]


def test_a_refusal_shows_nothing_that_could_steer_a_terminal() -> None:
    case = values()
    case["\x1b[2Jclear\n"] = 1
    case["statements"][0]["by"] = "nobody"
    for _, what in refused(case):
        assert what.isprintable()
