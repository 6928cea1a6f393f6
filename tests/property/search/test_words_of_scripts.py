"""Texts are cut into words the same way whether or not their bytes are looked at first."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from amparo.search import analysis, letters
from amparo.search.han import simplified
from amparo.search.matching import finder
from amparo.search.placed import placed
from amparo.search.tree import Phrase

UNSPACED = "ไทย漢字かなカナ゛々㐀豈𠀀ខ្មែរမြန်"


@given(
    st.text(
        st.one_of(st.sampled_from(UNSPACED), st.sampled_from("ab é[1]“–€🙂\u0301\u00ad"), st.characters(codec="utf-8"))
    )
)
def test_characters_of_scripts_without_spaces_stand_alone(text: str) -> None:
    text = text.replace("[", "(")  # marks of footnotes are another rule
    composed = unicodedata.normalize("NFC", text)
    expected = text if text.isascii() else analysis._UNSPACED.sub(r" \1 ", simplified(letters.settled(composed)))
    assert analysis.prepare(text).split() == expected.split()


def test_every_such_character_is_told_by_its_first_byte() -> None:
    every = (chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000)
    assert all(
        letters.has_one_of(analysis._UNSPACED_LEADS, one.encode()) for one in every if analysis._UNSPACED.match(one)
    )


def test_what_is_exchanged_is_told_by_its_first_byte() -> None:
    left_out = {sign for sign in letters.LETTERS if not letters.is_touched(sign.encode())}
    assert all("\u2000" <= sign < "\u2c00" for sign in left_out), "of General Punctuation and the like alone"


# Letters with marks, taken apart and put together, script by script.
SCRIPTS = (
    "aéßœﬁİıs\u0301\u0323\u0327\u00ad\u02bf1２",
    "Σςψύᾳέ\u0301\u0308",
    "ёйїсои\u0301\u0306\u0308\u02bc",
    "אשׁ\u05bc\u05b8בﬀאָמﬡﬠ",
    "اأآىةحمكکیﷺﻣ\u064f\u0651\u0640\u200d٤۴",
    "हिन्दीकक़ज़ऩऱम\u0901\u0902\u094d\u093c\u200c\u200d१",
    "বাংলাক্ষ\u09c7\u09be\u09d7",
    "தமிழ்கெ\u0bc6\u0bbe",
    "เสื้ำอ๒กู่",
    "国かが\u3099ガｶﾞﾊﾟｱ",
    "한국ㅎ\u1112\u1161\u11ab",
)
WORD = st.one_of([st.text(st.sampled_from(script), min_size=1, max_size=8) for script in SCRIPTS])
TEXT = st.lists(st.tuples(WORD, st.sampled_from((" ", "\n", "-", "’", "(1] ", "\f", "_"))), max_size=6).map(
    lambda several: "".join(word + gap for word, gap in several)
)


@given(TEXT)
def test_a_text_with_its_places_has_the_same_words(text: str) -> None:
    assert analysis.words(placed(text).text) == analysis.words(text)
    composed = unicodedata.normalize("NFC", text)
    assert letters.settled(letters.settled(composed)) == letters.settled(composed)


@given(TEXT, st.integers(0, 30), st.integers(0, 30))
def test_places_lie_in_the_original_in_its_order(text: str, one: int, other: int) -> None:
    whole = placed(text)
    start, end = sorted((min(one, len(whole.text)), min(other, len(whole.text))))
    first, last = whole.span(start, end)
    if start < end:
        assert 0 <= first < last <= len(text)


@given(st.lists(WORD, max_size=5))
def test_every_word_of_a_text_is_marked_in_it(several: list[str]) -> None:
    text = " ".join(several)
    for word in several:
        if meant := analysis.words(word):
            found = finder(Phrase(word, 0, None, 0)).spans(text)
            assert any(analysis.words(text[start:end]) == meant for start, end in found), (word, found)
