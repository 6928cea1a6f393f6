"""What is cut, damaged or too much in a file is told beside what was kept of it."""

from __future__ import annotations

import io
import re
import sqlite3
import struct
from functools import partial

import pytest
from fpdf import FPDF
from PIL import Image

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers import pictures, rtf, sqlite_files
from amparo.records.reading import Input, Part, Reason, Unreadable


def found(data: bytes, name: str = "file") -> tuple[str, list[Part], list[Reason]]:
    """Text, parts, and the reasons of what was left."""
    items = list(read(Input.of(data, name)))
    text = "\n".join(each.text for each in items if isinstance(each, Record))
    reasons = [each.reason for each in items if isinstance(each, Unreadable)]
    return text, [each for each in items if isinstance(each, Part)], reasons


def database(*rows: object) -> bytes:
    with sqlite3.connect(":memory:") as made:
        made.execute("CREATE TABLE kept (cell)")
        made.executemany("INSERT INTO kept VALUES (?)", ((row,) for row in rows))
        made.commit()
        data: bytes = made.serialize()
    made.close()
    return data


def test_a_long_cell_of_a_database_is_kept_to_its_end() -> None:
    text, _, reasons = found(database("word " * 60_000 + "end"))
    assert text.endswith("word end")
    assert reasons == []


def test_rows_beyond_the_bound_of_a_database_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_files, "_Kept", partial(sqlite_files._Kept, left=1_000))
    text, _, reasons = found(database("a" * 600, "b" * 600, "c"))
    assert "a" * 600 in text and "b" not in text
    assert reasons == [Reason.TOO_LARGE]


def test_files_beyond_the_bound_of_a_database_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_files, "_MOST_FILES", 2)
    _, parts, reasons = found(database(*(bytes(100 + number) for number in range(3))))
    assert (len(parts), reasons) == (2, [Reason.TOO_LARGE])


def test_damage_within_a_table_is_told() -> None:
    whole = database(*(f"row {number} " + "x" * 3_000 for number in range(40)))
    spoilt = whole[: len(whole) // 2] + bytes(4096) + whole[len(whole) // 2 + 4096 :]
    text, _, reasons = found(spoilt)
    assert "row 0 " in text
    assert reasons == [Reason.CORRUPT]


def dbase(rows: list[bytes], told: int) -> bytes:
    field = b"NAME".ljust(11, b"\0") + b"C" + bytes(4) + bytes((10, 0)) + bytes(14)
    head = struct.pack("<BBBBIHH", 3, 120, 1, 1, told, 32 + 32 + 1, 11) + bytes(20)
    return head + field + b"\r" + b"".join(b" " + row.ljust(10) for row in rows) + b"\x1a"


@pytest.mark.parametrize("told", [0, 1, 3, 9])
def test_rows_that_a_table_does_not_count_are_read(told: int) -> None:
    text, _, _ = found(dbase([b"first", b"second", b"third"], told), "a.dbf")
    assert text.split() == ["NAME", "first", "second", "third"]


def test_objects_beyond_the_bound_of_a_document_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "_MOST_OBJECTS", 1)
    one = b"{\\object{\\*\\objdata 0105}}"
    assert found(b"{\\rtf1 some words" + one * 2 + b"}")[2] == [Reason.TOO_LARGE]
    assert found(b"{\\rtf1 some words" + one + b"}")[2] == []


def test_a_message_of_outlook_that_was_cut_off_says_so() -> None:
    def attribute(number: int, value: bytes) -> bytes:
        return b"\x01" + struct.pack("<II", number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    whole = b"\x78\x9f\x3e\x22\x01\x00" + attribute(0x00018004, b"Harbour\0") + attribute(0x0002800C, b"The text\0")
    text, _, reasons = found(whole)
    assert "The text" in text and reasons == []
    text, _, reasons = found(whole[:-6])
    assert "The t" in text and reasons == [Reason.CORRUPT]


def pdf(pages: int) -> bytes:
    made = FPDF()
    made.set_compression(False)
    for number in range(pages):
        made.add_page()
        made.set_font("helvetica")
        made.cell(text=f"The words of page {number}")
    return bytes(made.output())


def without_page(data: bytes, number: int) -> bytes:
    """The page's object says that it is none."""
    place = [match.start() for match in re.finditer(rb"/Type /Page\b(?!s)", data)][number]
    return data[:place] + b"/Type /Fage" + data[place + 11 :]


def test_a_damaged_page_of_a_pdf_is_told() -> None:
    text, _, reasons = found(without_page(pdf(3), 1))
    assert "page 0" in text and "page 2" in text and "page 1" not in text
    assert reasons == [Reason.CORRUPT]
    assert found(without_page(pdf(1), 0)) == ("", [], [Reason.CORRUPT])
    assert found(pdf(3))[2] == []


def tiff(pages: int) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("L", (40, 40), 255) for _ in range(pages)]
    # Words of its own, so that a document stands without OCR.
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], description="Minutes of the board")
    return out.getvalue()


def test_pages_of_a_picture_beyond_the_bound_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_FRAMES", 3)
    assert "Minutes" in found(tiff(4))[0]
    assert found(tiff(4))[2] == [Reason.TOO_LARGE]
    assert found(tiff(3))[2] == []


def test_a_picture_that_was_cut_off_is_damaged_and_not_empty() -> None:
    out = io.BytesIO()
    Image.effect_noise((400, 400), 80).save(out, "PNG")
    assert found(out.getvalue()[:-30_000])[2] == [Reason.CORRUPT]
