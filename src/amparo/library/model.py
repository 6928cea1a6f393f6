"""What the library knows: collections, documents as published, releases, changes. Frozen data; no I/O, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from amparo.ledger.manifest import DocumentId, ReleaseId
from amparo.library.addresses import OriginalName, Slug


@dataclass(frozen=True, slots=True)
class Facts:
    """What lists and pages show of a record without opening it: from `record.json`, as written there."""

    sender: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] | None = None
    pages: int = 1
    name: str = ""
    language: str | None = None

    def first(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return next(iter((self.fields or {}).get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple((self.fields or {}).get(name, ()))


@dataclass(frozen=True, slots=True)
class File:
    """One published file of a document: SHA-256 in hexadecimal, size in bytes, media type."""

    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a document's bytes are gone, why, on whose authority. `day` is ISO 8601; `index` its place in the log."""

    reason: str
    authority: str
    day: str
    index: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as published.

    `index` is the place of its newest entry in the log, `release` the release which that entry names, `earlier` are the
    places of the entries it corrected.
    """

    collection: Slug
    id: DocumentId
    kind: str
    title: str
    date: str | None
    original_name: OriginalName
    original: File
    record: File
    text: File
    release: ReleaseId
    index: int
    facts: Facts
    earlier: tuple[int, ...] = ()
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A signed release as accepted. `added` and `corrected` count the documents whose entries it brought to the log."""

    id: ReleaseId
    collection: Slug
    title: str
    kind: str
    day: str
    publisher: str
    documents: int
    added: int
    corrected: int
    index: int


@dataclass(frozen=True, slots=True)
class LoggedArtifact:
    """Something beside the documents that the log vouches for: its kind, SHA-256, day, and place in the log."""

    kind: str
    sha256: str
    day: str
    index: int


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection and its counts; `years` maps a year to its number of documents, undated left out."""

    slug: Slug
    title: str
    kind: str
    documents: int
    withdrawn: int
    years: Mapping[int, int]
    updated: str
