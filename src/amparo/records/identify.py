"""What a file is, by its bytes; its name is never asked. Spec: specs/records.md, "Identification"."""

from __future__ import annotations

import csv
import importlib
import io
import re
from collections.abc import Callable, Iterator

from amparo.records.charset import decode, is_text
from amparo.records.readers.archives import is_compressed, is_tar, read_compressed, read_tar, read_zip
from amparo.records.readers.attributes import looks_like_attributes, read_attributes
from amparo.records.readers.cablegate import looks_like_cablegate, read_cablegate
from amparo.records.readers.frus import looks_like_frus, read_frus
from amparo.records.readers.html import read_html
from amparo.records.readers.mail import looks_like_emlx, looks_like_mail, read_emlx, read_mail
from amparo.records.readers.markup import read_markup
from amparo.records.readers.mbox import looks_like_mbox, read_mbox
from amparo.records.readers.pdf import read_pdf
from amparo.records.readers.text import read_text
from amparo.records.readers.warlog import looks_like_warlog, read_warlog
from amparo.records.reading import Found, Input, Reason, refuse

Reader = Callable[[Input], Iterator[Found]]

HEAD = 64 * 1024
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.I | re.S,
)
_HTML_LATER = re.compile(r"<(?:html|body|table|div|p|a|br)\b[^>]*>", re.IGNORECASE)
_XML = re.compile(
    r"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html\b)\w+|<[A-Za-z_][\w:.-]*(?:\s+xmlns[:\w]*=|\s*>|\s+[\w:.-]+=\s*[\"']))", re.I
)

# First bytes of a format, the module that reads it (imported when the first such file comes), its function.
_LAZY: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "read_ole"),
    (b"{\\rtf", "rtf", "read_rtf"),
    (b"!BDN", "pst", "read_pst"),
    (b"\x78\x9f\x3e\x22", "tnef", "read_tnef"),
)

# First bytes of formats that are known and not read yet, and what to tell people about them.
_NOT_YET: tuple[tuple[bytes, str], ...] = (
    (b"7z\xbc\xaf\x27\x1c", "7z archives cannot be read yet."),
    (b"Rar!\x1a\x07", "RAR archives cannot be read yet."),
    (b"\x89PNG\r\n\x1a\n", "Pictures cannot be read yet: they need OCR."),
    (b"\xff\xd8\xff", "Pictures cannot be read yet: they need OCR."),
    (b"GIF8", "Pictures cannot be read yet: they need OCR."),
    (b"II*\x00", "Pictures cannot be read yet: they need OCR."),
    (b"MM\x00*", "Pictures cannot be read yet: they need OCR."),
    (b"BM", "Pictures cannot be read yet: they need OCR."),
    (b"RIFF", "Sound and moving pictures cannot be read yet."),
    (b"ID3", "Sound and moving pictures cannot be read yet."),
    (b"OggS", "Sound and moving pictures cannot be read yet."),
    (b"\x7fELF", "This is a program, not a document."),
    (b"MZ", "This is a program, not a document."),
    (b"SQLite format 3\x00", "Databases cannot be read yet."),
)


def identify(given: Input) -> Reader:
    """The reader for an input; for what cannot be read, one that says why."""
    head = given.head(HEAD)
    if not head:
        return lambda _: refuse(Reason.EMPTY, "This file is empty.")
    reader = _by_magic(head) or (_by_text(head) if is_text(head) else _unknown)
    return read_attributes if reader is read_text and looks_like_attributes(decode(given.tail(HEAD))) else reader


def _by_magic(head: bytes) -> Reader | None:
    if b"%PDF-" in head[:1024]:
        return read_pdf
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_zip
    if is_compressed(head):
        return read_compressed
    if is_tar(head):
        return read_tar
    for magic, module, function in _LAZY:
        if head.startswith(magic):
            return lazily(module, function)
    for magic, explanation in _NOT_YET:
        if head.startswith(magic) and not (len(magic) == 2 and is_text(head)):
            return lambda _, explanation=explanation: refuse(Reason.UNSUPPORTED, explanation)  # type: ignore[misc]
    return None


def lazily(module: str, function: str) -> Reader:
    """A reader whose module is imported when it is used: most workers never meet most formats."""

    def read(given: Input) -> Iterator[Found]:
        reader: Reader = getattr(importlib.import_module(f"amparo.records.readers.{module}"), function)
        return reader(given)

    read.__name__ = function
    return read


def _by_text(head: bytes) -> Reader:
    if looks_like_mbox(head):
        return read_mbox
    if looks_like_mail(head):
        return read_mail
    if looks_like_emlx(head):
        return read_emlx
    text = decode(head)
    if _HTML.match(text):
        return read_html
    if _XML.match(text):
        return read_frus if looks_like_frus(text.encode()) else _markup_or_html(text)
    return _by_table(text)


def _markup_or_html(text: str) -> Reader:
    """Pages without `<html>` look like XML at their first tag; only a declaration or a namespace makes XML of them."""
    declared = text.lstrip().startswith(("<?xml", "<!DOCTYPE")) or "xmlns" in text[:2000]
    return read_html if not declared and _HTML_LATER.search(text) else read_markup


def _by_table(text: str) -> Reader:
    if "," in text:
        try:
            first = tuple(next(csv.reader(io.StringIO(text))))
        except (csv.Error, StopIteration):
            return read_text
        if looks_like_warlog(first):
            return read_warlog
        if looks_like_cablegate(first):
            return read_cablegate
    return read_text


def _unknown(_: Input) -> Iterator[Found]:
    return refuse(Reason.UNSUPPORTED, "This is a kind of file that cannot be read yet.")
