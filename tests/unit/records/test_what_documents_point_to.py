"""What documents would fetch or run, and what stands on masters, in frames and in pictures inside addresses."""

from __future__ import annotations

import base64

from tests.unit.records.test_office_documents import R, record, relations, sheet, types, word, zipped
from tests.unit.records.test_pictures_left_unread import WORDS, picture

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
