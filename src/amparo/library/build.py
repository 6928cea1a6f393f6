"""Brings the static tree to what the catalogue says, and touches nothing that is right already.

What a document's page depends on is hashed into its `page_key`; a page is made anew when the key changed. Proofs are
made once, at the checkpoint of their release: they hold for ever. The order lets readers in at any moment: documents
before the lists that name them, tiles before the checkpoint, the signed list of hashes last.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from amparo.ledger.tiles import bundles_between, tiles_between
from amparo.library import listing, sums
from amparo.library.addresses import Slug, document_folder, list_page, release_folder
from amparo.library.archive import Archive
from amparo.library.case_tree import bring_docket_up, has_docket
from amparo.library.cases import logged
from amparo.library.files import hash_of, put, put_lines, remove_all_but, sweep
from amparo.library.indexing import bring_index_up
from amparo.library.listing import Listed
from amparo.library.model import Collection
from amparo.library.pages import changes, front, lists, search, verify
from amparo.library.pages.document import Around, document_page, page_file, tombstone
from amparo.library.pages.site import Site, style
from amparo.seal.note import sign

Progress = Callable[[str, int, int], None]
PROOF = "proof.tlog-proof"
BATCH = 200
"""Pages between two notes of what is done."""


def build(archive: Archive, progress: Progress) -> int:
    """Make every page that is not as it should be; how many were written."""
    return _Builder(archive, progress).run()


class _Builder:
    """One pass over the tree. `_top` collects the hashes of files outside collections."""

    def __init__(self, archive: Archive, progress: Progress) -> None:
        self.archive = archive
        self.database = archive.catalogue.database
        self.public = archive.places.public
        self.site = Site(archive.settings, has_docket=has_docket(archive.places))
        self.progress = progress
        self.written = 0
        self._top: dict[str, str] = {}
        self._releases = {release.id: release for release in listing.releases(self.database)}

    def run(self) -> int:
        """All of it, in the order readers need."""
        if self.archive.catalogue.state("building"):
            sweep(self.public)
        self.archive.catalogue.remember("building", "yes")
        collections = listing.collections(self.database)
        self._put_top("style.css", style())
        self._proofs()
        for collection in collections:
            self._documents(collection)
            self._collection(collection)
        self._release_files()
        self._top |= bring_docket_up(self.archive)
        self._pages(collections)
        self._log()
        bring_index_up(self.archive, self.progress)
        self._seal()
        self.archive.catalogue.remember("building", "")
        return self.written

    # -- documents --

    def _documents(self, collection: Collection) -> None:
        whole, marks = collection.documents + collection.withdrawn, []
        for done, (before, item, after) in enumerate(_with_neighbours(_whole(self.database, collection.slug)), start=1):
            around = self._around(collection, before, item, after)
            key = self._key(item, around)
            if key != item.page_key or not (self.public / page_file(item.document)).exists():
                marks.append((key, self._document(item, around), collection.slug, item.document.id))
            if len(marks) >= BATCH:
                self.archive.catalogue.mark_pages(marks)
                marks.clear()
            if done % BATCH == 0 or done == whole:
                self.progress("pages", done, whole)
        self.archive.catalogue.mark_pages(marks)

    def _around(self, collection: Collection, before: Listed | None, item: Listed, after: Listed | None) -> Around:
        release = self._releases[item.document.release]
        thread = listing.thread(self.database, collection.slug, item.thread)
        return Around(
            collection_title=collection.title,
            day=release.day,
            publisher=release.publisher,
            previous=before,
            next=after,
            thread=thread,
            find_number=lambda number: listing.numbered(self.database, collection.slug, number),
            find_original=lambda sha256: listing.with_original(self.database, collection.slug, sha256),
        )

    def _key(self, item: Listed, around: Around) -> str:
        """A hash over all that the page shows."""
        document = item.document
        facts = document.facts.fields or {}
        parts = [
            self.site.version,
            repr(document),
            around.collection_title,
            around.day,
            around.publisher,
            *(f"{near.document.id} {near.document.title}" if near else "" for near in (around.previous, around.next)),
            *_thread_key(around.thread),
            *(str(around.find_number(number)) for number in facts.get("references", ())),
            *(str(around.find_original(sha256)) for sha256 in facts.get("attachment_sha256", ())),
        ]
        return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()

    def _document(self, item: Listed, around: Around) -> str:
        """Write the page of one document; its hash."""
        document = item.document
        folder = self.public / document_folder(document.collection, document.id)
        if document.withdrawn is not None:
            remove_all_but(folder, frozenset({"index.html", PROOF}))
            html = tombstone(self.site, document, around.collection_title)
        else:
            published = self.archive.record_of(document.collection, document.id, document.record.sha256)
            html = document_page(self.site, document, published, around)
        self.written += put(folder / "index.html", html)
        return sha256(html).hexdigest()

    def _proofs(self) -> None:
        """Write the proofs that are not there, in the order of the log, so that each part of it is read once."""
        waiting, marks = listing.without_proof(self.database), []
        for done, (index, slug, document) in enumerate(waiting, start=1):
            proof = self.archive.log.proof_for(index).to_bytes()
            put(self.public / document_folder(slug, document) / PROOF, proof)
            marks.append((sha256(proof).hexdigest(), slug, document))
            if done % BATCH == 0 or done == len(waiting):
                self.archive.catalogue.mark_proofs(marks)
                marks.clear()
                self.progress("proofs", done, len(waiting))

    # -- collections --

    def _collection(self, collection: Collection) -> None:
        folder, here = self.public / collection.slug, dict[str, str]()
        places = listing.first_places(self.database, collection.slug)
        pages = lists.page_count(collection)
        for number in range(1, pages + 1):
            start = (number - 1) * lists.PER_PAGE
            listed = tuple(listing.in_order(self.database, collection.slug, start, lists.PER_PAGE))
            html = lists.collection_page(self.site, collection, number, listed, places)
            path = list_page(collection.slug, number)
            self.written += put(self.public / path, html)
            here[path.name] = sha256(html).hexdigest()
        for stale in folder.glob("page-*.html"):
            if stale.name not in here:
                stale.unlink()
        put_lines(folder / "documents.jsonl", self._json_lines(collection.slug))
        here["documents.jsonl"] = hash_of(folder / "documents.jsonl")
        put_lines(folder / sums.FILE, self._sums(collection.slug, here))
        self._top[f"{collection.slug}/{sums.FILE}"] = hash_of(folder / sums.FILE)

    def _json_lines(self, slug: Slug) -> Iterator[str]:
        for item in listing.in_order(self.database, slug):
            yield json.dumps(lists.document_json(item.document), ensure_ascii=False, sort_keys=True)

    def _sums(self, slug: Slug, here: dict[str, str]) -> Iterator[str]:
        yield from sums.lines(here)
        for item in listing.in_order(self.database, slug):
            document = item.document
            files = {"index.html": item.page_sha256, PROOF: item.proof_sha256}
            if document.withdrawn is None:
                files |= {"record.json": document.record.sha256, "text.txt": document.text.sha256}
                files[document.original_name] = document.original.sha256
            yield from sums.lines({f"{document.id}/{name}": digest for name, digest in files.items()})

    # -- the rest --

    def _pages(self, collections: tuple[Collection, ...]) -> None:
        site = self.site
        self._put_top("index.html", front.front(site, collections, has_cases=site.has_docket))
        self._put_top("collections.json", _json(front.front_json(site, collections)))
        told = changes.tell(
            tuple(self._releases.values()),
            listing.withdrawals(self.database),
            listing.artifacts(self.database),
            logged(self.archive),
        )
        for name, data in changes.files(site, told):
            self._put_top(f"changes/{name}", data)
        keys = tuple(signer.verifier for signer in self.archive.signers)
        self._put_top("verify/index.html", verify.verify(site, keys))
        self._put_top("search/index.html", search.static_search(site))
        self._put_top("log.policy", self.archive.policy_text.encode())

    def _put_top(self, path: str, data: bytes) -> None:
        self.written += put(self.public / path, data) and path.endswith(".html")
        self._top[path] = sha256(data).hexdigest()

    def _release_files(self) -> None:
        for release in self._releases:
            for kept in sorted((self.archive.places.releases / release).iterdir()):
                path = (release_folder(release) / kept.name).as_posix()
                if not (self.public / path).exists():
                    put(self.public / path, kept.read_bytes())
                self._top[path] = hash_of(kept)

    def _log(self) -> None:
        """Copy the log's new tiles, then its checkpoint."""
        log, size = self.archive.places.log, self.archive.log.checkpoint.size
        done = min(int(self.archive.catalogue.state("tiles", "0")), size)
        paths = [part.path for part in tiles_between(done, size)] + [part.path for part in bundles_between(done, size)]
        for path in paths:
            put(self.public / path, (log / path).read_bytes())
        self.archive.catalogue.remember("tiles", str(size))
        put(self.public / "checkpoint", self.archive.log.note)

    def _seal(self) -> None:
        """List what lies at the top, and sign the list."""
        self._top["checkpoint"] = sha256(self.archive.log.note).hexdigest()
        for path in (self.public / "tile").rglob("*"):
            if path.is_file():
                self._top[path.relative_to(self.public).as_posix()] = hash_of(path)
        data = "".join(f"{line}\n" for line in sums.lines(self._top)).encode()
        checkpoint = self.archive.log.checkpoint
        text = sums.note_text(checkpoint.origin, checkpoint.size, sha256(data).hexdigest())
        put(self.public / sums.FILE, data)
        put(self.public / sums.NOTE, sign(text, self.archive.signers[:1]))


def _thread_key(thread: Iterable[Listed]) -> Iterator[str]:
    """What a page shows of the others of its thread."""
    for one in thread:
        document, facts = one.document, one.document.facts
        yield f"{document.id} {document.title} {document.date} {facts.sender} {facts.all('attachment_sha256')}"


def _whole(database: sqlite3.Connection, slug: Slug) -> Iterator[Listed]:
    """Every document of a collection in order, read in pieces, so that rows may be marked meanwhile."""
    start = 0
    while piece := tuple(listing.in_order(database, slug, start, BATCH)):
        yield from piece
        start = piece[-1].place + 1


def _with_neighbours(items: Iterable[Listed]) -> Iterator[tuple[Listed | None, Listed, Listed | None]]:
    """Each document between the nearest ones in view before and after it."""
    last: Listed | None = None
    held: list[tuple[Listed | None, Listed]] = []
    for item in items:
        if item.document.withdrawn is not None:
            held.append((last, item))
            continue
        yield from ((before, one, item) for before, one in held)
        held = [(last, item)]
        last = item
    yield from ((before, one, None) for before, one in held)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
