"""PowerPoint presentations of Office Open XML (.pptx, .pptm, .potx, .ppsx): PresentationML, ISO/IEC 29500-1 §19.

One page a slide, with its notes and comments; hidden slides are marked.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.readers.document import comment, document, hidden, marked
from amparo.records.readers.ooxml import chosen, drawing_text, embedded, properties
from amparo.records.readers.packages import Package
from amparo.records.readers.picture_text import Pictures
from amparo.records.reading import Found
from amparo.records.xml import local_name

_MEDIA = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_RELATION = "}id"
_MASTERS = ("slideMaster", "notesMaster", "handoutMaster")
_MARGINS = ("hdr", "ftr")
_DRAWN = ("diagramData", "chart", "chartEx")


def read_pptx(package: Package, original: bytes) -> Iterator[Found]:
    """One record, then the embedded files."""
    title, fields = properties(package)
    show = _Show(package, package.main_part() or "ppt/presentation.xml")
    pages = list(show.pages())
    contains = {"contains": tuple(sorted(show.found))}
    yield document(package.given, original, pages, _MEDIA, title=title, fields={**fields, **contains})
    yield from embedded(package)


class _Show:
    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self.found: set[str] = set()
        self._pictures = Pictures(package.given)

    def pages(self) -> Iterator[str]:
        """A page a slide; then what stands on the masters alone."""
        relations = self._package.relations(self._main)
        root = self._package.xml(self._main)
        self._authors = dict(self._read_authors(relations))
        order = [
            str(value)
            for element in (root.iter() if root is not None else ())
            if local_name(element) == "sldId"
            for key, value in element.attrib.items()
            if str(key).endswith(_RELATION)
        ]
        slides = [relations[identity][1] for identity in order if identity in relations]
        for name in slides or self._package.under("ppt/slides/slide"):
            yield "\n".join(self._slide(name))
        masters = {target for kind, target in relations.values() if kind in _MASTERS}
        layouts = set(self._package.under("ppt/slideLayouts/slideLayout"))
        yield "\n".join(dict.fromkeys(text for name in sorted(masters | layouts) if (text := self._master(name))))

    def _slide(self, name: str) -> Iterator[str]:
        root = self._package.xml(name)
        if root is None:
            return
        text = _tree_text(root)
        self.found |= {"hidden text"} if any(map(_is_unseen, root.iter())) and "[hidden: " in text else set()
        if str(root.get("show")) in ("0", "false"):
            self.found.add("hidden slides")
            text = marked("hidden slide", text)
        yield text
        for kind, target in self._package.relations(name).values():
            if kind == "notesSlide" and (notes := _tree_text(self._package.xml(target))):
                self.found.add("notes")
                yield marked("notes", notes)
            elif kind == "comments":
                yield from self._comments(self._package.xml(target))
            elif kind in _DRAWN:
                yield drawing_text(self._package.xml(target))
            elif kind == "image":
                yield from self._pictures.texts([self._package.read(target)])

    def _comments(self, root: etree._Element | None) -> Iterator[str]:
        for each in root.iter() if root is not None else ():
            if local_name(each) in ("cm", "reply"):
                self.found.add("comments")
                text = "".join(
                    child.text or ""
                    for child in each.iter()
                    if local_name(child) in ("text", "t") and local_name(child.getparent()) != "reply"  # type: ignore[arg-type]
                )
                yield comment(self._authors.get(str(each.get("authorId")), ""), text)

    def _read_authors(self, relations: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for kind, target in relations.values():
            if kind in ("commentAuthors", "authors"):
                root = self._package.xml(target)
                for each in root if root is not None else ():
                    yield str(each.get("id")), str(each.get("name") or "")

    def _master(self, name: str) -> str:
        """What stands on a master outside its placeholders, and its header and footer: that is on every slide."""
        root = self._package.xml(name)
        texts = []
        for shape in root.iter() if root is not None else ():
            kinds = [str(each.get("type")) for each in shape.iter() if local_name(each) == "ph"]
            if local_name(shape) == "sp" and (not kinds or kinds[0] in _MARGINS):
                texts.append(drawing_text(shape))
        return "\n".join(text for text in texts if text)


def _tree_text(root: etree._Element | None) -> str:
    """The text of the shapes of a slide; slide numbers of notes left out."""
    return "\n".join(text for text in _shapes(root) if text.strip()) if root is not None else ""


def _shapes(element: etree._Element) -> Iterator[str]:
    for child in chosen(element):
        name = local_name(child)
        if name == "p":
            yield drawing_text_of_paragraph(child)
        elif name == "tr":
            yield "\t".join(" ".join(text for text in _shapes(cell) if text) for cell in child)
        elif name == "cNvPr" and child.get("descr"):
            yield marked("picture", str(child.get("descr")))
        elif _is_unseen(child):
            yield hidden("\n".join(text for text in _shapes(child) if text.strip()))
        elif not _is_number(child):
            yield from _shapes(child)


def _is_unseen(shape: etree._Element) -> bool:
    """Whether a shape was hidden by hand (ISO/IEC 29500-1 §20.1.2.2.8): it lies on its slide all the same."""
    told = shape[0] if len(shape) and local_name(shape[0]).startswith("nv") else ()
    return any(local_name(each) == "cNvPr" and each.get("hidden") in ("1", "true") for each in told)


def _is_number(shape: etree._Element) -> bool:
    return local_name(shape) == "sp" and any(
        local_name(each) == "ph" and each.get("type") == "sldNum" for each in shape.iter()
    )


def drawing_text_of_paragraph(paragraph: etree._Element) -> str:
    """The runs of one paragraph."""
    pieces = []
    for each in paragraph.iter():
        name = local_name(each)
        if name == "t":
            pieces.append(each.text or "")
        elif name in ("br", "tab"):
            pieces.append("\n" if name == "br" else "\t")
    return "".join(pieces)
