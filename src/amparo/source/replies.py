"""Replies for whoever holds a passphrase, looked up without showing it to anybody (specs/mailbox.md).

For each desk one window of tokens is sent, always whole, and an answer of one length comes back, whatever is waiting;
it is opened here. What was read can be removed from the drop by a second look of the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from amparo.errors import AmparoError
from amparo.seal.age import Identity
from amparo.seal.header import VERSION
from amparo.seal.mailbox import WINDOW, window
from amparo.seal.passphrase import Passphrase, derive
from amparo.seal.reply import Reply, join_replies, open_reply
from amparo.source.connection import Connection
from amparo.source.trust import Trusted

FARTHEST: Final = 9_999
"""Highest window that can be asked for."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One text from a desk. `missing` counts parts of it that are not in this window."""

    desk: str
    day: date
    text: str
    missing: int


@dataclass(frozen=True, slots=True)
class Mail:
    """What one look found. `unreadable` counts what lay there but did not open; `more` when the window was full.

    `read`: for each desk its tokens, and the places in them of replies whose texts are all here.
    """

    letters: tuple[Letter, ...]
    unreadable: int
    more: bool
    read: tuple[tuple[tuple[bytes, ...], frozenset[int]], ...] = ()


def look(passphrase: Passphrase, trusted: Trusted, connection: Connection, number: int = 0) -> Mail:
    """The replies in window `number` of each desk on the roster, oldest day first."""
    keys = derive(passphrase, str(trusted.founder))
    letters: list[Letter] = []
    unreadable, more = 0, False
    read: list[tuple[tuple[bytes, ...], frozenset[int]]] = []
    for desk in trusted.roster.desks:
        tokens = window(keys.mailbox_secret, desk.name, number)
        found = connection.window(tokens)
        places = {place: reply for place, each in enumerate(found) if (reply := _opened(each, keys.identity))}
        opened = list(places.values())
        read.append((tokens, _whole(places)))
        there = len([each for each in found if each.startswith(VERSION)])
        unreadable += there - len(opened)
        more = more or there == WINDOW
        letters += _letters(desk.name, opened)
    return Mail(tuple(sorted(letters, key=lambda letter: letter.day)), unreadable, more, tuple(read))


def remove(mail: Mail, connection: Connection) -> None:
    """Remove from the drop the replies that were read; each desk's window is asked for once more, whatever was there.

    A text of which parts are missing stays, for the window with the rest.
    """
    for tokens, places in mail.read:
        connection.window(tokens, places)


def _whole(places: Mapping[int, Reply]) -> frozenset[int]:
    """The places of replies that belong to messages of which no part is missing."""
    parts: dict[tuple[str, int], set[int]] = {}
    for reply in places.values():
        parts.setdefault((reply.message, reply.parts), set()).add(reply.part)
    return frozenset(place for place, reply in places.items() if len(parts[reply.message, reply.parts]) == reply.parts)


def _opened(sealed: bytes, identity: Identity) -> Reply | None:
    try:
        return open_reply(sealed, identity)
    except AmparoError:
        return None


def _letters(desk: str, opened: Iterable[Reply]) -> Iterable[Letter]:
    return (Letter(desk, whole.day, whole.text, whole.missing) for whole in join_replies(opened))
