"""XML of no kind we know: its text, so that it can be found, with the root element's name as what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from amparo.records.charset import clean
from amparo.records.model import Kind, Record
from amparo.records.names import shown_name
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable
from amparo.records.xml import local_name, parse_xml, squeeze

# Pictures and the like written as letters: of FictionBook, Word 2003, flat packages, flat OpenDocument.
_BINARY = frozenset(("binary", "binData", "binaryData", "binary-data"))

_OF_SCHEMAS = "{http://www.w3.org/2001/XMLSchema-instance}"

_EMPTY = Unreadable(Reason.EMPTY, "There is no text in this XML.")
_RECOVERED = Unreadable(Reason.CORRUPT, "This XML is not well-formed; the text that could be read was kept.")


def read_markup(given: Input) -> Iterator[Found]:
    """One record, unless there is no text between the tags."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    root = parse_xml(data)
    damage = None
    if isinstance(root, Unreadable) and root.reason is Reason.CORRUPT:
        damage, root = _RECOVERED, parse_xml(data, recover=True)
    if isinstance(root, Unreadable):
        yield root
        return
    # Behind the text, so that words which stand beside each other in it still do.
    text = _lines([*_text_of(root), *dict.fromkeys(_attributes_of(root))])
    if not text:
        yield Unreadable(Reason.CORRUPT, "This XML is not well-formed.") if damage else _EMPTY
        return
    name = shown_name(given.untrusted_name)
    yield Record(
        kind=Kind.PLAIN,
        title=name,
        pages=(text,),
        original=data,
        media_type="application/xml",
        name=name,
        fields={"root": (local_name(root),)},
    )
    if damage:
        yield damage


def _lines(pieces: Iterable[str]) -> str:
    return clean("\n".join(line for piece in pieces if (line := squeeze(piece))))


def _text_of(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str) and local_name(element) not in _BINARY:
            yield element.text or ""
        elif isinstance(element, etree._Entity):
            # An entity that nobody declared stands as it is written.
            yield element.text or ""
        yield element.tail or ""


def _attributes_of(root: etree._Element) -> Iterator[str]:
    """`name: value` of each: some kinds of XML say everything in attributes, a payment whom it is from."""
    for element in root.iter():
        for key, value in element.attrib.items():
            if not str(key).startswith(_OF_SCHEMAS):
                yield f"{str(key).rpartition('}')[2]}: {value!s}"
