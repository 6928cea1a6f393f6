"""One page of a PDF or of a picture as it looks, with the places of its words: what a hit is shown on.

The words are those that the text of the document has: the PDF's own, or OCR's where the page was read by it.
"""

from __future__ import annotations

import warnings
from itertools import islice

import pypdfium2  # type: ignore[import-untyped] # it has no types
from PIL import Image

from amparo.records.page_image import LONGEST, PageImage, Word
from amparo.records.readers.ocr import Eye, on_white
from amparo.records.readers.pdf_scans import rendered, scanned
from amparo.records.readers.pdf_words import words_on
from amparo.records.readers.pictures import HARM, frames, opened
from amparo.records.reading import Input, Unreadable

_DOTS_PER_INCH = 150


def page_of_pdf(given: Input, number: int, *, by_ocr: bool) -> PageImage | None:
    """The page of this number, from 1; None when it cannot be shown. `by_ocr`: its text was read by OCR."""
    data = given.whole()
    if data is None:
        return None
    try:
        with pypdfium2.PdfDocument(data) as document:
            page = document[number - 1]
            seen = rendered(page, _DOTS_PER_INCH, LONGEST, grey=False)
            if seen is None:
                return None
            return _image(seen, Eye(given.ocr).words(scanned(page)) if by_ocr else words_on(page))
    except (pypdfium2.PdfiumError, IndexError):
        return None


def page_of_picture(given: Input, number: int, *, by_ocr: bool) -> PageImage | None:
    """The same of a picture: a page of a fax, or the whole of a photograph."""
    data = given.whole()
    if data is None:
        return None
    # Pillow warns of what is damaged, and reads on.
    with warnings.catch_warnings(action="ignore"):
        picture = opened(data)
        if isinstance(picture, Unreadable):
            return None
        with picture:
            try:
                frame = next(islice(frames(picture), number - 1, None), None)
                return _image(frame, Eye(given.ocr).words(frame) if by_ocr else ()) if frame else None
            except HARM:
                return None


def _image(picture: Image.Image, words: tuple[Word, ...]) -> PageImage:
    shown = on_white(picture).convert("RGB")
    shown.thumbnail((LONGEST, LONGEST))
    return PageImage(shown.width, shown.height, shown.tobytes(), words)
