"""Files of Word, Outlook and others that Office wrote, from the public material, and tables built by hand."""

from __future__ import annotations

import sqlite3
import struct
from dataclasses import dataclass
from pathlib import Path

import pytest

from amparo.records.model import Kind, Record
from amparo.records.read import read
from amparo.records.readers.doc_history import saved_by
from amparo.records.readers.pst import _message as pst_message
from amparo.records.reading import Found, Input, Part, Reason, Unreadable


def found(data: bytes, name: str = "file.bin") -> list[Found]:
    return list(read(Input.of(data, name)))


def record(data: bytes) -> Record:
    first = found(data)[0]
    assert isinstance(first, Record), first
    return first


def every(data: bytes, name: str = "file.bin", depth: int = 0) -> list[Record | Unreadable]:
    """Records and reasons, parts read in turn."""
    items: list[Record | Unreadable] = []
    for each in found(data, name):
        items += every(each.data, each.untrusted_name, depth + 1) if isinstance(each, Part) else [each]
    return items


@pytest.fixture(scope="module")
def mixed(corpora: Path) -> Path:
    return corpora / "mixed" / "hoover-testdata"


def test_word_97_says_what_its_open_document_twin_says(mixed: Path) -> None:
    older = record((mixed / "no-extension" / "file_doc").read_bytes())
    newer = record((mixed / "no-extension" / "file_docx").read_bytes())
    assert older.media_type == "application/msword"
    assert len(older.text) > 500
    assert len(newer.text) > 500


def test_an_outlook_message_is_a_mail(mixed: Path) -> None:
    (path,) = (mixed / "msg-5-outlook").glob("*.msg")
    mail = record(path.read_bytes())
    assert mail.kind is Kind.MAIL
    assert mail.title.startswith("DISEARĂ")
    assert mail.sender
    assert mail.date
    assert mail.date.startswith("20")
    assert "Colivia" in mail.text
    assert mail.original == path.read_bytes()


def test_a_mail_store_gives_its_mails_in_their_folders(mixed: Path) -> None:
    data = (mixed / "pst" / "flags_jane_doe.pst").read_bytes()
    parts = [each for each in found(data) if isinstance(each, Part)]
    assert len(parts) == 9
    assert all("/" in part.untrusted_name for part in parts)
    mails = [each for each in every(data) if isinstance(each, Record)]
    assert all(mail.kind is Kind.MAIL and mail.field("folder") for mail in mails)
    # Written twice, a mail has the same bytes: its identity depends on nothing else.
    assert [part.data for part in parts] == [each.data for each in found(data) if isinstance(each, Part)]


def test_encrypted_mail_is_said_to_be(mixed: Path) -> None:
    stuff = mixed / "eml-9-pgp" / "stuff"
    (only,) = found((stuff / "message.text.asc").read_bytes())
    assert isinstance(only, Unreadable)
    assert only.reason is Reason.PASSWORD_PROTECTED


def test_databases_give_a_page_a_table_and_files_in_cells(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE people (name TEXT, born INTEGER, photo BLOB)")
        database.execute("INSERT INTO people VALUES ('Ana', 1970, ?)", (b"\0" + b"x" * 100,))
        database.execute("CREATE VIEW trap AS SELECT load_extension('evil') FROM people")
    database.close()
    items = found((tmp_path / "a.db").read_bytes())
    assert isinstance(items[0], Record)
    assert items[0].pages == ("people\nname\tborn\tphoto\nAna\t1970\t[101 bytes]",)
    assert [each.data for each in items if isinstance(each, Part)] == [b"\0" + b"x" * 100]


def test_dbase_tables_with_deleted_rows() -> None:
    head = struct.pack("<4BIHH20x", 3, 99, 1, 1, 2, 32 + 32 + 1, 1 + 6)
    column = b"NAME".ljust(11, b"\0") + b"C" + bytes(4) + bytes([6]) + bytes(15)
    data = head + column + b"\r" + b" Ana   " + b"*Ben   " + b"\x1a"
    assert record(data).text == "NAME\nAna\n[deleted: Ben]"


def test_a_signature_with_the_bytes_of_a_dbase_head_is_none() -> None:
    signed = bytes.fromhex("3080 0609 2a86 4886 f70d 0107 02a0 8030 8002 0101 3100 3080 0609 2a86 4886 f70d")
    data = signed + bytes.fromhex("0107 0100 00a0 8030 8201 43") + b"Some authority" * 20
    assert isinstance(found(data)[0], Unreadable)


def test_days_in_dbase_tables() -> None:
    head = struct.pack("<4BIHH20x", 3, 99, 1, 1, 2, 32 + 32 + 1, 1 + 8)
    column = b"DAY".ljust(11, b"\0") + b"D" + bytes(4) + bytes([8]) + bytes(15)
    assert record(head + column + b"\r" + b" 20160524" + b" 2016    \x1a").text == "DAY\n2016-05-24\n2016"


def test_data_interchange_format() -> None:
    data = b'TABLE\n0,1\n""\nDATA\n0,0\n""\n-1,0\nBOT\n1,0\n"a"\n0,5\nV\n-1,0\nEOD\n'
    assert record(data).text.split("\n")[0] == "a\t5"


def test_subtitles_cards_and_calendars_are_text() -> None:
    for data in (b"BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello there\n"):
        assert record(data).text


def test_transport_neutral_encapsulation() -> None:
    def attribute(number: int, value: bytes) -> bytes:
        return b"\x01" + struct.pack("<II", number, len(value)) + value + b"\0\0"

    data = b"\x78\x9f\x3e\x22\0\0" + attribute(0x00018004, b"Lunch\0") + attribute(0x0002800C, b"At noon.\0")
    data += attribute(0x00069002, bytes(14)) + attribute(0x00018010, b"a.txt\0") + attribute(0x0006800F, b"file")
    items = found(data)
    assert isinstance(items[0], Record)
    assert (items[0].title, items[0].text) == ("Lunch", "At noon.")
    assert [(each.untrusted_name, each.data) for each in items if isinstance(each, Part)] == [("a.txt", b"file")]


def test_the_mails_of_a_foxmail_box() -> None:
    between = b"\x10" * 7 + b"\x11" * 6 + b"S\r\n"
    mail = b"From: ana@example.org\r\nSubject: %s\r\n\r\nThe quay is closed.\r\n"
    mails = every(between + mail % b"One" + between + mail % b"Two")
    assert [each.title for each in mails if isinstance(each, Record)] == ["One", "Two"]


def test_who_saved_a_document_and_where() -> None:
    words = ("Ana Vel", r"C:\papers\quay.doc", "Ben Orr", "A:quay.doc")
    told = b"".join(struct.pack("<H", len(word)) + word.encode("utf-16-le") for word in words)
    table = b"before" + struct.pack("<HHH", 0xFFFF, len(words), 0) + told
    stream = bytearray(0x2DA)
    struct.pack_into("<II", stream, 0x2D2, 6, len(table) - 6)
    assert saved_by(bytes(stream), table) == (r"Ana Vel: C:\papers\quay.doc", "Ben Orr: A:quay.doc")
    assert saved_by(bytes(stream), table[:20]) == ()
    assert saved_by(bytes(0x2DA), table) == saved_by(b"", b"") == ()


@dataclass
class _Entry:
    """A property as libpff hands it over."""

    entry_type: int
    value_type: int
    data: bytes

    def get_data(self) -> bytes:
        return self.data


class _Item:
    """A mail as libpff hands it over: its plain body in UTF-8, whatever its properties say of code pages."""

    def __init__(self, *entries: _Entry, body: bytes = b"") -> None:
        self.entries, self.body = entries, body

    def get_number_of_record_sets(self) -> int:
        return 1

    def get_record_set(self, number: int) -> _Item:
        return self

    def get_plain_text_body(self) -> bytes:
        return self.body

    def get_html_body(self) -> None:
        """There is none."""

    get_rtf_body = get_html_body

    def get_number_of_attachments(self) -> int:
        return 0


@pytest.mark.parametrize(
    ("text", "kind", "written", "page"),
    [
        ("Jörn – 5 €", 0x001F, "Jörn – 5 €".encode("utf-16-le"), 1252),
        ("Ćma i żółw", 0x001E, "Ćma i żółw".encode("cp1250"), 1250),
        ("Привет", 0x001E, "Привет".encode("koi8_r"), 20866),
    ],
)
def test_bodies_in_mail_stores_are_read_in_their_own_code_page(text: str, kind: int, written: bytes, page: int) -> None:
    told = _Entry(0x3FFD, 0x0003, struct.pack("<I", page))
    message = pst_message(_Item(_Entry(0x1000, kind, written), told, body=text.encode()), "", 0)
    assert message.text(0x1000) == text


def test_a_body_that_only_the_library_finds_is_utf_8() -> None:
    told = _Entry(0x3FFD, 0x0003, struct.pack("<I", 1252))
    assert pst_message(_Item(told, body="Jörn".encode()), "", 0).text(0x1000) == "Jörn"
