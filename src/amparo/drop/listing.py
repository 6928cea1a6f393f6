"""The list of what lies in the store: the database's rows, and those that are still to be written to it.

An envelope lasts once its file lies, synced, under its name or the one that `lasting` gives it before, in a directory
that is synced too. Its row says nothing that the file does not: id, size, day. So nobody waits for it: rows are written
together a moment later, and a start writes those that a kill or a power cut kept from being written (docs/adr/0241).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable

from amparo.drop.database import Database
from amparo.drop.model import EnvelopeId, StoredEnvelope


class Listing:
    """Used from many threads; only `write` and `forget` wait for the disk, one at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._fresh: dict[EnvelopeId, StoredEnvelope] = {}

    def add(self, envelopes: Iterable[StoredEnvelope]) -> None:
        """List envelopes whose files last."""
        with self._lock:
            self._fresh.update((each.id, each) for each in envelopes)

    def write(self) -> None:
        """Write the rows that are still to be written. When that fails they stay listed, for the next time."""
        with self._writing:
            fresh = self._still_to_write()
            if fresh:
                self._database.add_envelopes(tuple(fresh.values()))
                with self._lock:
                    for id_ in fresh:
                        del self._fresh[id_]

    def forget(self, id_: EnvelopeId) -> None:
        """Take one off the list, for good; nothing happens when it is not there."""
        with self._writing:
            with self._lock:
                self._fresh.pop(id_, None)
            self._database.remove_envelope(id_)

    def all(self) -> tuple[StoredEnvelope, ...]:
        """All of them, by id, which is random."""
        # In this order: what goes from one to the other meanwhile is seen in both, never in neither.
        found = self._still_to_write()
        found |= {each.id: each for each in self._database.envelopes()}
        return tuple(sorted(found.values(), key=lambda each: each.id))

    def get(self, id_: EnvelopeId) -> StoredEnvelope | None:
        """One of them, or None."""
        with self._lock:
            fresh = self._fresh.get(id_)
        return fresh or self._database.envelope(id_)

    def _still_to_write(self) -> dict[EnvelopeId, StoredEnvelope]:
        with self._lock:
            return dict(self._fresh)
