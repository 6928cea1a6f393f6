"""Documents, pictures and stores made to hurt their readers: each in bounded time and memory, each with its reason.

They are read as a worker reads them, within its limits of memory; the wall itself is tested in tests/contract/sandbox.
"""

from __future__ import annotations

import io
import multiprocessing
import plistlib
import random
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests import rare_formats

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Input, Ocr, Part, Reason, Unreadable

SECONDS = 60
"""For what takes a few on a quiet machine."""
MEMORY = 2 * 1024**3


def _told(data: bytes) -> list[str]:
    """What came of it, in words that cross a process."""
    items = read(Input.of(data, "evil", ocr=Ocr(seconds=5)))
    return [
        str(each.reason)
        if isinstance(each, Unreadable)
        else type(each).__name__ + ":" + getattr(each, "text", "")[:200]
        for each in items
    ]


def _child(data: bytes, answers: multiprocessing.Queue[list[str]]) -> None:
    # A fork begins with what the tests before it took.
    inherited = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (inherited + MEMORY, inherited + MEMORY))
    answers.put(_told(data))


def come_of(data: bytes) -> list[str]:
    """Read in a process with a worker's memory; fails when it takes too long or dies."""
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[list[str]] = context.Queue()
    process = context.Process(target=_child, args=(data, answers))
    process.start()
    try:
        return answers.get(timeout=SECONDS)
    finally:
        process.kill()
        process.join()


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def word(document: bytes, **more: bytes) -> bytes:
    kind = b"application/vnd.x.wordprocessingml.document.main+xml"
    types = b'<Types><Override PartName="/word/document.xml" ContentType="' + kind + b'"/></Types>'
    relation = b'<Relationship Id="r" Type="x/officeDocument" Target="word/document.xml"/>'
    members = {"[Content_Types].xml": types, "_rels/.rels": b"<Relationships>" + relation + b"</Relationships>"}
    return zipped({**members, "word/document.xml": document, **more})


W = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def test_a_document_that_unpacks_to_a_gigabyte() -> None:
    assert "too_large" in come_of(word(W + b" " * 300_000_000 + b"</w:body></w:document>"))


def test_billions_of_laughs_in_an_office_document() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + W + b"<w:p>&b;</w:p></w:body></w:document>"
    assert come_of(word(laughs)) == ["corrupt"]


def test_paragraphs_nested_a_hundred_thousand_deep() -> None:
    deep = W + b"<w:p>" * 100_000 + b"</w:p>" * 100_000 + b"</w:body></w:document>"
    assert come_of(word(deep))[0] in ("corrupt", "too_deep", "empty")


def test_relations_that_leave_the_package(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text('<w:comments xmlns:w="w"><w:comment w:id="1"><w:t>stolen</w:t></w:comment></w:comments>')
    relations = (
        f'<Relationships><Relationship Id="a" Type="x/comments" Target="../../../../../..{secret}"/>'
        f'<Relationship Id="b" Type="x/comments" Target="file://{secret}"/></Relationships>'
    )
    document = W + b'<w:p><w:r><w:t>kept</w:t><w:commentReference w:id="1"/></w:r></w:p></w:body></w:document>'
    told = come_of(word(document, **{"word/_rels/document.xml.rels": relations.encode()}))
    assert told == ["Record:kept"]


def test_sheets_of_endless_columns_and_repetitions() -> None:
    sheet = (
        b'<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
        b'<table:table table:name="S"><table:table-row table:number-rows-repeated="1048576">'
        b'<table:table-cell table:number-columns-repeated="99999999999"><text:p>x</text:p></table:table-cell>'
        b"</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    data = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": sheet})
    assert come_of(data)[0].startswith("Record:S")


def test_snappy_blocks_that_copy_themselves() -> None:
    block = b"\xff\xff\xff\xff\x0f" + b"\x00x" + b"\xfe\x01\x00" * 20_000
    data = b"\0" + len(block).to_bytes(3, "little") + block
    assert come_of(zipped({"Index/Document.iwa": data * 4}))[0] in ("empty", "corrupt", "Record:")


@pytest.mark.parametrize(
    "body", [b"{" * 2_000_000, rb"\u" * 500_000, b"{\\pict " + b"f" * 5_000_000, b"\\bin999999999 x"]
)
def test_rich_text_without_end(body: bytes) -> None:
    assert come_of(b"{\\rtf1 " + body)


def test_property_lists_that_hold_one_another() -> None:
    inner: list[object] = []
    for _ in range(50):
        inner = [inner, inner]
    assert come_of(plistlib.dumps(inner, fmt=plistlib.FMT_BINARY)) == ["empty"]


def test_asn1_nested_without_end() -> None:
    name = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
    assert come_of(b"\x30\x80" + name + b"\xa0\x80" + b"\x24\x80" * 200_000)[0] in ("corrupt", "unsupported")


def test_a_database_that_would_run_what_it_holds(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE t (a)")
        database.execute("INSERT INTO t VALUES ('kept')")
        database.execute(
            "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
        )
    database.close()
    assert come_of((tmp_path / "a.db").read_bytes()) == ["Record:t\na\nkept"]


def test_a_picture_in_many_frames_and_one_of_too_many_pixels() -> None:
    frame, file = Image.new("P", (200, 100)), io.BytesIO()
    frame.save(
        file, "GIF", save_all=True, append_images=[Image.new("P", (200, 100), number % 250) for number in range(2000)]
    )
    assert come_of(file.getvalue()) == ["empty_after_ocr"]
    large = bytearray(b"BM" + struct.pack("<IIIIiiHHI", 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0) + bytes(20))
    assert come_of(bytes(large)) == ["too_large"]


def test_a_presentation_whose_edits_point_at_one_another() -> None:
    from amparo.records.readers.ppt import _Show

    edit = struct.pack("<HHI", 0, 0x0FF5, 28) + struct.pack("<IIIIIII", 0, 0, 8, 8, 1, 0, 0)
    show = _Show(bytes(8) + edit + struct.pack("<HHI", 0xF, 0x1772, 0xFFFFFFFF))
    assert list(show.pages(bytes(16) + struct.pack("<I", 8))) == []


SAMPLES: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("word", lambda: word(W + b"<w:p><w:r><w:t>Some words</w:t></w:r></w:p></w:body></w:document>")),
    ("rtf", lambda: rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}}{\v hidden}\u8364?{\*\annotation x}text\par}"),
    ("tnef", lambda: b"\x78\x9f\x3e\x22\0\0\x01\x04\x80\x01\0\x06\0\0\0Lunch\0\0\0\x01\x03\x90\x06\0\x10\0\0\0"
     + bytes(16)),
    ("dbf", lambda: struct.pack("<4BIHH20x", 3, 99, 1, 1, 2, 65, 7) + b"NAME".ljust(11, b"\0") + b"C" + bytes(4) + b"\6"
     + bytes(15) + b"\r Ana    Ben   \x1a"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "sample"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_bytes_changed_at_random_never_break_a_reader(name: str, sample: Callable[[], bytes]) -> None:
    _broken(sample(), 150)


@pytest.mark.parametrize("name", rare_formats.SAMPLES)
def test_rare_formats_changed_at_random_never_break_a_reader(name: str) -> None:
    _broken(rare_formats.SAMPLES[name], 100)


def test_real_documents_changed_at_random_never_break_a_reader(corpora: Path) -> None:
    """The same on files that Office and Outlook wrote: a document, a message, a mail store, a PDF."""
    folder = corpora / "mixed" / "hoover-testdata" / "no-extension"
    for name in ("file_doc", "file_msg", "file_odt", "file_pdf", "file_7z"):
        _broken((folder / name).read_bytes(), 12)


def _broken(data: bytes, times: int) -> None:
    chance = random.Random(7)
    for _ in range(times):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            changed[chance.randrange(len(changed))] = chance.choice((0, 0x7F, 0xFF, chance.randrange(256)))
        if chance.random() < 0.2:
            del changed[chance.randrange(1, len(changed)) :]
        began = time.monotonic()
        items = list(read(Input.of(bytes(changed), "changed", ocr=Ocr(seconds=-1))))
        assert items
        assert all(isinstance(each, Record | Part | Unreadable) for each in items)
        assert not any(isinstance(each, Unreadable) and each.reason is Reason.CRASHED for each in items)
        assert time.monotonic() - began < SECONDS
