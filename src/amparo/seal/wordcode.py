"""The checksum word (specs/passphrase.md, "The code"): a [7,6] Reed-Solomon code over 7,776 = 2^5 · 3^5 symbols.

A word's index w is the pair (w mod 32, w div 32), one element of GF(2^5) and one of GF(3^5). Seven words are valid when
w1·x^6 + w2·x^5 + … + w7 = 0 in both fields, x being a generator of each. Every weight is a nonzero power of x, so one
changed word always breaks the sum; all weights differ, so two exchanged words always do; and the sum can be solved for
any one place, so a word that cannot be read is computed, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from amparo.seal.wordlist import LIST_SIZE

LENGTH: Final = 7
"""Words of a passphrase, the checksum word last."""
_TWO: Final = 32
_THREE: Final = 243
_TWO_MODULUS: Final = 0b100101
"""x^5 + x^2 + 1 over GF(2)."""
_THREE_REMAINDER: Final = (0, 5, 7)
"""x^5 = x + 2 over GF(3) (modulus x^5 + 2x + 1), times 0, 1 and 2, written as base-3 numbers."""


def syndrome(indices: Sequence[int]) -> int:
    """The weighted sum of the words (Horner's rule); 0 for a valid passphrase."""
    times_x, _ = _tables()
    sums, total = _sums(), 0
    for index in indices:
        # `_add`, written out: every form is asked this.
        total = times_x[total]
        total = ((total ^ index) & (_TWO - 1)) + _TWO * sums[total // _TWO][index // _TWO]
    return total


def solve(indices: Sequence[int], place: int) -> int:
    """The only word index that makes `indices` valid when put at `place` (0-based), whatever stands there now."""
    _, over_x = _tables()
    known = (*indices[:place], 0, *indices[place + 1 :])
    value = _negate(syndrome(known))
    for _ in range(len(indices) - 1 - place):
        value = over_x[value]
    return value


@cache
def _tables() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Multiplication and division by x for every symbol."""
    times_x = tuple(_times_x(symbol) for symbol in range(LIST_SIZE))
    over_x = [0] * LIST_SIZE
    for symbol, product in enumerate(times_x):
        over_x[product] = symbol
    return times_x, tuple(over_x)


def _times_x(symbol: int) -> int:
    three, two = divmod(symbol, _TWO)
    two <<= 1
    if two & _TWO:
        two ^= _TWO_MODULUS
    top, rest = divmod(three, _THREE // 3)
    return two + _TWO * _add_three(rest * 3, _THREE_REMAINDER[top])


def _add(one: int, other: int) -> int:
    return ((one ^ other) & (_TWO - 1)) + _TWO * _add_three(one // _TWO, other // _TWO)


def _negate(symbol: int) -> int:
    three, two = divmod(symbol, _TWO)
    # Minus one is two in GF(3), and every element is its own negative in GF(2^5).
    return two + _TWO * _add_three(three, three)


def _add_three(one: int, other: int) -> int:
    """Digit by digit without carry, base 3."""
    return _sums()[one][other]


@cache
def _sums() -> tuple[bytes, ...]:
    """The sum of any two symbols of GF(3^5), 59 kB: digit by digit, from tables for fewer of them."""
    digit = (b"\0\1\2", b"\1\2\0", b"\2\0\1")
    table: tuple[bytes, ...] = digit
    while len(table) < _THREE:
        table = tuple(bytes(3 * high + low for high in row for low in lows) for row in table for lows in digit)
    return table
