"""Files packed into documents by OLE 1 ([MS-OLEDS]): the stream \\x01Ole10Native, and objects as RTF and Access hold
them.
"""

from __future__ import annotations

from amparo.records.charset import decode
from amparo.records.names import shown_name
from amparo.records.reading import Part


def native_part(data: bytes) -> Part | None:
    """The packed file; None when there is none. Reads with or without the size in front."""
    for at in (4, 0):
        part = _at(data, at)
        if part is not None:
            return part
    return None


def wrapped_object(packed: bytes, name: str) -> Part | None:
    """An object with its head ([MS-OLEDS] 2.2.5): version, format, class name, topic, item, then the data."""
    at = 8
    words = []
    for _ in range(3):
        size = int.from_bytes(packed[at : at + 4], "little")
        words.append(packed[at + 4 : at + 4 + size].rstrip(b"\0").decode("latin-1"))
        at += 4 + size
    size = int.from_bytes(packed[at : at + 4], "little")
    inner = packed[at + 4 : at + 4 + size]
    if not inner:
        return None
    return native_part(inner) if words[0] == "Package" else Part(name, inner)


def _at(data: bytes, at: int) -> Part | None:
    if data[at : at + 2] != b"\x02\x00":
        return None
    at += 2
    label, at = _text(data, at)
    path, at = _text(data, at)
    at += 4
    size = int.from_bytes(data[at : at + 4], "little")
    at += 4 + size
    size = int.from_bytes(data[at : at + 4], "little")
    content = data[at + 4 : at + 4 + size]
    return Part(shown_name(label or path) or "object", content) if content else None


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = data.find(b"\0", at, at + 1024)
    return ("", at) if end < 0 else (decode(data[at:end]), end + 1)
