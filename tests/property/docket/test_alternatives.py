"""A pattern of many words matches just those words, the longest first."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from amparo.docket.article.alternatives import one_of

WORDS = st.lists(st.text(alphabet="ab c.(|é", min_size=1, max_size=6), min_size=1, max_size=12, unique=True)


@given(WORDS, st.text(alphabet="ab c.(|é", max_size=12))
def test_it_matches_what_a_plain_alternation_matches(words: list[str], text: str) -> None:
    plain = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    shared, listed = re.match(one_of(words), text), re.match(plain, text)
    assert (shared and shared[0]) == (listed and listed[0])
    assert all(re.fullmatch(one_of(words), word) for word in words)


def test_no_words_match_nothing() -> None:
    assert re.search(one_of([]), "a") is None
