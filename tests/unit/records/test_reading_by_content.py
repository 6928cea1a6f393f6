"""Identification by content, encodings, HTML, PDF, archives, tables."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.records.charset import decode
from amparo.records.magic import MAGIC, Magic
from amparo.records.model import Kind, Record, record_from_json, record_to_json
from amparo.records.read import read
from amparo.records.reading import Bounds, Found, Input, Part, Reason, Unreadable


def found(data: bytes, name: str = "x", bounds: Bounds | None = None) -> list[Found]:
    return list(read(Input.of(data, name, bounds or Bounds())))


def one(data: bytes, name: str = "x") -> Record:
    (record,) = found(data, name)
    assert isinstance(record, Record), record
    return record


def refused(data: bytes) -> Reason:
    (finding,) = found(data)
    assert isinstance(finding, Unreadable), finding
    return finding.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_in_any_encoding(encoding: str) -> None:
    text = "Déjà vu, señor: 50 € façade. " * 5
    assert one(text.encode(encoding)).text.strip() == text.strip()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["Nothing but plain letters. ", "Совершенно секретно: 12 мая. ", "מסמך סודי מאוד. "])
def test_wide_letters_need_no_mark(encoding: str, text: str) -> None:
    assert one((text * 5).encode(encoding)).text.strip() == (text * 5).strip()


@pytest.mark.parametrize(
    "begins", ["0700 hours: ", "010 calls ", "The wide river ", "GIF89 is ", "ID3 ", "xar! ", "BMW "]
)
def test_a_text_is_no_film_for_how_it_begins(begins: str) -> None:
    text = begins + "the patrol left the harbour; nobody was seen until the evening came." * 3
    assert one(text.encode()).text == text


def test_a_text_about_pdf_is_no_pdf() -> None:
    text = "What scanners write begins with %PDF-1.4 and ends with a table." * 3
    assert one(text.encode()).text == text


def test_cpio_of_the_older_form_with_a_long_text() -> None:
    text = b"The ship left on Monday.\n" * 2_000

    def member(name: bytes, body: bytes) -> bytes:
        numbers = (0, 1, 0o100644, 0, 0, 1, 0)
        told = b"".join(b"%06o" % number for number in numbers) + b"%011o%06o%011o" % (0, len(name) + 1, len(body))
        return b"070707" + told + name + b"\0" + body

    (part,) = found(member(b"log.txt", text) + member(b"TRAILER!!!", b""))
    assert part == Part("log.txt", text)


def test_a_web_archive_that_was_cut_off_keeps_what_came_and_says_so() -> None:
    head = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/a.txt\r\nContent-Length: "
    for announced in (b"100", b"99999999999999999999"):
        part, damage = found(head + announced + b"\r\n\r\nThe beginning of it")
        assert isinstance(part, Part)
        assert part.data == b"The beginning of it"
        assert isinstance(damage, Unreadable)
        assert damage.reason is Reason.CORRUPT


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Совершенно секретно: протокол заседания "),
        ("koi8_r", "Совершенно секретно: протокол заседания "),
        ("gb18030", "关于会议的报告如下所述，请各位审阅。"),
        ("shift_jis", "これは会議の報告です。よろしくお願いします。"),
        ("euc_kr", "이것은 회의 보고서입니다. 감사합니다. "),
    ],
)
def test_older_encodings_are_guessed_by_their_letters(encoding: str, text: str) -> None:
    assert decode((text * 5).encode(encoding)) == text * 5


def test_form_feeds_turn_pages() -> None:
    assert one(b"one\n\ftwo\n").pages == ("one", "two")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"  \n\n ", Reason.EMPTY),
        (b"\x00\x01\x02" * 100, Reason.UNSUPPORTED),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), Reason.CORRUPT),
        (b"%PDF-1.7\nnonsense", Reason.CORRUPT),
        (b"PK\x03\x04nonsense", Reason.CORRUPT),
        (b"\x1f\x8bnonsense", Reason.CORRUPT),
        (b'<?xml version="1.0"?><a><b></a>', Reason.CORRUPT),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', Reason.UNSUPPORTED),
        (b"<html><script>only()</script></html>", Reason.EMPTY),
    ],
)
def test_every_refusal_has_its_reason(data: bytes, reason: Reason) -> None:
    assert refused(data) is reason


def test_html_shows_what_a_reader_sees() -> None:
    record = one(
        b"<!doctype html><html lang=pt-BR><head><title>The\n title</title><style>s{}</style></head><body>"
        b"<h1>Head</h1><p>One <b>two</b>&nbsp;three<!-- hidden --></p><script>no()</script>"
        b"<table><tr><td>a</td><td>b</td></tr></table><img src=http://example.org/x.png></body></html>"
    )
    assert record.title == "The title"
    assert record.language == "pt-BR"
    assert record.text == "Head\nOne two three\na b"


def test_html_in_the_encoding_it_declares() -> None:
    data = '<html><meta charset="windows-1251"><body>Секретно</body></html>'.encode("cp1251")
    assert one(data).text == "Секретно"


def pdf(*pages: str) -> bytes:
    document = FPDF()
    document.set_font("helvetica", size=12)
    document.set_title("A report")
    for page in pages:
        document.add_page()
        if page:
            document.multi_cell(0, 10, page)
    return bytes(document.output())


def test_pdf_page_by_page() -> None:
    record = one(pdf("First page words", "", "Third page"), "report.pdf")
    assert [page.strip() for page in record.pages] == ["First page words", "", "Third page"]
    assert record.title == "A report"
    assert record.field("pages_without_text") == ("2",)


def test_a_pdf_without_text_is_refused_rather_than_empty() -> None:
    assert refused(pdf("")) is Reason.EMPTY


def test_files_that_a_pdf_carries_are_parts() -> None:
    document = FPDF()
    document.set_font("helvetica", size=12)
    document.add_page()
    document.cell(text="Cover")
    document.embed_file(bytes=b"carried words", basename="carried.txt")
    record, part = found(bytes(document.output()))
    assert isinstance(record, Record)
    assert part == Part("carried.txt", b"carried words")


def test_real_odd_pdfs(corpora: Path) -> None:
    folder = corpora / "dossiers" / "pdfCabinetOfHorrors"
    assert refused((folder / "encryption_openpassword.pdf").read_bytes()) is Reason.PASSWORD_PROTECTED
    assert isinstance(found((folder / "corruptionOneByteMissing.pdf").read_bytes())[0], Record)
    assert isinstance(found((folder / "fileAttachment.pdf").read_bytes())[1], Part)


def zipped(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def tarred(mode: str, *members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, data in members:
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return file.getvalue()


MEMBERS = (("a.txt", b"one"), ("b/c.txt", b"two"))


@pytest.mark.parametrize(
    "data",
    [
        zipped(*MEMBERS),
        tarred("w", *MEMBERS),
        tarred("w:gz", *MEMBERS),
        tarred("w:bz2", *MEMBERS),
        tarred("w:xz", *MEMBERS),
    ],
    ids=["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"],
)
def test_archives_give_their_members_whatever_they_are_called(data: bytes) -> None:
    assert found(data, "picture.jpg") == [Part("a.txt", b"one"), Part("b/c.txt", b"two")]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_file_is_one_part(compress: object) -> None:
    (part,) = found(compress(b"words"), "a.txt.gz")  # type: ignore[operator]
    assert part == Part("a.txt", b"words")


def test_names_in_archives_lead_nowhere() -> None:
    names = ["../../etc/passwd", "/etc/shadow", "C:\\windows\\x", "a/../../b", "\u202etxt.exe", "."]
    for item in found(zipped(*((name, b"x") for name in names))):
        assert isinstance(item, Part)
        assert not item.untrusted_name.startswith("/")
        assert ".." not in item.untrusted_name.split("/")
        assert "\u202e" not in item.untrusted_name


def test_an_archive_is_given_up_at_its_bounds_and_what_came_before_is_kept() -> None:
    small = Bounds(whole=1 << 20, part=1 << 16, parts=3, ratio=10, free=1 << 17)
    kept = found(zipped(*((f"{number}", b"x") for number in range(5))), bounds=small)
    assert [type(item).__name__ for item in kept] == ["Part", "Part", "Part", "Unreadable"]
    # With room for more members, so that it is the ratio that ends it.
    roomy = replace(small, parts=100)
    members = (("ok", b"x"), ("zeros", bytes(1 << 16)), ("more", bytes(1 << 16)), ("end", b"x"))
    first, zeros, bomb = found(zipped(*members), bounds=roomy)
    assert (first, zeros) == (Part("ok", b"x"), Part("zeros", bytes(1 << 16)))
    assert isinstance(bomb, Unreadable)
    assert bomb.reason is Reason.TOO_LARGE
    assert "bomb" in bomb.explanation


def incident(**values: str) -> bytes:
    from amparo.records.readers.warlog import COLUMNS

    given = {"report_key": "K1", "date": "2009-07-04 10:30:00", "latitude": "32.5", "longitude": "-65.1", **values}
    return (",".join(f'"{given.get(column, "")}"' for column in COLUMNS) + "\n").encode()


def test_a_war_log_gives_one_incident_a_row() -> None:
    data = incident(title="IED", summary="Line one\nline two", friendly_killed="1", civilian_killed="2") + incident(
        title="Other", report_key="K2"
    )
    first, second = found(data, "log.csv")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.kind is Kind.INCIDENT
    assert (first.title, first.date, first.text) == ("IED", "2009-07-04T10:30:00", "Line one\nline two")
    assert first.field("killed") == ("3",)
    assert first.field("latitude") == ("32.5",)
    assert second.field("report_key") == ("K2",)
    assert first.original + b"\n" + second.original + b"\n" == data


def test_a_row_of_another_width_is_reported_and_the_rest_goes_on() -> None:
    bad = found(incident(title="one") + b"too,short\n" + incident(title="three"), "log.csv")
    assert [type(item).__name__ for item in bad] == ["Record", "Unreadable", "Record"]


def test_cables_in_a_table() -> None:
    body = "SUBJECT: A VISIT TO\nTHE COAST\n\nREF: STATE 1234\n\nTAGS: PREL, PGOV\n\n1. (C) Summary."
    header = "VZCZCXRO\nFM EMBASSY X\nTO SECSTATE WASHDC IMMEDIATE 1234\nINFO ALL POSTS\n"
    cells = (
        "7",
        "1/31/2006 9:05",
        "06EXAMPLE12",
        "Embassy Example",
        "CONFIDENTIAL",
        "06STATE99|06OTHER7",
        header,
        body,
    )
    row = ",".join(f'"{cell}"' for cell in cells) + "\n"
    record = one(row.encode(), "cables.csv")
    assert record.kind is Kind.CABLE
    assert record.title == "A VISIT TO THE COAST"
    assert record.date == "2006-01-31T09:05:00"
    assert record.sender == ("Embassy Example",)
    assert record.recipients == ("SECSTATE WASHDC",)
    assert record.field("tags") == ("PREL", "PGOV")
    assert record.field("references") == ("06STATE99", "06OTHER7")
    assert record.field("place") == ("Example",)


@pytest.mark.parametrize(
    ("origin", "place"),
    [
        ("Embassy Vel", ("Vel",)),
        ("Consulate General Upper Vel", ("Upper Vel",)),
        ("American Consulate Tarn", ("Tarn",)),
        ("Foreign Ministry", ()),
        ("Secretary of State", ()),
        ("Mission to the League", ()),
    ],
)
def test_only_a_post_s_town_is_a_place(origin: str, place: tuple[str, ...]) -> None:
    row = f'1,1/31/2006 9:05,06VEL1,{origin},SECRET,,,"SUBJECT: A VISIT"\n'
    assert one(row.encode(), "cables.csv").field("place") == place


def test_cables_in_a_list_of_the_national_archives() -> None:
    headings = "\ufeffURL,Draft Date,Document Number,Film Number,From,Subject,TAGS,To"
    first = "https://aad.archives.gov/aad/createpdf?rid=1,31 JAN 1975,1975STATE000012,D750001-0012,STATE,"
    data = f'{headings}\r\n{first}"BERTHS, AND CRANES","EFIS, XX","PARIS, ROME"\r\n,bad,row\r\n{headings}\r\n'.encode()
    cable, bad = found(data, "1975.csv")
    assert isinstance(cable, Record)
    assert (cable.kind, cable.title, cable.name, cable.date) == (
        Kind.CABLE, "BERTHS, AND CRANES", "1975STATE000012", "1975-01-31"
    )  # fmt: skip
    assert (cable.sender, cable.recipients, cable.field("tags")) == (("STATE",), ("PARIS", "ROME"), ("EFIS", "XX"))
    assert cable.original.startswith(b"https://") and "Film number: D750001-0012" in cable.text
    assert isinstance(bad, Unreadable) and (bad.reason, bad.untrusted_name) == (Reason.CORRUPT, "row-3")
    assert one(f"{first}A,B,C\r\n".encode()).kind == Kind.CABLE
    assert one(b"url,a,b,c,d,e,f,g\r\nx,1,2,3,4,5,6,7\r\n").kind == Kind.PLAIN


def test_a_cable_that_ends_in_its_attributes() -> None:
    text = (
        "LIMITED OFFICIAL USE\n\nPAGE 01 EXAMPLE 00123\n\n1. THE TEXT.\n\f2. MORE.\n\nMessage Attributes\n\n"
        "Automatic Decaptioning: X\nDraft Date: 03 JUL 1975\nDocument Number: 1975EXAMPLE00123\nFrom: EXAMPLE\n"
        "Subject: A VISIT THAT GOES\nON OVER TWO LINES\nTAGS: PFOR, PINT, XX\nTo: STATE; OTHER\nOdd New Key: kept\n"
    )
    record = one(text.encode("cp1252"))
    assert record.kind is Kind.CABLE
    assert record.title == "A VISIT THAT GOES ON OVER TWO LINES"
    assert record.date == "1975-07-03"
    assert (record.sender, record.recipients) == (("EXAMPLE",), ("STATE", "OTHER"))
    assert record.field("tags") == ("PFOR", "PINT", "XX")
    assert record.field("odd_new_key") == ("kept",)
    assert len(record.pages) == 2
    assert "Message Attributes" not in record.text


def test_a_record_survives_being_written_down() -> None:
    record = one(b"plain words")
    assert record_from_json(record_to_json(record), record.original) == record


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_findings_and_never_an_exception(data: bytes) -> None:
    items = found(data)
    assert items
    assert all(isinstance(item, Record | Part | Unreadable) for item in items)
    assert not any(isinstance(item, Unreadable) and item.reason is Reason.CRASHED for item in items)


@given(
    st.sampled_from([b"From: a@b.c\nTo: ", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"<?xml version='1.0'?><a>"]),
    st.binary(),
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_behind_a_known_beginning_too(beginning: bytes, rest: bytes) -> None:
    items = found(beginning + rest)
    assert not any(isinstance(item, Unreadable) and item.reason is Reason.CRASHED for item in items)


@given(st.sampled_from([row for row in MAGIC if not row.at]), st.binary(max_size=700))
@settings(max_examples=300, deadline=None)
def test_any_bytes_behind_the_first_of_every_format_too(row: Magic, rest: bytes) -> None:
    items = found(row.begins + rest)
    assert not any(isinstance(item, Unreadable) and item.reason is Reason.CRASHED for item in items)


@pytest.mark.parametrize("data", [b"\xffWPC", b"\xffWPC" + bytes(8), b"AC1024" + Random(0).randbytes(600)])
def test_formats_that_end_in_their_heads_are_refused(data: bytes) -> None:
    assert refused(data) is not Reason.CRASHED


def test_real_mixed_files_are_read_or_refused_with_a_reason(corpora: Path) -> None:
    for path in sorted((corpora / "mixed").rglob("*")):
        if path.is_file():
            items = found(path.read_bytes(), path.name)
            assert items
            assert not any(isinstance(item, Unreadable) and item.reason is Reason.CRASHED for item in items), path


def test_a_page_says_its_pictures_and_fields() -> None:
    page = (
        b"<html><body><p>Seen <img alt='a crane over the quay'> here</p><input value='typed in'>"
        b"<input type=hidden value='not seen'><input type=password value='nor this'></body></html>"
    )
    (only,) = read(Input.of(page, "page"))
    assert isinstance(only, Record)
    assert only.text == "Seen [picture: a crane over the quay] here\ntyped in"


def test_many_comments_before_what_is_no_page_cost_nothing() -> None:
    comments = b"<!-- a > b - -->\n" * 400
    assert one(comments + b"words").media_type == "text/plain"
    assert one(comments + b"<html><body>words</body></html>").text == "words"
