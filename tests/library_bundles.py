"""Release bundles for the library's tests: the real format, written from records, signed by a key made here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from amparo.ledger import bag
from amparo.ledger.manifest import (
    DocumentEntry,
    DocumentId,
    FileEntry,
    ReleaseManifest,
    note_text,
    release_id,
)
from amparo.library import setup
from amparo.library.archive import open_archive
from amparo.library.publish import Published, publish
from amparo.library.settings import Places, Settings, places_of
from amparo.records.model import Kind, Record, record_to_json
from amparo.seal.note import Algorithm, Signer, sign

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
PUBLISHER = Signer.generate("newsroom.example/releases", Algorithm.ED25519, lambda count: b"p" * count)
EXTENSIONS = {"text/plain": ".txt", "message/rfc822": ".eml", "text/html": ".html", "application/tei+xml": ".xml"}


def clock() -> datetime:
    """The same noon every time."""
    return NOW


def quiet(step: str, done: int, whole: int) -> None:
    """A progress that shows nothing."""


def a_record(number: int, **changes: object) -> Record:
    """An invented cable, different for every number."""
    values: dict[str, object] = {
        "kind": Kind.CABLE,
        "title": f"Harbour permit {number}",
        "pages": (f"The harbour of Vel granted permit number {number}.", "Signed, the harbour master."),
        "original": f"permit {number}".encode(),
        "media_type": "text/plain",
        "name": f"permit-{number}.txt",
        "date": f"19{60 + number % 10}-03-{number % 28 + 1:02d}",
        "language": "en",
        "sender": ("Embassy Vel",),
        "recipients": ("Ministry",),
        "fields": {"number": (str(number),), "classification": ("Confidential",), "tags": ("HARB", "PERM")},
    }
    return Record(**(values | changes))  # type: ignore[arg-type]


def write_bundle(
    folder: Path,
    records: Iterable[Record],
    *,
    collection: str = "harbour",
    title: str = "The harbour papers",
    kind: str = "cable",
    signer: Signer = PUBLISHER,
    created: date = DAY,
) -> Path:
    """A bag in `folder` as the desk writes it."""
    files: dict[str, bytes] = {}
    documents = []
    for record in records:
        parts = {
            "record.json": (json.dumps(record_to_json(record)).encode(), "application/json"),
            "text.txt": (record.text.encode(), "text/plain; charset=utf-8"),
            f"original{EXTENSIONS.get(record.media_type, '.bin')}": (record.original, record.media_type),
        }
        documents.append(
            DocumentEntry(
                DocumentId(record.document_id),
                record.kind.value,
                record.title,
                record.date,
                tuple(FileEntry(name, sha(data), len(data), kind) for name, (data, kind) in parts.items()),
                "",
            )
        )
        files |= {f"data/documents/{record.document_id}/{name}": data for name, (data, _) in parts.items()}
    manifest = ReleaseManifest(collection, title, kind, created, tuple(documents)).to_bytes()
    note = sign(note_text(collection, release_id(manifest)), [signer])
    return write_bag(folder, files, {"release.json": manifest, "release.note": note})


def write_bag(folder: Path, payload: dict[str, bytes], tags: dict[str, bytes]) -> Path:
    """A BagIt bag of these files."""
    tags = {
        "bagit.txt": bag.declaration_text().encode(),
        "bag-info.txt": b"Bagging-Date: 2026-11-24\n",
        "manifest-sha256.txt": bag.manifest_text({path: sha(data) for path, data in payload.items()}).encode(),
        **tags,
    }
    tags["tagmanifest-sha256.txt"] = bag.manifest_text({path: sha(data) for path, data in tags.items()}).encode()
    for path, data in (payload | tags).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def sha(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def a_library(home: Path, **changes: object) -> Places:
    """A library that trusts `PUBLISHER`."""
    places = places_of(home)
    values: dict[str, object] = {
        "title": "Archive of Vel",
        "origin": "archive.example/log",
        "publishers": (str(PUBLISHER.verifier),),
    }
    setup.init(places, Settings(**(values | changes)), clock)  # type: ignore[arg-type]
    return places


def published(places: Places, bundle: Path) -> Published:
    """Publish a bundle into a library."""
    with open_archive(places, clock) as archive:
        return publish(archive, bundle, quiet)


def some(count: int) -> Sequence[Record]:
    """So many cables."""
    return [a_record(number) for number in range(count)]
