"""PDF with a text layer, page by page, by PDFium. Nothing in the file is run: PDFium is built without JavaScript
and forms are not loaded.

Pages without usable text are rendered and read by OCR; so are pages that are largely pictures with a line or two of
text, a stamp say. A PDF of which neither gives anything is refused rather than taken in as an empty document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import pypdfium2  # type: ignore[import-untyped] # it has no types
import pypdfium2.raw  # type: ignore[import-untyped] # it has no types

from amparo.records.charset import clean
from amparo.records.model import Kind, Record
from amparo.records.names import shown_name
from amparo.records.readers.document import described
from amparo.records.readers.pdf_actions import links, scripts
from amparo.records.readers.pdf_annotations import beside_text, pinned_files
from amparo.records.readers.pdf_dates import pdf_date
from amparo.records.readers.pdf_forms import filled_in
from amparo.records.readers.pdf_letters import RIGHT_TO_LEFT, whole_page
from amparo.records.readers.pdf_scans import NO_PAGE_HOLDS_ANYTHING, Scans
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable
from amparo.records.xml import squeeze

_LINE_END_HYPHEN = re.compile("[\ufffe\x02](?:\r?\n)?")
_DAMAGED_FILE = "This file carried by a PDF is damaged."
_DAMAGED_PAGES = Unreadable(Reason.CORRUPT, "The pages of this PDF that could hold anything are damaged.")
_MOST_BOOKMARKS, _MOST_PINNED, _MOST_LINKS = 1_000, 1_000, 2_000
_TELLING = frozenset(("author", "subject", "keywords"))
_FIELDS = (
    ("Author", "author"),
    ("Subject", "subject"),
    ("Keywords", "keywords"),
    ("Creator", "creator"),
    ("Producer", "producer"),
)


@dataclass(slots=True)
class _Beside:
    """What pages carry and point to, and how many could not be loaded."""

    files: list[Found] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    damaged: int = 0


def read_pdf(given: Input) -> Iterator[Found]:
    """One record with the text of each page, pages without text as empty ones; then the files that the PDF carries."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    document = _opened(data, given)
    if isinstance(document, Unreadable):
        yield document
        return
    try:
        beside = _Beside()
        found = _read(document, data, given, beside)
        yield found
        if beside.damaged and isinstance(found, Record):
            told = f"{beside.damaged:,} pages of this PDF are damaged and were not read."
            yield Unreadable(Reason.CORRUPT, told, "damaged pages")
        yield from _attachments(document, given)
        yield from beside.files
        yield from scripts(document)
    finally:
        document.close()


def _opened(data: bytes, given: Input) -> pypdfium2.PdfDocument | Unreadable:
    """The document, by one of the passwords given where it is locked."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        refusal = _refusal(error)
    for password in given.keyring if refusal.reason is Reason.PASSWORD_PROTECTED else ():
        given.ocr.working()
        try:
            document = pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError:
            continue
        given.keyring.has_opened = True
        return document
    return refusal


def _refusal(error: pypdfium2.PdfiumError) -> Unreadable:
    code = getattr(error, "err_code", None)
    if code in (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY):
        return Unreadable(Reason.PASSWORD_PROTECTED, "This PDF opens only with a password.")
    return Unreadable(Reason.CORRUPT, "This PDF is damaged and cannot be opened.")


def _read(document: pypdfium2.PdfDocument, data: bytes, given: Input, beside: _Beside) -> Found:
    count = len(document)
    if count > given.bounds.pages:
        return Unreadable(Reason.TOO_LARGE, f"This PDF has more than {given.bounds.pages} pages.")
    if not count:
        return Unreadable(Reason.CORRUPT, "This PDF has no pages.")
    scans = Scans(given)
    pages = tuple(_page(document, number, scans, given, beside) for number in range(count))
    pages = _with_forms(pages, document)
    told = document.get_metadata_dict()
    name = shown_name(given.untrusted_name)
    fields: dict[str, tuple[str, ...]]
    fields = {field: (squeeze(clean(value)),) for key, field in _FIELDS if (value := told.get(key, "")).strip()}
    if not any(pages) and scans.refusal is NO_PAGE_HOLDS_ANYTHING and set(fields) & _TELLING:
        # Drawn lines only, say; but it tells who made it and what for.
        pages = (described({"title": [told.get("Title", "")], **fields}),)
    if not any(pages):
        return _DAMAGED_PAGES if beside.damaged else scans.refusal
    if bookmarks := _bookmarks(document):
        fields["bookmarks"] = bookmarks
    if beside.links:
        fields["links"] = tuple(beside.links)
    if created := squeeze(clean(told.get("CreationDate", ""))):
        # Of the file, not of what it says: a scan of an old letter is made today.
        fields["created"] = (pdf_date(created) or created,)
    without = tuple(str(number) for number, page in enumerate(pages, start=1) if not page)
    return Record(
        kind=Kind.PLAIN,
        title=squeeze(clean(told.get("Title", ""))) or name,
        pages=pages,
        original=data,
        media_type="application/pdf",
        name=name,
        fields={**fields, **({"pages_without_text": without} if without else {}), **scans.told()},
        places=scans.places,
    )


def _attachments(document: pypdfium2.PdfDocument, given: Input) -> Iterator[Found]:
    """Files that the PDF carries."""
    for number in range(min(document.count_attachments(), given.bounds.parts)):
        try:
            attachment = document.get_attachment(number)
        except (pypdfium2.PdfiumError, ValueError):
            yield Unreadable(Reason.CORRUPT, _DAMAGED_FILE, f"attachment-{number + 1}")
            continue
        yield _carried(attachment, f"attachment-{number + 1}", given)


def _carried(attachment: pypdfium2.PdfAttachment, name: str, given: Input) -> Found:
    try:
        name = shown_name(attachment.get_name()) or name
        data = bytes(attachment.get_data())
    except (pypdfium2.PdfiumError, ValueError):
        return Unreadable(Reason.CORRUPT, _DAMAGED_FILE, name)
    if len(data) > given.bounds.part:
        return Unreadable(Reason.TOO_LARGE, "This file is larger than what is read in one piece.", name)
    return Part(name, data)


def _with_forms(pages: tuple[str, ...], document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """The pages, and on the last what was filled into a form and stands on none of them."""
    lines = list(filled_in(document))
    shown = "\n".join(pages) if lines else ""
    form = "\n".join(line for line in lines if line.partition(": ")[2][:-1] not in shown)
    return (*pages[:-1], "\n".join(filter(None, (pages[-1], form)))) if form else pages


def _bookmarks(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """The titles of the outline: of a scanned bundle often all that says what is in it."""
    try:
        titles = (squeeze(clean(each.get_title())) for each in islice(document.get_toc(), _MOST_BOOKMARKS))
        return tuple(dict.fromkeys(title for title in titles if title))
    except (pypdfium2.PdfiumError, ValueError):
        return ()


def _page(document: pypdfium2.PdfDocument, number: int, scans: Scans, given: Input, beside: _Beside) -> str:
    """The text of one page; a page too damaged to load is an empty page, and counted."""
    try:
        page = document[number]
        if len(beside.files) < _MOST_PINNED:
            beside.files += [_carried(each, f"file-{number + 1}", given) for each in pinned_files(page)]
        if len(beside.links) < _MOST_LINKS:
            beside.links |= dict.fromkeys(links(page))
        letters = page.get_textpage()
        text = letters.get_text_bounded()
        text = whole_page(letters) if RIGHT_TO_LEFT.search(text) else text
        text = clean(_LINE_END_HYPHEN.sub("", text)).replace("\f", "\n").strip()
        return "\n".join(filter(None, [scans.text(page, number, text), *beside_text(page)]))
    except pypdfium2.PdfiumError:
        beside.damaged += 1
        return ""
