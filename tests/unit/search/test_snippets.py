"""The lines of a document that show best why it was found."""

from __future__ import annotations

import pytest

from amparo.search.matching import finder
from amparo.search.query import parse
from amparo.search.snippets import LENGTH, MOST_MATCHES, best, snippet

ROWS = 3_000
TABLE = "".join(f"Sample {number},payment {number}\n" for number in range(ROWS)).replace(
    "payment 2000", "payment to the lighthouse"
)


@pytest.mark.parametrize(
    "query", ["payment lighthouse", "lighthouse sample", '"the lighthouse" payment', "pay* light*"]
)
def test_a_seldom_word_beside_frequent_ones_is_in_sight(query: str) -> None:
    page, pieces = snippet(TABLE, finder(parse(query)))
    shown = "".join(piece.text for piece in pieces)
    assert page == 1
    assert "payment to the lighthouse" in shown
    assert len({piece.text.lower() for piece in pieces if piece.is_match}) > 1


def test_the_best_place_of_all_matches_is_where_most_different_words_are() -> None:
    spans = finder(parse("payment lighthouse")).spans(TABLE)
    assert len(spans) > MOST_MATCHES
    place, worth = best(TABLE, spans)
    assert worth[0] == 2
    assert "lighthouse" in TABLE[spans[place][0] : spans[place][0] + 240]


def test_a_part_of_a_word_at_the_edge_of_what_is_looked_at_is_no_match() -> None:
    # The window around the seldom word begins in the middle of another.
    often = "cat " * MOST_MATCHES + "y " * 500 + "dog " * MOST_MATCHES + "y " * 500
    text = f"{often}concat dog {'y' * 231} lighthouse" + " y" * 500
    assert text.index("lighthouse") - text.rindex("cat") == LENGTH
    _, pieces = snippet(text, finder(parse("cat dog lighthouse")))
    assert "concat" not in "".join(piece.text for piece in pieces)
