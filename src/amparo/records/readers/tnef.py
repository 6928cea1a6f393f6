"""TNEF, what Outlook wraps mails in for other programs as winmail.dat ([MS-OXTNEF]): its text and its files."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from amparo.records.charset import decode
from amparo.records.readers.mapi import (
    BODY,
    DATA,
    LONG_FILE_NAME,
    SUBJECT,
    Attached,
    Message,
    Value,
    mail_of,
    text_of,
)
from amparo.records.readers.msg import as_read
from amparo.records.readers.windows_time import moment
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

MAGIC = b"\x78\x9f\x3e\x22"
_MEDIA = "application/vnd.ms-tnef"
_SUBJECT, _BODY, _TITLE, _FILE, _BEGINS = 0x00018004, 0x0002800C, 0x00018010, 0x0006800F, 0x00069002
_PROPERTIES, _FILE_PROPERTIES = 0x00069003, 0x00069005
_SIZES = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4, 0x0014: 8,
          0x0040: 8, 0x0048: 16}  # fmt: skip
_FIRST, _MOST = 6, 100_000
_CUT = Unreadable(Reason.CORRUPT, "This message was cut off; what there is of it was kept.", "the rest")


def read_tnef(given: Input) -> Iterator[Found]:
    """The message, then its files."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    message, end = Message(), _FIRST
    for attribute, value, its_end in _attributes(data):
        _take(message, attribute, value)
        end = its_end
    yield from as_read(given, data, mail_of(message), _MEDIA)
    if end > len(data):
        yield _CUT


def _attributes(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """(number, value, where it ends, which in a file that was cut off lies behind its end)."""
    at = _FIRST
    while at + 9 <= len(data):
        attribute, size = struct.unpack_from("<II", data, at + 1)
        end = at + 9 + size
        yield attribute, data[at + 9 : end], end
        at = end + 2


def _take(message: Message, attribute: int, value: bytes) -> None:
    if attribute == _BEGINS:
        message.attachments.append(Attached("", b""))
    elif attribute in (_SUBJECT, _BODY):
        message.properties.setdefault(SUBJECT if attribute == _SUBJECT else BODY, value.rstrip(b"\0"))
    elif attribute == _PROPERTIES:
        message.properties.update(properties(value))
    elif message.attachments:
        last = message.attachments[-1]
        if attribute == _TITLE:
            last.name = last.name or decode(value.rstrip(b"\0"))
        elif attribute == _FILE:
            last.data = value
        elif attribute == _FILE_PROPERTIES:
            told = properties(value)
            last.name = text_of(told.get(LONG_FILE_NAME)) or last.name
            inner = told.get(DATA)
            if not last.data and isinstance(inner, bytes):
                # An attached message is TNEF again, behind the identity of an interface.
                last.data = inner[16:] if inner[16:20] == MAGIC else inner


def properties(data: bytes) -> dict[int, Value]:
    """Properties as TNEF writes them, as far as they can be followed."""
    found: dict[int, Value] = {}
    try:
        count = struct.unpack_from("<I", data)[0]
        at = 4
        for _ in range(min(count, _MOST)):
            kind, number = struct.unpack_from("<HH", data, at)
            at = _past_name(data, at + 4) if number >= 0x8000 else at + 4
            values, at = _values(data, at, kind)
            if values and number < 0x8000:
                found[number] = values[0]
    except (struct.error, KeyError):
        pass
    return found


def _past_name(data: bytes, at: int) -> int:
    if struct.unpack_from("<I", data, at + 16)[0] == 0:
        return at + 24
    size: int = struct.unpack_from("<I", data, at + 20)[0]
    return at + 24 + (size + 3 & ~3)


def _values(data: bytes, at: int, kind: int) -> tuple[list[Value], int]:
    several, kind = bool(kind & 0x1000), kind & 0x0FFF
    varies = kind in (0x000D, 0x001E, 0x001F, 0x0102)
    count = 1
    if several or varies:
        count = struct.unpack_from("<I", data, at)[0]
        at += 4
    values: list[Value] = []
    for _ in range(min(count, _MOST)):
        if varies:
            size = struct.unpack_from("<I", data, at)[0]
            raw = data[at + 4 : at + 4 + size]
            at += 4 + (size + 3 & ~3)
            values.append(raw.decode("utf-16-le", "replace").rstrip("\0") if kind == 0x001F else raw)
        else:
            raw = data[at : at + _SIZES[kind]]
            at += _SIZES[kind]
            number = int.from_bytes(raw, "little", signed=True)
            values.append((moment(number) or 0) if kind == 0x0040 else number)
    return values, at
