"""Drawings and fixed layouts in ZIP packages: Visio (.vsdx, [MS-VSDX]), XPS (ECMA-388), InDesign (.idml)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.readers.document import document
from amparo.records.readers.ooxml import embedded, properties
from amparo.records.readers.packages import Package
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.reading import Found
from amparo.records.xml import local_name

_BLANK = 0.25
"""Ems between two runs of glyphs that are a blank."""
_NARROW, _WIDE = frozenset("iljtfrI.,;:!|'() "), frozenset("mwMW@%")


def read_visio(package: Package, original: bytes) -> Iterator[Found]:
    """One record, a page a page; then the embedded files."""
    title, fields = properties(package)
    pages = [_visio_page(package.xml(name)) for name in package.under("visio/pages/page")]
    pages += [_visio_page(package.xml(name)) for name in package.under("visio/masters/master")]
    yield document(package.given, original, pages, "application/vnd.ms-visio.drawing", title=title, fields=fields)
    yield from embedded(package)


def _visio_page(root: etree._Element | None) -> str:
    texts = (
        "".join(str(text) for text in element.itertext())
        for element in (root.iter() if root is not None else ())
        if local_name(element) == "Text"
    )
    return "\n".join(text for text in texts if text.strip())


def read_xps(package: Package, original: bytes) -> Iterator[Found]:
    """One record, a page a page: the strings of the glyphs, a line for each height."""
    title, fields = properties(package)
    names = [name for name in package.under("") if name.lower().endswith(".fpage")]
    pages = [_xps_page(package.xml(name)) for name in names]
    names = [name for name in package.names if name.lower().endswith((".png", ".jpg", ".tif"))]
    pages += text_in_pictures(package.given, (package.read(name) for name in names))
    yield document(package.given, original, pages, "application/vnd.ms-xpsdocument", title=title, fields=fields)


def _xps_page(root: etree._Element | None) -> str:
    lines: list[list[str]] = []
    height, end = "", 0.0
    for element in root.iter() if root is not None else ():
        text = element.get("UnicodeString") if local_name(element) == "Glyphs" else None
        if not text:
            continue
        text = str(text).removeprefix("{}")
        here, start, size = (str(element.get(name) or "") for name in ("OriginY", "OriginX", "FontRenderingEmSize"))
        if here != height or not lines:
            lines.append([])
        elif not -_length(size) < _length(start) - end < _BLANK * _length(size):
            lines[-1].append(" ")
        height, end = here, _length(start) + _length(size) * _width(text, str(element.get("Indices") or ""))
        lines[-1].append(text)
    return "\n".join("".join(pieces) for pieces in lines)


def _length(told: str) -> float:
    try:
        return float(told)
    except ValueError:
        return 0.0


def _width(text: str, indices: str) -> float:
    """How far the next glyph is, in ems: what the advances say (ECMA-388 §12.1.3), a guess where they say nothing."""
    advances = [each.rpartition(")")[2].split(",")[1:2] for each in indices.split(";")]
    told = [_length(each[0]) / 100 if each and each[0] else None for each in advances]
    guesses = [0.3 if letter in _NARROW else 0.8 if letter in _WIDE else 0.55 for letter in text]
    told += [None] * (len(text) - len(told))
    return sum(guess if wide is None else wide for guess, wide in zip(guesses, told, strict=False))


def read_idml(package: Package, original: bytes) -> Iterator[Found]:
    """One record, a page a story."""
    pages = [_story(package.xml(name)) for name in package.under("Stories/")]
    yield document(package.given, original, pages, "application/vnd.adobe.indesign-idml-package")


def _story(root: etree._Element | None) -> str:
    pieces = []
    for element in root.iter() if root is not None else ():
        if local_name(element) == "Content":
            pieces.append(element.text or "")
        elif local_name(element) == "Br":
            pieces.append("\n")
    return "".join(pieces)
