"""Who saved a Word document last and where: up to ten authors with the paths, newest last ([MS-DOC] 2.5.6,
fcSttbSavedBy). Word 97 to 2003 kept it without telling.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SAVED_BY = 0x2D2
_EXTENDED = 0xFFFF
_MOST = 200


def saved_by(stream: bytes, table: bytes) -> tuple[str, ...]:
    """`author: path` of each time, oldest first; none when there is no such table or it is damaged."""
    try:
        start, size = struct.unpack_from("<II", stream, _SAVED_BY)
        words = list(_strings(table[start : start + size])) if size else []
    except struct.error:
        return ()
    return tuple(": ".join(filter(None, pair)) for pair in zip(words[::2], words[1::2], strict=False) if any(pair))


def _strings(data: bytes) -> Iterator[str]:
    """A table of strings ([MS-DOC] 2.2.4 STTB)."""
    extended, count, extra = struct.unpack_from("<HHH", data)
    if extended != _EXTENDED:
        return
    at = 6
    for _ in range(min(count, _MOST)):
        (length,) = struct.unpack_from("<H", data, at)
        yield data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace").strip("\0 ")
        at += 2 + 2 * length + extra
