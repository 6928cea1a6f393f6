"""Pages of a PDF that are pictures: rendered by PDFium, read by OCR, one after another on one core."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # it has no types
import pypdfium2.raw as raw  # type: ignore[import-untyped] # it has no types

from amparo.records.page_image import Word
from amparo.records.readers.pdf_words import words_on
from amparo.records.reading import Input, Reason, Unreadable

_DOTS_PER_INCH = 300
_LONGEST = 4_400
_FEW_LETTERS = 250
"""A stamp has: two lines on whose it is and who may see it, at most."""
_COVERS = 0.25
_MOST_OBJECTS, _DEEPEST = 400, 4
_BLANK = Unreadable(Reason.EMPTY_AFTER_OCR, "This PDF has no text, and OCR found none on its pages.")
NO_PAGE_HOLDS_ANYTHING = Unreadable(Reason.EMPTY, "This PDF has neither text nor pictures on its pages.")


class Scans:
    """Reads the pages of one document that need it."""

    def __init__(self, given: Input) -> None:
        self._given = given
        self._eye: Any = None
        self._by_ocr: list[int] = []
        self._left: list[int] = []
        self.places: dict[int, tuple[Word, ...]] = {}

    @property
    def refusal(self) -> Unreadable:
        """Why a document without any text has none."""
        # Here, as below, so that PDFs with text never load Pillow or tesseract.
        from amparo.records.readers.ocr import ABSENT, TIRED

        if self._eye is None:
            return NO_PAGE_HOLDS_ANYTHING
        if not self._eye.is_there:
            return ABSENT
        return TIRED if self._left else _BLANK

    def told(self) -> dict[str, tuple[str, ...]]:
        """Fields: which pages were read by OCR, and which could not be because it was not there or took too long."""
        fields = {"pages_by_ocr": self._by_ocr, "pages_not_read": self._left}
        return {name: tuple(str(number) for number in pages) for name, pages in fields.items() if pages}

    def text(self, page: pypdfium2.PdfPage, number: int, text: str) -> str:
        """The text of a page, by OCR where its own is not usable."""
        letters = sum(character.isalnum() for character in text)
        if letters > _FEW_LETTERS or not _is_picture(page, must_cover=letters > 0):
            return text
        seen, words = self._seen(page, number)
        # Text behind a scan is as good as ours, unless it is a stamp and the picture holds much more.
        if sum(character.isalnum() for character in seen) <= 2 * letters:
            return text
        self._by_ocr.append(number + 1)
        # The number of a stamp is right as the file has it, where OCR may miss a digit.
        missed = _missing(text, seen)
        self.places[number + 1] = (*words, *words_on(page)) if missed else words
        return "\n".join((seen, *missed))

    def _seen(self, page: pypdfium2.PdfPage, number: int) -> tuple[str, tuple[Word, ...]]:
        from amparo.records.readers.ocr import Eye

        if self._eye is None:
            self._eye = Eye(self._given.ocr)
        if self._eye.is_tired or not self._eye.is_there:
            self._left.append(number + 1)
            return "", ()
        picture = scanned(page)
        text, words = self._eye.placed(picture) if picture else ("", ())
        if self._eye.gave_up:
            self._left.append(number + 1)
        return text.replace("\f", "\n"), words


def _missing(text: str, seen: str) -> list[str]:
    """The lines of a page's own text that OCR did not give in the same letters."""
    known = " ".join(seen.split())
    return [line for line in text.splitlines() if line.strip() and " ".join(line.split()) not in known]


def scanned(page: pypdfium2.PdfPage) -> Any:
    """A page as OCR looks at it, a picture of Pillow's in grey; None when it has no size."""
    return rendered(page, _DOTS_PER_INCH, _LONGEST, grey=True)


def rendered(page: pypdfium2.PdfPage, dots_per_inch: float, longest: int, *, grey: bool) -> Any:
    """A page as a picture, its longer side at most `longest` pixels; None when it has no size."""
    longer = max(page.get_size()) or 1
    if not math.isfinite(longer):
        return None
    bitmap = page.render(scale=min(dots_per_inch / 72, longest / longer), grayscale=grey)
    try:
        return bitmap.to_pil().copy()
    finally:
        bitmap.close()


def _is_picture(page: pypdfium2.PdfPage, *, must_cover: bool) -> bool:
    """Whether anything is drawn; with `must_cover`, whether pictures cover a quarter of the page, together."""
    width, height = page.get_size()
    count = raw.FPDFPage_CountObjects(page)
    if not must_cover:
        return bool(count > 0)
    covered = 0.0
    for area in _areas(page):
        covered += area
        if covered > _COVERS * width * height:
            return True
    return False


def _areas(page: pypdfium2.PdfPage) -> Iterator[float]:
    """Square points of each picture: of the strips that a scanner cuts a page into, and of those inside what is drawn
    as one (form XObjects: so programs that stamp a page wrap it).
    """
    # Each with the length of its steps across and up, and how deep it lies.
    things = [(raw.FPDFPage_GetObject(page, number), 1.0, 0)
              for number in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS))]  # fmt: skip
    seen = 0
    while things and seen < _MOST_OBJECTS:
        seen += 1
        thing, scale, depth = things.pop()
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            yield _area(thing) * scale
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = scale * _scaled(thing)
            count = min(max(raw.FPDFFormObj_CountObjects(thing), 0), _MOST_OBJECTS)
            things += [(raw.FPDFFormObj_GetObject(thing, number), inner, depth + 1) for number in range(count)]


def _area(thing: Any) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return 0.0
    return (right.value - left.value) * (top.value - bottom.value)


def _scaled(form: Any) -> float:
    """By how much areas grow when what lies in the form is drawn."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(form, matrix):
        return 1.0
    return float(abs(matrix.a * matrix.d - matrix.b * matrix.c))
