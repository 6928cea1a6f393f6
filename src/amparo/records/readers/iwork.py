"""Apple's Pages, Numbers and Keynote: the XML of iWork '05 to '09, and the archives (.iwa) since 2013.

An .iwa file is a chain of protocol buffers in blocks of Snappy. What they mean is not published: every string of
text is taken, in the order it stands.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from amparo.records.readers.document import document
from amparo.records.readers.number_formats import general
from amparo.records.readers.packages import Package
from amparo.records.readers.snappy import snappy, varint
from amparo.records.reading import BOUNDS, Found, Input, Part, Reason, Unreadable
from amparo.records.xml import local_name, parse_xml

_MEDIA = "application/vnd.apple.iwork"
_DEEPEST = 12
_UUID = re.compile(r"[0-9A-Fa-f-]{30,}")
_SEEN_TEXT = re.compile(r"[^\W\d_]{2,}")
_LOCKED = Unreadable(Reason.PASSWORD_PROTECTED, "This document opens only with a password.")
_DAMAGED = Unreadable(Reason.CORRUPT, "This document is damaged and cannot be opened.")


def read_iwork_09(package: Package, original: bytes) -> Iterator[Found]:
    """One record of an '05 to '09 document."""
    root = package.xml("index.xml")
    root = root if root is not None else package.xml("index.apxl")
    if root is None and (packed := package.read("index.xml.gz")):
        parsed = parse_xml(_gunzip(packed), huge=True)
        root = None if isinstance(parsed, Unreadable) else parsed
    if root is None:
        # Encrypted members have methods of compression that no list names.
        is_damaged = package.read("index.xml").lstrip().startswith(b"<")
        yield _DAMAGED if is_damaged else _LOCKED
        return
    fields = {"author": [_string(element) for element in root.iter() if local_name(element) == "authors"]}
    yield document(package.given, original, "\n".join(_lines(root)), _MEDIA, fields=fields)


def _gunzip(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            return stream.read(BOUNDS.part)
    except (OSError, EOFError, zlib.error):
        return b""


def _string(element: etree._Element) -> str:
    return next((str(value) for each in element.iter() for key, value in each.attrib.items()
                 if str(key).endswith("}string")), "")  # fmt: skip


def _lines(root: etree._Element) -> Iterator[str]:
    """Paragraphs, cells of tables, results of formulas, what was chosen from menus, names of sheets."""
    offered = {each for menu in root.iter("{*}menu-choices") for each in menu.iter()}
    by_name = {name: element for element in offered if (name := _attribute(element, "ID"))}
    for element in root.iter():
        name = local_name(element)
        if name == "proxied-cell-ref" and (chosen := by_name.get(_attribute(element, "IDREF"))) is not None:
            yield from filter(None, map(_cell, chosen.iter("{*}ct", "{*}so", "{*}n")))
        if element in offered:
            continue
        if name == "p" and not any(local_name(up) == "p" for up in element.iterancestors()):
            yield "".join(_paragraph(element))
        elif name == "chart-name":
            yield _string(element)
        elif name in ("ct", "so", "n", "rn") and (value := _cell(element)):
            yield value
        elif name == "tabular-model" or name == "workspace":
            yield next((str(value) for key, value in element.attrib.items() if str(key).endswith("name")), "")


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _paragraph(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name in ("br", "lnbr", "crbr", "tab"):
            yield "\t" if name == "tab" else "\n"
        yield from _paragraph(child)
        yield child.tail or ""


def _cell(element: etree._Element) -> str:
    """What a cell shows: a number's value `v` or a text's string `s`; a number has its style in `s`."""
    told = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
    if local_name(element) not in ("n", "rn"):
        return told.get("v", told.get("s", ""))
    try:
        return general(float(told.get("v", "")))
    except (ValueError, OverflowError):
        return told.get("v", "")


def read_iwork(package: Package, original: bytes) -> Iterator[Found]:
    """One record of a document since 2013."""
    if ".iwpv2" in package or ".iwph" in package:
        yield _LOCKED
        return
    inner = package.read("Index.zip")
    if inner:
        try:
            packed = Package(Input.of(inner, ""), zipfile.ZipFile(io.BytesIO(inner)))
        except (zipfile.BadZipFile, ValueError, OSError):
            yield Unreadable(Reason.CORRUPT, "This document is damaged and cannot be opened.")
            return
    else:
        packed = package
    names = [name for name in packed.under("") if name.endswith(".iwa") and not _is_style(name)]
    pages = ["\n".join(_strings_of(packed.read(name))) for name in names]
    yield document(package.given, original, pages, _MEDIA)
    for name in package.names:
        if name.startswith("Data/") and name.lower().endswith((".pdf", ".mov", ".mp4", ".m4a")):
            yield Part(name, package.read(name))


def _is_style(name: str) -> bool:
    return any(word in name for word in ("Stylesheet", "ThemeStyle", "Metadata", "ViewState", "AnnotationAuthor"))


def _strings_of(data: bytes) -> Iterator[str]:
    try:
        messages = list(_messages(_unsnap(data)))
    except (IndexError, ValueError):
        return
    found: dict[str, None] = {}
    for message in messages:
        try:
            found.update((text, None) for text in _strings(message, 0) if _is_prose(text))
        except (IndexError, ValueError):
            continue
    yield from found


def _messages(data: bytes) -> Iterator[bytes]:
    """The payloads of an archive: each run of them behind a header that tells their sizes."""
    at = 0
    while at < len(data):
        size, at = varint(data, at)
        header = data[at : at + size]
        at += size
        for length in _lengths(header):
            yield data[at : at + length]
            at += length


def _lengths(header: bytes) -> Iterator[int]:
    """Field 3 of each message in field 2."""
    for number, value in _fields(header):
        if number == 2 and isinstance(value, bytes):
            yield next((size for inner, size in _fields(value) if inner == 3 and isinstance(size, int)), 0)


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
            yield key >> 3, value
        elif key & 7 == 2:
            size, at = varint(data, at)
            yield key >> 3, data[at : at + size]
            at += size
        else:
            at += 8 if key & 7 == 1 else 4


def _is_prose(text: str) -> bool:
    return bool(_SEEN_TEXT.search(text)) and not _UUID.fullmatch(text) and not text.startswith(("SF", "com.apple"))


def _unsnap(data: bytes) -> bytes:
    """The blocks of an .iwa file: each a zero byte, three bytes of size, raw Snappy without checksum."""
    out = bytearray()
    at = 0
    while at + 4 <= len(data) and data[at] == 0:
        size = int.from_bytes(data[at + 1 : at + 4], "little")
        out += snappy(data[at + 4 : at + 4 + size])
        at += 4 + size
    return bytes(out)


def _strings(data: bytes, depth: int) -> Iterator[str]:
    """Every length-delimited field that reads as text, else as a message of its own."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            _, at = varint(data, at)
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        elif kind == 2:
            size, at = varint(data, at)
            if size > len(data) - at:
                raise ValueError("a field longer than its message")
            yield from _field(data[at : at + size], depth)
            at += size
        else:
            raise ValueError("no such kind of field")


def _field(data: bytes, depth: int) -> Iterator[str]:
    if depth < _DEEPEST:
        try:
            inner = list(_strings(data, depth + 1))
        except (IndexError, ValueError):
            inner = None
        if inner:
            yield from inner
            return
    try:
        text = data.decode()
    except ValueError:
        return
    if text.strip() and not any(character < "\t" for character in text):
        yield text
