"""Queries as people who know other programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from amparo.search.engine import Indexed
from amparo.search.query import QueryError, parse
from amparo.search.remarks import remark
from amparo.search.tantivy_engine import TantivyEngine
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
        ('"gas price" ~5', 12, "belongs to no word"),
        ("gas -~2", 5, "belongs to no word"),
        ("gas||oil", 3, "inside a word"),
        ("🙂 gas&&oil", 5, "inside a word"),
        ("title:NOT draft", 6, "behind a field"),
        ("Beispiel-Muster~", 0, "in one word"),
        ("gas 東京~", 4, "in one word"),
        ("東*都", 0, "between characters"),
        ('title:"北*学"', 6, "between characters"),
        ("kind:letter", 5, "no such kind"),
        ("gas id:abcd*", 7, "as a whole"),
        ("collection:*b", 11, "as a whole"),
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


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("form:smith", "from:"),
        ("frmo:smith", "from:"),
        ("Titel:visit", "title:"),
        ("subjct:visit", "subject:"),
        ("type:pdff", "type:pdf"),
        ("type:exel", "type:excel"),
        ("has:atachment", "has:attachment"),
        ("has:coment", "has:comment"),
        ("kind:cabel", "kind:cable"),
    ],
)
def test_a_misspelt_name_is_offered_as_it_is_spelt(query: str, meant: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query)
    assert refused.value.hint.startswith(f"Did you mean {meant}? ")


@pytest.mark.parametrize("query", ["xyzzy:1", "type:zzzz", "has:zzzz"])
def test_nothing_is_offered_for_what_is_like_nothing(query: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(query)
    assert "Did you mean" not in refused.value.hint


def test_a_number_of_a_record_is_said_how_to_write() -> None:
    with pytest.raises(QueryError) as refused:
        parse("killed:3")
    assert "killed:=3" in refused.value.hint
    parse("killed:=3")


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("who paid?", "one letter"),
        ('"who was paid?"', "one letter"),
        ('"kruschev~ visit"', "as they are written"),
        ("🙂 gas", "🙂 is no letter"),
        ('"§ 12"', "/§/"),
        ("b" * 200, "200 bytes"),
        ("gb82west12345698765432", 'by GB82WEST12345698765432 OR "GB82 WEST 1234 5698 7654 32".'),
        ('paid "GB82 WEST 1234 5698 7654 32"', "GB82WEST12345698765432 OR"),
    ],
)
def test_what_was_perhaps_not_meant_is_remarked_on(query: str, word: str) -> None:
    assert word in remark(query)


@pytest.mark.parametrize(
    "query", ["b?n oil", "wh?t*", "/colou?/", "/€ \\d+/", '"costs ~5 million"', "gas-oil", "GB83WEST12345698765432"]
)
def test_nothing_is_remarked_where_all_is_as_written(query: str) -> None:
    assert remark(query) == ""


def test_both_ways_of_an_account_number_are_found_as_the_remark_says(tmp_path: Path) -> None:
    engine = TantivyEngine.open(tmp_path)
    texts = ["to GB82WEST12345698765432", "to GB82 WEST 1234 5698 7654 32", "to GB82"]
    engine.add(Indexed(f"d{at}", "", (text,), "plain", (), "") for at, text in enumerate(texts))
    engine.commit()
    query = remark("GB82WEST12345698765432").removesuffix(".").partition(" by ")[2]
    assert {hit.document for hit in engine.search(query).hits} == {"d0", "d1"}
    assert remark(query) == ""
    engine.close()
