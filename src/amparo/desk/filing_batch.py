"""Writes what the reading crew tells, batch by batch: originals, then documents and ledger in one transaction, then
the index.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from amparo.desk import documents_store, ledger_store
from amparo.desk.declaring import declare_file, declared
from amparo.desk.documents_store import CollectionId, FileId, Item, Outcome, RunId
from amparo.desk.holdings import Holdings
from amparo.desk.indexing import indexed
from amparo.desk.reading_crew import Closed, Event, ItemRead, Known, Opened
from amparo.desk.sqlite import transaction
from amparo.desk.taking_apart import FoundItem
from amparo.desk.tally import Tally
from amparo.records.content import content_key
from amparo.records.model import DocumentId, Kind, Record, record_to_json
from amparo.records.reading import MEBIBYTE
from amparo.search.engine import Indexed

_EVENTS = 1_000
_BYTES = 32 * MEBIBYTE
_SECONDS = 2.0
_INDEX_EVERY = 20_000
_INDEX_SECONDS = 30.0


@dataclass(slots=True)
class _Batch:
    events: list[Event] = field(default_factory=list)
    size: int = 0
    began: float = field(default_factory=time.monotonic)

    def add(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, ItemRead) and isinstance(event.item.what, Record):
            self.size += len(event.item.what.original)

    @property
    def full(self) -> bool:
        return len(self.events) >= _EVENTS or self.size >= _BYTES or time.monotonic() - self.began > _SECONDS


class FilingClerk:
    """Files events in order. Call `add` for each, `finish` at the end. `kind` is what plain documents are declared."""

    def __init__(
        self, holdings: Holdings, collection: CollectionId, run: RunId, tally: Tally, kind: Kind | None = None
    ) -> None:
        self._holdings, self._collection, self._run = holdings, collection, run
        self._tally, self._kind = tally, kind
        self._batch = _Batch()
        self._files: dict[str, FileId] = {}
        self._unindexed: list[DocumentId] = []
        self._indexed_at = time.monotonic()

    def add(self, event: Event) -> None:
        """Take one event; write when enough have come together."""
        self._batch.add(event)
        if self._batch.full:
            self._flush()

    def finish(self) -> None:
        """Write everything, the index too."""
        self._flush()
        self._index()

    def _flush(self) -> None:
        batch, self._batch = self._batch, _Batch()
        found: list[Indexed] = []
        with transaction(self._holdings.database):
            for event in batch.events:
                self._file(event, found)
            # Inside the transaction: its commit must not be on disk before the originals are.
            self._holdings.originals.sync()
        self._holdings.engine.add(found)
        self._unindexed += [DocumentId(document.id) for document in found]
        if len(self._unindexed) >= _INDEX_EVERY or time.monotonic() - self._indexed_at > _INDEX_SECONDS:
            self._index()

    def _index(self) -> None:
        self._holdings.engine.commit()
        documents_store.mark_indexed(self._holdings.database, self._unindexed)
        self._unindexed = []
        self._indexed_at = time.monotonic()

    def _file(self, event: Event, found: list[Indexed]) -> None:
        database = self._holdings.database
        match event:
            case Opened(path=path, sha256=sha256, excluded=excluded):
                self._files[path] = ledger_store.open_file(database, self._collection, path, sha256)
                if excluded:
                    self._put(self._files[path], Item(path, Outcome.EXCLUDED, explanation=excluded))
            case ItemRead(file=file, item=item):
                self._item(self._files[file], item, found)
            case Closed(file=file):
                ledger_store.close_file(database, self._files[file], self._run)
                declare_file(database, self._files.pop(file), self._kind)
            case Known(file=known):
                declare_file(database, known, self._kind)
                for outcome, items, pages in ledger_store.counts(database, known, self._run):
                    self._tally.count(outcome, items, pages)

    def _item(self, file: FileId, item: FoundItem, found: list[Indexed]) -> None:
        if isinstance(item.what, Record):
            if (known := self._counted(file, item.path)) is None:
                self._put(file, self._document(item.path, item.what, found), pages=len(item.what.pages))
            elif known is Outcome.ADDED:
                self._tally.pages += len(item.what.pages)
        else:
            what = item.what
            self._put(file, Item(item.path, Outcome.FAILED, reason=what.reason, explanation=what.explanation))

    def _counted(self, file: FileId, path: str) -> Outcome | None:
        """Count an item the ledger has already; None when it must be written."""
        known = ledger_store.known_item(self._holdings.database, file, path, self._run)
        if known is not None:
            self._tally.count(known)
        return known

    def _put(self, file: FileId, item: Item, pages: int = 0) -> None:
        if item.outcome in (Outcome.ADDED, Outcome.DUPLICATE) or self._counted(file, item.path) is None:
            ledger_store.put_item(self._holdings.database, file, self._run, item)
            self._tally.count(item.outcome, pages=pages)

    def _document(self, path: str, record: Record, found: list[Indexed]) -> Item:
        database, record = self._holdings.database, declared(record, self._kind)
        key = content_key(record)
        member = documents_store.member_with(database, self._collection, key)
        if member is not None:
            return Item(path, Outcome.DUPLICATE, member)
        self._holdings.originals.put(record.sha256, record.original)
        documents_store.put_document(database, record)
        documents_store.join(database, self._collection, record.document_id, key)
        names = documents_store.collections_of(database, record.document_id)
        found.append(indexed(record_to_json(record), names, path))
        return Item(path, Outcome.ADDED, record.document_id)
