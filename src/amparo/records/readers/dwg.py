"""AutoCAD drawings (.dwg): title, author, keywords and notes of the summary, where the version keeps one, and the texts
in the drawing (`dwg_texts`). Version 2007 packs its objects in another way, and gives what lies open. Layout of the
file's head after the Open Design Alliance's published description.
"""

from __future__ import annotations

from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.document import described, document
from amparo.records.readers.dwg_sections import DAMAGE, VERSIONS, Sections
from amparo.records.readers.dwg_texts import texts
from amparo.records.readers.harvest import harvest
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input

_MEDIA = "image/vnd.dwg"
_NAMES = ("title", "subject", "author", "keywords", "description", "last_modified_by", "revision", "address")
_WIDE = (b"AC1021", b"AC1024", b"AC1027", b"AC1032")
_WITH_SUMMARY = (b"AC1018", *_WIDE)
_UNPACKED = (b"AC1009", b"AC1012", b"AC1014", b"AC1015")
_LONGEST = 10_000
_MOST_CUSTOM = 200


def read_dwg(given: Input) -> Iterator[Found]:
    """One record, when the drawing says anything in words."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    fields = _summary(data) if data.startswith(_WITH_SUMMARY) else {}
    title = next(iter(fields.pop("title", [])), "")
    told = described({"title": [title], **fields})
    words = _drawn(given, data) or ("" if told else harvest(data))
    source = {"text_source": ["harvested"]} if words else {}
    yield document(
        given, data, "\n".join(filter(None, (told, words))), _MEDIA, title=title, fields={**fields, **source}
    )


def _drawn(given: Input, data: bytes) -> str:
    """The texts in the drawing; "" where its objects cannot be unpacked."""
    if data.startswith(_UNPACKED):
        return texts(data, given.ocr.working, is_wide=False)
    if not data.startswith(VERSIONS):
        return ""
    try:
        objects = Sections(data).section("AcDb:AcDbObjects")
    except DAMAGE:
        return ""
    return texts(objects, given.ocr.working, is_wide=data.startswith(_WIDE))


def _summary(data: bytes) -> dict[str, list[str]]:
    at = int.from_bytes(data[0x20:0x24], "little")
    if not 0x80 <= at < len(data):
        return {}
    wide = 2 if data.startswith(_WIDE) else 1
    fields: dict[str, list[str]] = {}
    for name in _NAMES:
        text, at = _text(data, at, wide)
        if text:
            fields[name] = [text]
    at += 24  # How long it was edited, and when it was made and changed, as days of the Julian calendar.
    count = int.from_bytes(data[at : at + 2], "little")
    at += 2
    for _ in range(min(count, _MOST_CUSTOM)):
        name, at = _text(data, at, wide)
        value, at = _text(data, at, wide)
        if name and value:
            fields.setdefault("custom_properties", []).append(f"{name}: {value}")
    return fields


def _text(data: bytes, at: int, wide: int) -> tuple[str, int]:
    size = int.from_bytes(data[at : at + 2], "little") * wide
    if size > _LONGEST:
        return "", len(data)
    raw = data[at + 2 : at + 2 + size]
    text = raw.decode("utf-16-le", "replace") if wide == 2 else decode(raw)
    return text.strip("\0 "), at + 2 + size
