"""What holds of passages whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amparo.search.passages import LEAST_LETTERS, LONGEST, has_letters, passages

PIECES = st.lists(
    st.one_of(
        st.sampled_from(["\f", "\n\n", ". ", " ", "。", "x" * 900, "A contract was signed. ", "1234 5678 "]),
        st.text(max_size=60),
    ),
    max_size=40,
)


@given(PIECES)
def test_every_letter_is_in_one_passage_or_in_a_stretch_with_hardly_any(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = [*passages(text)]
    at = 0
    for start, end in [*found, (len(text), len(text))]:
        assert start >= at
        for left in text[at:start].split("\f"):
            # What was left out lies between passages; several stretches of it may follow each other.
            assert not has_letters(left) or len(left) > LONGEST // 2
        at = end
    for start, end in found:
        assert 0 < end - start <= LONGEST
        assert "\f" not in text[start:end]
        assert sum(map(str.isalpha, text[start:end])) >= LEAST_LETTERS


@given(st.text(alphabet="ab. \n", min_size=1, max_size=3_000))
def test_text_of_words_is_covered_but_for_white_space(text: str) -> None:
    covered = set()
    for start, end in passages(text):
        covered.update(range(start, end))
    missing = "".join(char for place, char in enumerate(text) if place not in covered and char.isalpha())
    assert len(missing) < LEAST_LETTERS * (len(text) // (LONGEST // 2) + 1)
