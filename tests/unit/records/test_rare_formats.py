"""Formats seldom seen: each sample gives its sentence, marked when it only lay open; what is not read has a name."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont
from tests.rare_formats import SAMPLES, SENTENCE, compound, djvu, record_of_biff, zipped

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.readers.harvest import harvest
from amparo.records.readers.macros import macro, unpacked
from amparo.records.readers.onenote_texts import texts
from amparo.records.readers.pictures_in import pictures_in
from amparo.records.readers.pst import _mail_in_heap
from amparo.records.readers.xls_drawings import beside_cells
from amparo.records.reading import Found, Input, Ocr, Part, Reason, Unreadable

_NO_OCR = Ocr("none_here")


def found(data: bytes, depth: int = 3) -> list[Found]:
    """Everything in some bytes, parts taken apart."""
    out: list[Found] = []
    for each in read(Input.of(data, "file.bin", ocr=_NO_OCR)):
        out += found(each.data, depth - 1) if isinstance(each, Part) and depth else [each]
    return out


def text(data: bytes) -> str:
    """The texts in some bytes."""
    return "\n".join(each.text for each in found(data) if isinstance(each, Record))


@pytest.mark.parametrize("name", SAMPLES)
def test_each_format_gives_its_sentence(name: str) -> None:
    assert SENTENCE in text(SAMPLES[name])


def test_only_words_that_lie_open_are_marked_so() -> None:
    for name, data in SAMPLES.items():
        records = [each for each in found(data) if isinstance(each, Record)]
        is_harvested = "harvested" in records[0].field("text_source")
        assert is_harvested == (name in ("unknown", "onenote")), name


def test_a_djvu_page_without_text_is_read_by_ocr() -> None:
    page = Image.new("L", (900, 160), 255)
    ImageDraw.Draw(page).text((40, 50), "The quay was closed", fill=0, font=ImageFont.load_default(60))
    jpeg = io.BytesIO()
    page.convert("RGB").save(jpeg, "JPEG", quality=95)
    (record,) = list(read(Input.of(djvu(picture=jpeg.getvalue(), size=page.size), "scan")))
    assert isinstance(record, Record), record
    assert "quay was closed" in record.text
    assert record.field("pages_by_ocr") == ("1",)


def test_files_in_a_notebook_are_parts() -> None:
    assert "An attached note." in text(SAMPLES["onenote"])


def test_a_file_alone_in_a_stream_is_taken_out() -> None:
    assert text(compound({"CONTENTS": b"{\\rtf1 Inner words}"})) == "Inner words"


def test_modules_without_a_macro_are_no_files() -> None:
    body = b"".join(b"\0" + part for part in (b"Attribut", b"e VB_Nam", b'e = "X"\r\n'))
    assert not list(macro("Sheet1", b"\x01" + struct.pack("<H", 0xB000 | len(body) - 1) + body))


def test_repetitions_in_a_macro_are_copied() -> None:
    # Three letters, then a copy of them 70 letters long: 12 bits of length while the chunk is short.
    token = struct.pack("<H", (3 - 1) << 12 | 70 - 3)
    body = b"\x08" + b"aab" + token
    assert unpacked(struct.pack("<H", 0xB000 | len(body) - 1) + body) == (b"aab" * 25)[:73]


def test_macros_of_open_document_are_parts() -> None:
    module = f'<script:module xmlns:script="s">REM x\nSub Main\n\' {SENTENCE}\nEnd Sub</script:module>'
    kind = "application/vnd.oasis.opendocument.text"
    data = zipped({"mimetype": kind, "content.xml": "<office/>", "Basic/Standard/One.xml": module})
    parts = [each for each in read(Input.of(data, "x")) if isinstance(each, Part)]
    assert [part.untrusted_name for part in parts] == ["One.bas"]
    assert SENTENCE.encode() in parts[0].data


def test_what_an_office_document_points_to_outside_is_told() -> None:
    target = "http://track.example/pixel.png"
    relation = f'<Relationship Id="a" Type="t/image" TargetMode="External" Target="{target}"/>'
    document = zipped({
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": "<document><body><p><r><t>Words</t></r></p></body></document>",
        "word/_rels/document.xml.rels": f"<R>{relation}</R>",
    })  # fmt: skip
    (record,) = found(document)
    assert isinstance(record, Record)
    assert record.field("links") == (target,)


def _heap(*properties: tuple[int, int, bytes]) -> bytes:
    """The properties of an attached mail as a store keeps them; values of four bytes stand in the table itself."""
    values = [value for _, kind, value in properties if kind != 0x0003]
    table, number = b"", 3
    for key, kind, value in properties:
        table += struct.pack("<HH", key, kind) + (value if kind == 0x0003 else struct.pack("<I", number << 5))
        number += kind != 0x0003
    allocated = [b"\xb5\x02\x06\0" + struct.pack("<I", 2 << 5), table, *values]
    places = [12 + sum(map(len, allocated[:at])) for at in range(len(allocated) + 1)]
    body = b"".join(allocated)
    head = struct.pack("<H", 12 + len(body)) + b"\xec\xbc" + struct.pack("<II", 1 << 5, 0)
    return head + body + struct.pack(f"<HH{len(places)}H", len(allocated), 0, *places)


def test_a_mail_attached_to_a_mail_in_a_store_is_read_as_far_as_it_is_given() -> None:
    subject, flags = "Of the quay".encode("utf-16-le"), struct.pack("<I", 0x10)
    body = "Hello".encode("utf-16-le")
    mail = _mail_in_heap(_heap((0x0037, 0x001F, subject), (0x0E07, 0x0003, flags), (0x1000, 0x001F, body)))
    assert mail is not None
    (record,) = found(mail)
    assert isinstance(record, Record)
    assert record.title == "Of the quay"
    assert record.text == "Hello\n[not read: attachments of this attached mail]"


def test_damaged_heaps_end() -> None:
    # A tree of eight levels, each of whose tables is the same table.
    endless = bytearray(_heap(*((number, 0x0003, struct.pack("<I", 2 << 5)) for number in range(200))))
    endless[15] = 8
    assert _mail_in_heap(bytes(endless)) is None
    heap, chance = _heap((0x0037, 0x001F, b"a\0b\0"), (0x1000, 0x001F, b"c\0d\0")), random.Random(7)
    for _ in range(2_000):
        changed = bytearray(heap)
        for _ in range(4):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        _mail_in_heap(bytes(changed[: chance.randrange(8, len(changed) + 1)]))


def test_who_had_a_document_open() -> None:
    name = "Ana Vel"
    narrow = bytes((len(name),)) + name.encode().ljust(53)
    wide = bytes((len(name), 0)) + name.encode("utf-16-le")
    (record,) = found((narrow + wide).ljust(162, b"\0"))
    assert isinstance(record, Record)
    assert record.field("author") == (name,)


@pytest.mark.parametrize(
    ("data", "reason", "word"),
    [
        (bytes.fromhex("c0b9072e4f93f146a015792ca1d9e821") + bytes(64), Reason.PASSWORD_PROTECTED, "AxCrypt"),
        (b"age-encryption.org/v1\n-> X25519 abc\n", Reason.PASSWORD_PROTECTED, "age"),
        (bytes(12) + b"\x62\x31\x05\0" + bytes(99), Reason.UNSUPPORTED, "Berkeley"),
        (b"BPG\xfb" + bytes(99), Reason.UNSUPPORTED, "BPG"),
        (b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjpm " + bytes(99), Reason.UNSUPPORTED, "JPM"),
        (b"\x60\xea\x2c\0" + bytes(99), Reason.UNSUPPORTED, "ARJ"),
        (b"\xeb\x3c\x90mkfs.fat".ljust(54, b"\0") + b"FAT12   " + bytes(450), Reason.UNSUPPORTED, "disk image"),
        (bytes(range(256)) + b"koly".ljust(512, b"\0"), Reason.UNSUPPORTED, "DMG"),
        (bytes(range(256)) * 4 + b"PK\x05\x06".ljust(22, b"\0"), Reason.UNSUPPORTED, "last volume"),
        (bytes(range(256)) * 4, Reason.UNSUPPORTED, "kind of file"),
    ],
)
def test_what_is_not_read_is_called_by_name(data: bytes, reason: Reason, word: str) -> None:
    (refusal,) = found(data)
    assert isinstance(refusal, Unreadable)
    assert refusal.reason is reason
    assert word in refusal.explanation


def test_random_bytes_are_no_words() -> None:
    noise = random.Random(7).randbytes(300_000)
    assert len(harvest(noise)) < 500
    (refusal,) = found(b"\x01\x02\x03" + noise)
    assert isinstance(refusal, Unreadable)


@pytest.mark.parametrize("words", ["Причал закрыт до прихода судна", "码头在船到达之前就关闭了", "Ο λιμένας έκλεισε"])
def test_words_of_other_scripts_are_harvested(words: str) -> None:
    assert words in harvest(b"\x01\0\xff" * 5 + bytes(3) + words.encode("utf-16-le") + b"\xff\xff")


def test_xml_that_names_a_dtd_is_read_and_nothing_is_fetched() -> None:
    dtd = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "file:///etc/hostname">'
    assert (
        text(b'<?xml version="1.0"?>' + dtd + b"<svg xmlns='s'><desc>Plan of the quay</desc></svg>")
        == "Plan of the quay"
    )


def test_xml_that_is_not_well_formed_gives_its_text_and_says_so() -> None:
    record, damage = found(b'<?xml version="1.0"?><a><b>The first line</b><c>&nowhere; The second line</b></a>')
    assert isinstance(record, Record)
    assert "The first line" in record.text
    assert "The second line" in record.text
    assert isinstance(damage, Unreadable)
    assert damage.reason is Reason.CORRUPT


def test_xml_that_says_all_in_attributes() -> None:
    assert "name: The quay" in text(b'<?xml version="1.0"?><places><place name="The quay"/></places>')


def test_attributes_of_xml_stand_behind_its_text_once_each() -> None:
    said = text(
        b'<?xml version="1.0"?><payments xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="p.xsd">'
        b'<payment from="Harbour Ltd">for the <b kind="bold">quay</b></payment><payment from="Harbour Ltd"/>'
        b"</payments>"
    )
    assert said.split("\n") == ["for the", "quay", "from: Harbour Ltd", "kind: bold"]


def test_pages_without_text_say_what_their_head_says() -> None:
    page = b'<html><head><meta name="description" content="About the quay"></head><body><img></body></html>'
    assert "About the quay" in text(page)


def test_workbooks_have_words_beside_their_cells() -> None:
    def bof(kind: int) -> bytes:
        return record_of_biff(0x809, struct.pack("<HH12x", 0x600, kind))

    def tab(start: int, name: str) -> bytes:
        return record_of_biff(0x85, struct.pack("<IHBB", start, 0, len(name), 0) + name.encode())

    header = record_of_biff(0x14, struct.pack("<HB", 8, 0) + b"&LSecret")
    box = record_of_biff(0x1B6, bytes(10) + struct.pack("<HHH", 8, 0, 0)) + record_of_biff(0x3C, b"\0In a box")
    words = record_of_biff(0x100D, struct.pack("<HBB", 0, 5, 1) + "Größe".encode("utf-16-le"))
    end = record_of_biff(0x0A, b"")
    first = len(bof(5) + tab(0, "One") + tab(0, "Two") + end)
    sheet = bof(0x10) + header + box + bof(0x20) + words + end + end
    stream = bof(5) + tab(first, "One") + tab(first + len(sheet), "Two") + end + sheet + bof(0x20) + words + end
    one, two = beside_cells(stream)
    assert (one.name, one.is_chart, one.texts) == ("One", False, ["[header: Secret]", "In a box", "Größe"])
    assert (two.name, two.is_chart, two.texts) == ("Two", True, ["Größe"])
    for cut in range(0, len(stream), 7):
        beside_cells(stream[:cut])


def _metafile(line: str) -> bytes:
    """An EMF that draws one line."""
    letters = line.encode("utf-16-le")
    text = struct.pack("<28xiiII", 0, 50, len(line), 76).ljust(68, b"\0") + letters + bytes(-len(letters) % 4)
    return struct.pack("<II32xI64x", 1, 108, 0x464D4520) + struct.pack("<II", 84, len(text) + 8) + text


@pytest.mark.parametrize("identities", [1, 2])
def test_metafiles_in_older_documents_are_read(identities: int) -> None:
    drawn = zlib.compress(_metafile("Quay at noon"))
    blip = struct.pack("<HHI", 0x3D40 if identities == 1 else 0x3D50, 0xF01A, 16 * identities + 34 + len(drawn))
    blip += bytes(16 * identities) + struct.pack("<I28xBB", len(drawn), 0, 0xFE) + drawn
    stream = bytes(40) + blip + b"\x40\x3d\x1a\xf0" + bytes(70)
    assert list(pictures_in(stream)) == [_metafile("Quay at noon")]
    workbook = record_of_biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    # A drawing that is too long for one record goes on in the next.
    workbook += record_of_biff(0xEB, stream[:90]) + record_of_biff(0x3C, stream[90:]) + record_of_biff(0x3C, b"")
    end = record_of_biff(0x0A, b"")
    sheet = record_of_biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + end
    tab = record_of_biff(0x85, struct.pack("<IHBB", len(workbook + end) + 15, 0, 3, 0) + b"One")
    assert "[text in a picture: Quay at noon]" in text(compound({"Workbook": workbook + tab + end + sheet}))


def test_names_of_charts_and_numbers_of_sheets_of_apple() -> None:
    book = zipped({
        "index.xml": '<ls:document xmlns:ls="l" xmlns:sf="s"><sf:p>Accounts</sf:p><sf:n sf:v="-97.400000000000006"/>'
        '<sf:chart-name sf:string="Spent by month"/></ls:document>',
    })  # fmt: skip
    assert text(book).split("\n") == ["Accounts", "-97.4", "Spent by month"]


def test_sheets_of_apple_show_what_was_chosen_and_what_formulas_gave() -> None:
    cells = "".join(f'<sf:t sfa:ID="c{at}"><sf:ct sfa:s="{word}"/></sf:t>' for at, word in enumerate(("Home", "Food")))
    book = zipped({
        "index.xml": '<ls:document xmlns:ls="l" xmlns:sf="s" xmlns:sfa="a"><sf:p>Accounts</sf:p>'
        f'<sf:pm><sf:menu-choices>{cells}</sf:menu-choices><sf:proxied-cell-ref sfa:IDREF="c1"/></sf:pm>'
        '<sf:f><sf:fo sf:fs="=SUM(B2)"/><sf:r><sf:rn sf:v="-137.5"/></sf:r></sf:f></ls:document>',
    })  # fmt: skip
    assert text(book).split("\n") == ["Accounts", "Food", "-137.5"]


def _pdf(*objects: str) -> bytes:
    return (
        b"%PDF-1.7\n"
        + b"".join(f"{n} 0 obj\n{each}\nendobj\n".encode() for n, each in enumerate(objects, 1))
        + b"trailer<</Root 1 0 R>>"
    )


def test_pdf_gives_filled_forms_pinned_files_and_its_outline() -> None:
    data = "<xfa:datasets xmlns:xfa='x'><form><berth>Berth nine</berth></form></xfa:datasets>"
    attached = "A file that is pinned to the page."
    pdf = _pdf(
        "<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R/AcroForm<</XFA[(datasets) 5 0 R]/Fields[]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Annots[4 0 R]>>",
        "<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/Contents(Look)"
        "/FS<</Type/Filespec/F(note.txt)/EF<</F 8 0 R>>>>>>",
        f"<</Length {len(data)}>>stream\n{data}\nendstream",
        "<</First 7 0 R/Last 7 0 R/Count 1>>",
        "<</Title(The harbour book)/Parent 6 0 R>>",
        f"<</Type/EmbeddedFile/Length {len(attached)}>>stream\n{attached}\nendstream",
    )
    record, inner = found(pdf)
    assert isinstance(record, Record)
    assert isinstance(inner, Record)
    assert "[field berth: Berth nine]" in record.text
    assert record.field("bookmarks") == ("The harbour book",)
    assert inner.text == attached


def test_a_note_on_a_pdf_page_that_is_said_in_bold_alone_is_read() -> None:
    (record,) = found(
        _pdf(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Annots[4 0 R]>>",
            "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/T(Ana)/RC(<p>Ask <b>R &amp; S</b></p><p>today</p>)>>",
        )
    )
    assert isinstance(record, Record)
    assert record.text == "[comment, Ana: Ask R & S today]"


def test_addresses_and_scripts_of_a_pdf_are_told() -> None:
    script = "app.alert('The quay');"
    pdf = _pdf(
        "<</Type/Catalog/Pages 2 0 R/Names<</JavaScript<</Names[(Opening) 6 0 R]>>>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Annots[4 0 R 5 0 R 7 0 R]/Contents 8 0 R"
        "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://track.example/x)>>>>",
        "<</Type/Annot/Subtype/Link/Rect[9 0 18 9]/A<</S/Launch/F(cmd.exe)>>>>",
        f"<</S/JavaScript/JS({script.replace('(', chr(92) + '(').replace(')', chr(92) + ')')})>>",
        "<</Type/Annot/Subtype/Link/Rect[9 9 18 18]/Dest[3 0 R/Fit]>>",
        "<</Length 38>>stream\nBT /F 12 Tf 9 50 Td (Words) Tj ET      \nendstream",
    )
    record, inner = read(Input.of(pdf, "x.pdf"))
    assert isinstance(record, Record)
    assert record.text == "Words"
    assert record.field("links") == ("http://track.example/x", "cmd.exe")
    assert inner == Part("Opening.js", script.encode())


def test_a_pdf_of_lines_only_is_a_document_when_it_says_who_made_it() -> None:
    pages = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
    )
    (empty,) = found(_pdf(*pages))
    assert isinstance(empty, Unreadable)
    told = _pdf(*pages, "<</Author(Ana Vel)>>").replace(b"<</Root 1 0 R>>", b"<</Root 1 0 R/Info 4 0 R>>")
    assert "Author: Ana Vel" in text(told)


def test_notes_of_onenote_are_read_by_their_properties_however_short() -> None:
    """[MS-ONESTORE] 2.6.7: how many, their numbers, their values."""
    linked = '\ufddfHYPERLINK "https://quay.example/"Paid?\0'.encode("utf-16-le")
    wide = struct.pack("<HIIII", 4, 0x08001C04, 0x14001D77, 0x1C001C22, 0x1C001D75) + struct.pack("<I", 7)
    wide += struct.pack("<I", len(linked)) + linked + struct.pack("<I", 6) + "Vé\0".encode("utf-16-le")
    narrow = struct.pack("<HII", 2, 0x0C001D01, 0x1C003498) + b"\x05" + struct.pack("<I", 3) + b"So\xe9"
    begins = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + bytes(64)
    (only,) = read(Input.of(begins + wide + bytes(9) + narrow + bytes(9), "notes.one"))
    assert isinstance(only, Record)
    assert only.text.split("\n") == ["Paid?", "Vé", "Soé"]
    assert only.field("links") == ("https://quay.example/",)
    for cut in range(len(wide)):
        list(texts(wide[:cut]))


_PIECES = (b"\x22\x1c\x00\x1c", b"\x98\x34\x00\x1c", b"\x02\x00", b"\0\0", b"\xff" * 4)


@given(st.lists(st.sampled_from(_PIECES), max_size=60))
def test_no_bytes_are_too_much_for_notes(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    assert all(isinstance(each, str) and len(each) <= len(data) for each in texts(data))
