"""Sketches against the definition they estimate: the Jaccard similarity of two sets of shingles."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.errors import InputError
from amparo.records.minhash import BANDS, BINS, SIZE, Sketch, bands, parse_sketch, similarity, sketch

WORDS = [f"w{number:05x}" for number in range(4_000)]


def shingles(words: list[str]) -> set[tuple[str, str, str]]:
    return set(zip(words, words[1:], words[2:], strict=False))


def jaccard(one: list[str], other: list[str]) -> float:
    first, second = shingles(one), shingles(other)
    return len(first & second) / len(first | second)


def changed(words: list[str], part: float, chance: random.Random) -> list[str]:
    return [chance.choice(WORDS) if chance.random() < part else word for word in words]


def sketched(words: list[str]) -> Sketch:
    found = sketch(" ".join(words))
    assert found is not None
    return found


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), length=st.integers(20, 3_000), part=st.floats(0, 0.6))
def test_the_estimate_is_near_the_true_similarity(seed: int, length: int, part: float) -> None:
    chance = random.Random(seed)
    one = chance.choices(WORDS, k=length)
    other = changed(one, part, chance)
    # Five standard errors: this fails by chance in one of two million examples.
    assert abs(similarity(sketched(one), sketched(other)) - jaccard(one, other)) < 5 * 0.5 / BINS**0.5


def test_the_estimate_is_right_on_average_and_bands_find_what_is_alike() -> None:
    chance = random.Random(4)
    off, found, strangers = [], [], []
    for length in (30, 120, 600):
        for _ in range(150):
            one = chance.choices(WORDS, k=length)
            other, stranger = changed(one, 0.03, chance), chance.choices(WORDS, k=length)
            first, second = sketched(one), sketched(other)
            off.append(similarity(first, second) - jaccard(one, other))
            if jaccard(one, other) >= 0.8:
                found.append(not set(bands(first)).isdisjoint(bands(second)))
            strangers.append(not set(bands(first)).isdisjoint(bands(sketched(stranger))))
    assert abs(sum(off)) / len(off) < 0.01
    assert len(found) > 200 and sum(found) >= 0.98 * len(found)
    assert sum(strangers) <= 0.02 * len(strangers)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_a_sketch_of_one_size_or_none(text: str) -> None:
    found = sketch(text)
    if found is not None:
        assert len(found) == SIZE and parse_sketch(bytes(found)) == found and similarity(found, found) == 1.0


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=SIZE, max_size=SIZE), st.binary(max_size=600))
def test_a_strangers_sketch_is_used_or_refused(whole: bytes, untrusted: bytes) -> None:
    if any(whole):
        strange = parse_sketch(whole)
        assert len(bands(strange)) == BANDS and 0 <= similarity(strange, sketched(WORDS[:50])) <= 1
    if len(untrusted) != SIZE:
        with pytest.raises(InputError):
            parse_sketch(untrusted)


def test_one_filled_bin_is_enough_for_bands() -> None:
    for number in range(BINS):
        lonely = bytearray(SIZE)
        lonely[2 * number + 1] = 7
        assert len(bands(parse_sketch(bytes(lonely)))) == BANDS
