"""What a file is, by its bytes; its name is never asked. Spec: specs/records.md, "Identification"."""

from __future__ import annotations

import csv
import io
import re

from amparo.records.charset import decode, is_text
from amparo.records.magic import by_magic
from amparo.records.magic_named import encrypted, named
from amparo.records.readers.aad_overview import looks_like_aad_overview, read_aad_overview
from amparo.records.readers.archives import is_compressed, read_compressed, read_tar, read_zip
from amparo.records.readers.attributes import looks_like_attributes, read_attributes
from amparo.records.readers.cablegate import looks_like_cablegate, read_cablegate
from amparo.records.readers.frus import looks_like_frus, read_frus
from amparo.records.readers.html import read_html
from amparo.records.readers.lazy import Reader, lazily
from amparo.records.readers.library_records import is_marc
from amparo.records.readers.mail import looks_like_emlx, looks_like_mail, read_emlx, read_mail
from amparo.records.readers.markup import read_markup
from amparo.records.readers.mbox import looks_like_mbox, read_mbox
from amparo.records.readers.old_tables import is_dbase, is_lotus, looks_like_dif
from amparo.records.readers.owner_files import is_owner_file
from amparo.records.readers.pdf import read_pdf
from amparo.records.readers.sealed_messages import is_cms, is_der, is_pgp
from amparo.records.readers.tapes import is_tar
from amparo.records.readers.text import read_text
from amparo.records.readers.warlog import looks_like_warlog, read_warlog
from amparo.records.reading import Input, Reason, refuse

_CPIO = re.compile(rb"0707(?:0[12][0-9A-Fa-f]{104}|07[0-7]{70}|27[0-9A-Fa-f]{24}m)")
_PORTABLE = re.compile(rb"P[1-6]\s+(?:#[^\n]{0,200}\n\s*){0,9}\d{1,9}\s+\d{1,9}\s")
_TARGA = b"TRUEVISION-XFILE.\0"
_FLAT_ODF = re.compile(r"<office:document[\s>]")
HEAD = 64 * 1024
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.I | re.S,
)
_HTML_LATER = re.compile(r"<(?:html|body|table|div|p|a|br)\b[^>]*>", re.IGNORECASE)
_XML = re.compile(
    r"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html\b)\w+|<[A-Za-z_][\w:.-]*(?:\s+xmlns[:\w]*=|\s*>|\s+[\w:.-]+=\s*[\"']))", re.I
)


def identify(given: Input) -> Reader:
    """The reader for an input; for what cannot be read, one that says why."""
    head = given.head(HEAD)
    if not head:
        return lambda _: refuse(Reason.EMPTY, "This file is empty.")
    reader = _by_magic(head) or encrypted(head) or _by_content(head, given)
    return read_attributes if reader is read_text and looks_like_attributes(decode(given.tail(HEAD))) else reader


def _by_magic(head: bytes) -> Reader | None:
    if b"%PDF-" in head[:1024] and (head.lstrip().startswith(b"%PDF-") or not is_text(head) or b" obj" in head):
        return read_pdf
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_zip
    if is_compressed(head):
        return read_compressed
    if is_tar(head):
        return read_tar
    return by_magic(head) or _by_structure(head)


def _by_structure(head: bytes) -> Reader | None:
    """Formats without a magic number worth the name."""
    is_bitmap = head.startswith(b"BM") and len(head) > 26 and head[6:10] == bytes(4) and head[15:18] == bytes(3)
    if is_bitmap or _PORTABLE.match(head):
        return lazily("pictures", "read_picture")
    for fits, module, function in (
        (is_pgp, "sealed_messages", "read_pgp"),
        (is_marc, "library_records", "read_marc"),
        (is_owner_file, "owner_files", "read_owner_file"),
        (is_dbase, "old_tables", "read_dbase"),
        (is_lotus, "old_tables", "read_lotus"),
        (_CPIO.match, "libarchive_archives", "read_archive"),
        (_is_der, "sealed_messages", "read_der"),
        (looks_like_dif, "old_tables", "read_dif"),
    ):
        if fits(head):
            return lazily(module, function)
    return None


def _is_der(head: bytes) -> bool:
    """Notes that begin with an hour, as in "0700", have the first bytes of a sequence."""
    return is_der(head) and (is_cms(head) or not is_text(head))


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
        if _FLAT_ODF.search(text[:4000]):
            return lazily("odf", "read_flat_odf")
        return read_frus if looks_like_frus(text.encode()) else _markup_or_html(text)
    return _by_table(text)


def _markup_or_html(text: str) -> Reader:
    """Pages without `<html>` look like XML at their first tag; only a declaration or a namespace makes XML of them."""
    declared = text.lstrip().startswith(("<?xml", "<!DOCTYPE")) or "xmlns" in text[:2000]
    return read_html if not declared and _HTML_LATER.search(text) else read_markup


def _by_content(head: bytes, given: Input) -> Reader:
    # Pixels of one grey can look like letters.
    is_words = is_text(head) and not (b"\0" in head[:18] and _is_targa(head, given))
    return _by_text(head) if is_words else _otherwise(head, given)


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
        if looks_like_aad_overview(first):
            return read_aad_overview
    return read_text


def _is_targa(head: bytes, given: Input) -> bool:
    """By the words at its end, which older ones lack, or by a size that is the header's promise."""
    if given.tail(len(_TARGA)) == _TARGA:
        return True
    if len(head) < 18 or head[1] or head[2] not in (2, 3) or head[3:8] != bytes(5) or head[16] not in (8, 16, 24, 32):
        return False
    width, height = (int.from_bytes(head[at : at + 2], "little") for at in (12, 14))
    promised = 18 + head[0] + width * height * head[16] // 8
    return width > 0 < height and promised <= given.size <= promised + 1_024


def _otherwise(head: bytes, given: Input) -> Reader:
    if _is_targa(head, given):
        return lazily("pictures", "read_picture")
    return named(head, given.tail(HEAD)) or lazily("old_texts", "read_unknown")
