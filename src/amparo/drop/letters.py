"""Replies for whoever holds a passphrase: a fixed window of mailbox tokens, looked up and opened (specs/mailbox.md).

The same number of tokens is asked for each time, whether replies wait or not. The keys are derived for the moment of
the request and kept nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amparo.drop.model import Tag
from amparo.drop.newsroom import Standing
from amparo.drop.store import Store
from amparo.errors import AmparoError
from amparo.seal.age import Identity
from amparo.seal.mailbox import tag, window
from amparo.seal.passphrase import Passphrase, derive
from amparo.seal.reply import Message, Reply, join_replies, open_reply


@dataclass(frozen=True, slots=True)
class Letter:
    """One text from a desk. `missing` counts parts of it that are not in this window."""

    desk: str
    day: date
    text: str
    missing: int

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


def look(passphrase: Passphrase, standing: Standing, store: Store, number: int) -> Mail:
    """The replies under window `number` of each desk on the roster, oldest day first."""
    if standing.founder is None or standing.roster is None:
        return Mail((), 0)
    keys = derive(passphrase, str(standing.founder))
    tags = {
        desk.name: [Tag(tag(token)) for token in window(keys.mailbox_secret, desk.name, number)]
        for desk in standing.roster.desks
    }
    held = store.replies(each for asked in tags.values() for each in asked)
    letters: list[Letter] = []
    unreadable = 0
    for desk, asked in tags.items():
        opened = [_opened(held[each], keys.identity) for each in asked if each in held]
        unreadable += opened.count(None)
        letters += (_letter(desk, whole) for whole in join_replies(each for each in opened if each is not None))
    return Mail(tuple(sorted(letters, key=lambda letter: letter.day)), unreadable)


def _opened(sealed: bytes, identity: Identity) -> Reply | None:
    try:
        return open_reply(sealed, identity)
    except AmparoError:
        return None


def _letter(desk: str, whole: Message) -> Letter:
    return Letter(desk, whole.day, whole.text, whole.missing)
