"""What a packet of XMP (ISO 16684-1) says of a picture, the place where it was taken among it: programs that strip or
rewrite EXIF often leave it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from amparo.records.reading import Unreadable
from amparo.records.xml import local_name, parse_xml

_FIELDS = {"title": "subject", "description": "description", "creator": "author", "subject": "keywords", "rights":
           "copyright", "Headline": "headline", "City": "city", "Country": "country", "CreatorTool": "application",
           "Credit": "credit", "Source": "source", "Instructions": "instructions", "CaptionWriter": "caption_writer",
           "Location": "place", "PersonInImage": "persons", "CreateDate": "created", "Make": "camera_maker",
           "Model": "camera"}  # fmt: skip
_PLACES = {"GPSLatitude": "latitude", "GPSLongitude": "longitude"}
# Degrees, minutes, and seconds or a part of a minute; the letter is left out by some.
_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,12})?))?([NSEWnsew]?)")
_ISO_6709 = 7


def xmp_fields(data: bytes, *, with_place: bool = True) -> Iterator[tuple[str, str]]:
    """Fields of a packet; its place only where asked for, since EXIF has it with other digits."""
    root = parse_xml(data[data.find(b"<") : data.rfind(b">") + 1]) if data else None
    if root is None or isinstance(root, Unreadable):
        return
    for element in root.iter():
        for key, values in _said(element):
            if name := _FIELDS.get(key):
                yield from ((name, value) for value in values)
            elif with_place and (name := _PLACES.get(key)):
                yield from ((name, degrees) for value in values if (degrees := _degrees(value)))


def _said(element: etree._Element) -> Iterator[tuple[str, list[str]]]:
    """An element is said by what it holds, or by attributes."""
    if (name := local_name(element)) in _FIELDS or name in _PLACES:
        yield name, [str(text) for text in element.itertext()]
    for key, value in element.attrib.items():
        yield str(key).rpartition("}")[2], [str(value)]


def _degrees(text: str) -> str:
    match = _DEGREES.fullmatch(text.strip())
    if match is None:
        return ""
    degrees = int(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
    return str(round(-degrees if match[4].upper() in ("S", "W") else degrees, _ISO_6709))
