"""Where the words stand that OCR has just read, and where that was before the picture was turned level."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass

from amparo.records.page_image import LONGEST_WORD, MOST_WORDS, Word

_WORD = 3
"""RIL_WORD of tesseract's publictypes.h."""


def words_read(library: ctypes.CDLL, handle: ctypes.c_void_p, width: int, height: int) -> Iterator[Word]:
    """The words of the last recognition, in reading order; `width` and `height` of what was read, in pixels."""
    found = library.TessBaseAPIGetIterator(handle)
    if not found:
        return
    try:
        for _ in range(MOST_WORDS):
            text = _text(library, found)
            left, top, right, bottom = (ctypes.c_int() for _ in range(4))
            place = library.TessResultIteratorGetPageIterator(found)
            if text and library.TessPageIteratorBoundingBox(place, _WORD, left, top, right, bottom):
                box = (left.value / width, top.value / height, right.value / width, bottom.value / height)
                yield Word(text[:LONGEST_WORD], (box,))
            if not library.TessResultIteratorNext(found, _WORD):
                return
    finally:
        library.TessResultIteratorDelete(found)


def _text(library: ctypes.CDLL, found: int) -> str:
    pointer = library.TessResultIteratorGetUTF8Text(found, _WORD)
    if not pointer:
        return ""
    text = (ctypes.cast(pointer, ctypes.c_char_p).value or b"").decode("utf-8", "replace")
    library.TessDeleteText(pointer)
    return "".join(text.split())


@dataclass(frozen=True, slots=True)
class Turned:
    """A picture of `width` and `height` that was turned by `degrees` against the clock about its middle, onto one of
    `turned_width` and `turned_height` which holds all of it.
    """

    width: int
    height: int
    degrees: float
    turned_width: int
    turned_height: int

    def back(self, word: Word) -> Word:
        """The word where it stood before: the upright box around its own, which lies askew there."""
        return Word(word.text, tuple(self._back(*box) for box in word.boxes))

    def _back(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        corners = [self._point(x, y) for x in (left, right) for y in (top, bottom)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(down), max(across), max(down)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        angle = math.radians(self.degrees)
        from_middle, below_middle = (x - 0.5) * self.turned_width, (y - 0.5) * self.turned_height
        back_x = math.cos(angle) * from_middle - math.sin(angle) * below_middle + self.width / 2
        back_y = math.sin(angle) * from_middle + math.cos(angle) * below_middle + self.height / 2
        return min(max(back_x / self.width, 0.0), 1.0), min(max(back_y / self.height, 0.0), 1.0)
