"""The text of Publisher and of Works since version 5: a stream that begins with CHNK, a table of chunks, the one called
TEXT in UTF-16. Neither layout is published; this much is seen in every file of theirs.
"""

from __future__ import annotations

import struct

_TABLE, _ENTRY = 0x20, struct.Struct("<H4s6s4sII")
_MOST = 10_000


def text_of_chunks(data: bytes) -> str:
    """The text in such a stream; "" when it is another."""
    return "\n".join(_texts(data)) if data.startswith(b"CHNK") else ""


def _texts(data: bytes) -> list[str]:
    texts = []
    for number in range(_MOST):
        at = _TABLE + number * _ENTRY.size
        if at + _ENTRY.size > len(data):
            break
        size, _, _, kind, start, length = _ENTRY.unpack_from(data, at)
        if size != _ENTRY.size:
            break
        if kind == b"TEXT":
            texts.append(data[start : start + length].decode("utf-16-le", "replace").replace("\f", "\n"))
    return texts
