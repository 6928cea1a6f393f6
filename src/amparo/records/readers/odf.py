"""OpenDocument files (ISO/IEC 26300): text, spreadsheets, presentations, drawings, formulas; packed or as one flat XML
file; and their forerunner, the XML of StarOffice 6 and OpenOffice 1.

Annotations, tracked changes, hidden text, sheets, rows, columns and slides are marked. Pages: a slide, a sheet, a page
break in text.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.names import shown_name
from amparo.records.readers.document import comment, document, hidden, joined, marked
from amparo.records.readers.lazy import Reader, reader_of
from amparo.records.readers.odf_base import asked, database, is_part
from amparo.records.readers.odf_changes import CELL_VALUES, Changes, in_cells, with_marks
from amparo.records.readers.odf_encryption import odf_opener
from amparo.records.readers.odf_styles import Styles
from amparo.records.readers.odf_styles import value as _value
from amparo.records.readers.outward_links import xlinks
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
     "event-listeners", "soft-page-break", "tracked-changes", "styles", "master-styles")
)  # fmt: skip
_AFTER = {"p": "\n", "h": "\n", "table-cell": "\t", "table-row": "\n", "page": "\f", "list-header": "\n"}
_FAMILIES = {"p": "paragraph", "h": "paragraph", "span": "text"}
_MANY = 2_000
_WIDEST = 16_384
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
    story, styles = _Story(), package.xml("styles.xml")
    story.learn(styles)
    content = package.xml("content.xml")
    pages = [asked(content)] if media.endswith(".base") else story.pages(content, _margins(styles))
    pages += [_Story().text(package.xml(name)) for name in package.names if _is_object(name) or is_part(name)]
    names = [name for name in package.names if name.startswith("Pictures/")]
    pages += text_in_pictures(package.given, (package.read(name) for name in names))
    told = {"contains": tuple(sorted(story.found)), "links": xlinks(content, styles)}
    yield document(package.given, original, pages, media, title=title, fields={**fields, **told})
    yield from database(package)
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
    pages = story.pages(root, _margins(root.find("{*}master-styles")))
    told = {"contains": tuple(sorted(story.found)), "links": xlinks(root)}
    yield document(given, data, pages, media or "application/xml", title=title, fields={**fields, **told})
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
    """Headers and footers, which lie with the styles of pages; text that slides show on every page, without what
    stands for titles and texts of slides.
    """
    texts: list[str] = []
    for element in root.iter() if root is not None else ():
        name = local_name(element)
        if name.startswith(("header", "footer")) and name.rpartition("-")[2] in ("header", "footer", "left", "first"):
            texts.append(marked(name.partition("-")[0], squeeze(_Story().text(element))))
        elif name == "master-page":
            shown = (each for each in element if local_name(each) == "frame" and _value(each, "class") not in _OUTLINES)
            texts += [text for each in shown if (text := _Story().text(each).strip())]
    return "\n".join(dict.fromkeys(texts))


class _Story:
    """The text of one document."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._changes = Changes()
        self._styles = Styles()

    def pages(self, root: etree._Element | None, margins: str) -> list[str]:
        """The text page by page, what stands on every page last."""
        changed = "\n".join(in_cells(root))
        told = [self._said("tracked changes", changed), margins]
        return [*self.text(root).rstrip("\f\n").split("\f"), *filter(None, told)]

    def text(self, root: etree._Element | None) -> str:
        """The text of an element and all in it."""
        if root is None:
            return ""
        self.learn(root)
        return joined(with_marks("".join(self._pieces(root))))

    def learn(self, root: etree._Element | None) -> None:
        """What was deleted and inserted, and which styles hide."""
        for element in root.iter() if root is not None else ():
            match local_name(element):
                case "changed-region":
                    self._changes.learn(element)
                case "style":
                    self._styles.learn(element)

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
            case "change" | "change-start" | "change-end":
                yield self._said("tracked changes", self._changes.at(child))
            case "hidden-text" | "hidden-paragraph":
                yield self._said("hidden text", hidden(_value(child, "string-value") or "".join(self._pieces(child))))
            case "table" if "spreadsheet" in _parents(child):
                yield self._sheet(child)
            case "page":
                yield self._slide(child)
            case "frame" if _value(child, "class") == "page-number":
                return
            case _:
                yield from self._block(child, name)

    def _block(self, child: etree._Element, name: str) -> Iterator[str]:
        inner = "".join(self._pieces(child)) if name != "table-cell" else self._cell(child)
        if name in _FAMILIES and self._styles.hides(_FAMILIES[name], _value(child, "style-name")):
            inner = self._said("hidden text", hidden(inner))
        if name == "section" and _value(child, "display") == "none":
            inner = self._said("hidden text", marked("hidden section", inner))
        if name == "notes":
            inner = self._said("notes", marked("notes", inner))
        yield inner + _AFTER.get(name, "")

    def _slide(self, page: etree._Element) -> str:
        shown: list[str] = []
        noted: list[str] = []
        for each in page:
            name = local_name(each)
            (noted if name == "notes" else shown).extend(self._element(each, name))
        text = "".join(shown)
        if self._styles.hides("drawing-page", _value(page, "style-name")):
            text = self._said("hidden slides", marked("hidden slide", text))
        notes = "".join(noted)
        return f"{text.rstrip()}\n{notes}\f" if notes else f"{text}\f"

    def _cell(self, cell: etree._Element) -> str:
        text = "".join(self._pieces(cell)).strip().replace("\n", " ").replace("\t", " ")
        # A format may show nothing of what a cell holds.
        return text or next((told for name in CELL_VALUES if (told := _value(cell, name))), "")

    def _sheet(self, table: etree._Element) -> str:
        name, unseen = _value(table, "name"), _hidden_columns(table)
        lines = [self._row(row, unseen) for row in table.iter() if local_name(row) == "table-row"]
        drawn = [_plain(each) for each in table if local_name(each) == "shapes"]
        text = "\n".join(line for line in [*lines, *drawn] if line.strip())
        if self._styles.hides("table", _value(table, "style-name")):
            return self._said("hidden sheets", f"{marked('hidden sheet', name)}\n{text}\f")
        return f"{name}\n{text}\f"

    def _row(self, row: etree._Element, unseen: set[int]) -> str:
        cells: list[str] = []
        is_hidden, column = _value(row, "visibility") in ("collapse", "filter"), 0
        for cell in row:
            if local_name(cell) in ("table-cell", "covered-table-cell"):
                text, times = self._cell(cell), _times(cell)
                for at in range(column, column + (min(times, _MANY) if text else 1)):
                    cells.append(self._said(_ROWS, hidden(text)) if text and at in unseen and not is_hidden else text)
                column += times
        line = "\t".join(cells).rstrip("\t")
        return self._said(_ROWS, hidden(line)) if line.strip() and is_hidden else line

    def _said(self, what: str, mark: str) -> str:
        if mark:
            self.found.add(what)
        return mark


_OUTLINES = frozenset(("title", "subtitle", "outline", "page-number", "page", "notes"))
_ROWS = "hidden rows or columns"
_NOT_SAID = frozenset(("creator", "date", "date-string", "creator-initials", "sender-initials"))
_STRUCTURE = frozenset(
    ("document", "document-content", "body", "text", "spreadsheet", "presentation", "drawing", "table", "table-row",
     "list", "list-item", "page", "frame", "text-box", "section", "notes", "g", "table-cell", "covered-table-cell")
)  # fmt: skip


def _annotation(element: etree._Element) -> str:
    author = next((each.text or "" for each in element if local_name(each) == "creator"), "")
    texts = (_plain(each) for each in element if local_name(each) not in _NOT_SAID)
    return comment(author or _value(element, "author"), "\n".join(text for text in texts if text.strip()))


def _plain(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _parents(element: etree._Element) -> str:
    parent = element.getparent()
    return local_name(parent) if parent is not None else ""


def _times(element: etree._Element) -> int:
    times = _value(element, "number-columns-repeated")
    return min(int(times), _WIDEST) if times.isdecimal() and len(times) < 9 else 1


def _hidden_columns(table: etree._Element) -> set[int]:
    """Columns of a sheet that are not shown, counted from 0."""
    unseen: set[int] = set()
    column = 0
    for each in table.iter("{*}table-column"):
        last = min(column + _times(each), _WIDEST)
        if _value(each, "visibility") in ("collapse", "filter"):
            unseen.update(range(column, last))
        column = last
    return unseen
