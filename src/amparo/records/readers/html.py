"""HTML pages: the title, the language, and the text as blocks. Nothing is fetched, no script is run or kept."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from lxml import etree, html

from amparo.records.charset import clean, decode
from amparo.records.model import Kind, Record
from amparo.records.names import shown_name
from amparo.records.readers.document import described, marked, tidy_fields
from amparo.records.readers.outward_links import addresses
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable
from amparo.records.xml import squeeze

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
        "body",
        "title",
        "object",
        "svg",
        "text",
    ]
)
_SILENT = frozenset(("script", "style", "template", "head"))
_SAYING = frozenset(("img", "input", "iframe"))
_SEEN = frozenset(("text", "search", "email", "tel", "url", "number", "date", "button", "submit", "reset"))
_META = {"description": "description", "keywords": "keywords", "author": "author", "creator": "author",
         "generator": "application", "subject": "subject", "publisher": "publisher"}  # fmt: skip
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_html(given: Input) -> Iterator[Found]:
    """One record, unless there is no text in the page."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    root = parse_page(data)
    text = html_text(root) if root is not None else ""
    if root is not None and b"data:image/" in data:
        text = "\n".join(filter(None, [text, *text_in_pictures(given, _pictures(root))]))
    fields = _described(root) if root is not None else {}
    text = text or described(fields)
    if root is not None and (links := pointed_to(root)):
        fields["links"] = links
    if root is None or not text:
        yield Unreadable(Reason.EMPTY, "There is no text in this page.")
        return
    name = shown_name(given.untrusted_name)
    yield Record(
        kind=Kind.PLAIN,
        title=title_of(root) or name,
        pages=(text,),
        original=data,
        media_type="text/html",
        name=name,
        language=language_of(root) or None,
        fields=fields,
    )


def _pictures(root: etree._Element) -> Iterator[bytes]:
    """Pictures that the page holds in its own addresses (RFC 2397)."""
    for element in root.iter("img"):
        kind, comma, coded = str(element.get("src") or "").partition(",")
        if comma and kind.startswith("data:image/") and kind.endswith(";base64"):
            try:
                yield base64.b64decode(unquote_to_bytes(coded))
            except binascii.Error:
                continue


def _described(root: etree._Element) -> dict[str, tuple[str, ...]]:
    """What the page says of itself in its head."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = str(element.get("name") or element.get("property") or "").lower().rpartition(":")[2]
        if field := _META.get(name):
            found.setdefault(field, []).append(str(element.get("content") or ""))
    return tidy_fields({name: dict.fromkeys(values) for name, values in found.items()})


def pointed_to(root: etree._Element) -> tuple[str, ...]:
    """The addresses outside that a page links to, and those of pictures and frames that it would fetch."""
    return addresses(
        str(element.get(name) or "")
        for element in root.iter("a", "area", "img", "iframe", "form")
        for name in ("href", "src", "action")
    )


def parse_page(data: bytes) -> etree._Element | None:
    """The root element of a file, read in the character set that it declares; None where nothing can be made of it."""
    declared = _META_CHARSET.search(data[:4096])
    return parse_html(decode(data, declared[1].decode("ascii") if declared else None))


def title_of(root: etree._Element) -> str:
    """What its `title` says, or nothing."""
    return squeeze(clean(str(root.findtext(".//title") or "")))


def language_of(root: etree._Element) -> str:
    """The language tag of the page, or nothing."""
    language = str(root.get("lang") or "")
    return language if _LANGUAGE.fullmatch(language) else ""


def parse_html(text: str) -> etree._Element | None:
    """The root element, or None where nothing can be made of it."""
    parser = html.HTMLParser(no_network=True, recover=True, huge_tree=True, encoding="utf-8", remove_comments=True)
    try:
        root: etree._Element | None = etree.fromstring(clean(text).encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def html_text(root: etree._Element) -> str:
    """The text a reader sees, one block a line. Iterative: depth costs no stack."""
    lines: list[str] = []
    line: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        ends = event == "end"
        if tag in _SILENT:
            silent += -1 if ends else 1
        if tag in _BLOCKS and not silent:
            _end_line(line, lines)
        if tag in _SAYING and not ends and not silent:
            line.append(_said(element, tag))
        piece = element.tail if ends else element.text if tag else None
        # An element's tail belongs to the parent: it counts once the element itself has ended.
        if piece and not silent:
            line.append(piece)
        elif ends and tag == "td":
            line.append(" ")
    _end_line(line, lines)
    return "\n".join(lines)


def _said(element: etree._Element, tag: str) -> str:
    """What a reader sees, or hears read out, in place of an element without text."""
    if tag == "img":
        told = squeeze(str(element.get("alt") or element.get("title") or ""))
        return f" {marked('picture', told)} " if told else ""
    if tag == "iframe":
        # One deep: a page in it that holds another is no page that anybody reads.
        inner = parse_html(str(element.get("srcdoc") or ""))
        return "" if inner is None else " " + " ".join(" ".join(map(str, inner.itertext())).split()) + " "
    kind = str(element.get("type") or "text").lower()
    return f" {element.get('value') or ''} " if kind in _SEEN else ""


def _end_line(line: list[str], lines: list[str]) -> None:
    text = squeeze("".join(line))
    line.clear()
    if text:
        lines.append(text)
