"""Values of Jet and ACE databases as text, after mdbtools and Jackcess; files in cells as parts."""

from __future__ import annotations

import html
import re
import struct
import uuid
import zlib
from decimal import Decimal

from amparo.records.charset import decode
from amparo.records.readers.jet import DAMAGE, Column, Jet
from amparo.records.readers.ole_native import wrapped_object
from amparo.records.readers.sheets import date_of_number
from amparo.records.reading import BOUNDS, Part

# Kinds of columns: whole numbers, numbers of single and of double precision; the others stand where they are read.
_WHOLE = {2: "<B", 3: "<h", 4: "<i", 19: "<q"}
_FLOATING = {6: ("<f", ".7g"), 7: ("<d", ".15g")}
OBJECT = 11
_INLINE, _ONE_PIECE = 0x80, 0x40
_LONGEST_CELL = 100_000
_TAG = re.compile(r"<[^<>]{0,500}>")
_OLE_HEAD = b"\x15\x1c"


def shown(value: bytes | bool | None, column: Column, database: Jet) -> str:
    """A value on one line; "" for none and for what is not text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if value is None:
        return ""
    try:
        return " ".join(_text(value, column, database)[:_LONGEST_CELL].split())
    except DAMAGE:
        return ""


def _text(value: bytes, column: Column, database: Jet) -> str:
    match column.kind:
        case kind if kind in _WHOLE:
            return str(*struct.unpack(_WHOLE[kind], value))
        case kind if kind in _FLOATING:
            layout, digits = _FLOATING[kind]
            (number,) = struct.unpack(layout, value)
            return format(number, digits)
        case 5:  # money
            return f"{Decimal(int.from_bytes(value, 'little', signed=True)).scaleb(-4).normalize():f}"
        case 8:  # date
            return date_of_number(str(*struct.unpack("<d", value)))
        case 10:  # text
            return letters(value, database)
        case 12:  # memo
            text = letters(long_value(value, database), database)
            return _plain(text) if text.startswith("<div>") else text
        case 15:  # identity
            return str(uuid.UUID(bytes_le=value))
        case 16:  # decimal
            return _decimal(value, column.scale)
    return ""


def _plain(text: str) -> str:
    """A memo with fonts in it, which Access keeps as a few tags of HTML."""
    return html.unescape(_TAG.sub("", text.replace("</div>", " ").replace("<br>", " ")))


def _decimal(value: bytes, scale: int) -> str:
    """A sign, then four words of four bytes, the highest first."""
    number = 0
    for word in struct.unpack_from("<4I", value, 1):
        number = number << 32 | word
    return f"{Decimal(-number if value[0] else number).scaleb(-min(scale, 28)):f}"


def letters(value: bytes, database: Jet) -> str:
    """Text: of one code page, or of UTF-16 that may be packed: runs of single bytes and of pairs, parted by zeros."""
    if not database.is_wide:
        return decode(value, database.encoding)
    if not value.startswith(b"\xff\xfe"):
        return value.decode("utf-16-le", "replace")
    out, at, is_packed = [], 2, True
    while at < len(value):
        if is_packed:
            end = value.find(b"\0", at)
            end = len(value) if end < 0 else end
            out.append(value[at:end].decode("latin-1"))
        else:
            end = next((each for each in range(at, len(value) - 1, 2) if not value[each]), len(value))
            out.append(value[at:end].decode("utf-16-le", "replace"))
        at, is_packed = end + 1, not is_packed
    return "".join(out)


def long_value(value: bytes, database: Jet) -> bytes:
    """What a head of twelve bytes points to, or what stands behind it."""
    size, flags, pointer = int.from_bytes(value[:3], "little"), value[3], value[4:8]
    if flags & _INLINE:
        return value[12 : 12 + size]
    return database.pointed(pointer)[:size] if flags & _ONE_PIECE else database.chain(pointer, size)


def packed_object(value: bytes, name: str) -> Part | None:
    """The file that a cell holds: an object of OLE behind a head of Access, or its bare bytes."""
    if not value.startswith(_OLE_HEAD):
        return Part(name, value) if value else None
    return wrapped_object(value[int.from_bytes(value[2:4], "little") :], name)


def attached_file(value: bytes, name: str) -> Part | None:
    """A file that is attached to a row: kind, size, then the file behind a head, deflated where the kind is 1."""
    body = value[8:]
    if value[:1] == b"\x01":
        try:
            body = zlib.decompressobj().decompress(body, BOUNDS.part)
        except zlib.error:
            return None
    content = body[int.from_bytes(body[:4], "little") :]
    return Part(name, content) if content else None
