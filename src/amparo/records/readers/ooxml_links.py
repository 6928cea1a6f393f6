"""What an office document points to outside of itself: links, templates, pictures and data that it would fetch or run.

Many stand on no page: a picture that is fetched from a server tells its owner who opened the file, and when. Relations
(ISO/IEC 29500-2), the instructions of fields (29500-1 §17.16), connections and DDE of workbooks (§18.13, §18.14), VML.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.readers.outward_links import LONGEST, instructed
from amparo.records.readers.packages import Package
from amparo.records.reading import Unreadable
from amparo.records.xml import local_name, parse_xml

_BOOK = ("xl/connections.xml", "xl/externalLinks/")
_IN_BOOKS = {"webPr": ("url",), "dbPr": ("connection", "command"), "textPr": ("sourceFile",), "oleLink": ("progId",)}


def outward(package: Package) -> Iterator[str]:
    """Each address, or what would be run, at most LONGEST characters."""
    for name in package.names:
        if name.endswith(".rels"):
            yield from _relations(package.xml(name))
        elif name.startswith("word/") and name.endswith(".xml"):
            yield from _fields(package, name)
        elif name.startswith(_BOOK) and name.endswith(".xml"):
            yield from _connections(package.xml(name))


def _relations(root: etree._Element | None) -> Iterator[str]:
    for relation in root.iter() if root is not None else ():
        if relation.get("TargetMode") == "External" and (target := str(relation.get("Target") or "")):
            yield target[:LONGEST]


def _fields(package: Package, name: str) -> Iterator[str]:
    data = package.read(name)
    if b"instrText" not in data and b"fldSimple" not in data and b"href=" not in data:
        return
    # The bytes that were read, not the member once more: what is unpacked is counted.
    root = parse_xml(data, huge=True)
    instruction: list[str] = []
    for element in () if isinstance(root, Unreadable) else root.iter():
        match local_name(element):
            case "instrText":
                instruction.append(element.text or "")
            case "fldChar":
                # Word parts an instruction into runs as it likes; marks stand before and behind it.
                yield from instructed("".join(instruction))
                instruction.clear()
            case "fldSimple":
                yield from instructed(_value(element, "instr"))
            case _ if "urn:schemas-microsoft-com:vml" in str(element.tag) and (target := _value(element, "href")):
                yield target[:LONGEST]
    yield from instructed("".join(instruction))


def _connections(root: etree._Element | None) -> Iterator[str]:
    for element in root.iter() if root is not None else ():
        name = local_name(element)
        if name == "ddeLink":
            yield f"DDE {_value(element, 'ddeService')} {_value(element, 'ddeTopic')}"[:LONGEST]
        for told in _IN_BOOKS.get(name, ()):
            if value := _value(element, told):
                yield value[:LONGEST]


def _value(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
