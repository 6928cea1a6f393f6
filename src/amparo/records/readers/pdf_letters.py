"""Words of Arabic and Hebrew that PDFium gives in the order in which they are drawn: letters that a PDF explains one by
one (`ActualText`, ISO 32000-2 §14.9.4, as browsers write it) escape its reordering. Where on the page they stand tells:
a word of these scripts goes on to the left.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped] # it has no types
import pypdfium2.raw as raw  # type: ignore[import-untyped] # it has no types

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]{2,}")
"""Runs of letters, with their marks, of the scripts of Hebrew, Arabic, Syriac and their kin."""
_MOST_CHARACTERS = 500_000
_SAME = 0.01
"""Points, below which two edges are one."""


def in_reading_order(text: pypdfium2.PdfTextPage, letters: Sequence[str], places: Sequence[int]) -> str:
    """Characters of a page as they are read; `places` are their numbers in its text."""
    whole = "".join(letters)
    return RIGHT_TO_LEFT.sub(lambda run: _turned(text, run[0], places[run.start() : run.end()]), whole)


def whole_page(text: pypdfium2.PdfTextPage) -> str:
    """All text of a page as it is read."""
    places = range(min(text.count_chars(), _MOST_CHARACTERS))
    return in_reading_order(text, [character(text, place) for place in places], places)


def character(text: pypdfium2.PdfTextPage, place: int) -> str:
    """The character at a place of a page's text."""
    code = raw.FPDFText_GetUnicode(text, place)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _turned(text: pypdfium2.PdfTextPage, run: str, places: Sequence[int]) -> str:
    """The run from its other end where it goes on to the right. Letters of one sign stay in their order."""
    signs: list[str] = []
    boxes: list[_Box] = []
    for letter, place in zip(run, places, strict=True):
        box = _box(text, place)
        if boxes and box.shares_a_sign(boxes[-1]):
            signs[-1] += letter
        else:
            signs.append(letter)
        boxes.append(box)
    steps = [(one, other) for one, other in pairwise(boxes) if not other.shares_a_sign(one)]
    across = sum((one.left < other.left) - (one.left > other.left) for one, other in steps)
    wide = sum(abs(one.left - other.left) - abs(one.bottom - other.bottom) for one, other in steps)
    return "".join(reversed(signs)) if across > 0 and wide > 0 else run


class _Box(NamedTuple):
    left: float
    right: float
    bottom: float

    def shares_a_sign(self, before: _Box) -> bool:
        """Whether both are letters of one sign, a ligature say: PDFium gives them the same place, or cuts its own into
        equal pieces without a gap.
        """
        is_same = abs(self.left - before.left) < _SAME and abs(self.right - before.right) < _SAME
        is_wide = abs((self.right - self.left) - (before.right - before.left)) < _SAME
        return is_same or (is_wide and abs(self.left - before.right) < _SAME)


def _box(text: pypdfium2.PdfTextPage, place: int) -> _Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, place, left, right, bottom, top)
    return _Box(left.value, right.value, bottom.value)
