"""OpenDocument files (ISO/IEC 26300): text, spreadsheets, presentations, drawings, formulas; packed or as one flat XML
file; and their forerunner, the XML of StarOffice 6 and OpenOffice 1.

Annotations, tracked changes, hidden paragraphs and sheets are marked. Pages: a slide, a sheet, a page break in text.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.names import shown_name
from amparo.records.readers.document import comment, deleted, document, hidden, inserted, joined, marked
from amparo.records.readers.lazy import Reader, reader_of
from amparo.records.readers.odf_encryption import odf_opener
from amparo.records.readers.packages import Package
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.readers.unlocking import unlocked
from amparo.records.reading import Found, Input, Part, Reason, Unreadable
from amparo.records.xml import local_name, parse_xml, squeeze

_META = {
    "creator": "last_modified_by", "initial-creator": "author", "creation-date": "created", "date": "modified",
    "subject": "subject", "description": "description", "keyword": "keywords", "generator": "application",
    "printed-by": "printed_by", "user-defined": "custom_properties",
}  # fmt: skip
_SKIPPED = frozenset(
    ("sequence-decls", "forms", "scripts", "font-face-decls", "automatic-styles", "settings", "meta", "binary-data",
     "event-listeners", "soft-page-break", "tracked-changes")
)  # fmt: skip
_AFTER = {"p": "\n", "h": "\n", "table-cell": "\t", "table-row": "\n", "page": "\f", "list-header": "\n"}
_MANY = 2_000
PASSWORD = Unreadable(Reason.PASSWORD_PROTECTED, "This document opens only with a password.")


def read_odf(package: Package, original: bytes) -> Iterator[Found]:
    """One record, then the objects embedded in it."""
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(local_name(each) == "encryption-data" for each in manifest.iter()):
        yield from unlocked(package.given, original, _read_plain, odf_opener(package, manifest), PASSWORD)
        return
    media = package.read("mimetype").decode("ascii", "replace").strip()[:100]
    media = media if media.isprintable() and media.startswith("application/") else "application/vnd.oasis.opendocument"
    title, fields = _properties(package.xml("meta.xml"))
    story = _Story()
    pages = story.text(package.xml("content.xml")).split("\f")
    pages += [_margins(package.xml("styles.xml"))]
    pages += [_Story().text(package.xml(name)) for name in package.names if _is_object(name)]
    names = [name for name in package.names if name.startswith("Pictures/")]
    pages += text_in_pictures(package.given, (package.read(name) for name in names))
    contains = {"contains": tuple(sorted(story.found))}
    yield document(package.given, original, pages, media, title=title, fields={**fields, **contains})
    for name in package.names:
        if name.startswith("Object ") and "/" not in name and (data := package.read(name)):
            yield Part(name, data)
        if name.startswith("Basic/") and _is_module(root := package.xml(name)) and root is not None:
            yield Part(f"{shown_name(name).removesuffix('.xml')}.bas", _plain(root).encode())


def _read_plain(given: Input) -> Iterator[Found]:
    reader: Reader = reader_of(given, "archives", "read_zip")
    return reader(given)


def _is_module(root: etree._Element | None) -> bool:
    """Whether this is the source of a macro, and more than the line that every module begins with."""
    lines = [] if root is None or local_name(root) != "module" else _plain(root).splitlines()
    return any(line.strip() and not line.strip().startswith(("REM", "Option ")) for line in lines)


def _is_object(name: str) -> bool:
    return name.startswith(("Object", "Obj1", "Math")) and name.endswith("/content.xml")


def read_flat_odf(given: Input) -> Iterator[Found]:
    """The same as one XML file (.fodt, .fods, .fodp)."""
    data = given.whole() or b""
    root = parse_xml(data, huge=True)
    if isinstance(root, Unreadable):
        yield root
        return
    title, fields = _properties(root)
    story = _Story()
    media = next((str(value) for key, value in root.attrib.items() if str(key).endswith("}mimetype")), "")
    text = story.text(root)
    contains = {"contains": tuple(sorted(story.found))}
    yield document(given, data, text, media or "application/xml", title=title, fields={**fields, **contains})
    for module in root.iter("{*}module"):
        if _is_module(module):
            yield Part(f"{shown_name(_value(module, 'name')) or 'module'}.bas", _plain(module).strip().encode())


def _properties(root: etree._Element | None) -> tuple[str, dict[str, list[str]]]:
    title = ""
    fields: dict[str, list[str]] = {}
    for element in root.iter() if root is not None else ():
        name, text = local_name(element), (element.text or "").strip()
        if _parents(element) not in ("meta", "keywords"):
            continue
        if name == "title":
            title = text
        elif text and (field := _META.get(name)):
            told = f"{_value(element, 'name')}: {text}" if name == "user-defined" else text
            fields.setdefault(field, []).append(told)
    return title, fields


def _margins(root: etree._Element | None) -> str:
    """Headers and footers, which lie with the styles of pages; text that slides show on every page."""
    texts: list[str] = []
    for element in root.iter() if root is not None else ():
        name = local_name(element)
        if name.startswith(("header", "footer")) and name.rpartition("-")[2] in ("header", "footer", "left", "first"):
            texts.append(marked(name.partition("-")[0], squeeze(_Story().text(element))))
        elif name == "master-page":
            texts += [text for each in element if local_name(each) == "frame" and (text := _Story().text(each).strip())]
    return "\n".join(dict.fromkeys(texts))


class _Story:
    """The text of one document."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._deleted: dict[str, tuple[str, str]] = {}
        self._inserted: dict[str, str] = {}
        self._hidden_styles: set[str] = set()

    def text(self, root: etree._Element | None) -> str:
        """The text of an element and all in it."""
        if root is None:
            return ""
        self._learn(root)
        return joined("".join(self._pieces(root)))

    def _learn(self, root: etree._Element) -> None:
        """What was deleted and inserted, and which styles hide."""
        for element in root.iter():
            name = local_name(element)
            if name == "changed-region":
                self._change(element)
            elif name == "style" and any(
                str(value) == ("none" if str(key).endswith("}display") else "false")
                for each in element
                for key, value in each.attrib.items()
                if str(key).rpartition("}")[2] == "display"
            ):
                self._hidden_styles.add(_value(element, "name"))

    def _change(self, region: etree._Element) -> None:
        identity = _value(region, "id")
        for change in region:
            author = next((each.text or "" for each in change.iter() if local_name(each) == "creator"), "")
            if local_name(change) == "deletion":
                texts = (_plain(each) for each in change if local_name(each) != "change-info")
                self._deleted[identity] = (author, "\n".join(texts))
            elif local_name(change) == "insertion":
                self._inserted[identity] = author

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        if element.text and local_name(element) not in _STRUCTURE:
            yield element.text
        for child in element:
            yield from self._element(child, local_name(child))
            if child.tail and local_name(element) not in _STRUCTURE:
                yield child.tail

    def _element(self, child: etree._Element, name: str) -> Iterator[str]:
        match name:
            case _ if name in _SKIPPED:
                return
            case "s":
                yield " " * min(int(_value(child, "c") or 1) if (_value(child, "c") or "1").isdigit() else 1, 1000)
            case "tab" | "tab-stop":
                yield "\t"
            case "line-break":
                yield "\n"
            case "annotation":
                yield self._said("comments", _annotation(child))
            case "change" if _value(child, "change-id") in self._deleted:
                yield self._said("tracked changes", deleted(*self._deleted[_value(child, "change-id")]))
            case "change-start" if _value(child, "change-id") in self._inserted:
                self.found.add("tracked changes")
                yield inserted(self._inserted[_value(child, "change-id")], "…")
            case "hidden-text" | "hidden-paragraph":
                yield self._said("hidden text", hidden(_value(child, "string-value") or "".join(self._pieces(child))))
            case "table" if "spreadsheet" in _parents(child):
                yield self._sheet(child)
            case _:
                yield from self._block(child, name)

    def _block(self, child: etree._Element, name: str) -> Iterator[str]:
        inner = "".join(self._pieces(child)) if name != "table-cell" else self._cell(child)
        if name in ("p", "span", "h") and _value(child, "style-name") in self._hidden_styles:
            inner = self._said("hidden text", hidden(inner))
        if name == "section" and _value(child, "display") == "none":
            inner = self._said("hidden text", marked("hidden section", inner))
        if name == "notes" and inner.strip():
            inner = marked("notes", inner)
        yield inner + _AFTER.get(name, "")

    def _cell(self, cell: etree._Element) -> str:
        return "".join(self._pieces(cell)).strip().replace("\n", " ").replace("\t", " ")

    def _sheet(self, table: etree._Element) -> str:
        name = _value(table, "name")
        lines = [self._row(row) for row in table.iter() if local_name(row) == "table-row"]
        drawn = [_plain(each) for each in table if local_name(each) == "shapes"]
        text = "\n".join(line for line in [*lines, *drawn] if line.strip())
        if _value(table, "style-name") in self._hidden_styles:
            return self._said("hidden sheets", f"{marked('hidden sheet', name)}\n{text}\f")
        return f"{name}\n{text}\f"

    def _row(self, row: etree._Element) -> str:
        cells = []
        for cell in row:
            if local_name(cell) in ("table-cell", "covered-table-cell"):
                text = self._cell(cell)
                times = _value(cell, "number-columns-repeated")
                cells += [text] * (min(int(times), _MANY) if text and times.isdigit() else 1)
        line = "\t".join(cells).rstrip("\t")
        if line.strip() and _value(row, "visibility") in ("collapse", "filter"):
            return self._said("hidden rows or columns", hidden(line))
        return line

    def _said(self, what: str, mark: str) -> str:
        if mark:
            self.found.add(what)
        return mark


_STRUCTURE = frozenset(
    ("document", "document-content", "body", "text", "spreadsheet", "presentation", "drawing", "table", "table-row",
     "list", "list-item", "page", "frame", "text-box", "section", "notes", "g", "table-cell", "covered-table-cell")
)  # fmt: skip


def _annotation(element: etree._Element) -> str:
    author = next((each.text or "" for each in element if local_name(each) == "creator"), "")
    texts = (_plain(each) for each in element if local_name(each) not in ("creator", "date", "date-string"))
    return comment(author or _value(element, "author"), "\n".join(text for text in texts if text.strip()))


def _plain(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _parents(element: etree._Element) -> str:
    parent = element.getparent()
    return local_name(parent) if parent is not None else ""


def _value(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
