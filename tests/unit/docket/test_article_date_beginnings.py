"""With which letters date expressions can begin: read off the rules, so that none is missed where one matches."""

from __future__ import annotations

import re

import pytest

from amparo.docket.article.dates.grammar import matches_in, rules_of
from amparo.docket.article.dates.openings import beginnings, shown
from amparo.docket.article.languages.english import ENGLISH
from amparo.docket.article.languages.spanish import SPANISH
from amparo.docket.article.languages.vocabulary import Language


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("ab?c", {"abc", "ac"}),
        (r"(?:a|an) (?P<unit>day)", {"a ", "an "}),
        (r"(?<=the\s)(?i:Week)", {"wee"}),
        (r"[12]\d{3}-", {"##"}),
        (r"\[?x+", {"[x", "x"}),
        (r"[^a]b", {""}),
        (r"(?P<a>[ap])(?P=a)m", {"a", "p"}),
        (r"{day} May", {"mon", "tue"}),
    ],
)
def test_beginnings_of_a_pattern(pattern: str, letters: set[str]) -> None:
    tables = {"day": beginnings("(?:monday|tuesday)", {})}
    assert {first for first, _ in beginnings(pattern, tables)} == letters


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            ENGLISH,
            "On May 27, 2022, at 7:30 p.m. Tuesday, the past 30 days, a few months ago, two years later; last week. "
            "In mid-March the first quarter of 2010 ended, in the 1990s, the ’80s, the 19th century, Christmas 2012, "
            "[ten] years ago, Q3 2011, 2009-10, 3/4/2015, 9/11, the next day, the summer of 2012, for three years.",
        ),
        (
            SPANISH,
            "El 27 de mayo de 2022, el martes pasado, hace tres años, los últimos dos meses, la semana anterior, "
            "en marzo de 2010, el siglo XIX, la década de los ochenta, el primer trimestre de 2011, ayer, al día "
            "siguiente, dentro de dos semanas, a las 22:30 horas, el próximo viernes, Navidad de 2012.",
        ),
    ],
)
def test_every_rule_is_tried_where_it_matches(language: Language, text: str) -> None:
    """The same matches as when every rule looks everywhere by itself."""
    everywhere = {(one.span(), rule.name) for rule in rules_of(language) for one in rule.pattern.finditer(text)}
    assert len(everywhere) > 12
    assert {(one.span(), rule.name) for one, rule in matches_in(text, 0, len(text), language)} == everywhere


def test_a_beginning_writes_figures_and_spaces_alike() -> None:
    assert shown("1\u00a0M") == "# m"
    assert re.fullmatch(r"#+", shown("123"))
