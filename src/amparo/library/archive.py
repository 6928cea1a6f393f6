"""An open library: its log, its catalogue, its places, held by one writer at a time.

Opening brings the catalogue up to the log, and refuses a log that goes back behind what this library has published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from amparo.errors import InputError, RollbackError, StateError, StoreError, TrustError
from amparo.ledger.checkpoint import Checkpoint, check_extends
from amparo.ledger.entries import parse_entry
from amparo.ledger.manifest import DocumentEntry, DocumentId, ReleaseId, ReleaseManifest
from amparo.ledger.policy import Policy
from amparo.library import settings as settings_file
from amparo.library.addresses import Slug, document_folder, parse_release
from amparo.library.bundle import MANIFEST, NOTE
from amparo.library.catalogue import Catalogue
from amparo.library.keys import load_signers
from amparo.library.log import Log, log_policy
from amparo.library.model import Facts
from amparo.library.reading import Published, read_record
from amparo.library.settings import Places, Settings
from amparo.seal.note import Signer, parse_note

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Archive:
    """Everything a verb works on. Make one with `open_archive`."""

    places: Places
    settings: Settings
    signers: tuple[Signer, ...]
    log: Log
    catalogue: Catalogue
    clock: Clock

    @property
    def today(self) -> date:
        """The present day, UTC."""
        return self.clock().date()

    @property
    def policy_text(self) -> str:
        """The `log.policy` of this log, as readers get it."""
        return log_policy(self.signers)

    def incoming(self, release: ReleaseId) -> Path:
        """Where the files of a release wait until the log holds their entries; nobody is served from here."""
        return self.places.incoming / parse_release(release)

    def record_of(self, slug: Slug, document: DocumentId, sha256: str) -> Published:
        """The record of a document in view, from the tree. Raises StoreError when it is not what the log says."""
        path = self.places.public / document_folder(slug, document) / "record.json"
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(
                "A published record is missing or was altered on this disk.",
                "Run: amparo library verify HOME/library/public; restore what it names from a backup or a mirror.",
            )
        return read_record(data)

    def catch_up(self) -> None:
        """Take into the catalogue what the log holds and it does not."""
        start = self.catalogue.size
        if start < self.log.checkpoint.size:
            names: dict[ReleaseId, tuple[str, str, str]] = {}

            def release_of(release: ReleaseId) -> tuple[str, str, str]:
                if release not in names:
                    names[release] = self._about_release(release)
                return names[release]

            entries = (parse_entry(entry) for entry in self.log.entries(start))
            self.catalogue.apply(entries, self._facts_of, release_of)
        self.catalogue.remember("root", self.log.checkpoint.to_text())

    def _about_release(self, release: ReleaseId) -> tuple[str, str, str]:
        folder = self.places.releases / parse_release(release)
        try:
            manifest = ReleaseManifest.parse((folder / MANIFEST).read_bytes())
            publisher = parse_note((folder / NOTE).read_bytes()).lines[0].name
        except FileNotFoundError:
            raise StateError("The manifest of a release is missing.", "Restore HOME/library/releases.") from None
        return manifest.title, manifest.kind, publisher

    def _facts_of(self, release: ReleaseId, slug: Slug, entry: DocumentEntry) -> Facts:
        record = next(file for file in entry.files if file.path == "record.json")
        waiting = self.incoming(release) / entry.id / record.path
        shown = self.places.public / document_folder(slug, entry.id) / record.path
        for path in (waiting, shown):
            with suppress(FileNotFoundError):
                data = path.read_bytes()
                if hashlib.sha256(data).hexdigest() == record.sha256:
                    return read_record(data, entry).facts
        return Facts()  # corrected or withdrawn since: its bytes are gone, and no page shows them


@contextmanager
def open_archive(places: Places, clock: Clock) -> Iterator[Archive]:
    """Open a library for writing.

    Raises StateError when there is none or another process writes, RollbackError when its log is older than what was
    published from it.
    """
    settings = settings_file.load(places)
    signers = load_signers(places.keys)
    with Log.open(places.log, signers, clock) as log:
        catalogue = Catalogue(places.catalogue)
        archive = Archive(places, settings, signers, log, catalogue, clock)
        try:
            _refuse_rollback(archive)
            archive.catch_up()
            yield archive
        finally:
            catalogue.close()


def _refuse_rollback(archive: Archive) -> None:
    """The log must extend both what the catalogue remembers and what readers were shown."""
    for seen in (_remembered(archive), _shown(archive)):
        if seen is None:
            continue
        if seen.size > archive.log.checkpoint.size:
            raise RollbackError("The log is older than what this library has published.", _RESTORE)
        try:
            proof = archive.log.reader.consistency_proof(seen.size)
            check_extends(seen, archive.log.checkpoint, proof)
        except TrustError as error:
            raise RollbackError("The log is not the one this library has published.", _RESTORE) from error


def _remembered(archive: Archive) -> Checkpoint | None:
    text = archive.catalogue.state("root")
    return Checkpoint.parse(text) if text else None


def _shown(archive: Archive) -> Checkpoint | None:
    with suppress(FileNotFoundError, InputError, TrustError):  # a spoilt file says nothing, and is written anew
        note = (archive.places.public / "checkpoint").read_bytes()
        return Policy.parse(archive.policy_text.encode()).check(note).checkpoint
    return None


_RESTORE = "Restore HOME/library/log from the newest backup or from a mirror; publish nothing before."
