"""How alike two texts are, from a small sketch of each: one-permutation MinHash over runs of words. Pure.

A text's *shingles* are its runs of SHINGLE words, words of fewer than SHORTEST letters left out: they tell little.
Each is hashed once; the hash's first bits choose one of BINS bins, and each bin keeps the smallest of its hashes. Of
the bins filled in either sketch, the part that agrees estimates the Jaccard similarity of the two sets of shingles (P.
Li, A. Owen, C.-H. Zhang, "One permutation hashing", 2012). Bands of bins that agree as a whole find likely pairs
without comparing all; empty bins borrow for that (A. Shrivastava, "Optimal densification for fast and accurate minwise
hashing", 2017). Why so and not otherwise: docs/adr/0161.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from operator import eq
from struct import Struct
from typing import NewType

from isal.isal_zlib import crc32

from amparo.errors import InputError

Sketch = NewType("Sketch", bytes)
"""BINS numbers of 16 bits, big-endian; 0 is an empty bin."""

SHINGLE = 3
SHORTEST = 4
"""Letters of the shortest word that counts."""
BINS = 128
FEWEST_SHINGLES = 10
"""A text of fewer shingles has no sketch: what short notes share is chance."""
LONGEST = 1_000_000
"""Characters of a text that are looked at: its beginning."""
BANDS = 8
ROWS = 4

SIZE = 2 * BINS
_BIN_SHIFT = 32 - BINS.bit_length() + 1
_GROUP = BINS // (BANDS * ROWS)
_GROUPS = Struct(f">{BANDS * ROWS}I")
_BAND = 4 * ROWS
_BAND_STARTS = tuple(crc32(band.to_bytes(4, "big")) for band in range(BANDS))
_UNFILLED = 0xFFFFFFFF
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff])")
_SIGNS = re.compile("[\x80-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u206f\u3000-\u303f]+")
_PLAIN = bytes(byte if byte > 127 or chr(byte).isalnum() else 0x20 for byte in range(256)).lower()
"""Bytes of UTF-8 in lower case, what is no letter or digit of ASCII as a space."""


def sketch(text: str) -> Sketch | None:
    """The sketch of a text; None when it is too short. Case, spaces and punctuation make no difference."""
    words = _words(text)
    if len(words) < SHINGLE - 1 + FEWEST_SHINGLES:
        return None
    smallest = [_UNFILLED] * BINS
    for each in map(crc32, map(b" ".join, zip(words, words[1:], words[2:], strict=False))):
        number = each >> _BIN_SHIFT
        if each < smallest[number]:
            smallest[number] = each
    bins = array("H", ((value & 0xFFFF) or 1 if value != _UNFILLED else 0 for value in smallest))
    if _LITTLE:
        bins.byteswap()
    return Sketch(bins.tobytes())


def parse_sketch(untrusted: bytes) -> Sketch:
    """A sketch from elsewhere. InputError unless it has the size of one and is not empty."""
    if len(untrusted) != SIZE or not any(untrusted):
        raise InputError("This is no sketch of a text.")
    return Sketch(untrusted)


def similarity(first: Sketch, second: Sketch) -> float:
    """The estimated Jaccard similarity, from 0 to 1; its standard error is at most 0.045 for texts of many words."""
    one, other = _unpacked(first), _unpacked(second)
    alike: int = sum(map(eq, one, other))
    both_empty = sum(1 for a, b in zip(one, other, strict=True) if not a and not b)
    return (alike - both_empty) / (BINS - both_empty)


def bands(sketch: Sketch) -> tuple[int, ...]:
    """BANDS numbers of 32 bits. Texts that share a number may be alike, texts that share none hardly are: a pair of
    similarity s shares one with the chance 1 - (1 - s^ROWS)^BANDS.
    """
    packed = _GROUPS.pack(*_filled(_unpacked(sketch)))
    return tuple(crc32(packed[band * _BAND : (band + 1) * _BAND], start) for band, start in enumerate(_BAND_STARTS))


def _words(text: str) -> list[bytes]:
    """The longer words of a text, folded: in Latin script their letters of ASCII."""
    text = text[:LONGEST]
    plain = text.encode("ascii", "ignore")
    if 2 * len(plain) < len(text):
        # Scripts written without spaces are cut into single characters, each a word.
        text = _UNSPACED.sub(r" \1 ", _SIGNS.sub(" ", text.lower()))
        words = text.encode("utf-8", "surrogatepass").translate(_PLAIN).split()
        return [word for word in words if len(word) >= SHORTEST or word[0] > 0x7F]
    return [word for word in plain.translate(_PLAIN).split() if len(word) >= SHORTEST]


def _filled(bins: Sequence[int]) -> list[int]:
    """Bins joined into groups, each with its smallest hash: that of its first filled bin, because the bins stand in the
    order of hashes. An empty group takes that of another, the same one for every text.
    """
    groups = [0] * (BINS // _GROUP)
    for place in range(_GROUP):
        found = bins[place::_GROUP]
        groups = [group or (value and (place + 1) << 16 | value) for group, value in zip(groups, found, strict=True)]
        if 0 not in groups:
            return groups
    return [value or _borrowed(groups, number) for number, value in enumerate(groups)]


def _borrowed(groups: Sequence[int], number: int) -> int:
    attempt = 0
    while True:
        attempt += 1
        lender = crc32(bytes((number, attempt & 0xFF, attempt >> 8 & 0xFF))) % len(groups)
        if groups[lender]:
            return groups[lender]


def _unpacked(sketch: Sketch) -> Sequence[int]:
    bins = array("H", sketch)
    if _LITTLE:
        bins.byteswap()
    return bins


_LITTLE = array("H", b"\x00\x01")[0] != 1
