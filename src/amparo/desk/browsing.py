"""Looking through collections: counts, documents in order, one document with all that is known of it. Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from amparo.desk.documents_store import CollectionId, collections_of, document_json, paths_of


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as lists show it. `date` is EDTF or None; `size` in bytes."""

    id: str
    title: str
    kind: str
    date: str | None
    pages: int
    size: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What a collection holds, and what could not be added to it."""

    documents: int
    pages: int
    bytes: int
    kinds: tuple[tuple[str, int], ...]
    failed: int


@dataclass(frozen=True, slots=True)
class Document:
    """One document whole: text page by page, and its facts by name."""

    listed: Listed
    text: tuple[str, ...]
    sender: tuple[str, ...]
    recipients: tuple[str, ...]
    language: str | None
    fields: Mapping[str, tuple[str, ...]]
    name: str
    media_type: str
    sha256: str
    collections: tuple[str, ...]
    paths: tuple[str, ...]


def counts(database: sqlite3.Connection, collection: CollectionId) -> Counts:
    """Exact counts of one collection."""
    kinds = database.execute(
        "SELECT kind, count(*) AS documents, sum(pages) AS pages, sum(size) AS bytes FROM documents"
        " WHERE number IN (SELECT number FROM members WHERE collection = ?) GROUP BY kind ORDER BY documents DESC",
        (collection,),
    ).fetchall()
    failed = database.execute(
        "SELECT count(*) FROM items JOIN found_files ON found_files.id = file"
        " WHERE collection = ? AND outcome = 'failed'",
        (collection,),
    ).fetchone()[0]
    return Counts(
        documents=sum(row["documents"] for row in kinds),
        pages=sum(row["pages"] for row in kinds),
        bytes=sum(row["bytes"] for row in kinds),
        kinds=tuple((row["kind"], row["documents"]) for row in kinds),
        failed=failed,
    )


def documents(database: sqlite3.Connection, collection: CollectionId, offset: int, limit: int) -> tuple[Listed, ...]:
    """A stretch of a collection in the order of dates, then titles; undated last."""
    rows = database.execute(
        "SELECT id, title, kind, date, pages, size FROM documents"
        " WHERE number IN (SELECT number FROM members WHERE collection = ?)"
        " ORDER BY date IS NULL, date, title, id LIMIT ? OFFSET ?",
        (collection, limit, offset),
    )
    return tuple(_listed(row) for row in rows)


def document(database: sqlite3.Connection, identity: str) -> Document | None:
    """One document, or None when there is none of this identity."""
    row = database.execute("SELECT * FROM documents WHERE id = ?", (identity,)).fetchone()
    record = document_json(database, identity)
    if row is None or record is None:
        return None
    return Document(
        listed=_listed(row),
        text=tuple(record["pages"]),
        sender=tuple(record["from"]),
        recipients=tuple(record["to"]),
        language=record["language"],
        fields={name: tuple(values) for name, values in record["fields"].items()},
        name=row["name"],
        media_type=row["media_type"],
        sha256=row["sha256"],
        collections=collections_of(database, identity),
        paths=paths_of(database, identity),
    )


def _listed(row: sqlite3.Row) -> Listed:
    return Listed(row["id"], row["title"], row["kind"], row["date"], row["pages"], row["size"])
