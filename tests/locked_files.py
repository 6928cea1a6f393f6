"""Files that open only with a password, made here."""

from __future__ import annotations

import io
import zipfile

import libarchive  # type: ignore[import-untyped] # it has no types
from fpdf import FPDF
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped] # it has no types

PASSWORD = "tide table 7 é"
TEXT = "The ferry left at nine with the ledger aboard."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(password: str = PASSWORD) -> bytes:
    document = FPDF()
    document.set_encryption(owner_password="owner", user_password=password)
    document.add_page()
    document.set_font("helvetica", size=12)
    document.multi_cell(0, 8, TEXT)
    return bytes(document.output())


def zipped(encryption: str, password: str = PASSWORD, text: str = TEXT) -> bytes:
    """A ZIP of two members, by `zipcrypt`, `aes128` or `aes256`."""
    file = io.BytesIO()
    options = f"zip:encryption={encryption}"
    with libarchive.custom_writer(file.write, "zip", options=options, passphrase=password) as archive:
        archive.add_file_from_memory("note.txt", len(text), text.encode())
        archive.add_file_from_memory("long.txt", 9 * 20_000, b"all quiet" * 20_000)
    return file.getvalue()


def docx() -> bytes:
    """A document of Word, open."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/'
            'document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main'
            '+xml"/></Types>',
        )
        body = f"<w:body><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:body>"
        # msoffcrypto-tool writes no short streams that its own reader finds.
        archive.writestr("word/padding.bin", bytes(8_192))
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}">{body}</w:document>')
    return file.getvalue()


def office(password: str = PASSWORD) -> bytes:
    """The same, locked as Office does (agile encryption, AES-256)."""
    file = io.BytesIO()
    OOXMLFile(io.BytesIO(docx())).encrypt(password, file)
    return file.getvalue()
