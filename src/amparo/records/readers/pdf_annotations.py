"""What stands on a PDF page beside its text: notes that people stuck to it, what they filled into forms, and files
pinned to it.
"""

from __future__ import annotations

import ctypes
import html
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # it has no types
import pypdfium2.raw as raw  # type: ignore[import-untyped] # it has no types

from amparo.records.readers.document import comment, marked
from amparo.records.xml import squeeze

_MOST = 2_000
_LONGEST = 200_000
_TAG = re.compile("<[^<>]*>")


def beside_text(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Comments and fields of forms, in the order of the file."""
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            text = _told(annotation)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
        if text:
            yield text


def pinned_files(page: pypdfium2.PdfPage) -> Iterator[pypdfium2.PdfAttachment]:
    """Files that annotations carry; they are not in the document's own list of files."""
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FILEATTACHMENT and (
                attachment := raw.FPDFAnnot_GetFileAttachment(annotation)
            ):
                yield pypdfium2.PdfAttachment(attachment, page.pdf)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _told(annotation: Any) -> str:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_WIDGET:
        value, name = _value(annotation, b"V"), _value(annotation, b"T")
        return marked(f"field {name}".strip(), value) if value.strip() else ""
    if kind in (raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_LINK):
        return ""
    # What is written in bold or in colours may stand in its rich form alone.
    return comment(_value(annotation, b"T"), _value(annotation, b"Contents") or _plain(_value(annotation, b"RC")))


def _plain(rich: str) -> str:
    return html.unescape(squeeze(_TAG.sub(" ", rich)))


def _value(annotation: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
