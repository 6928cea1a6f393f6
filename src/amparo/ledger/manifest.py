"""Release manifests: what a release says about its documents, and the signed note that stands for it.

specs/release.md. A release is a collection's documents as of one day: `release.json` (canonical JSON) lists them with
the SHA-256, size and media type of every file; `release.note` is a signed note over the hash of `release.json`. What a
release puts into the log is in `entries`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NewType

from amparo.errors import InputError, TrustError
from amparo.ledger.canonical import Fields, decode, encode

DocumentId = NewType("DocumentId", str)
ReleaseId = NewType("ReleaseId", str)
"""The SHA-256 of `release.json`, in hexadecimal."""

FORMAT = "amparo/release/v1"
DOCUMENT_ID = re.compile(r"[a-z2-7]{24}")
SHA256 = re.compile(r"[0-9a-f]{64}")
RESERVED = frozenset(("about", "api", "changes", "checkpoint", "docket", "feed", "log", "mirrors", "policy"))
RESERVED |= frozenset(("releases", "search", "static", "tile", "verify", "witnesses"))
"""Words at the top of a library's tree, which a collection may not take."""
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
KIND = re.compile(r"[a-z][a-z0-9-]{0,31}")
MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*(?:; ?[a-z0-9-]+=[A-Za-z0-9._-]+)*")
PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,127}){0,7}")
EDTF = re.compile(r"[0-9XuYyEeTtZ:.,\-+/~?%{}\[\]SWQ() ]{1,64}")
_NO_CONTROL = re.compile(r"[^\x00-\x1f\x7f]*")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a document: path relative to the document's folder, SHA-256 in hexadecimal, bytes, media type."""

    path: str
    sha256: str
    size: int
    media_type: str

    def to_json(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {"media_type": self.media_type, "path": self.path, "sha256": self.sha256, "size": self.size}

    @classmethod
    def from_json(cls, untrusted_value: Any) -> FileEntry:
        """Parse strictly; raises `InputError`."""
        fields = Fields(untrusted_value, "A file of a document")
        entry = cls(
            path=fields.text("path", pattern=PATH),
            sha256=fields.text("sha256", pattern=SHA256),
            size=fields.integer("size"),
            media_type=fields.text("media_type", pattern=MEDIA_TYPE),
        )
        fields.done()
        return entry


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One document: its id, kind (cable, mail, ...), title, date (EDTF) when known, files, and where it came from."""

    id: DocumentId
    kind: str
    title: str
    date: str | None
    files: tuple[FileEntry, ...]
    provenance: str

    def to_json(self) -> dict[str, Any]:
        """The fields as JSON values."""
        return {
            "date": self.date,
            "files": [file.to_json() for file in self.files],
            "id": self.id,
            "kind": self.kind,
            "provenance": self.provenance,
            "title": self.title,
        }

    @classmethod
    def take(cls, fields: Fields) -> DocumentEntry:
        """Take a document's fields out of an object that may hold more; raises `InputError`."""
        entry = cls(
            id=DocumentId(fields.text("id", pattern=DOCUMENT_ID)),
            kind=fields.text("kind", pattern=KIND),
            title=fields.text("title", empty=True, pattern=_NO_CONTROL),
            date=fields.optional_text("date", pattern=EDTF),
            files=fields.items("files", FileEntry.from_json),
            provenance=fields.text("provenance", empty=True, pattern=_NO_CONTROL),
        )
        if not entry.files or len({file.path for file in entry.files}) < len(entry.files):
            raise InputError("A document lists no file, or one path twice.")
        return entry

    @classmethod
    def from_json(cls, untrusted_value: Any) -> DocumentEntry:
        """Parse strictly; raises `InputError`."""
        fields = Fields(untrusted_value, "A document")
        entry = cls.take(fields)
        fields.done()
        return entry


@dataclass(frozen=True, slots=True)
class ReleaseManifest:
    """A release: the collection's slug, title and kind, the day it was made, and its documents in order."""

    collection: str
    title: str
    kind: str
    created: date
    documents: tuple[DocumentEntry, ...]

    def to_bytes(self) -> bytes:
        """`release.json`: canonical JSON. Raises `InputError` when a field could not be read back."""
        data = encode(
            {
                "collection": self.collection,
                "created": self.created.isoformat(),
                "documents": [document.to_json() for document in self.documents],
                "format": FORMAT,
                "kind": self.kind,
                "title": self.title,
            }
        )
        self.parse(data)
        return data

    @classmethod
    def parse(cls, data: bytes) -> ReleaseManifest:
        """Read `release.json` strictly; raises `InputError`."""
        fields = Fields(decode(data, "The release manifest"), "The release manifest")
        if fields.text("format") != FORMAT:
            raise InputError("The release has a format this version does not know.", "A newer Amparo may read it.")
        manifest = cls(
            collection=fields.text("collection", pattern=SLUG),
            title=fields.text("title", pattern=_NO_CONTROL),
            kind=fields.text("kind", pattern=KIND),
            created=fields.parsed("created", parse_day),
            documents=fields.items("documents", DocumentEntry.from_json),
        )
        fields.done()
        if len({document.id for document in manifest.documents}) < len(manifest.documents):
            raise InputError("The release lists a document twice.")
        return manifest


def parse_day(text: str) -> date:
    """A calendar date in the one form YYYY-MM-DD; raises ValueError."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def release_id(release_json: bytes) -> ReleaseId:
    """The id of a release: the SHA-256 of its `release.json`, in hexadecimal."""
    return ReleaseId(sha256(release_json).hexdigest())


def note_text(collection: str, release: ReleaseId) -> str:
    """The text of `release.note`: format, collection and the release's id, a line each."""
    return f"{FORMAT}\n{collection}\n{release}\n"


def check_note_text(text: str, release_json: bytes) -> ReleaseManifest:
    """The manifest, when the text of its (already verified) note names its very bytes; raises `TrustError`."""
    manifest = ReleaseManifest.parse(release_json)
    if text != note_text(manifest.collection, release_id(release_json)):
        raise TrustError("The release's signature is about another manifest.", "Export the release again at the desk.")
    return manifest
