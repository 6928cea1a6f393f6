"""Office documents of our own making: the text, and what a printed page would not show, marked as such."""

from __future__ import annotations

import io
import zipfile

import pytest
from tests.rare_formats import compound

from amparo.records.model import Record
from amparo.records.read import read
from amparo.records.reading import Found, Input, Part, Reason, Unreadable

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


SHOWN = '<w:vanish w:val="0"/>'


def zipped(members: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    lines = (
        f'<Relationship Id="r{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{"".join(lines)}</Relationships>'


def types(kind: str, part: str) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/>'
        "</Types>"
    )


def found(data: bytes) -> list[Found]:
    return list(read(Input.of(data, "file.bin")))


def record(data: bytes) -> Record:
    first = found(data)[0]
    assert isinstance(first, Record), first
    return first


def word(body: str, extra: dict[str, str | bytes] | None = None, *also: tuple[str, str]) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": types("wordprocessingml.document", "word/document.xml"),
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(*also),
            **(extra or {}),
        }
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_word_text_tables_and_pages() -> None:
    body = (
        f"<w:p>{run('One ')}{run('two')}</w:p><w:p><w:r><w:br w:type='page'/></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p></w:tc><w:tc><w:p>{run('b')}</w:p></w:tc></w:tr></w:tbl>"
    )
    assert record(word(body)).pages == ("One two", "a\tb")


def test_word_marks_what_print_does_not_show() -> None:
    body = (
        f"<w:p>{run('Kept')}<w:ins w:author='Ana'>{run(' new')}</w:ins>"
        f"<w:del w:author='Ben'><w:r><w:delText> old</w:delText></w:r></w:del>"
        f"{run(' sec', '<w:vanish/>')}{run('ret', '<w:vanish/>')}{run(' shown', SHOWN)}"
        "<w:r><w:commentReference w:id='7'/></w:r></w:p>"
    )
    comments = f"<w:comments {W}><w:comment w:id='7' w:author='Cy'><w:p>{run('Really?')}</w:p></w:comment></w:comments>"
    read_ = record(word(body, {"word/comments.xml": comments}, ("comments", "comments.xml")))
    assert read_.text == "Kept[inserted, Ana: new][deleted, Ben: old][hidden:  secret] shown[comment, Cy: Really?]"
    assert read_.field("contains") == ("comments", "hidden text", "tracked changes")


def test_word_headers_notes_and_embedded_files() -> None:
    footnotes = f"<w:footnotes {W}><w:footnote w:id='2'><w:p>{run('The note.')}</w:p></w:footnote></w:footnotes>"
    header = f"<w:hdr {W}><w:p>{run('Confidential')}</w:p></w:hdr>"
    body = f"<w:p>{run('Text')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    data = word(
        body,
        {"word/header1.xml": header, "word/footnotes.xml": footnotes, "word/embeddings/sheet.bin": b"inside"},
        ("header", "header1.xml"),
        ("footnotes", "footnotes.xml"),
    )
    assert record(data).text == "Text[2]\n[header: Confidential]\n[2] The note."
    assert [part.data for part in found(data) if isinstance(part, Part)] == [b"inside"]


def test_properties_become_fields() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Plan</dc:title><dc:creator>Ana</dc:creator>'
        "<cp:lastModifiedBy>Ben</cp:lastModifiedBy></cp:coreProperties>"
    )
    read_ = record(word(f"<w:p>{run('x')}</w:p>", {"docProps/core.xml": core}))
    assert (read_.title, read_.field("author"), read_.field("last_modified_by")) == ("Plan", ("Ana",), ("Ben",))


def test_a_macro_document_and_a_template_are_known_by_content() -> None:
    data = zipped(
        {
            "[Content_Types].xml": '<Types><Override PartName="/word/document.xml"'
            ' ContentType="application/vnd.ms-word.template.macroEnabledTemplate.main+xml"/></Types>',
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {W}><w:body><w:p>{run('template')}</w:p></w:body></w:document>",
        }
    )
    assert record(data).text == "template"


def sheet(rows: str, before: str = "") -> str:
    return f'<worksheet xmlns="s">{before}<sheetData>{rows}</sheetData></worksheet>'


def test_workbooks_give_a_page_a_sheet_and_mark_what_is_hidden() -> None:
    data = zipped(
        {
            "[Content_Types].xml": types("spreadsheetml.sheet", "xl/workbook.xml"),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="s" {R}><sheets><sheet name="Open" r:id="r1"/>'
            '<sheet name="Closed" state="veryHidden" r:id="r2"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/sheet1.xml"),
                ("worksheet", "worksheets/sheet2.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "styles.xml"),
            ),
            "xl/sharedStrings.xml": '<sst xmlns="s"><si><t>name</t></si>'
            "<si><r><t>se</t></r><r><t>cret</t></r></si></sst>",
            "xl/styles.xml": '<styleSheet xmlns="s"><cellXfs><xf numFmtId="0"/>'
            '<xf numFmtId="14"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": sheet(
                '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>44927</v></c></row>'
                '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>row</t></is></c></row>'
                '<row r="3"><c r="B3"><v>5</v></c></row>',
                '<cols><col min="2" max="2" hidden="1"/></cols>',
            ),
            "xl/worksheets/sheet2.xml": sheet(
                '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1"><f>A1&amp;"x"</f></c>'
                '<c r="C1" t="str"><f>IF(A1,"","y")</f><v></v></c>'
                '<c r="D1" t="inlineStr"><f>A1</f><v>said</v></c><c r="E1" t="inlineStr"><is/></c></row>'
            ),
            "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../comments1.xml")),
            "xl/comments1.xml": '<comments xmlns="s"><authors><author>Ana</author></authors><commentList>'
            '<comment ref="A1" authorId="0"><text><t>Check</t></text></comment></commentList></comments>',
        }
    )
    read_ = record(data)
    assert read_.pages == (
        "Open\nname\t\t2023-01-01\n[hidden: row]\n[hidden: 5]\nA1 [comment, Ana: Check]",
        '[hidden sheet: Closed]\nsecret\t=A1&"x"\t\tsaid',
    )
    assert read_.field("contains") == ("comments", "hidden rows or columns", "hidden sheets")


def test_presentations_give_a_page_a_slide_with_notes_and_mark_hidden_slides() -> None:
    a = 'xmlns:a="a" xmlns:p="p"'

    def slide(text: str, attributes: str = "") -> str:
        return (
            f"<p:sld {a} {attributes}><p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:sld>"
        )

    data = zipped(
        {
            "[Content_Types].xml": types("presentationml.presentation", "ppt/presentation.xml"),
            "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f'<p:presentation {a} {R}><p:sldIdLst><p:sldId id="256" r:id="r2"/>'
            '<p:sldId id="257" r:id="r1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                ("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")
            ),
            "ppt/slides/slide1.xml": slide("second", 'show="0"'),
            "ppt/slides/slide2.xml": slide("first"),
            "ppt/slides/_rels/slide2.xml.rels": relations(("notesSlide", "../notesSlides/notes.xml")),
            "ppt/notesSlides/notes.xml": slide("say this"),
        }
    )
    assert record(data).pages == ("first\n[notes: say this]", "[hidden slide: second]")


def open_document(body: str, kind: str = "text", styles: str = "") -> bytes:
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {ODF}>{styles}<office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>",
        }
    )


def test_open_document_text_marks_comments_deletions_and_hidden_paragraphs() -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
        "<dc:creator>Ben</dc:creator></office:change-info><text:p>gone</text:p></text:deletion></text:changed-region>"
        "</text:tracked-changes>"
        '<text:p>Kept<text:s text:c="2"/>text<text:change text:change-id="c1"/><office:annotation><dc:creator>Ana'
        "</dc:creator><text:p>Why?</text:p></office:annotation></text:p>"
        '<text:p text:style-name="H">unseen</text:p>'
    )
    styles = (
        '<office:automatic-styles><style:style style:name="H" style:family="paragraph"><style:text-properties '
        'text:display="none"/>'
        "</style:style></office:automatic-styles>"
    )
    read_ = record(open_document(body, styles=styles))
    assert read_.text == "Kept  text[deleted, Ben: gone][comment, Ana: Why?]\n[hidden: unseen]"


def test_open_document_sheets() -> None:
    body = (
        '<table:table table:name="One"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="2"><text:p>b</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:visibility="collapse"><table:table-cell><text:p>c</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    assert record(open_document(body, "spreadsheet")).pages == ("One\na\tb\tb\n[hidden: c]",)


def test_open_document_changes_that_stand_in_their_place() -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Ben'
        '</dc:creator></office:change-info></text:deletion></text:changed-region><text:changed-region text:id="c2">'
        "<text:insertion/></text:changed-region></text:tracked-changes>"
        '<text:p>Kept <text:change-start text:change-id="c1"/>gone</text:p><text:p>too<text:change-end '
        'text:change-id="c1"/> <text:change-start text:change-id="c2"/>new<text:change-end text:change-id="c2"/>'
        '<text:change-start text:change-id="c2"/></text:p><text:p><text:change-end text:change-id="c2"/>end</text:p>'
    )
    read_ = record(open_document(body))
    assert read_.text == "Kept [deleted, Ben: gone\ntoo] [inserted: new]\nend"
    assert read_.fields["contains"] == ("tracked changes",)


def test_open_document_styles_hide_through_their_parents_and_where_all_styles_stand() -> None:
    style = '<style:style style:name="{}" style:family="paragraph" style:parent-style-name="{}">{}</style:style>'
    none, shown = (f'<style:text-properties text:display="{word}"/>' for word in ("none", "true"))
    own = f"<office:automatic-styles>{style.format('P1', 'Secret', '')}{style.format('P2', 'Secret', shown)}"
    data = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "styles.xml": f"<office:document-styles {ODF}><office:styles>{style.format('Secret', 'P1', none)}"
            "</office:styles></office:document-styles>",
            "content.xml": f"<office:document-content {ODF}>{own}</office:automatic-styles><office:body><office:text>"
            '<text:p text:style-name="P1">one</text:p><text:p text:style-name="P2">two</text:p>'
            '<text:p text:style-name="Secret">three</text:p></office:text></office:body></office:document-content>',
        }
    )
    assert record(data).text == "[hidden: one]\ntwo\n[hidden: three]"


def test_open_document_marks_hidden_sheets_and_columns_and_reads_what_formats_hide() -> None:
    styles = (
        '<office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties '
        'table:display="false"/></style:style></office:automatic-styles>'
    )
    columns = (
        '<table:table-column/><table:table-column-group><table:table-column table:visibility="collapse" '
        'table:number-columns-repeated="2"/></table:table-column-group>'
    )
    cells = (
        "<table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell/>"
        "<table:table-cell><text:p>c</text:p></table:table-cell>"
        '<table:table-cell office:string-value="d"><text:p/></table:table-cell>'
    )
    sheet = '<table:table table:name="{}" table:style-name="{}">{}<table:table-row>{}</table:table-row></table:table>'
    body = sheet.format("One", "ta1", columns, cells) + sheet.format("Two", "ta2", "", cells)
    read_ = record(open_document(body, "spreadsheet", styles))
    assert read_.pages == ("One\na\t\t[hidden: c]\td", "[hidden sheet: Two]\na\t\tc\td")
    assert read_.fields["contains"] == ("hidden rows or columns", "hidden sheets")


def test_open_document_marks_hidden_slides_and_notes() -> None:
    styles = (
        '<office:automatic-styles><style:style style:name="dp2" style:family="drawing-page">'
        '<style:drawing-page-properties presentation:visibility="hidden"/></style:style></office:automatic-styles>'
    )
    page = (
        '<draw:page draw:style-name="{0}"><draw:frame><draw:text-box><text:p>{0}</text:p></draw:text-box></draw:frame>'
        "<presentation:notes><draw:frame><draw:text-box><text:p>said of {0}</text:p></draw:text-box></draw:frame>"
        '<draw:frame presentation:class="page-number"><text:p>7</text:p></draw:frame></presentation:notes></draw:page>'
    )
    read_ = record(open_document(page.format("dp1") + page.format("dp2"), "presentation", styles))
    assert read_.pages == ("dp1\n[notes: said of dp1]", "[hidden slide: dp2]\n[notes: said of dp2]")
    assert read_.fields["contains"] == ("hidden slides", "notes")


def test_open_document_inside_an_object_of_office_is_a_part() -> None:
    inner = open_document("<text:p>inner words</text:p>")
    (part,) = found(compound({"package_stream": inner, "properties_stream": b"x"}))
    assert isinstance(part, Part) and part.data is not None
    assert record(bytes(part.data)).text == "inner words"


def test_flat_open_document() -> None:
    data = (
        f'<?xml version="1.0"?><office:document {ODF} office:mimetype="application/vnd.oasis.opendocument.text">'
        "<office:body><office:text><text:p>flat</text:p></office:text></office:body></office:document>"
    )
    read_ = record(data.encode())
    assert (read_.text, read_.media_type) == ("flat", "application/vnd.oasis.opendocument.text")


def test_macros_of_flat_open_document_are_parts() -> None:
    source = "REM x\nSub Main\n  Shell(&quot;calc.exe&quot;)\nEnd Sub"
    data = (
        f'<?xml version="1.0"?><office:document {ODF} office:mimetype="application/vnd.oasis.opendocument.text">'
        '<office:scripts xmlns:ooo="o"><ooo:module ooo:name="One"><ooo:source-code>' + source + "</ooo:source-code>"
        '</ooo:module><ooo:module ooo:name="Two"><ooo:source-code>REM none</ooo:source-code></ooo:module>'
        "</office:scripts><office:body><office:text><text:p>flat</text:p></office:text></office:body></office:document>"
    )
    first, macro = found(data.encode())
    assert isinstance(first, Record)
    assert first.text == "flat"
    assert isinstance(macro, Part)
    assert (macro.untrusted_name, b'Shell("calc.exe")' in macro.data) == ("One.bas", True)


def test_books_in_the_order_of_their_spine() -> None:
    opf = (
        '<package xmlns="o" xmlns:dc="d"><metadata><dc:title>A Book</dc:title><dc:language>fr</dc:language></metadata>'
        '<manifest><item id="a" href="one.xhtml"/><item id="b" href="two.xhtml"/></manifest>'
        '<spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    data = zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<c><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></c>',
            "OPS/book.opf": opf,
            "OPS/one.xhtml": "<html><body><p>last</p></body></html>",
            "OPS/two.xhtml": "<html><body><p>first</p></body></html>",
        }
    )
    read_ = record(data)
    assert (read_.title, read_.language, read_.pages) == ("A Book", "fr", ("first", "last"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml":
                 '<m><file-entry><encryption-data/></file-entry></m>', "content.xml": b"\x8f\x12"}),
         Reason.PASSWORD_PROTECTED),
        (word("<w:p/>"), Reason.EMPTY),
        (word("<w:p><unclosed></w:p>"), Reason.CORRUPT),
    ],
)  # fmt: skip
def test_office_documents_without_text_have_their_reason(data: bytes, reason: Reason) -> None:
    (only,) = found(data)
    assert isinstance(only, Unreadable)
    assert only.reason is reason


def numbered(text: str, number: str = "1", level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr>{run(text)}</w:p>"


def level(place: int, form: str, text: str, start: int = 1) -> str:
    told = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{place}">{told}</w:lvl>'


def test_word_numbers_its_lists() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "lowerLetter", "%1.%2)") + level(2, "upperRoman", "(%3)", 4)
    bullets = level(0, "bullet", "·")
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8">{bullets}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/>'
        "</w:lvlOverride></w:num></w:numbering>"
    )
    styles = (
        f'<w:styles {W}><w:style w:styleId="Clause"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    body = "".join(
        (
            numbered("one"),
            numbered("in", level=1),
            numbered("in", level=1),
            numbered("deep", level=2),
            f'<w:p><w:pPr><w:pStyle w:val="Clause"/></w:pPr>{run("by style")}</w:p>',
            numbered("anew", level=1),
            numbered("dot", "2"),
            numbered("later", "3"),
            numbered("none", "0"),
        )
    )
    extra: dict[str, str | bytes] = {"word/numbering.xml": numbering, "word/styles.xml": styles}
    data = word(body, extra, ("numbering", "numbering.xml"), ("styles", "styles.xml"))
    assert record(data).text.split("\n") == [
        "1. one", "1.a) in", "1.b) in", "(IV) deep", "2. by style", "2.a) anew", "dot", "9. later", "none",
    ]  # fmt: skip


def test_word_counts_on_where_a_level_says_so() -> None:
    on = '<w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§%2"/></w:lvl>'
    levels = level(0, "ordinal", "%1.") + on.replace("<w:lvlRestart", '<w:start w:val="1"/><w:lvlRestart')
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    body = "".join(numbered(text, level=int(text == "clause")) for text in ("part", "clause", "part", "clause"))
    data = word(body, {"word/numbering.xml": numbering}, ("numbering", "numbering.xml"))
    assert record(data).text.split("\n") == ["1st. part", "§1 clause", "2nd. part", "§2 clause"]


def test_how_a_word_is_read_stands_behind_it() -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{run('とうきょう')}</w:rt><w:rubyBase>{run('東京')}</w:rubyBase></w:ruby>"
    assert record(word(f"<w:p>{run('In ')}<w:r>{ruby}</w:r></w:p>")).text == "In 東京(とうきょう)"


def test_numbering_that_lies_costs_nothing() -> None:
    lies = f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{level(99, "decimal", "%9%1")}</w:abstractNum>' + (
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="x"/></w:numbering>'
    )
    loop = f'<w:styles {W}><w:style w:styleId="a"><w:basedOn w:val="a"/></w:style></w:styles>'
    extra: dict[str, str | bytes] = {"word/numbering.xml": lies, "word/styles.xml": loop}
    data = word(
        numbered("kept", level=99) + numbered("kept", level=8),
        extra, ("numbering", "numbering.xml"), ("styles", "styles.xml"),
    )  # fmt: skip
    assert record(data).text == "kept\nkept"
