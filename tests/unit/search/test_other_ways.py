"""Queries as people who know other programs write them."""

from __future__ import annotations

import pytest

from amparo.search.other_ways import remark
from amparo.search.query import QueryError, parse
from amparo.search.tree import Phrase


@pytest.mark.parametrize(
    "query", ["“gas price”", "„gas price“", "«gas price»", "»gas price«", "”gas price”", '“gas price"']
)
def test_curly_quotation_marks_make_a_phrase(query: str) -> None:
    assert parse(query) == Phrase("gas price", 0, None, 0)


def test_curly_quotation_marks_behind_a_field_and_before_a_distance() -> None:
    assert parse("title:“gas price”~5") == Phrase("gas price", 5, "title", 6)


def test_inside_a_straight_phrase_curly_marks_are_text() -> None:
    assert parse('"he said “no” twice"') == Phrase("he said “no” twice", 0, None, 0)


@pytest.mark.parametrize(
    ("query", "position", "word"),
    [
        ("“gas price", 0, "not closed"),
        ("gas w/5 price", 4, "Nearness"),
        ("gas PRE/3 price", 4, "Nearness"),
        ("gas 2001-05..2001-07", 4, "no field"),
        ("1974..", 0, "no field"),
        ("title:-draft", 6, "before the field"),
        ("gas AND OR price", 8, "word is missing"),
        ("gas | oil", 4, "no operator"),
        ("date:2001..2002..2003", 5, "not a date"),
        ("gas AND )", 4, "Nothing follows"),
        ('"gas price"~', 11, "distance is missing"),
        ('"gas price"~near oil', 11, "distance is missing"),
        ("date:2001-07..2001-05", 5, "backwards"),
        ("date:{2001 TO 2002}", 5, "no day"),
    ],
)
def test_what_would_mean_something_else_is_refused_at_its_place(query: str, position: int, word: str) -> None:
    with pytest.raises(QueryError, match=word) as refused:
        parse(query)
    assert refused.value.position == position
    assert refused.value.hint


@pytest.mark.parametrize(
    ("query", "word"), [("gas or oil", "OR"), ("gas not oil", "NOT"), ("gas And oil", "AND"), ('"a b" or c', "OR")]
)
def test_small_operators_are_remarked_on(query: str, word: str) -> None:
    assert remark(query).endswith(f"write {word}.")


@pytest.mark.parametrize("query", ["gas OR oil", '"gas or oil"', "“gas or oil”", "or", "gas or", "north order", ""])
def test_nothing_is_remarked_where_a_word_can_be_meant(query: str) -> None:
    assert remark(query) == ""


@pytest.mark.parametrize("query", ['"w/5"', '"1974.."', "number:-5", "v1..2", "title:--", "w/o"])
def test_what_can_only_be_text_stays_text(query: str) -> None:
    parse(query)
