"""Padmé follows the paper's definition, never shrinks, never costs more than the paper's bound."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.errors import StateError
from amparo.seal.padding import padme

lengths = st.integers(min_value=0, max_value=2**64)


def allowed(length: int) -> bool:
    """The definition: the E-S lowest bits are zero, E the magnitude of the length and S the bits of E."""
    magnitude = length.bit_length() - 1
    kept = magnitude.bit_length()
    return length < 2 or length % (1 << max(0, magnitude - kept)) == 0


def test_every_small_length_goes_to_the_next_allowed_one() -> None:
    following = 1 << 17
    for length in range(1 << 17, -1, -1):
        following = length if allowed(length) else following
        assert padme(length) == following


@given(lengths)
def test_enough_allowed_and_settled(length: int) -> None:
    padded = padme(length)
    assert padded >= length
    assert allowed(padded)
    assert padme(padded) == padded


@given(lengths, lengths)
def test_order_is_kept(one: int, two: int) -> None:
    low, high = sorted((one, two))
    assert padme(low) <= padme(high)


@given(st.integers(min_value=1, max_value=2**64))
def test_overhead_is_within_the_bound(length: int) -> None:
    """Padding stays below 2^(E-S), which is under 12 % always and under 1/(2·log2 L)·2 as lengths grow."""
    overhead = padme(length) - length
    magnitude = length.bit_length() - 1
    assert overhead < max(1, 1 << max(0, magnitude - magnitude.bit_length()))
    assert Fraction(overhead, length) < Fraction(12, 100)


@given(st.integers(min_value=2, max_value=63))
def test_few_sizes_remain_between_powers_of_two(magnitude: int) -> None:
    """Between 2^E and 2^(E+1) only 2^S lengths are possible, so a size says O(log log) bits."""
    start, end = 1 << magnitude, 1 << (magnitude + 1)
    step = 1 << max(0, magnitude - magnitude.bit_length())
    assert {padme(start + k * step) for k in range((end - start) // step)} == set(range(start, end, step))


@pytest.mark.parametrize(
    ("length", "padded"), [(0, 0), (1, 1), (8, 8), (9, 10), (1000, 1024), (2**40 + 1, 2**40 + 2**34)]
)
def test_known_values(length: int, padded: int) -> None:
    assert padme(length) == padded


def test_negative_is_our_fault() -> None:
    with pytest.raises(StateError):
        padme(-1)
