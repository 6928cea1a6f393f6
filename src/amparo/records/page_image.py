"""A page as it looks: its pixels, and where on it each word stands. Pure. Spec: specs/records.md, "Page images".

Pixels and not a picture file: whoever takes them from behind the wall has nothing to parse. Places are parts of the
width and height of the page, from its upper left corner, so that they hold at any size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; each from 0 to 1."""

LONGEST = 1_800
"""Pixels of the longer side."""
MOST_WORDS = 50_000
LONGEST_WORD = 2_000
_MOST_BOXES = 20


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without a space, and its places: two when a line ends within it."""

    text: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PageImage:
    """`pixels` are red, green and blue, a byte each, row by row."""

    width: int
    height: int
    pixels: bytes
    words: tuple[Word, ...]

    def __post_init__(self) -> None:
        if not (0 < self.width <= LONGEST and 0 < self.height <= LONGEST):
            raise ValueError("no size of a page image")
        if len(self.pixels) != self.width * self.height * 3:
            raise ValueError("pixels and size of a page image differ")


def words_to_json(words: Sequence[Word]) -> list[Any]:
    """Each word as [its text, its boxes], to the hundred-thousandth of the page."""
    return [[word.text, [[round(each, 5) for each in box] for box in word.boxes]] for word in words[:MOST_WORDS]]


def words_from_json(untrusted: Any) -> tuple[Word, ...]:
    """The inverse; ValueError unless every part has its type and lies within its bounds."""
    return tuple(_word(each) for each in _list(untrusted, MOST_WORDS))


def _word(untrusted: Any) -> Word:
    text, boxes = _list(untrusted, 2)
    if not isinstance(text, str) or len(text) > LONGEST_WORD:
        raise ValueError("no word")
    return Word(text, tuple(_box(box) for box in _list(boxes, _MOST_BOXES)))


def _box(untrusted: Any) -> Box:
    left, top, right, bottom = _list(untrusted, 4)
    for each in (left, top, right, bottom):
        if not isinstance(each, float | int) or not math.isfinite(each) or not 0 <= each <= 1:
            raise ValueError("no place on a page")
    if right < left or bottom < top:
        raise ValueError("no box")
    return float(left), float(top), float(right), float(bottom)


def _list(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("not a list, or one too long")
    return value
