"""Words from right to left in PDFs that explain their letters one by one, in the order in which they are drawn."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped] # it has no types
import pytest

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers.pdf_words import words_on
from amparo.records.reading import Input

LETTER = "السفينة"


def pdf(*signs: str, turned: int = 0) -> bytes:
    """A page on which each sign is drawn to the right of the one before."""
    drawn = "".join(f"/Span <</ActualText <FEFF{sign.encode('utf-16-be').hex()}>>> BDC (a) Tj EMC\n" for sign in signs)
    content = f"BT /F 24 Tf 100 500 Td\n{drawn}ET".encode()
    return (
        b"%%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>> endobj\n4 0 obj <</Length %d>> stream\n%s\nendstream endobj\n"
        b"5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\ntrailer <</Root 1 0 R>>\n"
    ) % (turned, len(content), content)


def text(data: bytes) -> str:
    (record,) = read(Input.of(data, "a.pdf"))
    assert isinstance(record, Record), record
    return record.text


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_letters_drawn_from_left_to_right_are_read_from_right_to_left(turned: int) -> None:
    data = pdf(*reversed(LETTER), turned=turned)
    assert text(data) == LETTER
    (word,) = words_on(pypdfium2.PdfDocument(data)[0])
    assert (word.text, len(word.boxes)) == (LETTER, 1)


def test_a_ligature_stays_in_its_order() -> None:
    assert text(pdf(*reversed(["س", "لا", "م"]))) == "سلام"


def test_words_of_other_scripts_stay() -> None:
    assert text(pdf(*"quay")) == "quay"
