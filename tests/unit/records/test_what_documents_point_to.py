"""What documents would fetch or run, and what stands on masters, in frames and in pictures inside addresses."""

from __future__ import annotations

import base64
import struct
import uuid

import pytest
from tests.rare_formats import compound, record_of_biff
from tests.unit.records.test_office_documents import R, record, relations, sheet, types, word, zipped
from tests.unit.records.test_pictures_left_unread import WORDS, picture
from tests.word_97 import Paragraph, document

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Input


def field_of(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate"))
    return f"<w:p>{begin}{runs}{end}</w:p>"


def test_fields_that_fetch_or_run_are_links() -> None:
    body = (
        field_of(" INCLUDEPICTURE ", ' "http://tracker.example/x.png" \\d ')
        + field_of(" DDEAUTO c:\\\\windows\\\\cmd.exe ", '"/c calc"')
        + field_of(" PAGE ")
        + "<w:p><w:fldSimple w:instr='INCLUDETEXT \\c \"http://other.example/t.txt\"'/></w:p>"
        + '<w:p><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="http://vml.example/s"/></w:p>'
    )
    assert record(word(body + "<w:p><w:r><w:t>Said.</w:t></w:r></w:p>")).field("links") == (
        "http://tracker.example/x.png",
        "DDEAUTO c:\\\\windows\\\\cmd.exe /c calc",
        "http://other.example/t.txt",
        "http://vml.example/s",
    )


def test_connections_and_dde_of_workbooks_are_links() -> None:
    data = zipped(
        {
            "[Content_Types].xml": types("spreadsheetml.sheet", "xl/workbook.xml"),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="s" {R}><sheets><sheet name="One" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": sheet('<row r="1"><c r="A1"><v>5</v></c></row>'),
            "xl/connections.xml": '<connections><connection><webPr url="http://data.example/t.html"/></connection>'
            '<connection><dbPr connection="DSN=ledger" command="SELECT 1"/></connection></connections>',
            "xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/>'
            "</externalLink>",
        }
    )
    assert record(data).field("links") == ("http://data.example/t.html", "DSN=ledger", "SELECT 1", "DDE cmd /c calc")


def test_headers_and_footers_of_handouts_are_read() -> None:
    a = 'xmlns:a="a" xmlns:p="p"'

    def shape(kind: str, text: str) -> str:
        return f'<p:sp><p:nvPr><p:ph type="{kind}"/></p:nvPr><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sp>'

    data = zipped(
        {
            "[Content_Types].xml": types("presentationml.presentation", "ppt/presentation.xml"),
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f"<p:presentation {a} {R}/>",
            "ppt/_rels/presentation.xml.rels": relations(("handoutMaster", "handoutMasters/h.xml")),
            "ppt/handoutMasters/h.xml": f"<p:handoutMaster {a}>{shape('hdr', 'For the board only')}"
            f"{shape('sldNum', '‹#›')}{shape('body', 'Click to edit')}</p:handoutMaster>",
        }
    )
    assert record(data).text == "For the board only"


def test_frames_and_pictures_inside_addresses_are_read() -> None:
    coded = base64.b64encode(picture()).decode()
    page = (
        f"<html><body><p>Seen</p><iframe srcdoc='<p>in a frame</p>'></iframe><img src='data:image/png;base64,{coded}'>"
    )
    (only,) = read(Input.of(page.encode(), "page"))
    assert isinstance(only, Record)
    assert only.text.splitlines()[:2] == ["Seen", "in a frame"]
    assert WORDS in only.text


HERE = "https://quay.example/paid?by=harbour"


def mail_in_html(html: str) -> bytes:
    return b"From: a@example.org\nTo: b@example.org\nContent-Type: text/html\n\n" + html.encode()


def open_document(body: str) -> bytes:
    office, xlink = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "http://www.w3.org/1999/xlink"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    return (
        f'<office:document xmlns:office="{office}" xmlns:text="{text}" xmlns:xlink="{xlink}"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f"{body}</office:text></office:body></office:document>"
    ).encode()


def workbook(address: str) -> bytes:
    """One sheet with a cell and a link (BIFF 8, [MS-XLS] 2.4.140 HLink)."""
    link, moniker = (uuid.UUID(f"79eac9{each}-baf9-11ce-8c82-00aa004ba90b").bytes_le for each in ("d0", "e0"))
    letters = address.encode("utf-16-le") + b"\0\0"
    told = struct.pack("<4H", 0, 0, 0, 0) + link + struct.pack("<II", 2, 3) + moniker
    told += struct.pack("<I", len(letters)) + letters

    def begin(kind: int) -> bytes:
        return record_of_biff(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))

    def globals_of(start: int) -> bytes:
        tab = record_of_biff(0x85, struct.pack("<IHBB", start, 0, 3, 0) + b"One")
        return begin(5) + tab + record_of_biff(0x0A, b"")

    words = record_of_biff(0x204, struct.pack("<HHHHB", 0, 0, 0, 4, 0) + b"here")
    sheet = begin(0x10) + words + record_of_biff(0x1B8, told) + record_of_biff(0x0A, b"")
    return compound({"Workbook": globals_of(len(globals_of(0))) + sheet})


def atom(kind: int, body: bytes, instance: int = 0, *, is_container: bool = False) -> bytes:
    return struct.pack("<HHI", instance << 4 | (15 if is_container else 0), kind, len(body)) + body


def box(kind: int, *inner: bytes, instance: int = 0) -> bytes:
    return atom(kind, b"".join(inner), instance, is_container=True)


def letters(text: str, instance: int = 0) -> bytes:
    return atom(0x0FBA, text.encode("utf-16-le"), instance)


def shape(text: str, place: int = 0) -> bytes:
    """A shape with words; `place`: what it is the place-holder of (1 a title, 9 a footer)."""
    client = box(0xF011, atom(0x0BC3, struct.pack("<IBBH", 0, place, 0, 0))) if place else b""
    return box(0xF004, client, box(0xF00D, atom(0x0FA8, text.encode())))


def slides(address: str) -> bytes:
    """A slide with a word, a link, and a comment as PowerPoint 2002 keeps it ([MS-PPT] 2.4.24, 2.5.22); a master."""
    links = box(
        0x0409, atom(0x040A, bytes(4)), box(0x0FD7, atom(0x0FD3, bytes(4)), letters("here"), letters(address, 1))
    )
    order = box(0x0FF0, atom(0x03F3, struct.pack("<IIiII", 2, 0, 0, 256, 0)))
    masters = box(0x0FF0, atom(0x03F3, struct.pack("<IIiII", 3, 0, 0, 257, 0)), instance=1)
    root = box(0x03E8, links, masters, order)
    said = box(0x2EE0, letters("Vera Example"), letters("Who paid?", 1), letters("VE", 2), atom(0x2EE1, bytes(28)))
    tags = box(0x1388, box(0x138A, letters("___PPT10"), atom(0x138B, said)))
    slide = box(0x03EE, atom(0x03EF, bytes(24)), box(0x040C, atom(0x0FA8, b"Seen")), tags)
    master = box(0x03F8, box(0x040C, shape("Click here", 1), shape("Harbour Board", 9), shape("For the board only")))
    parts = root + slide + master
    directory = atom(0x1772, struct.pack("<IIII", 3 << 20 | 1, 0, len(root), len(root + slide)))
    edit = atom(0x0FF5, struct.pack("<IIIIII", 0, 0, 0, len(parts), 1, 4) + bytes(4))
    user = struct.pack("<HHIII", 0, 0x0FF6, 20, 20, 0xE391C05F) + struct.pack("<I", len(parts + directory))
    return compound({"PowerPoint Document": parts + directory + edit, "Current User": user})


@pytest.mark.parametrize(
    "data",
    [
        f'<html><body><p>See <a href="{HERE}">here</a>, <a href="#top">up</a>'
        f'<a href="javascript:x()">run</a><a href="{HERE}">again</a>'.encode(),
        mail_in_html(f'<p>See <a href="{HERE}">here</a></p>'),
        b'{\\rtf1 See {\\field{\\*\\fldinst {HYPERLINK "%s" }}{\\fldrslt here}}}' % HERE.encode(),
        open_document(
            f'<text:p>See <text:a xlink:href="{HERE}">here</text:a><text:a xlink:href="#a">a</text:a></text:p>'
        ),
        document([Paragraph(f'See \x13 HYPERLINK "{HERE}" \\o "a tip" \x14here\x15')], [], []),
        workbook(HERE),
        slides(HERE),
    ],
    ids=["html", "mail", "rtf", "odf", "doc", "xls", "ppt"],
)
def test_addresses_behind_words_are_kept(data: bytes) -> None:
    only = record(data)
    assert only.field("links") == (HERE,)
    assert HERE not in only.text


def test_comments_of_later_versions_of_powerpoint_are_read_with_their_authors() -> None:
    only = record(slides(HERE))
    assert only.pages[0] == "Seen\n[comment, Vera Example: Who paid?]"
    assert only.field("contains") == ("comments",)


def test_what_a_master_puts_on_slides_of_powerpoint_is_read_and_not_what_it_says_of_where_to_type() -> None:
    assert record(slides(HERE)).pages[-1] == "Harbour Board\nFor the board only"
