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
    height = ""
    for element in root.iter() if root is not None else ():
        text = element.get("UnicodeString") if local_name(element) == "Glyphs" else None
        if text:
            here = str(element.get("OriginY") or "")
            if here != height or not lines:
                lines.append([])
            height = here
            lines[-1].append(str(text).removeprefix("{}"))
    return "\n".join(" ".join(pieces) for pieces in lines)


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
