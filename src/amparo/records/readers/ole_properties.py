"""What compound files say of themselves: the property sets of [MS-OLEPS], strings and times of them, within bounds.

The library's own parser believes the counts it reads and can be kept busy for minutes by four bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from amparo.records.code_pages import of_windows
from amparo.records.readers.windows_time import moment

_UTF_16 = 1200

SUMMARY, DOCUMENT_SUMMARY = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_SUMMARY = {
    2: "title", 3: "subject", 4: "author", 5: "keywords", 6: "description", 7: "template", 8: "last_modified_by",
    12: "created", 13: "modified", 18: "application",
}  # fmt: skip
_DOCUMENT_SUMMARY = {2: "category", 14: "manager", 15: "company"}
_CODE_PAGE, _NARROW, _WIDE, _TIME = 1, 0x1E, 0x1F, 0x40
_MOST, _LONGEST = 200, 4_000


def told(stream: bytes, *, is_summary: bool) -> dict[str, str]:
    """Names of fields and what they say; as much as can be followed."""
    try:
        start = struct.unpack_from("<I", stream, 44)[0]
        values = dict(_values(stream, start))
    except struct.error:
        return {}
    page = values.get(_CODE_PAGE)
    names = _SUMMARY if is_summary else _DOCUMENT_SUMMARY
    found = {name: _text(values[number], page) for number, name in names.items() if number in values}
    return {name: text for name, text in found.items() if text}


def _values(stream: bytes, start: int) -> Iterator[tuple[int, bytes | str | int]]:
    count = min(struct.unpack_from("<I", stream, start + 4)[0], _MOST)
    for number in range(count):
        identity, offset = struct.unpack_from("<II", stream, start + 8 + 8 * number)
        at = start + offset
        if at + 8 > len(stream):
            continue
        kind, size = struct.unpack_from("<II", stream, at)
        if kind == _NARROW:
            yield identity, stream[at + 8 : at + 8 + min(size, _LONGEST)]
        elif kind == _WIDE:
            yield identity, stream[at + 8 : at + 8 + 2 * min(size, _LONGEST)].decode("utf-16-le", "replace")
        elif kind == _TIME and at + 12 <= len(stream):
            time = moment(struct.unpack_from("<Q", stream, at + 4)[0])
            yield identity, time.replace(microsecond=0, tzinfo=None).isoformat() if time and time.year > 1601 else ""
        elif kind == 2:
            yield identity, size & 0xFFFF


def _text(value: bytes | str | int, page: bytes | str | int | None) -> str:
    text = _decoded(value, page) if isinstance(value, bytes) else str(value)
    return text.partition("\0")[0].strip()


def _decoded(data: bytes, page: object) -> str:
    """Bytes in a code page of Windows, by its number."""
    encoding = "utf-16-le" if page == _UTF_16 else of_windows(page) if isinstance(page, int) else ""
    return data.decode(encoding or "cp1252", "replace")
