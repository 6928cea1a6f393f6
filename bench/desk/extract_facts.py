"""Files with facts in the places that readers forget, all of it invented here. Each fact is one word that stands
nowhere else, so that a reader either has it or has lost it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

from fpdf import FPDF

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
_CT = "http://schemas.openxmlformats.org/package/2006/content-types"
_OOXML = "application/vnd.openxmlformats-officedocument"

FACTS = {
    "kestrelbody": "Word, body",
    "kestrelcomment": "Word, comment",
    "kestreldeleted": "Word, deleted in tracked changes",
    "kestrelinserted": "Word, inserted in tracked changes",
    "kestrelhidden": "Word, hidden text",
    "kestrelfootnote": "Word, footnote",
    "kestrelsheet": "Excel, visible sheet",
    "kestrelhiddensheet": "Excel, hidden sheet",
    "kestrelpdf": "PDF, body",
    "kestrelsticky": "PDF, note on a page",
    "kestrelmail": "e-mail, body",
    "kestrelattached": "e-mail, attached text",
    "kestrelforwarded": "e-mail, attached e-mail",
    "kestreldocinzip": "e-mail, Word file in an attached ZIP",
    "kestrelfirst": "mbox, first mail",
    "kestrelsecond": "mbox, second mail",
    "kestrelnested": "ZIP in a ZIP, text",
    "kestreltar": "tar.gz, text",
    "kestrelpictureless": "HTML, body",
    "kestrelmisnamed": "Word file named .txt",
    "кестрел": "text in windows-1251",
}
"""The word, and where it stands."""


def write(folder: Path) -> list[Path]:
    """Write the files; their paths."""
    paths = []
    for name, data in _files():
        (folder / name).write_bytes(data)
        paths.append(folder / name)
    return paths


def _files() -> Iterator[tuple[str, bytes]]:
    yield "letter.docx", _word("kestrelbody", _HIDDEN, "footnote")
    yield "commented.docx", _word("remark", _COMMENTED, "comment")
    yield "revised.docx", _word("draft", _REVISED)
    yield "accounts.xlsx", _excel()
    yield "report.pdf", _pdf()
    yield "mail.eml", _mail().as_bytes()
    yield "post.mbox", b"".join(b"From ana Thu Jan  1 00:00:00 2026\n" + each + b"\n\n" for each in _box())
    yield "outer.zip", _zip({"inner.zip": _zip({"deep.txt": b"the kestrelnested lies deep\n"})})
    yield "pack.tar.gz", _tar()
    yield "page.html", b"<html><body><p>the kestrelpictureless of a page</p><script>var x = 1</script></body></html>"
    yield "misnamed.txt", _word("kestrelmisnamed")
    yield "cyrillic.txt", "Это сообщение о птице по имени кестрел, которая живёт у моря и видит всё.\n".encode("cp1251")


def _zip(parts: dict[str, bytes | str]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def _tar() -> bytes:
    import tarfile

    made, data = BytesIO(), b"the kestreltar is packed\n"
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        told = tarfile.TarInfo("note.txt")
        told.size = len(data)
        archive.addfile(told, BytesIO(data))
    return made.getvalue()


def _package(types: dict[str, str], main: str, parts: dict[str, bytes | str], links: dict[str, str]) -> bytes:
    """An office file: content types, the main part, the other parts and how the main part names them."""
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    rels = "".join(
        f'<Relationship Id="r{number}" Type="{_R}/{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(links.items(), start=1)
    )
    folder, _, name = main.rpartition("/")
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{_CT}"><Default Extension="rels" ContentType="application/'
            f'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f"{overrides}</Types>",
            "_rels/.rels": f'<Relationships xmlns="{_P}"><Relationship Id="r1" Type="{_R}/officeDocument" '
            f'Target="{main}"/></Relationships>',
            f"{folder}/_rels/{name}.rels": f'<Relationships xmlns="{_P}">{rels}</Relationships>',
            **parts,
        }
    )


def _run(text: str, how: str = "") -> str:
    return f'<w:r>{how}<w:t xml:space="preserve">the {text} of it </w:t></w:r>'


_WHO = 'w:id="1" w:author="Ana" w:date="2026-01-01T00:00:00Z"'
_HIDDEN = _run("kestrelhidden", "<w:rPr><w:vanish/></w:rPr>") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
_COMMENTED = (
    f'<w:commentRangeStart w:id="0"/>{_run("place")}<w:commentRangeEnd w:id="0"/>'
    '<w:r><w:commentReference w:id="0"/></w:r>'
)
_REVISED = (
    f"<w:del {_WHO}><w:r><w:delText>kestreldeleted</w:delText></w:r></w:del>"
    f"<w:ins {_WHO}>{_run('kestrelinserted')}</w:ins>"
)


def _word(body: str, more: str = "", element: str = "") -> bytes:
    """A Word file of two paragraphs, with a part for its one comment or footnote."""
    kind, paragraphs = f"{_OOXML}.wordprocessingml", f"<w:p>{_run(body)}</w:p><w:p>{more}</w:p>"
    parts: dict[str, bytes | str] = {
        "word/document.xml": f"<w:document {_W}><w:body>{paragraphs}</w:body></w:document>"
    }
    types, links = {"word/document.xml": f"{kind}.document.main+xml"}, {}
    if element:
        ids = 'w:id="0" w:author="Ben"' if element == "comment" else 'w:id="2"'
        inside = f"<w:{element} {ids}><w:p>{_run('kestrel' + element)}</w:p></w:{element}>"
        parts[f"word/{element}s.xml"] = f"<w:{element}s {_W}>{inside}</w:{element}s>"
        types[f"word/{element}s.xml"] = f"{kind}.{element}s+xml"
        links[f"{element}s.xml"] = f"{element}s"
    return _package(types, "word/document.xml", parts, links)


def _excel() -> bytes:
    def sheet(text: str) -> str:
        cell = f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
        return f'<worksheet {_S}><sheetData><row r="1">{cell}</row></sheetData></worksheet>'

    sheets = '<sheet name="One" sheetId="1" r:id="r1"/><sheet name="Two" sheetId="2" state="hidden" r:id="r2"/>'
    kind = f"{_OOXML}.spreadsheetml"
    return _package(
        {
            "xl/workbook.xml": f"{kind}.sheet.main+xml",
            "xl/worksheets/sheet1.xml": f"{kind}.worksheet+xml",
            "xl/worksheets/sheet2.xml": f"{kind}.worksheet+xml",
        },
        "xl/workbook.xml",
        {
            "xl/workbook.xml": f'<workbook {_S} xmlns:r="{_R}"><sheets>{sheets}</sheets></workbook>',
            "xl/worksheets/sheet1.xml": sheet("kestrelsheet"),
            "xl/worksheets/sheet2.xml": sheet("kestrelhiddensheet"),
        },
        {"worksheets/sheet1.xml": "worksheet", "worksheets/sheet2.xml": "worksheet"},
    )


def _pdf() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    pdf.text(20, 30, "the kestrelpdf of a page")
    pdf.text_annotation(20, 60, "the kestrelsticky of a reader")
    return bytes(pdf.output())


def _mail() -> EmailMessage:
    made = _plain("the kestrelmail of a morning")
    made.add_attachment("the kestrelattached of a list\n", filename="list.txt")
    made.add_attachment(_plain("the kestrelforwarded of another"))
    zipped = _zip({"contract.docx": _word("kestreldocinzip")})
    made.add_attachment(zipped, maintype="application", subtype="zip", filename="papers.zip")
    return made


def _plain(text: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ana@example.org", "ben@example.org", "Papers"
    made.set_content(text + "\n")
    return made


def _box() -> Iterator[bytes]:
    yield _plain("the kestrelfirst of two").as_bytes()
    yield _plain("the kestrelsecond of two").as_bytes()
