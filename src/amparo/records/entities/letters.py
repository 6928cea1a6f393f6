"""Letters and spellings: one plain form of a name for comparison, and how near two of them are."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
# Romanisations write one sound in several ways; what is left after these are made one is the sound, roughly.
_SOUNDS = (
    ("shch", "s"), ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("sh", "s"), ("zh", "z"), ("kh", "h"), ("ch", "c"),
    ("ts", "c"), ("tz", "c"), ("ph", "f"), ("dh", "d"), ("gh", "g"), ("ck", "k"), ("q", "k"), ("g", "k"),
    ("x", "ks"), ("w", "v"), ("j", "i"), ("y", "i"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiou]+")
_TWICE = re.compile(r"(.)\1+")


def _upper_class() -> str:
    """Every letter that is written large, as ranges for a character class."""
    ranges: list[list[int]] = []
    for code in range(0x41, min(0x2C00, sys.maxunicode)):
        if unicodedata.category(chr(code)) in ("Lu", "Lt"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in ranges)


UPPER = _upper_class()
"""The inside of a regular expression's class of capital letters: `[{UPPER}]`."""


_LONGEST = 1000
"""Characters of a name that are folded."""


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Latin letters and digits alone, small, without accents, words parted by one space: `Łódź-Ost` is `lodz ost`."""
    # Cut before: the time that accents take to be put in order grows with the square of their number.
    return _NOT_LETTERS.sub(
        " ", anyascii(unicodedata.normalize("NFKC", name[:_LONGEST])).casefold().replace("'", "")
    ).strip()


@lru_cache(maxsize=65536)
def sound(folded: str) -> str:
    """The consonants of a folded word with romanisations made one: `khrushchev` and `hruscov` are both `hrsv`."""
    text = folded
    for written, one in _SOUNDS:
        text = text.replace(written, one)
    return _TWICE.sub(r"\1", text[:1] + _VOWELS.sub("", text[1:]))


def distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, leave out or exchange with a neighbour between two words; `most + 1` stands for more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    older: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        oldest, older, row = older, row, [i]
        for j, b in enumerate(other, start=1):
            best = min(older[j] + 1, row[-1] + 1, older[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, oldest[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def is_latin(name: str) -> bool:
    """Whether every letter of a name is Latin."""
    return all(letter < "ɐ" or "Ḁ" <= letter <= "ỿ" for letter in name if letter.isalpha())
