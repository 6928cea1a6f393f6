"""PDF with a text layer, page by page, by PDFium. Nothing in the file is run: PDFium is built without JavaScript
and forms are not loaded.

Pages without usable text are rendered and read by OCR; so are pages that are one large picture with a line or two of
text, a stamp say. A PDF of which neither gives anything is refused rather than taken in as an empty document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw  # type: ignore[import-untyped]

from amparo.records.charset import clean
from amparo.records.model import Kind, Record
from amparo.records.names import shown_name
from amparo.records.readers.pdf_annotations import beside_text
from amparo.records.readers.pdf_dates import pdf_date
from amparo.records.readers.pdf_scans import Scans
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable
from amparo.records.xml import squeeze

_LINE_END_HYPHEN = re.compile("[\ufffe\x02](?:\r?\n)?")
_FIELDS = (("Author", "author"), ("Creator", "creator"), ("Producer", "producer"))


def read_pdf(given: Input) -> Iterator[Found]:
    """One record with the text of each page, pages without text as empty ones; then the files that the PDF carries."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield _refusal(error)
        return
    try:
        yield _read(document, data, given)
        yield from _attachments(document, given)
    finally:
        document.close()


def _refusal(error: pypdfium2.PdfiumError) -> Unreadable:
    code = getattr(error, "err_code", None)
    if code in (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY):
        return Unreadable(Reason.PASSWORD_PROTECTED, "This PDF opens only with a password.")
    return Unreadable(Reason.CORRUPT, "This PDF is damaged and cannot be opened.")


def _read(document: pypdfium2.PdfDocument, data: bytes, given: Input) -> Found:
    count = len(document)
    if count > given.bounds.pages:
        return Unreadable(Reason.TOO_LARGE, f"This PDF has more than {given.bounds.pages} pages.")
    if not count:
        return Unreadable(Reason.CORRUPT, "This PDF has no pages.")
    scans = Scans(given)
    pages = tuple(_page(document, number, scans) for number in range(count))
    if not any(pages):
        return scans.refusal
    told = document.get_metadata_dict()
    name = shown_name(given.untrusted_name)
    fields = {field: (squeeze(clean(value)),) for key, field in _FIELDS if (value := told.get(key, "")).strip()}
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
    )


def _attachments(document: pypdfium2.PdfDocument, given: Input) -> Iterator[Found]:
    """Files that the PDF carries."""
    for number in range(min(document.count_attachments(), given.bounds.parts)):
        name = f"attachment-{number + 1}"
        try:
            attachment = document.get_attachment(number)
            name = shown_name(attachment.get_name()) or name
            data = bytes(attachment.get_data())
        except (pypdfium2.PdfiumError, ValueError):
            yield Unreadable(Reason.CORRUPT, "This file carried by a PDF is damaged.", name)
            continue
        if len(data) > given.bounds.part:
            yield Unreadable(Reason.TOO_LARGE, "This file is larger than what is read in one piece.", name)
        else:
            yield Part(name, data)


def _page(document: pypdfium2.PdfDocument, number: int, scans: Scans) -> str:
    """The text of one page; a page too damaged to load is an empty page."""
    try:
        page = document[number]
        text = page.get_textpage().get_text_bounded()
        text = clean(_LINE_END_HYPHEN.sub("", text)).replace("\f", "\n").strip()
        return "\n".join(filter(None, [scans.text(page, number, text), *beside_text(page)]))
    except pypdfium2.PdfiumError:
        return ""
