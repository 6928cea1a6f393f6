"""E-books: EPUB (W3C EPUB 3.3), chapters in the order of the spine, one page a chapter."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.charset import decode
from amparo.records.readers.document import document
from amparo.records.readers.html import html_text, parse_html
from amparo.records.readers.packages import Package, resolved
from amparo.records.reading import Found, Reason, Unreadable
from amparo.records.xml import local_name

_MEDIA = "application/epub+zip"
_FIELDS = {"creator": "author", "publisher": "publisher", "date": "created", "subject": "subject", "rights": "rights"}


def read_epub(package: Package, original: bytes) -> Iterator[Found]:
    """One record."""
    if "META-INF/encryption.xml" in package and b"EncryptedKey" in package.read("META-INF/encryption.xml"):
        yield Unreadable(Reason.PASSWORD_PROTECTED, "This e-book is locked to a reader's account.")
        return
    name = _opf_name(package)
    opf = package.xml(name) if name else None
    told = list(opf.iter()) if opf is not None else []
    fields: dict[str, list[str]] = {}
    title, language = "", None
    for element in told:
        text = (element.text or "").strip()
        if local_name(element) == "title" and not title:
            title = text
        elif local_name(element) == "language" and text:
            language = text
        elif text and (field := _FIELDS.get(local_name(element))):
            fields.setdefault(field, []).append(text)
    chapters = _spine(told, name) or [each for each in package.under("") if each.endswith(("html", "htm"))]
    pages = [_page(package.read(chapter)) for chapter in chapters]
    yield document(package.given, original, pages, _MEDIA, title=title, fields=fields, language=language)


def _opf_name(package: Package) -> str:
    container = package.xml("META-INF/container.xml")
    for element in container.iter() if container is not None else ():
        if local_name(element) == "rootfile":
            return str(element.get("full-path") or "")
    return next((name for name in package.names if name.endswith(".opf")), "")


def _spine(told: list[etree._Element], name: str) -> list[str]:
    items = {str(each.get("id")): str(each.get("href") or "") for each in told if local_name(each) == "item"}
    order = (str(each.get("idref")) for each in told if local_name(each) == "itemref")
    return [resolved(name, items[each]) for each in order if each in items]


def _page(data: bytes) -> str:
    root = parse_html(decode(data)) if data else None
    return html_text(root) if root is not None else ""
