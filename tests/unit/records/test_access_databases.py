"""Databases of Access, each written here page by page: tables, long values, files in cells, locks, damage."""

from __future__ import annotations

import random
import struct
import zlib

import pytest
from tests.jet_database import BOOLEAN, DATE, DOUBLE, LONG, MEMO, MONEY, OBJECT, TEXT, Database

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Found, Input, Part, Reason, Unreadable

_COLUMNS = (("Id", LONG), ("Name", TEXT), ("Paid", MONEY), ("Rate", DOUBLE), ("Day", DATE), ("Open", BOOLEAN),
            ("Note", MEMO))  # fmt: skip
_DELETED, _ELSEWHERE = 0x8000, 0x4000


def found(data: bytes) -> list[Found]:
    return list(read(Input.of(data, "ships.mdb")))


def record(data: bytes) -> Record:
    first = found(data)[0]
    assert isinstance(first, Record), first
    return first


def harbour(version: int, key: bytes = bytes(4)) -> Database:
    """Two ships; a row that was deleted."""
    database = Database(version, key)
    rows = [
        (1, database.letters("Señora del Mar"), 62_300, 2.5, 42_179.0, True, database.memo("red and brown")),
        (2, database.letters("Alondra"), -5_000, None, None, False, None),
    ]
    gone = struct.pack("<H", _DELETED) + b"a row that was deleted"
    database.table("Ships", _COLUMNS, [rows[0], gone, rows[1]])
    return database


@pytest.mark.parametrize("version", [0, 1, 2])
def test_a_page_a_table_a_line_a_row(version: int) -> None:
    document = record(harbour(version).written())
    assert document.text.split("\n") == [
        "Ships",
        "Id\tName\tPaid\tRate\tDay\tOpen\tNote",
        "1\tSeñora del Mar\t6.23\t2.5\t2015-06-24\tTRUE\tred and brown",
        "2\tAlondra\t-0.5\t\t\tFALSE",
    ]
    assert document.field("tables") == ("Ships",)
    assert document.field("text_source") == ()


@pytest.mark.parametrize("version", [0, 1])
def test_the_disguise_of_older_databases_hides_nothing(version: int) -> None:
    assert "Señora del Mar" in record(harbour(version, b"\x21\x43\x65\x87").written()).text


def test_a_database_that_is_locked_says_so() -> None:
    (refusal,) = found(harbour(2, b"\x21\x43\x65\x87").written())
    assert isinstance(refusal, Unreadable)
    assert refusal.reason is Reason.PASSWORD_PROTECTED


def test_text_of_all_scripts_packed_and_not() -> None:
    database = Database()
    mixed = b"\xff\xfe" + b"Quay \0" + "причал".encode("utf-16-le") + b"\0 9"
    database.table("Words", [("A", TEXT), ("B", TEXT)], [(database.letters("普林斯顿大学"), mixed)])
    assert "普林斯顿大学\tQuay причал 9" in record(database.written()).text
    older = Database(0, code_page=1251)
    older.table("Words", [("A", TEXT)], [(older.letters("Причал закрыт"),)])
    assert "Причал закрыт" in record(older.written()).text


@pytest.mark.parametrize("version", [0, 1])
def test_long_values_lie_in_chains(version: int) -> None:
    database = Database(version)
    long = ("The quay was closed. " * 300).encode("utf-16-le" if version else "cp1252")
    pieces = [long[at : at + 1_500] for at in range(0, len(long), 1_500)]
    memo = struct.pack("<I", len(long)) + database.pieces(pieces) + bytes(4)
    rich = database.memo("<div>over the <b>lazy</b> dog</div><div>&amp; on</div>")
    database.table("Notes", [("Note", MEMO), ("Rich", MEMO)], [(memo, rich)])
    text = record(database.written()).text
    assert text.count("The quay was closed.") == 300
    assert "over the lazy dog & on" in text


def test_a_chain_that_bites_its_tail_ends() -> None:
    database = Database()
    pointer = database.pieces([("aye!" * 5).encode("utf-16-le")])
    page = int.from_bytes(pointer[1:4], "little")
    memo = struct.pack("<I", 0x00FFFFFF) + pointer + bytes(4)
    database.table("Notes", [("Note", MEMO)], [(memo,)])
    data = bytearray(database.written())
    end = (page + 1) * 4096
    data[end - 44 : end - 40] = pointer
    assert record(bytes(data)).text == "Notes\nNote\n" + "aye!" * 5


def test_a_row_may_lie_in_another_page() -> None:
    database = Database()
    columns = [("Name", TEXT)]
    pointer = database.moved(columns, (database.letters("Moved away"),))
    database.table("Ships", columns, [struct.pack("<H", _ELSEWHERE) + pointer])
    assert "Moved away" in record(database.written()).text


def test_files_in_cells_and_attached_to_rows_are_parts() -> None:
    database = Database(2)
    picture = b"An inner file. " * 9
    wrapped = struct.pack("<II", 0x501, 2) + b"".join(
        struct.pack("<I", len(word)) + word for word in (b"Doc\0", b"", b"")
    )
    head = b"\x15\x1c" + struct.pack("<H", 20) + bytes(16)
    cell = head + wrapped + struct.pack("<I", len(picture)) + picture
    attached = struct.pack("<II", 12, 1) + b"txt\0" + b"An attached file."
    packed = struct.pack("<II", 1, len(attached)) + zlib.compress(attached)

    def inline(raw: bytes) -> bytes:
        return struct.pack("<I8x", len(raw) | 0x80000000) + raw

    database.table("Pictures", [("Picture", OBJECT)], [(inline(cell),)])
    columns = [("FileData", OBJECT), ("FileName", TEXT)]
    database.table("f_1234_Papers", columns, [(inline(packed), database.letters("paper.txt"))])
    first, *parts = found(database.written())
    assert isinstance(first, Record)
    assert {each.untrusted_name: each.data for each in parts if isinstance(each, Part)} == {
        "Pictures-1": picture,
        "paper.txt": b"An attached file.",
    }


def test_tables_that_lie_elsewhere_are_links_and_the_systems_own_are_left_out() -> None:
    database = Database()
    database.table("MSysSecret", [("Name", TEXT)], [(database.letters("Access's own"),)])
    database.table("Ships", [("Name", TEXT)], [(database.letters("Alondra"),)])
    database.linked("Crew", "ODBC;SERVER=db.example")
    document = record(database.written())
    assert document.field("links") == ("ODBC;SERVER=db.example",)
    assert document.field("tables") == ("Ships",)
    assert "own" not in document.text


def test_damage_anywhere_is_a_finding_and_no_crash() -> None:
    whole, chance = harbour(1).written(), random.Random(11)
    for number in range(150):
        data = bytearray(whole)
        for _ in range(1 + number % 12):
            data[chance.randrange(0x14, len(data))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
        cut = bytes(data[: chance.randrange(64, len(data))]) if number % 3 == 0 else bytes(data)
        for each in found(cut):
            assert not (isinstance(each, Unreadable) and each.reason is Reason.CRASHED), each
