"""In which order a collection is listed: by date, and mails by thread, each answer under what it answers.

A thread stands where its first mail's date puts it; what was attached to a mail stands under that mail. Everything
else stands by its own date, and what has none comes last. Threads follow the References and In-Reply-To of RFC 5322
§3.6.4 alone; a subject is never taken as proof of kinship.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from amparo.library.addresses import Slug

MAX_DEPTH = 4
"""Answers below answers are indented no deeper than this."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What threading needs of a mail: its document id, its Message-ID, and those of its ancestors, nearest first."""

    document: str
    message_id: str
    ancestors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A document's place in its list: how deep it is indented, and the first document of its thread."""

    document: str
    depth: int
    thread: str


@dataclass(frozen=True, slots=True)
class Item:
    """A document to place: `sha256` of its original, and its part in the mail when it is one.

    `attachments` are the SHA-256 of what a mail carried, in its order.
    """

    document: str
    sha256: str
    mail: Mail | None = None
    attachments: tuple[str, ...] = ()


def arrange(database: sqlite3.Connection, slug: Slug) -> None:
    """Give every document of a collection its place, from 0."""
    rows = database.execute(
        "SELECT id, kind, facts, files FROM documents WHERE collection = ? ORDER BY sort_date, title, id", (slug,)
    ).fetchall()
    placed = in_threads([_item(row) for row in rows])
    database.executemany(
        "UPDATE documents SET place = ?, depth = ?, thread = ? WHERE collection = ? AND id = ?",
        [(place, item.depth, item.thread, slug, item.document) for place, item in enumerate(placed)],
    )


def _item(row: sqlite3.Row) -> Item:
    sha256 = json.loads(row["files"])[0][0]
    if row["kind"] != "mail":
        return Item(row["id"], sha256)
    fields = json.loads(row["facts"]).get("fields", {})
    return Item(row["id"], sha256, _mail(row["id"], fields), tuple(fields.get("attachment_sha256", ())))


def in_threads(items: Sequence[Item]) -> Iterator[Placed]:
    """Documents, given in order of date, as they are listed. Every one comes out exactly once."""
    mails = [item for item in items if item.mail is not None]
    others = {item.sha256: item.document for item in items if item.mail is None}
    attached = _attached(mails, others)
    carried = {document for documents in attached.values() for document in documents}
    members: dict[str, list[Placed]] = {}
    for mail in threads([item.mail for item in mails if item.mail is not None]):
        thread = members.setdefault(mail.thread, [])
        thread.append(mail)
        depth = min(mail.depth + 1, MAX_DEPTH)
        thread += (Placed(document, depth, mail.thread) for document in attached.get(mail.document, ()))
    for item in items:
        if item.mail is None and item.document not in carried:
            yield Placed(item.document, 0, "")
        yield from members.pop(item.document, ())


def _attached(mails: Sequence[Item], others: Mapping[str, str]) -> Mapping[str, list[str]]:
    """What stands under each mail: a document that several mails carried, under the first."""
    attached: dict[str, list[str]] = {}
    waiting = dict(others)
    for mail in mails:
        for sha256 in mail.attachments:
            if (document := waiting.pop(sha256, None)) is not None:
                attached.setdefault(mail.document, []).append(document)
    return attached


def _mail(document: str, fields: Mapping[str, Sequence[str]]) -> Mail:
    references = _message_ids(fields.get("references", ()))
    ancestors = (*_message_ids(fields.get("in_reply_to", ())), *reversed(references))
    return Mail(document, next(iter(_message_ids(fields.get("message_id", ()))), ""), ancestors)


def _message_ids(values: Iterable[str]) -> list[str]:
    return [word.strip("<>") for value in values for word in re.split(r"[\s,]+", value) if word.strip("<>")]


def threads(mails: Sequence[Mail]) -> Iterator[Placed]:
    """Mails, given in order of date, as threads in order of their first mail. Every mail comes out exactly once."""
    by_message = {mail.message_id: mail.document for mail in reversed(mails) if mail.message_id}
    forest = _Forest()
    answers: dict[str | None, list[str]] = {}
    for mail in mails:
        parent = next((by_message[ancestor] for ancestor in mail.ancestors if ancestor in by_message), None)
        # A circle of answers has no beginning: the answer that would close it starts a thread of its own.
        if parent is not None and not forest.join(mail.document, parent):
            parent = None
        answers.setdefault(parent, []).append(mail.document)
    for root in answers.get(None, ()):
        waiting = [(root, 0)]
        while waiting:
            document, depth = waiting.pop()
            yield Placed(document, min(depth, MAX_DEPTH), root)
            waiting += [(answer, depth + 1) for answer in reversed(answers.get(document, ()))]


class _Forest:
    """Which mails hang together so far: a union-find, so that chains of any length cost next to nothing."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def _root(self, item: str) -> str:
        while (up := self._up.get(item, item)) != item:
            self._up[item] = self._up.get(up, up)
            item = up
        return item

    def join(self, one: str, other: str) -> bool:
        """Hang two trees together; False when they are one already."""
        first, second = self._root(one), self._root(other)
        self._up[first] = second
        return first != second
