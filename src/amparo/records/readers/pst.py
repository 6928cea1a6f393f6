"""Outlook's mail stores (.pst, .ost, .pab; [MS-PST]) by the library libpff: every item is a mail of its own, called
after its folder, deleted ones that are still there included.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypff  # type: ignore[import-not-found]

from amparo.records.names import shown_name
from amparo.records.readers.mapi import (
    BODY,
    FILE_NAME,
    HTML,
    LONG_FILE_NAME,
    NAME,
    RTF,
    Attached,
    Message,
    Value,
    mail_of,
    text_of,
)
from amparo.records.readers.pst_heap import is_heap, properties_of
from amparo.records.readers.windows_time import moment
from amparo.records.reading import Found, Input, Part, Reason, Unreadable

_DAMAGED = Unreadable(Reason.CORRUPT, "This mail store is damaged and cannot be opened.")
_DAMAGED_ITEM = "This item of the mail store is damaged."
_DEEPEST = 64
_DEEPEST_MESSAGE = 4
_FLAGS, _HAS_ATTACHMENTS = 0x0E07, 0x10


def read_pst(given: Input) -> Iterator[Found]:
    """The items, folder by folder."""
    store = pypff.file()
    given.file.seek(0)
    try:
        store.open_file_object(given.file)
        root = store.get_root_folder()
    except (OSError, ValueError, RuntimeError):
        yield _DAMAGED
        return
    budget = [given.bounds.parts]
    if root is not None:
        yield from _folder(root, "", 0, given, budget)
    for number in range(store.get_number_of_orphan_items()):
        yield from _item(lambda number=number: store.get_orphan_item(number), "deleted", number, given)


def _folder(folder: Any, path: str, depth: int, given: Input, budget: list[int]) -> Iterator[Found]:
    """What a folder holds: mails, hidden ones too, then its folders."""
    inside: list[Any] = []
    if _try(folder.get_number_of_sub_items) is None:
        yield Unreadable(Reason.CORRUPT, "This folder of the mail store is damaged.", path or "root")
    for number in range(_count(folder, "get_number_of_sub_items")):
        item = _try(lambda number=number: folder.get_sub_item(number))
        if item is None:
            yield Unreadable(Reason.CORRUPT, _DAMAGED_ITEM, f"{path}/item {number + 1}".strip("/"))
        elif hasattr(item, "get_sub_message"):
            inside.append(item)
        elif hasattr(item, "get_plain_text_body"):
            budget[0] -= 1
            if budget[0] < 0:
                yield Unreadable(Reason.TOO_LARGE, f"This mail store holds more than {given.bounds.parts} items.")
                return
            yield from _item(lambda item=item: item, path, number, given)
    for number, each in enumerate(inside, start=1):
        name = shown_name(_try(each.get_name) or f"folder {number}")
        inner = f"{path}/{name}".strip("/")
        if depth < _DEEPEST:
            yield from _folder(each, inner, depth + 1, given, budget)
        else:
            yield Unreadable(Reason.TOO_DEEP, f"This folder lies more than {_DEEPEST} folders deep.", inner)


def _count(thing: Any, method: str) -> int:
    try:
        return int(getattr(thing, method)())
    except (OSError, ValueError, RuntimeError):
        return 0


def _item(get: Any, path: str, number: int, given: Input) -> Iterator[Found]:
    name = f"{path}/{number + 1}.eml".strip("/")
    try:
        item = get()
        if not hasattr(item, "get_plain_text_body"):
            return
        mail = mail_of(_message(item, path, 0))
    except (OSError, ValueError, RuntimeError):
        yield Unreadable(Reason.CORRUPT, _DAMAGED_ITEM, name)
        return
    if len(mail) > given.bounds.part:
        yield Unreadable(Reason.TOO_LARGE, "This mail is larger than what is read in one piece.", name)
    else:
        yield Part(name, mail)


def _message(item: Any, folder: str, depth: int) -> Message:
    told = _properties(item)
    for number, method in ((BODY, "get_plain_text_body"), (HTML, "get_html_body"), (RTF, "get_rtf_body")):
        # What the library makes of a body is UTF-8, whatever code page the message names.
        value = None if told.get(number) else _try(getattr(item, method))
        if isinstance(value, bytes) and value:
            told[number] = value.decode("utf-8", "replace") if number == BODY else value
    message = Message(told, folder=folder)
    recipients = _try(lambda: item.recipients)
    message.recipients = list(_property_sets(recipients)) if recipients is not None else []
    for number in range(_count(item, "get_number_of_attachments")):
        attached = _try(lambda number=number: item.get_attachment(number))
        message.attachments += (
            [*_attached(attached, depth)] if attached is not None else [_lost(f"attachment {number + 1}")]
        )
    return message


def _lost(name: str) -> Attached:
    """Stands where an attachment was that the store does not give."""
    told = f"[not read: {name}; in the mail store it is damaged, or lies too deep]"
    return Attached(f"{name}.txt", told.encode("utf-8", "replace"))


def _attached(attached: Any, depth: int) -> Iterator[Attached]:
    told = _properties(attached)
    names = (text_of(told.get(number)) for number in (LONG_FILE_NAME, FILE_NAME, NAME))
    name = next((text for text in names if text), "attachment")
    for number in range(_count(attached, "get_number_of_sub_items")):
        inner = _try(lambda number=number: attached.get_sub_item(number))
        if hasattr(inner, "get_plain_text_body") and depth < _DEEPEST_MESSAGE:
            yield Attached(f"{name}.eml", mail_of(_message(inner, "", depth + 1)), is_message=True)
            return
    size = _count(attached, "get_size")
    data = _try(lambda: attached.read_buffer(size)) if size else None
    if isinstance(data, bytes) and data:
        mail = _mail_in_heap(data) if is_heap(data) else None
        yield Attached(name, data) if mail is None else Attached(f"{name}.eml", mail, is_message=True)
    elif size:
        yield _lost(name)


def _mail_in_heap(data: bytes) -> bytes | None:
    """An attached mail, as much of it as the library gives; None when that is nothing a person would read."""
    told: dict[int, Value] = {}
    for number, kind, raw in properties_of(data):
        value = _converted(kind, raw)
        if value is not None:
            told[number] = value
    flags = told.get(_FLAGS)
    missing = [*([] if BODY in told or HTML in told else ["the text"]),
               *(["attachments"] if isinstance(flags, int) and flags & _HAS_ATTACHMENTS else [])]  # fmt: skip
    if not told:
        return None
    if missing:
        told[BODY] = f"{text_of(told.get(BODY))}\n[not read: {' and '.join(missing)} of this attached mail]"
    return mail_of(Message(told, folder=""))


def _try(call: Any) -> Any:
    """What a damaged part of the store cannot give is not there."""
    try:
        return call()
    except (OSError, ValueError, RuntimeError, AttributeError, TypeError):
        return None


def _properties(item: Any) -> dict[int, Value]:
    found: dict[int, Value] = {}
    for each in _property_sets(item):
        found.update(each)
    return found


def _property_sets(item: Any) -> Iterator[dict[int, Value]]:
    for number in range(_count(item, "get_number_of_record_sets")):
        entries = _try(lambda number=number: item.get_record_set(number).entries)
        found: dict[int, Value] = {}
        for entry in entries or ():
            value = _value(entry)
            number_ = _try(lambda entry=entry: entry.entry_type)
            if value is not None and isinstance(number_, int):
                found[number_] = value
        yield found


def _value(entry: Any) -> Value | None:
    data, kind = _try(lambda: entry.get_data()), _try(lambda: entry.value_type)
    if not isinstance(data, bytes) or not isinstance(kind, int):
        return None
    return _converted(kind, data)


def _converted(kind: int, data: bytes) -> Value | None:
    if kind == 0x001F:
        return data.decode("utf-16-le", "replace").rstrip("\0")
    if kind == 0x0003:
        return int.from_bytes(data[:4], "little", signed=True)
    if kind == 0x0040:
        return moment(int.from_bytes(data[:8], "little"))
    return data if kind in (0x001E, 0x0102) else None
