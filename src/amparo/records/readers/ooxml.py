"""What Word, Excel and PowerPoint files of Office Open XML (ISO/IEC 29500-1) have in common: properties, text of
drawings, and the files embedded in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from amparo.records.names import shown_name
from amparo.records.readers.ooxml_links import outward
from amparo.records.readers.outward_links import kept
from amparo.records.readers.packages import Package
from amparo.records.reading import Found, Part
from amparo.records.xml import local_name

# Names in docProps and what the fields are called.
_PROPERTIES = {
    "creator": "author", "lastModifiedBy": "last_modified_by", "created": "created", "modified": "modified",
    "subject": "subject", "description": "description", "keywords": "keywords", "category": "category",
    "Company": "company", "Manager": "manager", "Application": "application", "Template": "template",
    "lastPrinted": "printed",
}  # fmt: skip
_RECORDINGS = (".mp3", ".mp4", ".m4a", ".m4v", ".wav", ".wma", ".wmv", ".avi", ".mov", ".mpg", ".mpeg", ".ogg", ".webm")
_DRAWINGS = ("drawings/", "diagrams/data", "charts/chart")


def properties(package: Package) -> tuple[str, dict[str, tuple[str, ...]]]:
    """(title, fields) from docProps."""
    title, fields = "", {}
    for name in ("docProps/core.xml", "docProps/app.xml"):
        for element in _elements(package.xml(name)):
            text = (element.text or "").strip()
            if local_name(element) == "title" and text:
                title = title or text
            elif text and (field := _PROPERTIES.get(local_name(element))):
                fields[field] = (text,)
    custom = [
        f"{element.get('name')}: {''.join(str(text) for text in element.itertext())}"
        for element in _elements(package.xml("docProps/custom.xml"))
        if local_name(element) == "property"
    ]
    links = kept(outward(package))
    more = {"custom_properties": tuple(custom), "links": links}
    return title, {**fields, **{name: values for name, values in more.items() if values}}


def _elements(root: etree._Element | None) -> Iterator[etree._Element]:
    yield from root.iter() if root is not None else ()


def chosen(element: etree._Element) -> Iterator[etree._Element]:
    """The children, with `mc:AlternateContent` replaced by the first of its alternatives that holds anything."""
    for child in element:
        if local_name(child) != "AlternateContent":
            yield child
            continue
        for alternative in child:
            if any(text.strip() for text in alternative.itertext()):
                yield from chosen(alternative)
                break


def drawing_text(root: etree._Element | None) -> str:
    """Text of DrawingML: a line a paragraph; of charts also the cached values."""
    lines: list[str] = []
    for element in _elements(root):
        name = local_name(element)
        if name == "p":
            lines.append("".join(_runs(element)))
        elif name == "v" and element.text:
            lines.append(element.text)
    return "\n".join(line for line in lines if line.strip())


def _runs(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        name = local_name(element)
        if name == "t":
            yield element.text or ""
        elif name in ("br", "tab"):
            yield "\t" if name == "tab" else "\n"


def drawings(package: Package, folder: str) -> Iterator[str]:
    """Text of the drawings, diagrams and charts under a folder."""
    for name in package.under(*(f"{folder}/{kind}" for kind in _DRAWINGS)):
        if name.endswith(".xml") and (text := drawing_text(package.xml(name))):
            yield text


def embedded(package: Package) -> Iterator[Found]:
    """Files embedded in an office document, sound and films too, to be read in turn. Pictures are read in place
    (`pictures`).
    """
    for name in package.names:
        is_packed = "/embeddings/" in name or name.endswith("/vbaProject.bin") or _is_recording(name)
        if is_packed and (data := package.read(name)):
            yield Part(shown_name(name), data)
    for name in package.related(package.main_part(), "aFChunk"):
        if data := package.read(name):
            yield Part(shown_name(name), data)


def pictures(package: Package) -> Iterable[bytes]:
    """The pictures of an office document, one after another."""
    for name in package.names:
        if ("/media/" in name or name.startswith("Pictures/")) and not _is_recording(name):
            yield package.read(name)


def _is_recording(name: str) -> bool:
    return "/media/" in name and name.lower().endswith(_RECORDINGS)
