"""Older workbooks, written here, with something in them over which the library breaks; their cells are read whole."""

from __future__ import annotations

import struct

import pytest
from tests.rare_formats import compound, record_of_biff

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers.xls import without
from amparo.records.reading import Input

# A name whose formula has a token that only formulas shared by cells may have.
_NAME = record_of_biff(
    0x18, struct.pack("<HBBHHHBBBB", 0, 0, 4, 9, 0, 0, 0, 0, 0, 0) + b"\0Rate\x2d" + struct.pack("<4H", 0, 1, 0, 1)
)
# A note with more behind the name of its author than belongs there.
_NOTE = record_of_biff(0x1C, struct.pack("<4HHB", 0, 0, 0, 1, 3, 0) + b"Ana\0\0\0")


def book(name: bytes = b"", note: bytes = b"") -> bytes:
    """One sheet with a text and a number (BIFF 8)."""

    def globals_until(start: int) -> bytes:
        tab = record_of_biff(0x85, struct.pack("<IHBB", start, 0, 4, 0) + b"Dues")
        return begin(5) + tab + name + record_of_biff(0x0A, b"")

    def begin(kind: int) -> bytes:
        return record_of_biff(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))

    words = record_of_biff(0x204, struct.pack("<HHHHB", 0, 0, 0, 4, 0) + b"Oslo")
    number = record_of_biff(0x203, struct.pack("<HHHd", 0, 1, 0, 4711.5))
    sheet = begin(0x10) + words + number + note + record_of_biff(0x0A, b"")
    return compound({"Workbook": globals_until(len(globals_until(0))) + sheet})


def in_a_sector_twice_taken() -> bytes:
    """The root says that what is small lies where the workbook does."""
    data = bytearray(book())
    root, workbook = (data.index(name.encode("utf-16-le") + b"\0\0") for name in ("Root Entry", "Workbook"))
    data[root + 116 : root + 124] = data[workbook + 116 : workbook + 124]
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [book(), book(name=_NAME), book(note=_NOTE), book(_NAME, _NOTE), in_a_sector_twice_taken()],
    ids=["whole", "name", "note", "both", "sector"],
)
def test_cells_are_read(data: bytes) -> None:
    found = next(iter(read(Input.of(data, "dues.xls"))))
    assert isinstance(found, Record), found
    assert "text_source" not in found.fields
    assert found.text == "Dues\nOslo\t4711.5"


def test_records_are_passed_over_in_streams_of_any_length() -> None:
    stream = record_of_biff(0x18, b"ab") + record_of_biff(0x06, b"") + b"\x18\0\xff\xff" + b"c"
    changed = without(stream, frozenset((0x18,)))
    assert len(changed) == len(stream)
    assert changed[:2] == changed[10:12] == b"\xfe\x0f"
    assert changed[2:10] == stream[2:10]
    assert without(b"", frozenset((0x18,))) == b""
