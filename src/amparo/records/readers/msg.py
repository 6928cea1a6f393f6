"""Outlook messages (.msg, [MS-OXMSG]): mails, and contacts, appointments, tasks and notes as mails."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace

from amparo.records.model import Record
from amparo.records.names import shown_name
from amparo.records.readers.mail import read_mail
from amparo.records.readers.mapi import (
    DATA,
    FILE_NAME,
    LONG_FILE_NAME,
    NAME,
    Attached,
    Message,
    Value,
    mail_of,
    text_of,
)
from amparo.records.readers.ole import Storage
from amparo.records.readers.windows_time import moment
from amparo.records.reading import Found, Input

_MEDIA = "application/vnd.ms-outlook"
_STREAM = "__substg1.0_"
_PROPERTIES = "__properties_version1.0"
_DEEPEST = 8
_PATH, _LONG_PATH = 0x3708, 0x370D
_INTEGER, _LONG, _TIME, _OBJECT = 0x0003, 0x0014, 0x0040, 0x000D


def read_msg(given: Input, data: bytes, storage: Storage) -> Iterator[Found]:
    """The message, then its attachments."""
    mail = mail_of(message_in(storage, 0))
    yield from as_read(given, data or mail, mail, _MEDIA)


def as_read(given: Input, data: bytes, mail: bytes, media_type: str) -> Iterator[Found]:
    """What the reader of mail finds in `mail`, as findings about the original `data`."""
    for found in read_mail(Input.of(mail, given.untrusted_name, given.bounds)):
        if isinstance(found, Record):
            yield replace(found, original=data, media_type=media_type, name=shown_name(given.untrusted_name))
        else:
            yield found


def message_in(storage: Storage, depth: int) -> Message:
    """The message of a storage, with those attached to it."""
    message = Message(_properties(storage, 32 if depth == 0 else 24))
    for name in storage.names(storages=True):
        if name.startswith("__recip_version1.0_"):
            message.recipients.append(_properties(storage.inner(name), 8))
        elif name.startswith("__attach_version1.0_"):
            message.attachments.append(_attached(storage.inner(name), message, depth))
    return message


def _attached(storage: Storage, message: Message, depth: int) -> Attached:
    told = _properties(storage, 8)
    names = (text_of(told.get(number), message.code_page) for number in (LONG_FILE_NAME, FILE_NAME, NAME))
    name = next((text for text in names if text), "attachment")
    inner = f"{_STREAM}{DATA:04X}{_OBJECT:04X}"
    if storage.has(inner, _PROPERTIES):
        if depth >= _DEEPEST:
            why = f"[not read: {name}; this message lies more than {_DEEPEST} messages deep]"
            return Attached(f"{name}.txt", why.encode("utf-8", "replace"))
        return Attached(f"{name}.eml", mail_of(message_in(storage.inner(inner), depth + 1)), is_message=True)
    data = told.get(DATA)
    if isinstance(data, bytes) and data:
        return Attached(name, data)
    # Objects of OLE: the file lies in one of a few streams.
    for stream in ("\x01Ole10Native", "Package", "CONTENTS", "WordDocument"):
        if data := storage.stream(inner, stream):
            return Attached(name, data)
    # A name without a file: it lies elsewhere, or was taken out.
    why = "this file lies elsewhere" if told.get(_LONG_PATH) or told.get(_PATH) else "there is nothing in it"
    place = text_of(told.get(_LONG_PATH) or told.get(_PATH), message.code_page)
    return Attached(
        f"{name}.txt", f"[not read: {name}; {why}{f', {place}' if place else ''}]".encode("utf-8", "replace")
    )


def _properties(storage: Storage, header: int) -> dict[int, Value]:
    """Fixed values from the stream of properties, the others from streams named after them."""
    found: dict[int, Value] = {}
    told = storage.stream(_PROPERTIES)
    for at in range(header, len(told) - 15, 16):
        kind, number = struct.unpack_from("<HH", told, at)
        if kind in (_INTEGER, _LONG):
            found[number] = struct.unpack_from("<q" if kind == _LONG else "<i", told, at + 8)[0]
        elif kind == _TIME and (time := moment(struct.unpack_from("<q", told, at + 8)[0])):
            found[number] = time
    for name in storage.names():
        if not name.startswith(_STREAM) or len(name) != len(_STREAM) + 8:
            continue
        try:
            number, kind = int(name[-8:-4], 16), int(name[-4:], 16)
        except ValueError:
            continue
        if kind in (0x001E, 0x001F, 0x0102):
            data = storage.stream(name)
            found[number] = data.decode("utf-16-le", "replace") if kind == 0x001F else data
    return found
