"""Looking only at words with the letters they must have finds what looking at every word does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from amparo.search.analysis import folded, same_length_fold
from amparo.search.candidates import all_words, foreign_words, parts_of
from amparo.search.expressions import Expression, WordPattern, glob_pattern, word_pattern
from amparo.search.matching import finder, within
from amparo.search.query import parse

WORDS = st.text(alphabet="abdeéßæжЖ狐", min_size=1, max_size=12)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "-", "_", "“", "”, ", "\n"]))).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def _read_one_by_one(text: str, pattern: WordPattern) -> set[str]:
    found = set()
    for word in re.findall(r"[^\W_]+", same_length_fold(text)):
        parts = (word,) if word.isascii() else tuple(part for part in folded(word) if part != "狐")
        if any(pattern.among(parts)):
            found.add(word)
    return found


def _marked(text: str, query: str) -> set[str]:
    low = same_length_fold(text)
    return {low[start:end] for start, end in finder(parse(query)).spans(text)}


@given(TEXTS, st.text(alphabet="abde*?", min_size=1, max_size=6).filter(lambda glob: glob.strip("*?") != ""))
def test_wildcards(text: str, glob: str) -> None:
    if "*" in glob or "?" in glob:
        assert _marked(text, glob) == _read_one_by_one(text, glob_pattern(glob))


@given(TEXTS, st.sampled_from(["abd?", "a.*bd", "(ab|de)+d", "ss", "ab{2}", "[ab]de", "dé+", "a(b|d)ed"]))
def test_expressions_for_one_word(text: str, pattern: str) -> None:
    assert _marked(text, f"/{pattern}/") == _read_one_by_one(text, word_pattern(pattern))


@given(
    st.text(alphabet="abde", min_size=3, max_size=14),
    st.lists(st.tuples(st.sampled_from("idxs"), st.integers(0, 13), st.sampled_from("abdez")), max_size=2),
    st.integers(1, 2),
)
def test_a_misspelling_keeps_one_part_whole(meant: str, changes: list[tuple[str, int, str]], distance: int) -> None:
    word = meant
    for kind, place, letter in changes:
        at = place % max(len(word), 1)
        swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
        changed = {"i": word[:at] + letter + word[at:], "d": word[:at] + word[at + 1 :], "s": swapped}
        word = changed.get(kind, word[:at] + letter + word[at + 1 :])
    parts = parts_of(meant, 2 * distance + 1)
    if parts and within(meant, word, distance):
        assert any(part in word for part in parts)


@given(TEXTS)
def test_all_words_are_those_between_gaps(text: str) -> None:
    low = same_length_fold(text)
    found = re.findall(r"[^\W_]+", low)
    assert list(all_words(low)) == list(dict.fromkeys(found))
    assert foreign_words(low) == {word for word in found if not word.isascii()}


@given(st.text(alphabet="aBéÉ“— \u0301ßİ狐", max_size=12), st.sampled_from(["e a", "a-b", "“a", r"b\s", "É “"]))
def test_an_expression_finds_the_same_in_bytes(text: str, pattern: str) -> None:
    expression = Expression(pattern, 0)
    assert expression.occurs_in(text.encode()) == expression.occurs(text)


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    low = same_length_fold(text)
    assert len(low) == len(text)
    assert all(same_length_fold(sign) == folded_sign for sign, folded_sign in zip(text, low, strict=True))
