"""AutoCAD drawings (.dwg): title, author, keywords and notes of the summary, where the version keeps one; in older
versions the words that lie open. Layout of the file header after the Open Design Alliance's published description.
"""

from __future__ import annotations

from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.document import described, document
from amparo.records.readers.harvest import harvest
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input

_MEDIA = "image/vnd.dwg"
_NAMES = ("title", "subject", "author", "keywords", "description", "last_modified_by", "revision", "address")
_WIDE = (b"AC1021", b"AC1024", b"AC1027", b"AC1032")
_WITH_SUMMARY = (b"AC1018", *_WIDE)
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
    words = "" if told else harvest(data)
    source = {"text_source": ["harvested"]} if words else {}
    yield document(given, data, told or words, _MEDIA, title=title, fields={**fields, **source})


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
