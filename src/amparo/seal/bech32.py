"""Bech32 (BIP173) without its length limit, as age encodes recipients and identities ("Conventions used").

Knows the checksum and the alphabet; does not know which prefixes mean what.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from cryptography.utils import Buffer

from amparo.errors import InputError

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6
# What each value of the five bits shifted out adds to the remainder: post-quantum keys are two thousand letters long.
_FOLDED = [
    reduce(xor, (generator for bit, generator in enumerate(_GENERATORS) if top >> bit & 1), 0) for top in range(32)
]


def encode(prefix: str, data: Buffer) -> str:
    """The lower-case Bech32 string of `data` under a lower-case `prefix`."""
    values = _regroup(bytes(data), 8, 5, pad=True)
    residue = _polymod([*_spread(prefix), *values, *[0] * _CHECKSUM]) ^ 1
    checksum = [residue >> 5 * (_CHECKSUM - 1 - i) & 31 for i in range(_CHECKSUM)]
    return f"{prefix}1{''.join(_ALPHABET[value] for value in [*values, *checksum])}"


def decode(text: str) -> tuple[str, bytes]:
    """Prefix (lower case) and data of a Bech32 string; InputError for mixed case, foreign letters or a bad checksum."""
    lowered = text.lower()
    if text not in (lowered, text.upper()):
        raise InputError("a key mixes upper and lower case", "copy the whole key again")
    prefix, separator, rest = lowered.rpartition("1")
    if not separator or not prefix or len(rest) < _CHECKSUM or not all(letter in _VALUES for letter in rest):
        raise InputError("a key is not well formed", "copy the whole key again")
    if not all(33 <= ord(letter) <= 126 for letter in prefix):
        raise InputError("a key is not well formed", "copy the whole key again")
    values = [_VALUES[letter] for letter in rest]
    if _polymod([*_spread(prefix), *values]) != 1:
        raise InputError("a key is mistyped: its checksum does not fit", "copy the whole key again")
    return prefix, bytes(_regroup(bytes(values[:-_CHECKSUM]), 5, 8, pad=False))


def _spread(prefix: str) -> list[int]:
    """The prefix as the checksum reads it: high bits, a zero, low bits."""
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _polymod(values: list[int]) -> int:
    """The checksum's remainder (BIP173, "Checksum")."""
    residue = 1
    for value in values:
        residue = (residue & 0x1FFFFFF) << 5 ^ value ^ _FOLDED[residue >> 25]
    return residue


def _regroup(data: bytes, width: int, to: int, *, pad: bool) -> list[int]:
    """The bits of `data`, `width` at a time, regrouped `to` at a time; left-over bits must be zero when not padding."""
    groups: list[int] = []
    bits = held = 0
    for value in data:
        held = held << width | value
        bits += width
        while bits >= to:
            bits -= to
            groups.append(held >> bits & (1 << to) - 1)
        held &= (1 << bits) - 1
    if pad and bits:
        groups.append(held << to - bits & (1 << to) - 1)
    elif not pad and (bits >= width or held):
        raise InputError("a key is not well formed", "copy the whole key again")
    return groups
