"""XML of no kind we know: its text, so that it can be found, with the root element's name as what it is."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.charset import clean
from amparo.records.model import Kind, Record
from amparo.records.names import shown_name
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable
from amparo.records.xml import local_name, parse_xml, squeeze

# Pictures and the like written as letters: of FictionBook, Word 2003, flat packages, flat OpenDocument.
_BINARY = frozenset(("binary", "binData", "binaryData", "binary-data"))


def read_markup(given: Input) -> Iterator[Found]:
    """One record, unless there is no text between the tags."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    root = parse_xml(data)
    if isinstance(root, Unreadable):
        yield root
        return
    lines = (squeeze(str(piece)) for element in _text_of(root) for piece in element)
    text = clean("\n".join(line for line in lines if line))
    if not text:
        yield Unreadable(Reason.EMPTY, "There is no text in this XML.")
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


def _text_of(root: etree._Element) -> Iterator[tuple[str, ...]]:
    for element in root.iter():
        if isinstance(element.tag, str) and local_name(element) not in _BINARY:
            yield (element.text or "",)
        yield (element.tail or "",)
