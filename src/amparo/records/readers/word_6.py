"""The letters of Word 6 and 95: bytes in a code page that the document does not name, but for the fonts that it uses.

Each font says which letters it draws. East Asian editions write two bytes a letter instead, which are UTF-16.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from amparo.records.charset import decode

_EXTENDED = 0x1000
_FONTS = 0xD0
_WORD_2 = 0xA5DB
# Of fonts: who draws another script than Latin, and who draws other Latin letters than Western Europe's.
_SCRIPTS = {161: "cp1253", 177: "cp1255", 178: "cp1256", 204: "cp1251", 222: "cp874"}
_LATIN = {162: "cp1254", 186: "cp1257", 238: "cp1250"}
_HIGH = re.compile(rb"[\x80-\xff]+")


def width(flags: int) -> int:
    """Bytes of a letter, by the flags of the file's beginning."""
    return 2 if flags & _EXTENDED else 1


def letters(data: bytes, stream: bytes, flags: int) -> str:
    """The text of some bytes of a document, of which `stream` is the whole."""
    if width(flags) == 2:
        return data.decode("utf-16-le", "replace")
    return decode(data, _declared(data, set(_drawn(stream))))


def _declared(data: bytes, drawn: set[int]) -> str | None:
    """The code page that a font speaks for; None where none does, or a script is listed that the text is not in: its
    words would be runs of letters beyond ASCII, where other languages have one here and there.
    """
    runs = _HIGH.findall(data)
    is_script = 2 * sum(len(run) for run in runs if len(run) > 2) > sum(map(len, runs))
    pages = [page for number, page in (_SCRIPTS if is_script else _LATIN).items() if number in drawn]
    return pages[0] if len(pages) == 1 else None


def _drawn(stream: bytes) -> Iterator[int]:
    """The numbers of the character sets of the fonts: each a length, four bytes, the number, the name."""
    if int.from_bytes(stream[:2], "little") == _WORD_2 or len(stream) < _FONTS + 8:
        return
    start, size = struct.unpack_from("<II", stream, _FONTS)
    at, end = start + 2, min(start + size, len(stream))
    while at + 5 < end:
        yield stream[at + 4]
        at += 1 + stream[at]
