"""The thread a mail belongs to: what it answers, what answers it, and so on. Spec: specs/records.md,
"Threads"; docs/adr/0162.

Found when asked for, by the keys of `records.thread_keys`: nothing has to be joined when a mail is added, and one that
comes late closes the gap it left.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
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
    by_id = {key: member for member in members for key in _ids(walk.found[member].own)}
    return tuple(sorted((walk.message(each, members, by_id) for each in members), key=_in_order))


@dataclass(slots=True)
class _Walk:
    """From mail to mail, nearest first. No id is asked for twice, and of each mail only once what it quotes, so that
    the work follows the number of mails.
    """

    database: sqlite3.Connection
    found: dict[DocumentId, Trace] = field(default_factory=dict)
    _times: dict[DocumentId, datetime | None] = field(default_factory=dict)
    _quoted: dict[DocumentId, dict[int, Traced]] = field(default_factory=dict)
    _asked: set[int] = field(default_factory=set)
    _beginning: dict[int, list[Traced]] = field(default_factory=dict)
    _citing: dict[int, list[Traced]] = field(default_factory=dict)

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
        ids = _ids((*mail.trace.own, *mail.trace.cited)) - self._asked
        self._asked |= ids
        # What has an id, and what cites it: also those that answer the same mail when that one is not here.
        yield from traces_store.that_are(self.database, ids, _MOST_SHARING)
        yield from traces_store.that_cite(self.database, ids, _MOST_SHARING)
        yield from self.quoted(mail).values()
        for key in _by_words(mail.trace.own):
            yield from (each for each in self._that_cite(key) if self._answers(each, key, mail))
        for key in self._missing(mail):
            yield from (each for each in self._that_cite(key) if key not in self.quoted(each))

    def quoted(self, mail: Traced) -> dict[int, Traced]:
        """The mails whose words this one quotes, by key. Of several that begin alike, as weekly reports do, the last
        one that was there to be quoted.
        """
        if mail.document not in self._quoted:
            keys = _by_words(mail.trace.cited)
            found = ((key, self._last_before(mail, self._that_begin(key))) for key in keys)
            self._quoted[mail.document] = {key: last for key, last in found if last is not None}
        return self._quoted[mail.document]

    def _last_before(self, mail: Traced, several: list[Traced]) -> Traced | None:
        time = self.time(mail.document)
        end = bisect_right(several, time, key=self._time_or_long_ago) if time else len(several)
        return next((each for each in reversed(several[max(end - 2, 0) : end]) if each.document != mail.document), None)

    def _answers(self, mail: Traced, key: int, other: Traced) -> bool:
        quoted = self.quoted(mail).get(key)
        return quoted is not None and quoted.document == other.document

    def _that_begin(self, key: int) -> list[Traced]:
        """Mails that these words stand for, oldest first, those without a time before all."""
        if key not in self._beginning:
            self._beginning[key] = sorted(traces_store.that_are(self.database, [key], _MOST_SHARING), key=self._order)
        return self._beginning[key]

    def _that_cite(self, key: int) -> list[Traced]:
        if key not in self._citing:
            self._citing[key] = list(traces_store.that_cite(self.database, [key], _MOST_SHARING))
        return self._citing[key]

    def _missing(self, mail: Traced) -> frozenset[int]:
        """Keys of words that this mail quotes from one that is not here."""
        return _by_words(mail.trace.cited) - self.quoted(mail).keys()

    def time(self, document: DocumentId) -> datetime | None:
        if document not in self._times:
            row = self.database.execute("SELECT date FROM documents WHERE id = ?", (document,)).fetchone()
            self._times[document] = moment(row["date"]) if row and row["date"] else None
        return self._times[document]

    def _time_or_long_ago(self, mail: Traced) -> datetime:
        return self.time(mail.document) or _LONG_AGO

    def _order(self, mail: Traced) -> tuple[datetime, str]:
        return self._time_or_long_ago(mail), mail.document

    def message(
        self, document: DocumentId, members: Collection[DocumentId], by_id: Mapping[int, DocumentId]
    ) -> Message:
        data = document_json(self.database, document) or {}
        answers, by = self._answered(document, members, by_id)
        title, date, sender = data.get("title", ""), data.get("date"), tuple(data.get("from", ()))
        return Message(document, title, date, sender, answers, by)

    def _answered(
        self, document: DocumentId, members: Collection[DocumentId], by_id: Mapping[int, DocumentId]
    ) -> tuple[DocumentId | None, str]:
        trace = self.found[document]
        # In the order cited: In-Reply-To before References, those from their end.
        for key in trace.cited:
            if by_id.get(key, document) != document:
                return by_id[key], BY_HEADERS
        quoted = [each for each in self.quoted(Traced(document, trace)).values() if each.document in members]
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
