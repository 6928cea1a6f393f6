"""The release bundle: a collection as a BagIt bag with a signed manifest, which the desk hands to the library.

Written beside its place and renamed when it is whole. Spec: specs/release.md, "Bundle". The plain bag of `desk
export --bagit` is the same without manifest and signature.
"""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from amparo.desk.addresses import slug
from amparo.desk.documents_store import CollectionId, document_json, find_collection, members, provenance, titles
from amparo.desk.holdings import Holdings
from amparo.errors import StateError, StoreError
from amparo.ledger import bag, manifest
from amparo.ledger.manifest import DocumentEntry, FileEntry, ReleaseManifest
from amparo.records.model import DocumentId
from amparo.seal.note import sign
from amparo.seal.notekeys import Signer

Progress = Callable[[int, int], None]
"""Called with how many documents are written, and of how many."""

_EXTENSIONS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
    "message/rfc822": ".eml",
    "application/pdf": ".pdf",
    "application/xml": ".xml",
    "application/tei+xml": ".xml",
}
_KINDS = {"cable": "cables", "incident": "incidents", "dossier": "dossiers", "mail": "email", "plain": "documents"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written: where, the collection's address word, and how many documents."""

    path: Path
    slug: str
    documents: int


def write_bundle(
    holdings: Holdings,
    collection: str,
    to: Path,
    signer: Signer,
    created: date,
    progress: Progress = lambda done, whole: None,
    title: str = "",
) -> Bundle:
    """Write the signed release of a collection to the folder `to`, which must not exist yet.

    Readers see it under `title`, or under the title it has at the desk. Raises StateError when the collection is
    missing or empty or `to` exists, StoreError when an original is gone.
    """
    return _write(holdings, collection, to, signer, created, progress, title)


def write_bag(
    holdings: Holdings,
    collection: str,
    to: Path,
    created: date,
    progress: Progress = lambda done, whole: None,
) -> Bundle:
    """Write a collection as a plain bag to the folder `to`, which must not exist yet. Raises as `write_bundle`."""
    return _write(holdings, collection, to, None, created, progress, "")


def _write(
    holdings: Holdings,
    collection: str,
    to: Path,
    signer: Signer | None,
    created: date,
    progress: Progress,
    title: str,
) -> Bundle:
    found = find_collection(holdings.database, collection)
    documents = list(members(holdings.database, found)) if found is not None else []
    if found is None or not documents:
        raise StateError("There is no such collection, or it is empty.", "List them: amparo desk collections")
    if to.exists():
        raise StateError("The folder to write to exists already.", "Name a new one.")
    beside = to.with_name(f".{to.name}.unfinished")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.mkdir(parents=True, mode=0o700)
        entries = tuple(_documents(holdings, found, documents, beside, progress))
        shown = _line(title or titles(holdings.database)[collection])
        release = ReleaseManifest(slug(collection), shown, _kind(entries), created, entries)
        _tags(beside, release, signer)
        beside.rename(to)
    except OSError:
        raise StoreError("The bundle cannot be written.", "Check that the disk has room.") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return Bundle(to, release.collection, len(entries))


def _documents(
    holdings: Holdings, collection: CollectionId, documents: list[DocumentId], root: Path, progress: Progress
) -> Iterator[DocumentEntry]:
    for done, document in enumerate(documents, start=1):
        data = document_json(holdings.database, document)
        if data is not None:
            told = provenance(holdings.database, collection, document)
            yield _document(holdings, data, root / "data" / "documents" / document, told)
        progress(done, len(documents))


def _document(holdings: Holdings, data: dict[str, Any], folder: Path, told: str) -> DocumentEntry:
    folder.mkdir(parents=True)
    original = holdings.originals.get(data["sha256"])
    if sha256(original).hexdigest() != data["sha256"]:
        raise StoreError("The original of a document has changed on disk.", "Add its file again.")
    record = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "replace")
    text = "\f".join(data["pages"]).encode("utf-8", "replace")
    name = f"original{_EXTENSIONS.get(data['media_type'], '.bin')}"
    parts = (
        ("record.json", record, "application/json"),
        ("text.txt", text, "text/plain; charset=utf-8"),
        (name, original, data["media_type"]),
    )
    for path, content, _ in parts:
        (folder / path).write_bytes(content)
    files = (FileEntry(path, sha256(content).hexdigest(), len(content), kind) for path, content, kind in parts)
    return DocumentEntry(data["id"], data["kind"], _line(data["title"]), data["date"], tuple(files), _line(told))


def _kind(entries: tuple[DocumentEntry, ...]) -> str:
    """What most of the documents are."""
    kinds = [entry.kind for entry in entries]
    return _KINDS[max(sorted(set(kinds)), key=kinds.count)]


def _line(text: str) -> str:
    """One line without control characters, as a manifest wants it."""
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


def _tags(root: Path, release: ReleaseManifest, signer: Signer | None) -> None:
    """The bag's own files; the manifest and its signature when there is a signer."""
    payload = {
        f"data/documents/{document.id}/{file.path}": (file.sha256, file.size)
        for document in release.documents
        for file in document.files
    }
    size = sum(size for _, size in payload.values())
    tags = {
        bag.DECLARATION: bag.declaration_text().encode(),
        bag.INFO: bag.info_text(
            (
                ("Bagging-Date", release.created.isoformat()),
                ("Payload-Oxum", f"{size}.{len(payload)}"),
                ("External-Identifier", release.collection),
                ("External-Description", release.title),
            )
        ).encode(),
        "manifest-sha256.txt": bag.manifest_text({path: digest for path, (digest, _) in payload.items()}).encode(),
    }
    if signer is not None:
        data = release.to_bytes()
        tags["release.json"] = data
        text = manifest.note_text(release.collection, manifest.release_id(data))
        tags["release.note"] = sign(text, [signer])
    tags["tagmanifest-sha256.txt"] = bag.manifest_text(
        {name: sha256(content).hexdigest() for name, content in tags.items()}
    ).encode()
    for name, content in tags.items():
        (root / name).write_bytes(content)
