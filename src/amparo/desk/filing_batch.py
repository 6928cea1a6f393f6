"""Writes what the reading crew tells, batch by batch: originals, then documents and ledger in one transaction, then
the index.

Several threads read, so files arrive in no order. Which of two equal documents is the first must not hang on that: it
is the one whose path comes first, also when it is read later in the same run (docs/adr/0145).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from amparo.desk import documents_store, ledger_store, meaning_store, page_words_store, traces_store
from amparo.desk.declaring import declare_file, declared, declared_again
from amparo.desk.documents_store import CollectionId, Item, Outcome, RunId
from amparo.desk.found_files import EXPLAINED
from amparo.desk.holdings import Holdings
from amparo.desk.indexing import indexed
from amparo.desk.ledger_store import OpenFile, Written
from amparo.desk.page_cache import PageCache
from amparo.desk.reading_events import Closed, Event, ItemRead, Known, Opened, Packet
from amparo.desk.sqlite import transaction
from amparo.desk.taking_apart import FoundItem
from amparo.desk.tally import Counted, Tally, pages_by_ocr
from amparo.records.content import content_key
from amparo.records.field_words import GAPS
from amparo.records.model import DocumentId, Kind, Record, record_to_json
from amparo.records.reading import MEBIBYTE
from amparo.search.engine import Indexed

OPENED = "Opened with a password that was given."
_EVENTS = 3_000
_BYTES = 32 * MEBIBYTE
_SECONDS = 2.0
_INDEX_EVERY = 20_000
_INDEX_SECONDS = 30.0


@dataclass(slots=True)
class _Batch:
    """What is written in one transaction. `found` is for the index: as it takes it, or None where the database knows it
    best at the end.
    """

    events: list[Event] = field(default_factory=list)
    size: int = 0
    began: float = field(default_factory=time.monotonic)
    found: dict[DocumentId, Indexed | None] = field(default_factory=dict)

    def add(self, packet: Packet) -> None:
        self.events += packet
        for event in packet:
            if isinstance(event, ItemRead) and isinstance(event.item.what, Record):
                self.size += len(event.item.what.original)

    @property
    def full(self) -> bool:
        return len(self.events) >= _EVENTS or self.size >= _BYTES or time.monotonic() - self.began > _SECONDS


def forget_dropped(holdings: Holdings) -> None:
    """Commit the index, without the documents in whose place others came; let their originals go."""
    dropped = documents_store.forgotten(holdings.database)
    if dropped:
        holdings.engine.delete(dropped)
        meaning_store.erase(holdings.home, dropped)
    holdings.engine.commit()
    for sha256 in dropped.values():
        holdings.originals.remove(sha256)
        PageCache(holdings.home).remove(sha256)
    documents_store.all_forgotten(holdings.database)


class FilingClerk:
    """Files events in order. Call `add` for each packet, `finish` at the end. `kind` is what plain documents are
    declared.
    """

    def __init__(
        self, holdings: Holdings, collection: CollectionId, run: RunId, tally: Tally, kind: Kind | None = None
    ) -> None:
        self._holdings, self._collection, self._run = holdings, collection, run
        self._name = documents_store.collection_name(holdings.database, collection)
        self._tally, self._kind = tally, kind
        self._counted = Counted()
        self._batch = _Batch()
        self._files: dict[str, OpenFile] = {}
        self._unindexed: dict[DocumentId, None] = {}
        self._indexed_at = time.monotonic()

    def add(self, packet: Packet) -> None:
        """Take one packet; write when enough have come together, or for long enough."""
        self._batch.add(packet)
        if self._batch.full:
            self._flush()

    def finish(self) -> None:
        """Write everything, the index too."""
        self._flush()
        self._index()

    def _flush(self) -> None:
        batch = self._batch
        with transaction(self._holdings.database):
            for event in batch.events:
                self._file(event)
            found = [each or self._stored(document) for document, each in batch.found.items()]
            # Inside the transaction: its commit must not be on disk before the originals are.
            self._holdings.originals.sync()
        self._batch = _Batch()
        self._holdings.engine.add(each for each in found if each is not None)
        self._unindexed = self._unindexed | dict.fromkeys(batch.found)
        self._tally.unindexed = len(self._unindexed)
        if len(self._unindexed) >= _INDEX_EVERY or time.monotonic() - self._indexed_at > _INDEX_SECONDS:
            self._index()

    def _index(self) -> None:
        forget_dropped(self._holdings)
        documents_store.mark_indexed(self._holdings.database, self._unindexed)
        self._unindexed = {}
        self._tally.unindexed = 0
        self._indexed_at = time.monotonic()

    def _file(self, event: Event) -> None:
        database = self._holdings.database
        match event:
            case Opened():
                self._open(event)
            case ItemRead(file=file, item=item):
                self._item(self._files[file], item)
                self._counted.item(self._files[file].id, item.path)
            case Closed(file=file, readers=readers) if file in self._files:
                opened = self._files.pop(file)
                ledger_store.close_file(database, opened, self._run, readers)
                self._counted.done(opened.id)
                declare_file(database, opened.id, self._kind)
                self._tally.files += 1
            case Known(file=known):
                declare_file(database, known, self._kind)
                self._count_known(known)

    def _open(self, event: Opened) -> None:
        database = self._holdings.database
        if event.excluded and (known := ledger_store.read_file(database, self._collection, event.path)):
            # Left out now, or gone: what was read of it before stands.
            self._count_known(known)
            return
        file = self._files[event.path] = ledger_store.open_file(database, self._collection, event.path, event.sha256)
        self._counted.open(file.id, file.is_new)
        if event.excluded:
            why = EXPLAINED[event.excluded]
            item = Item(event.path, Outcome.EXCLUDED, reason=event.excluded.value, explanation=why)
            self._put(file, item)

    def _count_known(self, file: documents_store.FileId) -> None:
        for outcome, items, pages in ledger_store.counts(self._holdings.database, file, self._run):
            self._tally.count(outcome, items, pages)
        self._counted.done(file)
        self._tally.files += 1

    def _item(self, file: OpenFile, item: FoundItem) -> None:
        known = None if file.is_new else self._known(file, item.path)
        what = item.what
        if not isinstance(what, Record):
            if known is None:
                failed = Item(item.path, Outcome.FAILED, reason=what.reason, explanation=what.explanation)
                self._put(file, failed, item.reader)
            else:
                self._tally.count(known.counts_as)
        elif known is None or known.outcome is Outcome.FAILED:
            self._tally.pages_by_ocr += pages_by_ocr(what)
            filed = self._document(item.path, what)
            if item.opened:
                filed = replace(filed, explanation=OPENED)
            self._put(file, filed, item.reader, pages=len(what.pages))
        elif known.is_outdated_by(item.reader) or self._closes_gaps(known, what):
            self._read_anew(file, known, what, item.reader)
        else:
            self._tally.count(known.counts_as, pages=len(what.pages) if known.counts_as is Outcome.ADDED else 0)

    def _known(self, file: OpenFile, path: str) -> Written | None:
        return ledger_store.known_item(self._holdings.database, file.id, path, self._run)

    def _closes_gaps(self, known: Written, record: Record) -> bool:
        """Whether an earlier run left a part of this document unread, and this one has read no less."""
        if known.in_this_run or known.document != record.document_id:
            return False
        data = documents_store.document_json(self._holdings.database, known.document)
        if data is None or not any(data["fields"].get(name) for name in GAPS):
            return False
        return sum(map(len, record.pages)) >= sum(map(len, data["pages"]))

    def _put(self, file: OpenFile, item: Item, reader: str = "", pages: int = 0) -> None:
        ledger_store.put_item(self._holdings.database, file.id, self._run, item, reader)
        self._tally.count(item.outcome, pages=pages if item.outcome is Outcome.ADDED else 0)

    # -- documents --

    def _document(self, path: str, record: Record) -> Item:
        record = declared(record, self._kind)
        key = content_key(record)
        member = documents_store.member_with(self._holdings.database, self._collection, key)
        if member is not None:
            first = ledger_store.added_item(self._holdings.database, self._collection, member, self._run)
            if first is None or first.path <= path:
                return Item(path, Outcome.DUPLICATE, member)
            self._step_back(first, record)
        self._keep(path, record, key)
        if member is not None and member != record.document_id:
            self._leave(member)
        return Item(path, Outcome.ADDED, record.document_id)

    def _step_back(self, first: Written, record: Record) -> None:
        """What was added from `first` is a copy now of the record, whose path comes before it."""
        database = self._holdings.database
        pages = documents_store.pages_of(database, first.document)
        data = record_to_json(record)
        is_ours = documents_store.collections_of(database, record.document_id) == (self._name,)
        if not documents_store.put_document(database, record, data) and is_ours:
            documents_store.put_record(database, record.document_id, data)  # the name it has here
        ledger_store.become_duplicate(database, self._collection, first, record.document_id)
        if self._counted.has(first.file, first.path):
            self._tally.count(Outcome.ADDED, -1, -pages)
            self._tally.count(Outcome.DUPLICATE)

    def _keep(self, path: str, record: Record, key: str) -> None:
        """Keep a document, new here or not, and make it a member."""
        database, identity = self._holdings.database, record.document_id
        self._holdings.originals.put(record.sha256, record.original)
        data = record_to_json(record)
        is_new = documents_store.put_document(database, record, data)
        documents_store.join(database, self._collection, identity, key)
        if is_new:
            self._batch.found[identity] = indexed(data, (self._name,), path)
        else:
            self._index_again(identity)

    def _index_again(self, document: DocumentId) -> None:
        documents_store.needs_index(self._holdings.database, document)
        self._batch.found[document] = None

    def _stored(self, document: DocumentId) -> Indexed | None:
        database = self._holdings.database
        data = documents_store.document_json(database, document)
        place = next(iter(documents_store.paths_of(database, document)), "")
        return indexed(data, documents_store.collections_of(database, document), place) if data is not None else None

    def _leave(self, document: DocumentId) -> None:
        """Another document came in the place of this one; it goes, unless another collection has it."""
        database = self._holdings.database
        if documents_store.forget(database, document):
            self._batch.found.pop(document, None)
            self._unindexed.pop(document, None)
        else:
            self._index_again(document)

    # -- readers that have learnt more --

    def _read_anew(self, file: OpenFile, known: Written, record: Record, reader: str) -> None:
        """The ledger has this item, read by an older reader: its document says now what this one finds."""
        database = self._holdings.database
        if known.document != record.document_id and known.outcome is Outcome.ADDED:
            # The part has other bytes now: a document of its own. The old one stays: a person may have seen it.
            self._put(file, self._document(known.path, record), reader, pages=len(record.pages))
            return
        if known.document == record.document_id:
            record = declared_again(database, record)
            documents_store.put_record(database, record.document_id, record_to_json(record))
            page_words_store.put(database, record.document_id, record.places)
            if record.trace is not None:
                traces_store.put(database, record.document_id, record.trace)
            documents_store.say_content(database, record.document_id, content_key(record))
            self._index_again(record.document_id)
            self._tally.updated += 1
        ledger_store.note_reader(database, known, reader)
        self._tally.count(known.counts_as, pages=len(record.pages) if known.counts_as is Outcome.ADDED else 0)
