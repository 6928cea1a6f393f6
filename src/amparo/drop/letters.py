"""Replies for whoever holds a passphrase: a fixed window of mailbox tokens, looked up and opened (specs/mailbox.md).

The same number of tokens is asked for each time, whether replies wait or not. The keys are derived for the moment of
the request and kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from amparo.drop.deriving import derive_in_turn
from amparo.drop.model import Tag
from amparo.drop.newsroom import Standing
from amparo.drop.store import Store
from amparo.errors import AmparoError
from amparo.seal.age import Identity
from amparo.seal.mailbox import tag, window
from amparo.seal.passphrase import Passphrase
from amparo.seal.reply import Reply, join_replies, open_reply

_PLACES = re.compile(r"([a-z0-9-]{1,32}) ([0-7](?:,[0-7]){0,7})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Letter:
    """One text from a desk. `missing` counts parts of it that are not in this window; `places` names those that are."""

    desk: str
    day: date
    text: str
    missing: int
    places: str

    @property
    def paragraphs(self) -> tuple[tuple[str, ...], ...]:
        """The text for a page: paragraphs, each of lines."""
        blocks = self.text.replace("\r\n", "\n").strip().split("\n\n")
        return tuple(tuple(block.strip("\n").split("\n")) for block in blocks if block.strip())


@dataclass(frozen=True, slots=True)
class Mail:
    """What one look into the mailbox found. `unreadable` counts what lay there but did not open."""

    letters: tuple[Letter, ...]
    unreadable: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of one reply lie within a window: positions from 0, under the tokens of one desk."""

    desk: str
    positions: frozenset[int]

    @classmethod
    def parse(cls, untrusted_text: str) -> Places | None:
        """What `str()` writes, or None."""
        match = _PLACES.fullmatch(untrusted_text)
        return None if match is None else cls(match[1], frozenset(map(int, match[2].split(","))))

    def __str__(self) -> str:
        return f"{self.desk} {','.join(map(str, sorted(self.positions)))}"


def look(passphrase: Passphrase, standing: Standing, store: Store, number: int, without: Places | None = None) -> Mail:
    """The replies under window `number` of each desk on the roster, oldest day first.

    Those in the places `without` are removed for good before; nothing tells whether there were any.
    """
    if standing.founder is None or standing.roster is None:
        return Mail((), 0)
    keys = derive_in_turn(passphrase, str(standing.founder))
    tags = {
        desk.name: [Tag(tag(token)) for token in window(keys.mailbox_secret, desk.name, number)]
        for desk in standing.roster.desks
    }
    if without is not None and without.desk in tags:
        store.remove_replies([tags[without.desk][position] for position in sorted(without.positions)])
    held = store.replies(each for asked in tags.values() for each in asked)
    letters: list[Letter] = []
    unreadable = 0
    for desk, asked in tags.items():
        found = {position: held[each] for position, each in enumerate(asked) if each in held}
        opened = {position: _opened(sealed, keys.identity) for position, sealed in found.items()}
        readable = {position: reply for position, reply in opened.items() if reply is not None}
        unreadable += len(opened) - len(readable)
        letters += _letters(desk, readable)
    return Mail(tuple(sorted(letters, key=lambda letter: letter.day)), unreadable)


def _opened(sealed: bytes, identity: Identity) -> Reply | None:
    try:
        return open_reply(sealed, identity)
    except AmparoError:
        return None


def _letters(desk: str, readable: Mapping[int, Reply]) -> Iterator[Letter]:
    """Each reply whole, with the places its parts lie in."""
    parts: dict[tuple[date, str, int], list[int]] = {}
    for position, reply in readable.items():
        parts.setdefault((reply.day, reply.message, reply.parts), []).append(position)
    for positions in parts.values():
        (whole,) = join_replies(readable[position] for position in positions)
        yield Letter(desk, whole.day, whole.text, whole.missing, str(Places(desk, frozenset(positions))))
