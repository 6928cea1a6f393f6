"""Texts are cut into words the same way whether or not their bytes are looked at first."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from amparo.search import analysis

UNSPACED = "ไทย漢字かなカナ゛々㐀豈𠀀ខ្មែរမြန်"


@given(st.text(st.one_of(st.sampled_from(UNSPACED), st.sampled_from("ab é[1]“–€🙂"), st.characters(codec="utf-8"))))
def test_characters_of_scripts_without_spaces_stand_alone(text: str) -> None:
    text = text.replace("[", "(")  # marks of footnotes are another rule
    composed = unicodedata.normalize("NFC", text)
    expected = text if text.isascii() else analysis._UNSPACED.sub(r" \1 ", composed)
    assert analysis.prepare(text) == expected


def test_every_such_character_is_told_by_its_first_byte() -> None:
    every = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert all(analysis._may_be_unspaced(one) for one in every if analysis._UNSPACED.match(one))
