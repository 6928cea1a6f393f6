"""The quick count of control characters and the quick way out of `clean` say what the plain definitions say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amparo.records.charset import clean, is_text

CONTROLS = frozenset(map(chr, (*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F, 0xFFFE, 0xFFFF)))
texts = st.text(
    st.one_of(
        st.sampled_from([*sorted(CONTROLS), "\r", "\n", "\t", "\f", "a", "é", "漢", "😀"]), st.characters(codec="utf-8")
    )
)


@given(texts)
def test_clean_drops_control_characters_and_keeps_every_other(text: str) -> None:
    kept = "".join(one for one in text.replace("\r\n", "\n").replace("\r", "\n") if one not in CONTROLS)
    assert clean(text) == kept


@given(texts)
def test_clean_replaces_lone_surrogates(text: str) -> None:
    assert clean(f"{text}\ud800") == f"{clean(text)}?"


@given(texts)
def test_text_has_at_most_one_control_character_in_two_hundred(text: str) -> None:
    # Enough plain letters that it is read as UTF-8 whatever is in it.
    text = "a" + text.rstrip("\x1a") + "b"
    controls = sum(one in CONTROLS for one in text)
    assert is_text(text.encode()) == (controls * 200 <= len(text))
