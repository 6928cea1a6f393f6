"""Word documents of Office Open XML (.docx, .docm, .dotx, .dotm): WordprocessingML, ISO/IEC 29500-1 §17.

Comments stand where they are anchored, notes at the end, tracked changes and hidden text are marked.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.readers.document import comment, deleted, document, hidden, inserted, joined, marked
from amparo.records.readers.docx_lists import Lists
from amparo.records.readers.ooxml import chosen, drawing_text, drawings, embedded, pictures, properties
from amparo.records.readers.packages import Package
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.reading import Found
from amparo.records.xml import local_name

_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SKIPPED = frozenset(("pPr", "instrText", "delInstrText", "tblPr", "tcPr", "trPr", "sectPr", "sdtPr", "fldData"))
_GENERATIONS = 20
_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "ptab": "\t"}


def read_docx(package: Package, original: bytes) -> Iterator[Found]:
    """One record, then the embedded files."""
    main = package.main_part() or "word/document.xml"
    title, fields = properties(package)
    story = _Story(package, main)
    text = story.text(package.xml(main)).rstrip()
    tail = [*story.asides(), *drawings(package, "word"), *text_in_pictures(package.given, pictures(package))]
    yield document(
        package.given,
        original,
        "\n".join([text, *tail]),
        _MEDIA,
        title=title,
        fields={**fields, **story.contains()},
    )
    yield from embedded(package)


class _Story:
    """The text of one document and of what hangs on it."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._found: set[str] = set()
        self._targets: dict[str, list[str]] = {}
        for kind, target in package.relations(main).values():
            self._targets.setdefault(kind, []).append(target)
        self._lists = Lists(package, self._targets.get("numbering", []), self._targets.get("styles", []))
        self._hiding = frozenset(_hiding_styles(package, self._targets.get("styles", [])))
        self._comments = dict(self._read_comments())
        self._unanchored = dict(self._comments)

    def contains(self) -> dict[str, tuple[str, ...]]:
        """The field that names what a printed page would not show."""
        return {"contains": tuple(sorted(self._found))}

    def asides(self) -> Iterator[str]:
        """Headers, footers, notes, glossary."""
        for kind, mark in (("header", "header"), ("footer", "footer")):
            texts = dict.fromkeys(self.text(self._package.xml(name)).strip() for name in self._targets.get(kind, ()))
            yield from (marked(mark, text) for text in texts if text)
        for kind in ("footnotes", "endnotes"):
            for name in self._targets.get(kind, ()):
                yield from self._notes(self._package.xml(name))
        for name in self._targets.get("glossaryDocument", ()):
            yield self.text(self._package.xml(name))
        # Where the words are gone that a comment was about.
        yield from (self._said("comments", mark) for mark in self._unanchored.values())

    def _notes(self, root: etree._Element | None) -> Iterator[str]:
        for note in root if root is not None else ():
            if _value(note, "type") not in ("separator", "continuationSeparator", "continuationNotice"):
                yield f"[{_value(note, 'id')}] {self.text(note).strip()}"

    def _read_comments(self) -> Iterator[tuple[str, str]]:
        for name in self._targets.get("comments", ()):
            root = self._package.xml(name)
            for each in root if root is not None else ():
                yield _value(each, "id"), comment(_value(each, "author"), self.text(each))

    def text(self, element: etree._Element | None) -> str:
        """The text of an element and all in it."""
        return joined("".join(self._pieces(element))) if element is not None else ""

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for child in chosen(element):
            name = local_name(child)
            if name in ("t", "delText"):
                yield child.text or ""
            elif name in ("br", "lastRenderedPageBreak") and (name != "br" or _value(child, "type") == "page"):
                yield "\f"
            elif name in _TEXT:
                yield _TEXT[name]
            elif name == "sym":
                yield _symbol(child)
            elif name not in _SKIPPED and name != "rPr":
                yield from self._structure(child, name)

    def _structure(self, child: etree._Element, name: str) -> Iterator[str]:
        match name:
            case "p":
                yield self._lists.label(child)
                yield from self._pieces(child)
                yield "\n"
            case "tc":
                yield self.text(child).strip().replace("\n", " ") + "\t"
            case "tr":
                yield from self._pieces(child)
                yield "\n"
            case "ins" | "moveTo":
                yield self._said("tracked changes", inserted(_value(child, "author"), self.text(child)))
            case "del" | "moveFrom":
                yield self._said("tracked changes", deleted(_value(child, "author"), self.text(child)))
            case "r" if self._hides(child):
                yield self._said("hidden text", hidden(self.text(child)))
            case "commentReference":
                self._unanchored.pop(_value(child, "id"), None)
                yield self._said("comments", self._comments.get(_value(child, "id"), ""))
            case "footnoteReference" | "endnoteReference":
                yield f"[{_value(child, 'id')}]"
            case "ruby":
                yield self._with_reading(child)
            case "textpath":
                # A word across the page, as of a stamp.
                yield marked("drawn", str(child.get("string") or ""))
            case "docPr":
                yield marked("picture", str(child.get("descr") or ""))
            case "textbox" | "txbx":
                yield f"\n{self.text(child)}\n"
            case "graphicData" if not any(local_name(each) == "txbxContent" for each in child.iter()):
                yield drawing_text(child)
            case _:
                yield from self._pieces(child)

    def _hides(self, run: etree._Element) -> bool:
        """By what the run says itself, else by its style or that of its paragraph (§17.7.2)."""
        told = _says_hidden(run)
        if told is not None or not self._hiding:
            return bool(told)
        paragraph = next((each for each in run.iterancestors() if local_name(each) == "p"), run)
        return _style(run) in self._hiding or _style(paragraph) in self._hiding

    def _with_reading(self, ruby: etree._Element) -> str:
        """How a word is read stands above it on the page, and behind it here."""
        told = {local_name(each): self.text(each).strip() for each in ruby}
        reading = told.get("rt", "")
        return told.get("rubyBase", "") + (f"({reading})" if reading else "")

    def _said(self, what: str, mark: str) -> str:
        if mark:
            self._found.add(what)
        return mark


def _value(element: etree._Element, name: str) -> str:
    """An attribute by its local name."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _says_hidden(element: etree._Element) -> bool | None:
    """Whether a run or a style says that its text is not shown; None where it says nothing. What is hidden in browsers
    alone (w:webHidden, the page numbers of contents) stands on the page.
    """
    for each in _properties(element, "rPr"):
        if local_name(each) == "vanish":
            return _value(each, "val") not in ("0", "false", "off")
    return None


def _style(element: etree._Element) -> str:
    """The style of a run or a paragraph."""
    told = _properties(element, "rPr", "pPr")
    return next((_value(each, "val") for each in told if local_name(each) in ("rStyle", "pStyle")), "")


def _properties(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (each for child in element if local_name(child) in names for each in child)


def _hiding_styles(package: Package, names: list[str]) -> Iterator[str]:
    """Styles of text whose text is not shown (§17.3.2.41), by themselves or by what they are based on."""
    own: dict[str, tuple[bool | None, str]] = {}
    for name in names:
        root = package.xml(name)
        for style in root if root is not None else ():
            base = next((_value(each, "val") for each in style if local_name(each) == "basedOn"), "")
            own[_value(style, "styleId")] = _says_hidden(style), base
    for style_id in own:
        told, place = None, style_id
        for _ in range(_GENERATIONS):
            if told is None:
                told, place = own.get(place, (False, ""))
        if told:
            yield style_id


def _symbol(element: etree._Element) -> str:
    try:
        code = int(_value(element, "char"), 16)
    except ValueError:
        return ""
    # Symbol fonts put themselves into the private use area; what lies there has no text.
    return chr(code) if 0x20 <= code < 0xE000 and not 0xD800 <= code < 0xE000 else ""
