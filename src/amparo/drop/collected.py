"""Which desks have an envelope safe, in a newsroom of several: the drop removes it only when all of them have.

An empty file HOME/drop/collected/ENVELOPE.DESK for each; a desk is no longer shown what it has. With one desk on the
roster nothing is kept here. Spec: specs/desk-api.md.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from amparo.drop.blobs import coarsen, disk_errors, sync_directory
from amparo.drop.model import EnvelopeId, StoredEnvelope
from amparo.drop.store import Store
from amparo.seal.roster import Roster

FOLDER = "collected"


class Collected:
    """The marks of one drop. Every method looks at the disk: not for the event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = store.folder / FOLDER

    def waiting_for(self, desk: str) -> tuple[StoredEnvelope, ...]:
        """The envelopes that this desk has not said to have."""
        return tuple(each for each in self._store.envelopes() if not self._mark(each.id, desk).exists())

    def remove(self, id_: EnvelopeId, desk: str, roster: Roster | None) -> None:
        """This desk has it safe: remove it once every desk on the roster has. Again, it changes nothing."""
        names = {each.name for each in roster.desks} if roster else {desk}
        if self._store.size_of(id_) is not None and names - {desk}:
            self._make_mark(id_, desk)
        if names <= {desk, *self._desks(id_)}:
            self._remove(id_)

    def settle(self, roster: Roster) -> None:
        """Remove what only desks that left the roster had not fetched; and what is told of envelopes that their sources
        withdrew.
        """
        names = {each.name for each in roster.desks}
        for id_ in {EnvelopeId(path.name.partition(".")[0]) for path in self._folder.glob("*.*")}:
            if names <= set(self._desks(id_)) or self._store.size_of(id_) is None:
                self._remove(id_)

    def _desks(self, id_: EnvelopeId) -> Collection[str]:
        return [path.name.partition(".")[2] for path in self._folder.glob(f"{id_}.*")]

    def _remove(self, id_: EnvelopeId) -> None:
        self._store.remove(id_)
        for path in self._folder.glob(f"{id_}.*"):
            path.unlink(missing_ok=True)
        self._blur()

    def _make_mark(self, id_: EnvelopeId, desk: str) -> None:
        with disk_errors():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._mark(id_, desk).touch(mode=0o600)
            sync_directory(self._folder)
        coarsen(self._mark(id_, desk), self._store.today())
        self._blur()

    def _blur(self) -> None:
        """Keep the hour of a fetch out of the modification times."""
        coarsen(self._folder, self._store.today())

    def _mark(self, id_: EnvelopeId, desk: str) -> Path:
        return self._folder / f"{id_}.{desk}"
