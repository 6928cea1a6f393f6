"""Numbers as spreadsheets show them: by code, and in a sheet of each kind of workbook."""

from __future__ import annotations

import struct

import pytest
from tests.rare_formats import compound, record_of_biff, zipped

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers.number_formats import shown_number, shows_date
from amparo.records.reading import Input


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "", "0.3"),
        (1234567890123456, "", "1.23456789012346E+15"),
        (1234.5, "#,##0.00", "1,234.50"),
        (123456789, "#,##0", "123,456,789"),
        (7, "00000", "00007"),
        (12.5, "0.###", "12.5"),
        (12, "0.###", "12"),
        (0.5, "0%", "50%"),
        (-1234, "#,##0_);(#,##0)", "(1,234)"),
        (1234.5, "[$€-407]\\ #,##0.00", "€ 1,234.50"),
        (1234.5, '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', "1,234.50 €"),
        (1599.99, '"$"#,##0.00;[Red]("$"#,##0.00)', "$1,599.99"),
        (198000000, "0.00E+00", "1.98E+08"),
        (0.00021, "0.0E+0", "2.1E-4"),
        (5551234, "000-0000", "555-1234"),
        (15551234, "000-0000", "1555-1234"),
        (2.5, "# ?/?", "2 1/2"),
        (0.3125, "# ??/16", "5/16"),
        (1500000, '0.0,,"M"', "1.5M"),
        (19.99, '0" dollars and" .00" cents"', "19 dollars and .99 cents"),
        (0, '0;-0;"nil"', "nil"),
        (0, "#,###", "0"),
        (0.5, "#.##", ".5"),
        (2.675, "0.00", "2.68 [2.675]"),
        (1234, "00,000.0#", "01,234.0"),
        (7.5, "000.0", "007.5"),
        (0.0625, "0.##%", "6.25%"),
        (1e22, "0", "10000000000000000000000"),
        # What the page hides stands behind it.
        (0.3333, "0%", "33% [0.3333]"),
        (198356388, "0.00E+00", "1.98E+08 [198356388]"),
        (5, '[<10]"few";"many"', "few [5]"),
        (50, '[<10]"few";0', "50"),
        (5, ";;;", "5"),
        # Codes that are damaged cost nothing.
        (5, "0" * 300, "5"),
        (5, '"', '" [5]'),
        (5, "[", "[ [5]"),
        (5, "0/", "5/1"),
    ],
)
def test_numbers_stand_as_they_are_shown(value: float, code: str, shown: str) -> None:
    assert shown_number(float(value), code) == shown


def test_formats_that_show_dates_are_known() -> None:
    assert shows_date(14, "")
    assert shows_date(164, "d-mmm-yy")
    assert not shows_date(164, '0.00" days"')
    assert not shows_date(2, "")


def text(data: bytes) -> str:
    first = next(iter(read(Input.of(data, "book"))))
    assert isinstance(first, Record), first
    return first.text


def test_a_workbook_of_open_xml() -> None:
    styles = (
        "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='#,##0.00\\ &quot;kr&quot;'/></numFmts><cellXfs>"
        "<xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='9'/><xf numFmtId='14'/></cellXfs></styleSheet>"
    )
    row = "".join(
        f"<c s='{style}'><v>{value}</v></c>" for style, value in enumerate(("1.5", "1234.5", "0.25", "42179"))
    )
    data = zipped({
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>"
        "<sheets><sheet name='One' r:id='a'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<R><Relationship Id='a' Type='t/worksheet' Target='one.xml'/>"
        "<Relationship Id='b' Type='t/styles' Target='styles.xml'/></R>",
        "xl/styles.xml": styles,
        "xl/one.xml": f"<worksheet><sheetData><row>{row}</row></sheetData></worksheet>",
    })  # fmt: skip
    assert text(data) == "One\n1.5\t1,234.50 kr\t25%\t2015-06-24"


def test_an_older_workbook() -> None:
    def bof(kind: int) -> bytes:
        return record_of_biff(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))

    code = b'#,##0.00\\ "kr"'
    form = record_of_biff(0x41E, struct.pack("<HHB", 164, len(code), 0) + code)
    font = record_of_biff(0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    cells = b"".join(record_of_biff(0xE0, struct.pack("<HHH14x", 0, number, 0)) for number in (0, 164, 9))
    tab = record_of_biff(0x85, struct.pack("<IHBB", 0, 0, 3, 0) + b"One")
    end = record_of_biff(0x0A, b"")
    start = len(bof(5) + font + form + cells + tab + end)
    tab = record_of_biff(0x85, struct.pack("<IHBB", start, 0, 3, 0) + b"One")
    row = b"".join(record_of_biff(0x203, struct.pack("<HHHd", 0, column, column, value))
                   for column, value in enumerate((1.5, 1234.5, 0.25)))  # fmt: skip
    stream = bof(5) + font + form + cells + tab + end + bof(0x10) + row + end
    assert text(compound({"Workbook": stream})) == "One\n1.5\t1,234.50 kr\t25%"


def test_a_binary_workbook() -> None:
    def piece(kind: int, body: bytes) -> bytes:
        number = bytes((kind,)) if kind < 0x80 else bytes((kind & 0x7F | 0x80, kind >> 7))
        return number + bytes((len(body) & 0x7F | 0x80, len(body) >> 7)) + body

    def wide(words: str) -> bytes:
        return struct.pack("<I", len(words)) + words.encode("utf-16-le")

    styles = piece(44, struct.pack("<H", 164) + wide('#,##0.00\\ "kr"')) + piece(617, b"\0\0\0\0")
    styles += b"".join(piece(47, struct.pack("<HH12x", 0, number)) for number in (0, 164, 14)) + piece(618, b"")
    cells = b"".join(piece(5, struct.pack("<IId", column, column, value))
                     for column, value in enumerate((1.5, 1234.5, 42179.0)))  # fmt: skip
    margins = piece(479, b"\0\0" + wide("&LSecret") + b"\xff" * 20)
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    data = zipped({
        "[Content_Types].xml": f"<Types><Override PartName='/xl/workbook.bin' ContentType='{kind}'/></Types>",
        "_rels/.rels": "<R><Relationship Id='a' Type='t/officeDocument' Target='xl/workbook.bin'/></R>",
        "xl/workbook.bin": piece(156, struct.pack("<II", 0, 1) + wide("r1") + wide("One")),
        "xl/_rels/workbook.bin.rels": "<R><Relationship Id='r1' Type='t/worksheet' Target='one.bin'/>"
        "<Relationship Id='r2' Type='t/styles' Target='styles.bin'/></R>",
        "xl/styles.bin": styles,
        "xl/one.bin": piece(0, bytes(17)) + cells + margins,
    })  # fmt: skip
    assert text(data) == "One\n1.5\t1,234.50 kr\t2015-06-24\n[header: Secret]"
