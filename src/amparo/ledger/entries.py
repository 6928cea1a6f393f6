"""Log entries: what the library writes into the log, one line of canonical JSON each.

specs/release.md, "Entries". A document entry carries a document's hashes; a later entry for the same id supersedes it,
a withdrawal takes it out of view while the log keeps its hash; a release entry closes each release; an artifact entry
commits to something else that readers rely on (a roster, the offline sealer). Entries of cases are in `case_entries`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from amparo.errors import InputError, TooLargeError
from amparo.ledger import case_entries
from amparo.ledger.canonical import Fields, decode, encode
from amparo.ledger.case_entries import CaseEntry
from amparo.ledger.manifest import (
    DOCUMENT_ID,
    KIND,
    SHA256,
    SLUG,
    DocumentEntry,
    DocumentId,
    ReleaseId,
    parse_day,
)
from amparo.ledger.tiles import MAX_ENTRY

DOCUMENT, RELEASE = "amparo/document/v1", "amparo/release-entry/v1"
WITHDRAWAL, ARTIFACT = "amparo/withdrawal/v1", "amparo/artifact/v1"
_TEXT = re.compile(r"[^\x00-\x09\x0b-\x1f\x7f]{1,4000}")


@dataclass(frozen=True, slots=True)
class LoggedDocument:
    """A document as one release published it."""

    collection: str
    release: ReleaseId
    document: DocumentEntry


@dataclass(frozen=True, slots=True)
class LoggedRelease:
    """A release: its id, how many documents it has and the day it was made."""

    collection: str
    release: ReleaseId
    documents: int
    created: date


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A document taken out of view: why, on whose authority, when. Its hash stays in the log."""

    document: DocumentId
    reason: str
    authority: str
    day: date


@dataclass(frozen=True, slots=True)
class Artifact:
    """Something else readers rely on: its kind (roster, offline-sealer, ...), SHA-256 in hexadecimal, day."""

    kind: str
    sha256: str
    day: date


Entry = LoggedDocument | LoggedRelease | Withdrawal | Artifact | CaseEntry


def document_entry_bytes(release: ReleaseId, document: DocumentEntry, collection: str) -> bytes:
    """The entry for one document of a release. Raises `TooLargeError` above 65,535 bytes."""
    return _entry(DOCUMENT, document.to_json() | {"collection": collection, "release": release})


def release_entry_bytes(release: ReleaseId, collection: str, documents: int, created: date) -> bytes:
    """The entry that closes a release: it follows the entries of its documents."""
    fields = {"collection": collection, "created": created.isoformat(), "documents": documents, "release": release}
    return _entry(RELEASE, fields)


def withdrawal_entry_bytes(document: DocumentId, reason: str, authority: str, day: date) -> bytes:
    """The entry that takes a document out of view."""
    return _entry(WITHDRAWAL, {"authority": authority, "day": day.isoformat(), "document": document, "reason": reason})


def artifact_entry_bytes(kind: str, sha256: str, day: date) -> bytes:
    """The entry that commits to a roster, an offline sealer or the like by its hash."""
    return _entry(ARTIFACT, {"day": day.isoformat(), "kind": kind, "sha256": sha256})


def case_entry_bytes(entry: CaseEntry) -> bytes:
    """The entry of a case's state, correction or withdrawal."""
    fields = case_entries.case_fields(entry)
    return _entry(fields.pop("type"), fields)


def parse_entry(data: bytes) -> Entry:
    """Read one entry strictly; raises `InputError` for anything this version would not have written."""
    fields = Fields(decode(data, "A log entry"), "A log entry")
    parse = _PARSERS.get(fields.text("type"))
    if parse is None:
        raise InputError("A log entry has a type this version does not know.", "A newer Amparo may read it.")
    entry = parse(fields)
    fields.done()
    return entry


def peek(untrusted_data: bytes) -> tuple[str, str, str]:
    """Type, collection and document id of an entry, unchecked and empty where there are none: a quick first look.

    For passes over millions of entries that are all parsed strictly later. Raises `InputError` when it is no object.
    """
    try:
        value = json.loads(untrusted_data)
        found = value["type"], value.get("collection", ""), value.get("id") or value.get("document", "")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError("A log entry is not JSON.") from error
    if not all(isinstance(item, str) for item in found):
        raise InputError("A log entry lacks a good field.")
    return found


def present_documents(entries: Iterable[Entry]) -> dict[tuple[str, DocumentId], tuple[int, LoggedDocument]]:
    """The documents in view after all entries, by collection and id, each with the index of its latest entry.

    A withdrawal takes the document out of every collection.
    """
    present: dict[tuple[str, DocumentId], tuple[int, LoggedDocument]] = {}
    places: dict[DocumentId, set[str]] = {}
    for index, entry in enumerate(entries):
        if isinstance(entry, LoggedDocument):
            present[entry.collection, entry.document.id] = (index, entry)
            places.setdefault(entry.document.id, set()).add(entry.collection)
        elif isinstance(entry, Withdrawal):
            for collection in places.pop(entry.document, ()):
                del present[collection, entry.document]
    return present


def _entry(kind: str, fields: dict[str, Any]) -> bytes:
    data = encode(fields | {"type": kind})
    parse_entry(data)
    if len(data) > MAX_ENTRY:
        raise TooLargeError(
            "An entry is above the log's 65,535 bytes.", "Shorten its title or provenance, or split it."
        )
    return data


def _document(fields: Fields) -> LoggedDocument:
    return LoggedDocument(
        collection=fields.text("collection", pattern=SLUG),
        release=ReleaseId(fields.text("release", pattern=SHA256)),
        document=DocumentEntry.take(fields),
    )


def _release(fields: Fields) -> LoggedRelease:
    return LoggedRelease(
        collection=fields.text("collection", pattern=SLUG),
        release=ReleaseId(fields.text("release", pattern=SHA256)),
        documents=fields.integer("documents"),
        created=fields.parsed("created", parse_day),
    )


def _withdrawal(fields: Fields) -> Withdrawal:
    return Withdrawal(
        document=DocumentId(fields.text("document", pattern=DOCUMENT_ID)),
        reason=fields.text("reason", pattern=_TEXT),
        authority=fields.text("authority", pattern=_TEXT),
        day=fields.parsed("day", parse_day),
    )


def _artifact(fields: Fields) -> Artifact:
    return Artifact(
        kind=fields.text("kind", pattern=KIND),
        sha256=fields.text("sha256", pattern=SHA256),
        day=fields.parsed("day", parse_day),
    )


_PARSERS: dict[str, Callable[[Fields], Entry]] = {
    DOCUMENT: _document,
    RELEASE: _release,
    WITHDRAWAL: _withdrawal,
    ARTIFACT: _artifact,
    case_entries.CASE: case_entries.take_state,
    case_entries.CORRECTION: case_entries.take_correction,
    case_entries.WITHDRAWAL: case_entries.take_withdrawal,
}
