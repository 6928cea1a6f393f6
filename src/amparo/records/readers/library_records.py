"""Records of library catalogues: MARC 21 and UNIMARC as exchanged (ISO 2709). A page a record, a line a field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.document import document
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_LEADER = re.compile(rb"\d{5}[\x20-\x7e]{5}22\d{5}[\x20-\x7e]{3}45[\d ]{2}")
_ENTRY, _FIELD_END = 12, b"\x1e"
_SUBFIELD = re.compile("\x1f.")
_DAMAGED = Unreadable(Reason.CORRUPT, "These library records are damaged and cannot be read.")


def is_marc(head: bytes) -> bool:
    """Whether a file begins with the leader of such a record."""
    return _LEADER.match(head) is not None


def read_marc(given: Input) -> Iterator[Found]:
    """One document of all records."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    pages, at = [], 0
    while _LEADER.match(data, at):
        size = int(data[at : at + 5])
        if size < 25:
            break
        pages.append("\n".join(_fields(data[at : at + size])))
        at += size
        while data[at : at + 1] in (b"\r", b"\n"):
            at += 1
    yield document(given, data, pages or [""], "application/marc", otherwise=_DAMAGED)


def _fields(record: bytes) -> Iterator[str]:
    start = int(record[12:17])
    encoding = "utf-8" if record[9:10] == b"a" else None
    for at in range(24, start - _ENTRY + 1, _ENTRY):
        entry = record[at : at + _ENTRY]
        if not entry.isdigit() or len(entry) < _ENTRY:
            return
        size, offset = int(entry[3:7]), int(entry[7:12])
        field = decode(record[start + offset : start + offset + size].rstrip(_FIELD_END), encoding)
        if "\x1f" in field:
            # Two letters that say how to file the field stand before its first part.
            field = field[field.index("\x1f") :]
        yield f"{entry[:3].decode('ascii')} {_SUBFIELD.sub(' ', field).strip()}"
