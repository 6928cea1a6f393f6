"""What documents of offices and mails keep where nobody looks: rows behind a pivot table, cells of other workbooks,
what was typed over, shapes and styles that hide, comments on words that are gone, attachments that are names alone.
"""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from tests.rare_formats import compound

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Found, Input, Part

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
SHOWN = "<w:vanish w:val='0'/>"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
HIDDEN = " hidden='1'"
TYPES = "application/vnd.openxmlformats-officedocument"
BOOK = {
    "xl/workbook.xml": f'<workbook xmlns="s" {R}><sheets><sheet name="Sums" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": "<R><Relationship Id='r1' Type='t/worksheet' Target='worksheets/one.xml'/>"
    "<Relationship Id='r2' Type='t/person' Target='persons/person.xml'/></R>",
    "xl/worksheets/one.xml": '<worksheet xmlns="s"><sheetData><row r="1"><c r="A1" t="str"><v>Ana Invented</v></c>'
    '<c r="B1"><v>12</v></c></row><row r="2" hidden="1"><c r="A2" t="str"><v>Cy Invented</v></c></row></sheetData>'
    "</worksheet>",
}


def packed(kind: str, main: str, members: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        told = f"<Types><Override PartName='/{main}' ContentType='{TYPES}.{kind}.main+xml'/></Types>"
        archive.writestr("[Content_Types].xml", told)
        archive.writestr("_rels/.rels", f"<R><Relationship Id='a' Type='t/officeDocument' Target='{main}'/></R>")
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


def found(data: bytes, name: str = "file.bin") -> list[Found]:
    return list(read(Input.of(data, name)))


def record(data: bytes) -> Record:
    (one,) = (each for each in found(data) if isinstance(each, Record))
    return one


def workbook(members: dict[str, str]) -> Record:
    return record(packed("spreadsheetml.sheet", "xl/workbook.xml", {**BOOK, **members}))


def test_a_pivot_table_tells_the_rows_of_a_sheet_that_is_gone() -> None:
    cache = (
        '<pivotCacheDefinition xmlns="s"><cacheFields><cacheField name="Who"><sharedItems><s v="Ana Invented"/>'
        '<s v="Ben Invented"/></sharedItems></cacheField><cacheField name="Paid"><sharedItems/></cacheField>'
        '<cacheField name="When"><sharedItems><d v="2019-05-01T00:00:00"/></sharedItems></cacheField>'
        "</cacheFields></pivotCacheDefinition>"
    )
    rows = (
        '<pivotCacheRecords xmlns="s"><r><x v="0"/><n v="12"/><x v="0"/></r><r><x v="1"/><n v="900"/><x v="0"/></r>'
        '<r><s v="Cy Invented"/><m/><x v="7"/></r></pivotCacheRecords>'
    )
    one = workbook({
        "xl/pivotCache/pivotCacheDefinition1.xml": cache,
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels":
            "<R><Relationship Id='r1' Type='t/pivotCacheRecords' Target='pivotCacheRecords1.xml'/></R>",
        "xl/pivotCache/pivotCacheRecords1.xml": rows,
    })  # fmt: skip
    assert one.pages[-1] == "[kept for a pivot table: Who\tPaid\tWhen\nBen Invented\t900\t2019-05-01]"
    assert one.field("contains") == ("hidden data", "hidden rows or columns")


def test_a_pivot_table_of_what_a_sheet_shows_tells_nothing_twice() -> None:
    cache = (
        '<pivotCacheDefinition xmlns="s"><cacheFields><cacheField name="Who"><sharedItems>%s</sharedItems></cacheField>'
    )
    cache += "</cacheFields></pivotCacheDefinition>"
    shown = workbook({"xl/pivotCache/pivotCacheDefinition1.xml": cache % '<s v="Ana Invented"/>'})
    assert len(shown.pages) == 1
    unseen = workbook({"xl/pivotCache/pivotCacheDefinition1.xml": cache % '<s v="Dee Invented"/>'})
    assert unseen.pages[-1] == "[kept for a pivot table: Dee Invented]"


def test_cells_of_another_workbook_and_what_was_typed_over() -> None:
    other = (
        '<externalLink xmlns="s"><externalBook><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str">'
        '<v>Salaries</v></cell><cell r="B1"><v>12</v></cell></row><row r="2"><cell r="A2" t="str"><v>Ana Invented</v>'
        "</cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
    )
    log = (
        '<revisions xmlns="s"><rcc rId="1" sId="1"><oc r="C9" t="inlineStr"><is><t>paid in cash</t></is></oc>'
        '<nc r="C9"><v>1</v></nc></rcc><rcc rId="2" sId="1"><nc r="C8"><v>2</v></nc></rcc></revisions>'
    )
    one = workbook({"xl/externalLinks/externalLink1.xml": other, "xl/revisions/revisionLog1.xml": log})
    assert one.pages[-1] == "[kept from another workbook: Salaries\t12]\nC9 [deleted: paid in cash]"
    assert {"hidden data", "tracked changes"} <= set(one.field("contains"))


def test_comments_with_answers_have_their_authors() -> None:
    one = workbook({
        "xl/persons/person.xml": '<personList xmlns="p"><person displayName="Ana Invented" id="{1}"/></personList>',
        "xl/worksheets/_rels/one.xml.rels":
            "<R><Relationship Id='r1' Type='t/threadedComment' Target='../threaded.xml'/></R>",
        "xl/threaded.xml": '<ThreadedComments xmlns="t"><threadedComment ref="A1" personId="{1}"><text>Who paid?</text>'
                           "</threadedComment></ThreadedComments>",
    })  # fmt: skip
    assert "A1 [comment, Ana Invented: Who paid?]" in one.text


def test_the_day_numbers_of_1900_are_those_of_the_program() -> None:
    styles = '<styleSheet xmlns="s"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    cells = "".join(f'<c s="0"><v>{number}</v></c>' for number in (1, 59, 61, 44927))
    one = workbook({
        "xl/_rels/workbook.xml.rels": "<R><Relationship Id='r1' Type='t/worksheet' Target='worksheets/one.xml'/>"
                                      "<Relationship Id='r2' Type='t/styles' Target='styles.xml'/></R>",
        "xl/styles.xml": styles,
        "xl/worksheets/one.xml": f'<worksheet xmlns="s"><sheetData><row r="1">{cells}</row></sheetData></worksheet>',
    })  # fmt: skip
    assert one.text == "Sums\n1900-01-01\t1900-02-28\t1900-03-01\t2023-01-01"


def word(body: str, members: dict[str, str] | None = None, relations: str = "") -> Record:
    return record(
        packed(
            "wordprocessingml.document",
            "word/document.xml",
            {
                "word/document.xml": f"<w:document {W} {VML}><w:body>{body}</w:body></w:document>",
                "word/_rels/document.xml.rels": f"<R>{relations}</R>",
                **(members or {}),
            },
        )
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def of_style(name: str) -> str:
    return f"<w:rStyle w:val='{name}'/>"


def test_styles_of_word_hide_and_contents_do_not() -> None:
    styles = (
        f"<w:styles {W}><w:style w:styleId='Note'><w:rPr><w:vanish/></w:rPr></w:style>"
        "<w:style w:styleId='Inner'><w:basedOn w:val='Note'/></w:style>"
        "<w:style w:styleId='Shown'><w:basedOn w:val='Note'/><w:rPr><w:vanish w:val='0'/></w:rPr></w:style></w:styles>"
    )
    body = (
        f"<w:p>{run('Contents')}{run('7', '<w:webHidden/>')}</w:p>"
        f"<w:p>{run('one ')}{run('two', of_style('Inner'))}{run(' three', of_style('Shown'))}</w:p>"
        f"<w:p><w:pPr><w:pStyle w:val='Note'/></w:pPr>{run('four')}<w:hyperlink>{run(' five')}</w:hyperlink>"
        f"{run(' six', SHOWN)}</w:p>"
    )
    one = word(body, {"word/styles.xml": styles}, "<Relationship Id='r1' Type='t/styles' Target='styles.xml'/>")
    assert one.text == "Contents7\none [hidden: two] three\n[hidden: four five] six"
    assert one.field("contains") == ("hidden text",)


def test_words_across_the_page_and_comments_on_words_that_are_gone() -> None:
    comments = f"<w:comments {W}><w:comment w:id='7' w:author='Cy'><w:p>{run('Take this out!')}</w:p></w:comment>"
    comments += f"<w:comment w:id='8'><w:p>{run('Keep')}</w:p></w:comment></w:comments>"
    body = (
        f"<w:p>{run('Text')}<w:r><w:commentReference w:id='8'/></w:r><w:r><w:pict><v:shape>"
        "<v:textpath string='DRAFT, NOT FOR THE MINISTER'/></v:shape></w:pict></w:r></w:p>"
    )
    one = word(body, {"word/comments.xml": comments}, "<Relationship Id='r1' Type='t/comments' Target='comments.xml'/>")
    assert one.text == "Text[comment: Keep][drawn: DRAFT, NOT FOR THE MINISTER]\n[comment, Cy: Take this out!]"


def test_shapes_that_were_hidden_by_hand() -> None:
    names = 'xmlns:a="a" xmlns:p="p"'
    shape = '<p:sp><p:nvSpPr><p:cNvPr id="2" name="n"%s/></p:nvSpPr><p:txBody><a:p><a:r><a:t>%s</a:t></a:r></a:p>'
    shape += "</p:txBody></p:sp>"
    show = {
        "ppt/presentation.xml": f'<p:presentation {names} {R}><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst>'
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": "<R><Relationship Id='r1' Type='t/slide' Target='slides/slide1.xml'/></R>",
        "ppt/slides/slide1.xml": f"<p:sld {names}>{shape % ('', 'shown')}{shape % (HIDDEN, 'not shown')}</p:sld>",
    }
    one = record(packed("presentationml.presentation", "ppt/presentation.xml", show))
    assert one.text == "shown\n[hidden: not shown]"
    assert one.field("contains") == ("hidden text",)


def test_what_cells_of_open_document_held_before() -> None:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text", "table")
    )
    change = (
        "<table:tracked-changes><table:cell-content-change><office:change-info><dc:creator>Ben</dc:creator>"
        "</office:change-info><table:previous><table:change-track-table-cell><text:p>paid in cash</text:p>"
        "</table:change-track-table-cell></table:previous></table:cell-content-change><table:cell-content-change>"
        '<table:previous><table:change-track-table-cell office:value-type="float" office:value="900"/></table:previous>'
        "</table:cell-content-change></table:tracked-changes>"
    )
    row = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f'<office:spreadsheet>{change}<table:table table:name="One">{row}</table:table></office:spreadsheet>'
        archive.writestr(
            "content.xml",
            f'<office:document-content {names} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:body>{body}'
            "</office:body></office:document-content>",
        )
    one = record(file.getvalue())
    assert one.pages == ("One\na", "[deleted, Ben: paid in cash]\n[deleted: 900]")
    assert one.field("contains") == ("tracked changes",)


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_both_bodies_of_an_outlook_message_are_read() -> None:
    html = b"<html><body><p>Plain words</p><p>Only here: <a href='http://pay.example/'>pay</a></p></body></html>"
    streams = {
        "__properties_version1.0": b"\0" * 32,
        "__substg1.0_0037001F": wide("Two bodies"),
        "__substg1.0_1000001F": wide("Plain words"),
        "__substg1.0_10130102": html,
    }
    one = record(compound(streams))
    assert one.text == "Plain words\n[only in the HTML: Only here: pay]"
    assert one.field("links") == ("http://pay.example/",)


@pytest.mark.parametrize(
    ("streams", "told"),
    [
        ({}, "[not read: list.xlsx; there is nothing in it]"),
        ({"__substg1.0_370D001F": wide("\\\\server\\list.xlsx")},
         "[not read: list.xlsx; this file lies elsewhere, \\\\server\\list.xlsx]"),
    ],
)  # fmt: skip
def test_an_attachment_of_which_only_the_name_is_left(streams: dict[str, bytes], told: str) -> None:
    folder = "__attach_version1.0_#00000000/"
    told_of = {"__properties_version1.0": b"\0" * 8, "__substg1.0_3707001F": wide("list.xlsx"), **streams}
    data = compound({
        "__properties_version1.0": b"\0" * 32,
        "__substg1.0_1000001F": wide("See the list"),
        **{folder + name: body for name, body in told_of.items()},
    })  # fmt: skip
    assert record(data).field("attachments") == ("list.xlsx.txt",)
    assert [each.data.decode() for each in found(data) if isinstance(each, Part)] == [told]


MAIL = b"""From: ana@paper.example
Subject: files
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

This is a message in several parts.
--b
Content-Type: text/plain

See below.
--b
Content-Type: text/plain; name=notes.txt
Content-Disposition: inline; filename=notes.txt

the notes
--b
Content-Type: application/pdf; name=empty.pdf
Content-Disposition: attachment; filename=empty.pdf

--b--
behind the parts
"""


def test_files_of_text_and_empty_files_of_a_mail_and_words_outside_of_its_parts() -> None:
    one = record(MAIL)
    assert one.text == "See below.\n[outside of the parts: behind the parts]"
    assert one.field("attachments") == ("notes.txt", "empty.pdf")
    assert [each.data for each in found(MAIL) if isinstance(each, Part)] == [b"the notes", b""]
    long = b" ".join(b"word%d" % number for number in range(60))
    assert f"[outside of the parts: {long.decode()}]" in record(MAIL.replace(b"This is a", long)).text.replace(
        " message in several parts.", ""
    )


def test_words_behind_a_signature_of_openpgp_are_kept() -> None:
    data = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- -- signed words\n-----BEGIN PGP SIGNATURE-----\n\n"
        b"aGVsbG8=\n-----END PGP SIGNATURE-----\n\nwords that nobody signed\n"
    )
    (part,) = found(data, "told.asc")
    assert isinstance(part, Part)
    assert part.data == b"-- signed words\n\nwords that nobody signed\n"


def test_hidden_columns_and_what_else_a_binary_workbook_holds() -> None:
    def piece(kind: int, body: bytes) -> bytes:
        number = bytes((kind,)) if kind < 0x80 else bytes((kind & 0x7F | 0x80, kind >> 7))
        return number + bytes((len(body) & 0x7F | 0x80, len(body) >> 7)) + body

    def text(words: str) -> bytes:
        return struct.pack("<I", len(words)) + words.encode("utf-16-le")

    cells = piece(60, struct.pack("<4IH", 1, 1, 0, 0, 1)) + piece(0, bytes(17))
    cells += piece(6, struct.pack("<II", 0, 0) + text("seen"))
    cells += piece(62, struct.pack("<IIB", 1, 0, 0) + text("unseen"))
    file = io.BytesIO()
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    with zipfile.ZipFile(file, "w") as archive:
        for name, body in {
            "[Content_Types].xml": f"<T><Override PartName='/xl/workbook.bin' ContentType='{kind}'/></T>".encode(),
            "_rels/.rels": b"<R><Relationship Id='a' Type='t/officeDocument' Target='xl/workbook.bin'/></R>",
            "xl/workbook.bin": piece(156, struct.pack("<II", 1, 1) + text("r1") + text("One")),
            "xl/_rels/workbook.bin.rels": b"<R><Relationship Id='r1' Type='t/worksheet' Target='one.bin'/></R>",
            "xl/one.bin": cells,
        }.items():
            archive.writestr(name, body)
    one = record(file.getvalue())
    assert one.text == "[hidden sheet: One]\nseen\t[hidden: unseen]"
    assert one.field("contains") == ("hidden rows or columns", "hidden sheets")


def biff(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def biff_text(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


def old_workbook(cell: str, cache: bytes) -> Record:
    """A sheet of one cell (BIFF 8), and the rows behind a pivot table."""

    def begin(kind: int) -> bytes:
        return biff(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))

    end, tab = biff(0x0A, b""), struct.pack("<BBBB", 0, 0, 3, 0) + b"One"
    start = len(begin(5) + biff(0x85, b"\0\0\0\0" + tab[1:]) + end) + 1
    told = begin(5) + biff(0x85, struct.pack("<I", start) + tab) + end
    sheet = begin(0x10) + biff(0x204, struct.pack("<HHH", 0, 0, 0) + biff_text(cell)) + end
    return record(compound({"Workbook": told + sheet, "_SX_DB_CUR/0001": cache}))


def column(name: str, flags: int) -> bytes:
    return biff(0xC7, struct.pack("<7H", flags, 0, 0, 0, 0, 0, 0) + biff_text(name))


def test_rows_behind_a_pivot_table_of_an_older_workbook() -> None:
    cache = column("Who", 0x0001) + biff(0xCD, biff_text("Ana Invented")) + biff(0xCD, biff_text("Ben Invented"))
    cache += column("Paid", 0x0000) + column("When", 0x0201) + biff(0xCE, struct.pack("<HH4B", 2004, 5, 1, 0, 0, 0))
    for who, paid in ((0, 12.0), (1, 900.5), (7, 1.0)):
        cache += biff(0xC8, bytes((who, 0, 0))) + biff(0xC9, struct.pack("<d", paid))
    one = old_workbook("Ana Invented", cache)
    assert one.pages == (
        "One\nAna Invented",
        "[kept for a pivot table: Who\tPaid\tWhen\nBen Invented\t900.5\t2004-05-01]",
    )
    assert one.field("contains") == ("hidden data",)


def test_a_cut_or_odd_cache_of_an_older_workbook_costs_nothing() -> None:
    cache = column("Who", 0x0001) + biff(0xCD, biff_text("Ana Invented")) + biff(0xC9, b"\0") + b"\xc8\x00\xff\xff\x00"
    assert old_workbook("Ana Invented", cache).pages == ("One\nAna Invented",)
    assert old_workbook("Cy", column("Who", 0x0001) + biff(0xCD, biff_text("Dee"))).pages[-1] == (
        "[kept for a pivot table: Dee]"
    )
