"""Volumes of the *Foreign Relations of the United States* in TEI: each `div[@type=document]` becomes one cable.

The original of a cable is its division in exclusive canonical XML (W3C exc-c14n), so its identity does not depend
on the library that parsed the volume. Spec: specs/records.md, "FRUS volumes".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from amparo.records import edtf
from amparo.records.model import Kind, Record
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Unreadable
from amparo.records.tei_text import PageText
from amparo.records.xml import local_name, parse_xml, squeeze

TEI = "http://www.tei-c.org/ns/1.0"
MEDIA_TYPE = "application/tei+xml"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMES = {"t": TEI, "frus": "http://history.state.gov/ns/1.0"}

_LEVELS = "Top Secret|Secret|Confidential|Restricted|Unclassified|Limited Official Use|(?:For )?Official Use Only"
_CLASSIFICATION = re.compile(rf"(?:{_LEVELS})(?:[;,/] ?[^.]+)?(?=\.|$)")
_NUMBER = re.compile(r"(?P<number>\d+[a-z]?)\.\s+")
_WITHHELD = re.compile(r"[^\[\].;]*not declassified")
_ROUTE = re.compile(r"\bFrom (?:the )?(?P<sender>.+?) to (?:the )?(?P<recipient>.+)$", re.DOTALL)
_TELEGRAM = re.compile(
    r"(?:Telegram|Airgram|Message)\s+(?P<number>(?:[\w–-]*\d[\w–-]*)(?:/[\w ]+?\d+)?)\s+(?:From|to)\b"
)
_CATEGORIES = (
    ("editorial note", "editorial_note"),
    ("telegram", "telegram"),
    ("airgram", "airgram"),
    ("memorandum of conversation", "memorandum_of_conversation"),
    ("memorandum of telephone conversation", "memorandum_of_conversation"),
    ("memorandum", "memorandum"),
    ("letter", "letter"),
    ("minutes", "minutes"),
    ("intelligence estimate", "estimate"),
    ("message", "message"),
    ("paper", "paper"),
)


def looks_like_frus(head: bytes) -> bool:
    """Whether the first bytes are those of a TEI document."""
    return b"<TEI" in head and TEI.encode() in head


def read_frus(given: Input) -> Iterator[Found]:
    """Every document of a volume, in order. A TEI file without any yields nothing."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    root = parse_xml(data)
    if isinstance(root, Unreadable):
        yield root
        return
    volume = _volume(root)
    seen: Counter[str] = Counter()
    for division in root.iterfind(".//t:div[@type='document']", _NAMES):
        name = division.get(_ID) or f"n{division.get('n', '')}"
        seen[name] += 1
        yield _cable(division, volume, name if seen[name] == 1 else f"{name}.{seen[name]}")


@dataclass(frozen=True, slots=True)
class _Volume:
    id: str
    title: str
    language: str | None
    persons: Mapping[str, str]


def _volume(root: etree._Element) -> _Volume:
    titles = root.iterfind(".//t:teiHeader//t:titleStmt/t:title", _NAMES)
    title = next((_text(element) for element in titles if element.get("type") in ("complete", None)), "")
    number = root.find(".//t:publicationStmt/t:idno[@type='frus']", _NAMES)
    persons = {
        f"#{element.get(_ID)}": _text(element) for element in root.iter(f"{{{TEI}}}persName") if element.get(_ID)
    }
    return _Volume(_text(number), title, root.get(_LANGUAGE) or "en", persons)


def _cable(division: etree._Element, volume: _Volume, name: str) -> Record:
    head = _heading(division)
    match = _NUMBER.match(head)
    title = head[match.end() :] if match else head
    note = _source_note(division)
    text = PageText()
    for child in division:
        text.walk(child)
    pages = text.pages()
    sender, recipients = _route(division, title, volume)
    fields = {
        "identity": (f"{volume.id}/{name}" if volume.id else name,),
        "number": (match["number"] if match else division.get("n", ""),),
        "category": (_category(title),),
        "telegram": tuple(found["number"] for found in [_TELEGRAM.search(title)] if found),
        "place": tuple(_text(place) for place in division.iterfind("t:dateline/t:placeName", _NAMES)),
        "classification": _classification(note),
        "source": (note,),
        "persons": _persons(division, volume),
        "withheld": _withheld("\n".join(pages)),
        "volume": (volume.id,),
        "volume_title": (volume.title,),
        "printed_pages": tuple(number for number in text.printed_pages if number),
    }
    return Record(
        kind=Kind.CABLE,
        title=title or name,
        pages=pages,
        original=etree.tostring(division, method="c14n", exclusive=True, with_tail=False),
        media_type=MEDIA_TYPE,
        name=name,
        date=_date(division),
        language=volume.language,
        sender=sender,
        recipients=recipients,
        fields={key: values for key, values in fields.items() if any(values)},
    )


def _text(element: etree._Element | None) -> str:
    """All text of an element but its notes."""
    if element is None:
        return ""
    pieces = [element.text or ""]
    for child in element:
        if local_name(child) != "note":
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return squeeze("".join(pieces))


def _heading(division: etree._Element) -> str:
    return _text(division.find("t:head", _NAMES))


def _source_note(division: etree._Element) -> str:
    """The note on where the document lies; in documents withheld whole it stands alone, in brackets."""
    for note in division.iterfind(".//t:note[@type='source']", _NAMES):
        paragraphs = [_text(paragraph) for paragraph in note.iterfind("t:p", _NAMES)]
        return " ".join(paragraphs) or _text(note)
    for note in division.iterfind("t:note", _NAMES):
        text = squeeze("".join(str(piece) for piece in note.itertext()))
        if text.startswith("[Source:"):
            return text.strip("[]")
    return ""


def _classification(note: str) -> tuple[str, ...]:
    """The first sentence of a source note that begins with a level, with the handling marks that follow it."""
    for sentence in re.split(r"(?<=\.)\s+", note):
        if match := _CLASSIFICATION.match(sentence):
            return (match[0].strip(),)
    return ()


def _withheld(text: str) -> tuple[str, ...]:
    """Every mark of text that was not declassified, as printed."""
    return tuple(squeeze(mark) for mark in _WITHHELD.findall(text))


def _category(title: str) -> str:
    lower = title.lower()
    return next((category for words, category in _CATEGORIES if words in lower), "other")


def _persons(division: etree._Element, volume: _Volume) -> tuple[str, ...]:
    marks = (element.get("corresp", "") for element in division.iter(f"{{{TEI}}}persName"))
    return tuple(dict.fromkeys(volume.persons[mark] for mark in marks if mark in volume.persons))


def _route(division: etree._Element, title: str, volume: _Volume) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who wrote to whom: the names marked so in the heading, else the words between "From" and "to"."""
    head = division.find("t:head", _NAMES)
    ends: dict[str, list[str]] = {"from": [], "to": []}
    for element in head.iter(f"{{{TEI}}}persName") if head is not None else ():
        if (role := element.get("type", "")) in ends:
            ends[role].append(volume.persons.get(element.get("corresp", ""), _text(element)))
    words = _ROUTE.search(title)
    sender = ends["from"] or ([words["sender"]] if words else [])
    recipients = ends["to"] or ([words["recipient"]] if words else [])
    return tuple(sender), tuple(recipients)


def _date(division: etree._Element) -> str | None:
    for path in ("t:dateline//t:date", "t:opener//t:date", "t:head//t:date", ".//t:dateline//t:date"):
        for element in division.iterfind(path, _NAMES):
            if found := _edtf(element):
                return found
    first = division.get(f"{{{_NAMES['frus']}}}doc-dateTime-min", "")
    last = division.get(f"{{{_NAMES['frus']}}}doc-dateTime-max", "")
    return edtf.one_of(first, last) if first else None


def _edtf(element: etree._Element) -> str | None:
    when = element.get("when", "")
    if edtf.is_edtf(when):
        return when
    first, last = element.get("from", ""), element.get("to", "")
    if first or last:
        return edtf.interval(first or "..", last or "..")
    earliest, latest = element.get("notBefore", ""), element.get("notAfter", "")
    return edtf.one_of(earliest, latest) if earliest or latest else None
