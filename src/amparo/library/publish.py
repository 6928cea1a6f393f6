"""Publishing a release: its files first, then its entries in the log, then the pages.

Each step may be cut off at any point and is taken up by the next run. Files wait in `incoming` until the log holds
their entries, so that nothing is ever shown that the log does not vouch for; the log takes all entries of a release or
none.
Publishing what is published already adds nothing. What was withdrawn stays withdrawn.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from amparo.errors import InputError, RollbackError
from amparo.ledger.entries import document_entry_bytes, release_entry_bytes, withdrawal_entry_bytes
from amparo.ledger.manifest import DocumentEntry, DocumentId, ReleaseId
from amparo.library import listing
from amparo.library import settings as settings_file
from amparo.library.addresses import Slug, document_folder, parse_document_id, parse_slug, published_name
from amparo.library.archive import Archive
from amparo.library.build import build
from amparo.library.bundle import MANIFEST, NOTE, Bundle, open_bundle
from amparo.library.catalogue import entry_key
from amparo.library.files import copy_checked, put, settle
from amparo.library.reading import collection_kind, line
from amparo.seal.note import Verifier

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did. `added` and `corrected` are 0 when everything was published already."""

    collection: Slug
    release: ReleaseId | None
    documents: int
    added: int
    corrected: int
    withdrawn: int
    log_size: int
    pages: int


def publish(archive: Archive, bundle_root: Path, progress: Progress, *, about: str | None = None) -> Published:
    """Publish the bundle at a place. See `bundle.open_bundle` for what refuses it; RollbackError when it is older than
    what its collection has.

    `about` is what the library says of the collection from now on; None leaves what it said before.
    """
    publishers = [Verifier.parse(key) for key in archive.settings.publishers]
    bundle = open_bundle(bundle_root, publishers, lambda done, whole: progress("checking", done, whole))
    slug = parse_slug(bundle.manifest.collection)
    if about is not None:
        archive.settings = settings_file.describe(archive.places, slug, line(about))
    known, withdrawn = archive.catalogue.known(slug), archive.catalogue.withdrawn()
    news = [
        document
        for document in bundle.manifest.documents
        if document.id not in withdrawn and known.get(document.id) != entry_key(document)
    ]
    if news or _says_more(archive, bundle, slug):
        _refuse_older(archive, bundle, slug)
        _take_in(archive, bundle, news, progress)
        archive.log.append(_entries(bundle, news))
        archive.catch_up()
        release = bundle.release
    else:
        release = None
    pages = finish(archive, progress)
    corrected = sum(document.id in known for document in news)
    return Published(
        collection=slug,
        release=release,
        documents=len(bundle.manifest.documents),
        added=len(news) - corrected,
        corrected=corrected,
        withdrawn=sum(document.id in withdrawn for document in bundle.manifest.documents),
        log_size=archive.log.checkpoint.size,
        pages=pages,
    )


def _refuse_older(archive: Archive, bundle: Bundle, slug: Slug) -> None:
    """RollbackError for a release made on an earlier day than one its collection has: its signature holds for ever, and
    would undo corrections. Of one day, any may follow any.
    """
    days = (each.day for each in listing.releases(archive.catalogue.database) if each.collection == slug)
    latest = max(days, default="")
    if bundle.manifest.created.isoformat() < latest:
        raise RollbackError(
            f"The library has a later release of this collection, made on {latest}.",
            "Make the release again at the desk, then publish that one.",
        )


def _says_more(archive: Archive, bundle: Bundle, slug: Slug) -> bool:
    """Whether the release changes what the collection itself is called, or is its first."""
    present = listing.collection(archive.catalogue.database, slug)
    said = (line(bundle.manifest.title), collection_kind(bundle.manifest.kind).value)
    return present is None or (present.title, present.kind) != said


def _take_in(archive: Archive, bundle: Bundle, news: Sequence[DocumentEntry], progress: Progress) -> None:
    """Copy what is new beside the tree, each file checked again as it is copied, and wait until it is on the disk."""
    waiting = archive.incoming(bundle.release)
    for done, document in enumerate(news, start=1):
        folder = waiting / parse_document_id(document.id)
        for file in document.files:
            copy_checked(bundle.path_of(document, file), folder / published_name(file.path), file.sha256)
        progress("copying", done, len(news))
    kept = archive.places.releases / bundle.release
    put(kept / MANIFEST, bundle.manifest_bytes)
    put(kept / NOTE, bundle.note)
    settle()


def _entries(bundle: Bundle, news: Sequence[DocumentEntry]) -> Iterator[bytes]:
    manifest, release = bundle.manifest, bundle.release
    for document in news:
        yield document_entry_bytes(release, document, manifest.collection)
    yield release_entry_bytes(release, manifest.collection, len(manifest.documents), manifest.created)


def finish(archive: Archive, progress: Progress) -> int:
    """Bring the tree to what the log says: files in place, pages, proofs, log, search. How many pages were written."""
    for folder in sorted(archive.places.incoming.iterdir()) if archive.places.incoming.is_dir() else ():
        _shelve(archive, folder)
    return build(archive, progress)


def _shelve(archive: Archive, folder: Path) -> None:
    """Move the files of a logged release to where they are shown; remove those of a release that was never logged."""
    release = listing.release(archive.catalogue.database, ReleaseId(folder.name))
    if release is not None:
        current = _current(archive, release.id)
        for waiting in folder.iterdir():
            if (document := DocumentId(waiting.name)) in current:
                _move(waiting, archive.places.public / document_folder(release.collection, document))
        settle()
    shutil.rmtree(folder)


def _move(waiting: Path, place: Path) -> None:
    """Give a document's files their place: the whole folder at once when it is new."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        waiting.replace(place)
        return
    for file in waiting.iterdir():
        file.replace(place / file.name)


def _current(archive: Archive, release: ReleaseId) -> frozenset[DocumentId]:
    """The documents whose newest word is this release's, and that are not withdrawn."""
    rows = archive.catalogue.database.execute(
        "SELECT id FROM documents WHERE release = ? AND withdrawn IS NULL", (release,)
    )
    return frozenset(DocumentId(row["id"]) for row in rows)


def withdraw(archive: Archive, document: DocumentId, reason: str, authority: str, progress: Progress) -> int:
    """Take a document out of view in every collection: a log entry with the reason, a page that says so, no bytes.

    The log entry's index. Raises InputError when no such document is in view.
    """
    found = listing.find(archive.catalogue.database, document)
    if not found:
        raise InputError(
            "There is no such document in this library.", "Its identity is on its page, and in its address."
        )
    if all(item.document.withdrawn is not None for item in found):
        raise InputError("This document has been withdrawn already.")
    archive.log.append([withdrawal_entry_bytes(document, reason, authority, archive.today)])
    archive.catch_up()
    finish(archive, progress)
    return archive.log.checkpoint.size - 1
