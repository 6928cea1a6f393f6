"""The thread a mail belongs to: what it answers, what answers it, and so on. Spec: specs/records.md,
"Threads"; docs/adr/0162.

Found when asked for, by the keys of `records.thread_keys`: nothing has to be joined when a mail is added, and one that
comes late closes the gap it left.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from amparo.desk import traces_store
from amparo.desk.documents_store import document_json
from amparo.desk.traces_store import Traced
from amparo.records.edtf import moment
from amparo.records.model import DocumentId
from amparo.records.thread_keys import is_by_words
from amparo.records.trace import Trace

MOST = 500
"""Mails of one thread that are found."""
_MOST_SHARING = 2_000
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

BY_HEADERS, BY_WORDS = "headers", "words"


@dataclass(frozen=True, slots=True)
class Message:
    """One mail of a thread. `answers` is the mail it replies to or forwards, as far as that is here; `by` says
    what shows it: BY_HEADERS, BY_WORDS (it quotes that mail's), or nothing.
    """

    document: DocumentId
    title: str
    date: str | None
    sender: tuple[str, ...]
    answers: DocumentId | None
    by: str


def thread(database: sqlite3.Connection, document: DocumentId) -> tuple[Message, ...]:
    """The thread of a mail, itself included, oldest first; empty when it is alone, no mail, or not here."""
    trace = traces_store.trace_of(database, document)
    if trace is None or not (trace.own or trace.cited):
        return ()
    walk = _Walk(database)
    walk.from_(Traced(document, trace))
    members = _without_copies(walk.found, document, walk)
    if len(members) < 2:
        return ()
    return tuple(sorted((walk.message(each, members) for each in members), key=_in_order))


@dataclass(slots=True)
class _Walk:
    """From mail to mail, nearest first."""

    database: sqlite3.Connection
    found: dict[DocumentId, Trace] = field(default_factory=dict)
    times: dict[DocumentId, datetime | None] = field(default_factory=dict)

    def from_(self, first: Traced) -> None:
        waiting = [first]
        self.found[first.document] = first.trace
        while waiting and len(self.found) < MOST:
            reached = [each for mail in waiting for each in self._beside(mail)]
            waiting = []
            for each in reached:
                if each.document not in self.found and len(self.found) < MOST:
                    self.found[each.document] = each.trace
                    waiting.append(each)

    def _beside(self, mail: Traced) -> Iterator[Traced]:
        ids, own_ids = _ids(mail.trace.cited), _ids(mail.trace.own)
        yield from traces_store.that_are(self.database, ids, _MOST_SHARING)
        yield from self.quoted_by(mail)
        # Also what answers the same mail, when that one is not here.
        yield from traces_store.that_cite(self.database, [*own_ids, *mail.trace.cited], _MOST_SHARING)
        for each in traces_store.that_cite(self.database, _by_words(mail.trace.own), _MOST_SHARING):
            if each.document in self.found or any(it.document == mail.document for it in self.quoted_by(each)):
                yield each

    def quoted_by(self, mail: Traced) -> list[Traced]:
        """The mails whose words this one quotes. Of several that begin alike, as weekly reports do, the last one that
        was there to be quoted.
        """
        keys = _by_words(mail.trace.cited)
        if not keys:
            return []
        before = self.time(mail.document)
        last: dict[int, Traced] = {}
        for each in traces_store.that_are(self.database, keys, _MOST_SHARING):
            time = self.time(each.document)
            if each.document == mail.document or (before and time and time > before):
                continue
            for key in keys & frozenset(each.trace.own):
                if key not in last or self._order(last[key]) < self._order(each):
                    last[key] = each
        return list({each.document: each for each in last.values()}.values())

    def time(self, document: DocumentId) -> datetime | None:
        if document not in self.times:
            row = self.database.execute("SELECT date FROM documents WHERE id = ?", (document,)).fetchone()
            self.times[document] = moment(row["date"]) if row and row["date"] else None
        return self.times[document]

    def _order(self, mail: Traced) -> tuple[datetime, str]:
        return self.time(mail.document) or _LONG_AGO, mail.document

    def message(self, document: DocumentId, members: Collection[DocumentId]) -> Message:
        data = document_json(self.database, document) or {}
        answers, by = self._answered(document, members)
        title, date, sender = data.get("title", ""), data.get("date"), tuple(data.get("from", ()))
        return Message(document, title, date, sender, answers, by)

    def _answered(self, document: DocumentId, members: Collection[DocumentId]) -> tuple[DocumentId | None, str]:
        trace = self.found[document]
        # In the order cited: In-Reply-To before References, those from their end.
        for key in (key for key in trace.cited if not is_by_words(key)):
            for other in members:
                if other != document and key in self.found[other].own:
                    return other, BY_HEADERS
        quoted = [each for each in self.quoted_by(Traced(document, trace)) if each.document in members]
        return (max(quoted, key=self._order).document, BY_WORDS) if quoted else (None, "")


def _ids(keys: Iterable[int]) -> frozenset[int]:
    return frozenset(key for key in keys if not is_by_words(key))


def _by_words(keys: Iterable[int]) -> frozenset[int]:
    return frozenset(key for key in keys if is_by_words(key))


def _without_copies(found: dict[DocumentId, Trace], kept: DocumentId, walk: _Walk) -> list[DocumentId]:
    """One of each mail: another collection may have a copy with other bytes. The one asked for stays."""
    seen: dict[tuple[object, ...], DocumentId] = {}
    for document in sorted(found, key=lambda each: (each != kept, each)):
        own = found[document].own
        seen.setdefault((own, walk.time(document)) if own else (document,), document)
    return list(seen.values())


def _in_order(message: Message) -> tuple[bool, str, str]:
    time = moment(message.date) if message.date else None
    return message.date is None, time.isoformat() if time else message.date or "", message.document
