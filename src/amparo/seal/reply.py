"""Replies (specs/reply.md): a text to a source, sealed into age files that are all of one length.

A long text goes in several parts, each a reply of its own under its own mailbox tag; nobody without the source's
identity can tell a short text from a long one, or the parts of one text from replies to different people.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from amparo.errors import InputError, StateError, TooLargeError
from amparo.seal.age import Identity, Random, Recipient, open_bytes, parse_recipient, seal_bytes
from amparo.seal.mailbox import WINDOW

REPLY_SIZE: Final = 8192
"""Length in bytes of every sealed reply: a window of eight fills 64 KiB."""
MAX_PARTS: Final = WINDOW
_HEADER: Final = "amparo/reply/v1"
_ID_SIZE: Final = 8
_HEAD: Final = re.compile(
    rb"amparo/reply/v1\n"
    rb"message ([0-9a-f]{16})\n"
    rb"part ([1-8]) ([1-8])\n"
    rb"day ([0-9]{4}-[0-9]{2}-[0-9]{2})\n"
    rb"length ([0-9]{4})\n"
    rb"\n"
)


@dataclass(frozen=True, slots=True)
class Reply:
    """One opened reply: part `part` (from 1) of `parts` of the message with this id, written on `day`."""

    text: str
    part: int
    parts: int
    day: date
    message: str


@dataclass(frozen=True, slots=True)
class Message:
    """A whole text put together again. `missing` counts the parts that have not arrived or are gone."""

    text: str
    day: date
    missing: int


def seal_reply(text: str, recipient: str, random: Random = os.urandom, *, day: date) -> tuple[bytes, ...]:
    """Seal `text` to a source's recipient (age1pq… or age1…): as many age files of REPLY_SIZE bytes as it needs.

    TooLargeError when it needs more than MAX_PARTS (some 50,000 bytes of UTF-8); InputError for a bad recipient.
    """
    reader = parse_recipient(recipient)
    room = REPLY_SIZE - len(seal_bytes(b"", [reader], random=random))
    message = random(_ID_SIZE).hex()
    pieces = _pieces(text, room - len(_head(message, 1, 1, day, 0)))
    if len(pieces) > MAX_PARTS:
        raise TooLargeError("The reply is too long to be sent.", "Shorten it, or send it as two replies.")
    heads = (_head(message, number, len(pieces), day, len(piece)) for number, piece in enumerate(pieces, start=1))
    return tuple(_sealed(head + piece, room, reader, random) for head, piece in zip(heads, pieces, strict=True))


def open_reply(data: bytes, identity: Identity) -> Reply:
    """Open one sealed reply. Raises what opening an age file raises, and InputError when what it holds is no reply."""
    if len(data) != REPLY_SIZE:
        raise InputError("A reply has one fixed length, and this is not it.")
    plain = open_bytes(data, [identity])
    head = _HEAD.match(plain)
    if head is None:
        raise _malformed()
    message, part, parts, day, length = (group.decode() for group in head.groups())
    end = head.end() + int(length)
    if int(part) > int(parts) or end > len(plain) or plain[end:].strip(b"\0"):
        raise _malformed()
    try:
        return Reply(plain[head.end() : end].decode(), int(part), int(parts), date.fromisoformat(day), message)
    except ValueError as error:
        raise _malformed() from error


def join_replies(replies: Iterable[Reply]) -> tuple[Message, ...]:
    """Whole messages from replies in any order, oldest day first; repeated parts count once, gaps are shown by `…`."""
    by_message: dict[tuple[date, str, int], dict[int, str]] = {}
    for reply in replies:
        by_message.setdefault((reply.day, reply.message, reply.parts), {}).setdefault(reply.part, reply.text)
    return tuple(_joined(day, parts, found) for (day, _, parts), found in _in_order(by_message))


def _in_order(
    by_message: dict[tuple[date, str, int], dict[int, str]],
) -> list[tuple[tuple[date, str, int], dict[int, str]]]:
    return sorted(by_message.items(), key=lambda item: item[0][0])


def _joined(day: date, parts: int, found: dict[int, str]) -> Message:
    text = "".join(found.get(number, " … ") for number in range(1, parts + 1))
    return Message(text, day, parts - len(found))


def _head(message: str, part: int, parts: int, day: date, length: int) -> bytes:
    """The lines before a part's text; always of one length."""
    lines = (_HEADER, f"message {message}", f"part {part} {parts}", f"day {day.isoformat()}", f"length {length:04}")
    return "\n".join((*lines, "", "")).encode()


def _pieces(text: str, room: int) -> list[bytes]:
    """`text` in UTF-8 pieces of at most `room` bytes that never split a character; one empty piece for no text."""
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise InputError("The reply is not Unicode text.") from error
    pieces = []
    while len(data) > room:
        cut = room
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(data[:cut])
        data = data[cut:]
    return [*pieces, data]


def _sealed(plain: bytes, room: int, reader: Recipient, random: Random) -> bytes:
    sealed = seal_bytes(plain.ljust(room, b"\0"), [reader], random=random)
    if len(sealed) != REPLY_SIZE:
        raise StateError("A reply came out at another length than all others.")
    return sealed


def _malformed() -> InputError:
    return InputError("The reply is malformed.")
