"""Where the words of a PDF's own text stand on the page, by PDFium's places of characters."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import islice

import pypdfium2  # type: ignore[import-untyped] # it has no types
import pypdfium2.raw as raw  # type: ignore[import-untyped] # it has no types

from amparo.records.page_image import LONGEST_WORD, MOST_WORDS, Box, Word
from amparo.records.readers.pdf_letters import character, in_reading_order

_MOST_CHARACTERS = 500_000
_HYPHENS = ("\ufffe", "\x02")
"""What PDFium gives for a hyphen at the end of a line, within a word: it has a place but no character of its own."""
_UNITS = 100_000
"""Steps that PDFium is to divide the page into: it gives whole numbers."""


def words_on(page: pypdfium2.PdfPage) -> tuple[Word, ...]:
    """The words of a page in the order of its text."""
    text = page.get_textpage()
    try:
        return tuple(islice(_words(page, text), MOST_WORDS))
    finally:
        text.close()


def _words(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Iterator[Word]:
    letters: list[str] = []
    places: list[int] = []
    rows: list[list[Box]] = [[]]
    breaks = False
    for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
        letter = character(text, index)
        if letter in _HYPHENS:
            breaks = True
        elif letter in "\r\n" and breaks:
            continue
        elif letter.isspace() or not letter.isprintable():
            yield from _word(in_reading_order(text, letters, places), rows)
            letters, places, rows, breaks = [], [], [[]], False
        else:
            if breaks:
                rows.append([])
            breaks = False
            letters.append(letter)
            places.append(index)
            if box := _box(page, text, index):
                rows[-1].append(box)
    yield from _word(in_reading_order(text, letters, places), rows)


def _word(letters: str, rows: list[list[Box]]) -> Iterator[Word]:
    """What was gathered, when there is something; outside the page it has no place and is not a word on it."""
    boxes = tuple(_around(row) for row in rows[:2] if row)
    if letters and boxes:
        yield Word(letters[:LONGEST_WORD], boxes)


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _box(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, index: int) -> Box | None:
    """Around one character, as high as its font; None when it lies outside the page."""
    loose = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text, index, loose):
        return None
    points = [_shown(page, x, y) for x in (loose.left, loose.right) for y in (loose.bottom, loose.top)]
    across, down = [x for x, _ in points], [y for _, y in points]
    left, top, right, bottom = (min(max(each, 0.0), 1.0) for each in (min(across), min(down), max(across), max(down)))
    return (left, top, right, bottom) if right > left and bottom > top else None


def _shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """Where a point of the page's own system is seen, cropped and turned as the page is shown."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _UNITS, _UNITS, 0, x, y, across, down)
    return across.value / _UNITS, down.value / _UNITS
