"""Scans under a stamp: OCR reads them however the page is put together, and the stamp stays as the file has it."""

from __future__ import annotations

import io

import pypdfium2  # type: ignore[import-untyped] # it has no types
import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Input
from amparo.records.tesseract import missing_languages

WORDS = "The ministry paid for the bridge twice"
STAMP = "HALMERE-0001734"
LEGEND = f"{STAMP} Confidential, subject to the protective order of the court at Oskeld of 3 March. To be shown to \
counsel of the parties alone, and to be given back"


@pytest.fixture(autouse=True)
def _tesseract() -> None:
    assert not missing_languages("eng"), "OCR is missing; scripts/system-packages installs it"


def page() -> Image.Image:
    picture = Image.new("L", (1400, 1600), 255)
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf", 48)
    for line in range(5):
        ImageDraw.Draw(picture).text((60, 40 + 64 * line), WORDS, fill=0, font=font)
    return picture


def record(data: bytes) -> Record:
    (only,) = read(Input.of(data, "file.bin"))
    assert isinstance(only, Record), only
    return only


def stamped(strips: int, stamp: str = STAMP, width: int = 190) -> bytes:
    """A page with a stamp of text, and the picture of a page, cut into strips as scanners cut it."""
    made = FPDF()
    made.set_font("Helvetica", size=9)
    made.add_page()
    made.multi_cell(180, 5, stamp)
    whole = page()
    high = whole.height // strips
    for strip in range(strips):
        cut = whole.crop((0, high * strip, whole.width, high * (strip + 1)))
        made.image(cut, x=10, y=30 + strip * width * high / whole.width, w=width)
    return bytes(made.output())


def wrapped(data: bytes) -> bytes:
    """The page drawn as one thing on a page of twice its length and width, as programs that stamp pages write it."""
    with pypdfium2.PdfDocument(data) as inner, pypdfium2.PdfDocument.new() as outer:
        width, height = inner[0].get_size()
        sheet = outer.new_page(2 * width, 2 * height)
        drawn = inner.page_as_xobject(0, outer).as_pageobject()
        drawn.set_matrix(pypdfium2.PdfMatrix().scale(2, 2))
        sheet.insert_obj(drawn)
        sheet.gen_content()
        out = io.BytesIO()
        outer.save(out)
        return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [stamped(1), stamped(16), stamped(1, width=130), stamped(1, LEGEND), wrapped(stamped(1)), wrapped(stamped(8))],
    ids=["whole", "strips", "small", "long stamp", "wrapped", "wrapped strips"],
)
def test_a_stamp_keeps_no_scan_from_being_read(data: bytes) -> None:
    read_ = record(data)
    assert read_.field("pages_by_ocr") == ("1",)
    assert read_.text.count(WORDS) >= 4
    assert STAMP in read_.text
    assert any(STAMP in word.text for word in read_.places[1])


def test_a_small_picture_beside_words_is_not_taken_for_a_scan() -> None:
    for data in (stamped(1, width=40), wrapped(stamped(1, width=40))):
        read_ = record(data)
        assert read_.field("pages_by_ocr") == ()
        assert STAMP in read_.text
