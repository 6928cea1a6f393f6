"""What was filled into forms of XFA: XML inside a PDF (ISO 32000-1 §12.7.8) that PDFium does not draw."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2  # type: ignore[import-untyped] # it has no types
import pypdfium2.raw as raw  # type: ignore[import-untyped] # it has no types
from lxml import etree

from amparo.records.readers.document import marked
from amparo.records.reading import Unreadable
from amparo.records.xml import local_name, parse_xml, squeeze

_MOST, _LARGEST = 100, 16 * 1024 * 1024


def filled_in(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """`[field name: value]` for each value in the data of the form."""
    for number in range(min(raw.FPDF_GetXFAPacketCount(document), _MOST)):
        if _name(document, number) != "datasets":
            continue
        root = parse_xml(_content(document, number))
        if not isinstance(root, Unreadable):
            yield from _values(root)


def _values(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        value = squeeze(element.text or "") if isinstance(element.tag, str) and not len(element) else ""
        if value:
            yield marked(f"field {local_name(element)}", value)


def _name(document: pypdfium2.PdfDocument, number: int) -> str:
    size = raw.FPDF_GetXFAPacketName(document, number, None, 0)
    buffer = ctypes.create_string_buffer(min(size, 1000) + 1)
    raw.FPDF_GetXFAPacketName(document, number, buffer, min(size, 1000))
    return buffer.value.decode("ascii", "replace")


def _content(document: pypdfium2.PdfDocument, number: int) -> bytes:
    size = ctypes.c_ulong(0)
    if not raw.FPDF_GetXFAPacketContent(document, number, None, 0, size) or not 0 < size.value <= _LARGEST:
        return b""
    buffer = ctypes.create_string_buffer(size.value)
    raw.FPDF_GetXFAPacketContent(document, number, buffer, size.value, size)
    return buffer.raw
