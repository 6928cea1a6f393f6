"""The tables of collections, documents and the ingest ledger in `desk.sqlite`. The rules that fill them are in
`ingest`.

The ledger: a *found file* is one file on disk; its *items* are what it holds once containers are taken apart (a
plain file is its own single item). An item has exactly one outcome. A *run* is one `desk add`; a killed run is taken
up again by the next one with the same words. As the tables are now: `document_numbers`.
Spec: specs/records.md, "The ingest ledger".
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Any, NewType

from isal import isal_zlib

from amparo.desk import page_words_store, traces_store
from amparo.desk.sqlite import Migration, transaction
from amparo.records.language import primary
from amparo.records.model import DocumentId, Record

CollectionId = NewType("CollectionId", int)
RunId = NewType("RunId", int)
FileId = NewType("FileId", int)

_TABLES = """
CREATE TABLE collections (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, title TEXT NOT NULL, date TEXT,
    media_type TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, pages INTEGER NOT NULL,
    record BLOB NOT NULL, indexed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX documents_waiting ON documents (id) WHERE indexed = 0;
CREATE TABLE memberships (
    collection INTEGER NOT NULL REFERENCES collections (id), content_key TEXT NOT NULL,
    document TEXT NOT NULL REFERENCES documents (id), PRIMARY KEY (collection, content_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_document ON memberships (document);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, collection INTEGER NOT NULL REFERENCES collections (id), paths TEXT NOT NULL,
    started TEXT NOT NULL, finished TEXT
) STRICT;
CREATE TABLE found_files (
    id INTEGER PRIMARY KEY, collection INTEGER NOT NULL REFERENCES collections (id), path TEXT NOT NULL,
    sha256 TEXT NOT NULL, complete INTEGER NOT NULL DEFAULT 0, UNIQUE (collection, path)
) STRICT;
CREATE TABLE items (
    file INTEGER NOT NULL REFERENCES found_files (id), path TEXT NOT NULL, outcome TEXT NOT NULL, run INTEGER NOT NULL,
    document TEXT REFERENCES documents (id), reason TEXT, explanation TEXT, PRIMARY KEY (file, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX items_document ON items (document)
"""


def _first(database: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";"):
        database.execute(statement)


def _titles(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE collections ADD COLUMN title TEXT NOT NULL DEFAULT ''")


def _languages(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE documents ADD COLUMN language TEXT")


def _forgotten(database: sqlite3.Connection) -> None:
    database.execute("CREATE TABLE forgotten (document TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT")


def _stems(database: sqlite3.Connection) -> None:
    database.execute("ALTER TABLE collections ADD COLUMN stem TEXT NOT NULL DEFAULT ''")


MIGRATIONS: Sequence[Migration] = (_first, _titles, _languages, _forgotten, _stems)


_LEVEL = 1


class Outcome(StrEnum):
    """What became of an item. Every item found has exactly one."""

    ADDED = "added"
    DUPLICATE = "duplicate"
    EXCLUDED = "excluded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the ledger. `path` is the whole path shown to people; `reason` and `explanation` belong to FAILED
    and EXCLUDED.
    """

    path: str
    outcome: Outcome
    document: DocumentId | None = None
    pages: int = 0
    reason: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """One named set of documents and its size. `title` is what people read; the name when nobody gave another."""

    id: CollectionId
    name: str
    documents: int
    title: str


# -- collections --


def collections(database: sqlite3.Connection) -> tuple[Collection, ...]:
    """Every collection by name, with the number of its documents."""
    rows = database.execute(
        "SELECT id, name, title, (SELECT count(*) FROM members WHERE collection = collections.id) AS documents"
        " FROM collections ORDER BY name"
    )
    return tuple(
        Collection(CollectionId(row["id"]), row["name"], row["documents"], row["title"] or row["name"]) for row in rows
    )


def titles(database: sqlite3.Connection) -> dict[str, str]:
    """What people read for each collection's name; the name itself when nobody gave a title."""
    rows = database.execute("SELECT name, title FROM collections")
    return {row["name"]: row["title"] or row["name"] for row in rows}


def stems(database: sqlite3.Connection) -> dict[str, str]:
    """The language whose forms of words count as one, for each collection that has one."""
    return {row["name"]: row["stem"] for row in database.execute("SELECT name, stem FROM collections WHERE stem <> ''")}


def set_stem(database: sqlite3.Connection, name: str, language: str) -> None:
    """From now on forms of words count as one in this language, a key of `search.stemming.LANGUAGES`; "" for none."""
    with transaction(database):
        database.execute("UPDATE collections SET stem = ? WHERE name = ?", (language, name))


def find_collection(database: sqlite3.Connection, name: str) -> CollectionId | None:
    """The collection of this name, or None."""
    row = database.execute("SELECT id FROM collections WHERE name = ?", (name,)).fetchone()
    return CollectionId(row["id"]) if row else None


def collection_name(database: sqlite3.Connection, collection: CollectionId) -> str:
    """The name of a collection that there is."""
    return str(database.execute("SELECT name FROM collections WHERE id = ?", (collection,)).fetchone()["name"])


def make_collection(database: sqlite3.Connection, name: str, now: datetime, title: str | None = None) -> CollectionId:
    """The collection of this name, made when missing; its title changes when one is given."""
    with transaction(database):
        database.execute(
            "INSERT INTO collections (name, created) VALUES (?, ?) ON CONFLICT DO NOTHING",
            (name, now.date().isoformat()),
        )
        if title is not None:
            database.execute("UPDATE collections SET title = ? WHERE name = ?", (title, name))
    found = find_collection(database, name)
    assert found is not None  # noqa: S101 - just inserted
    return found


# -- documents --


def put_document(database: sqlite3.Connection, record: Record, data: dict[str, Any]) -> bool:
    """Keep a document, `data` being its record as JSON; whether it is new. Nothing happens when these bytes are known.
    Inside a transaction.
    """
    made = database.execute(
        "INSERT INTO documents (id, sha256, kind, title, date, media_type, name, size, pages, record, language)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            record.document_id,
            record.sha256,
            record.kind.value,
            record.title,
            record.date,
            record.media_type,
            record.name,
            len(record.original),
            len(record.pages),
            _packed(data),
            primary(record.language),
        ),
    )
    is_new = made.rowcount > 0
    if is_new and record.trace is not None:
        traces_store.add(database, made.lastrowid or 0, record.trace)
    if is_new and record.places:
        page_words_store.add(database, made.lastrowid or 0, record.places)
    return is_new


def put_record(database: sqlite3.Connection, document: DocumentId, data: dict[str, Any]) -> None:
    """Say something else of a kept document; the index must learn of it. Inside a transaction."""
    database.execute(
        "UPDATE documents SET kind = ?, title = ?, date = ?, media_type = ?, name = ?, pages = ?, record = ?,"
        " language = ?, indexed = 0 WHERE id = ?",
        (
            data["kind"],
            data["title"],
            data["date"],
            data["media_type"],
            data["name"],
            len(data["pages"]),
            _packed(data),
            primary(data["language"]),
            document,
        ),
    )


def member_with(database: sqlite3.Connection, collection: CollectionId, content_key: str) -> DocumentId | None:
    """The member of a collection that has this content, or None."""
    row = database.execute(
        "SELECT document FROM memberships WHERE collection = ? AND content_key = ?", (collection, content_key)
    ).fetchone()
    return DocumentId(row["document"]) if row else None


def join(database: sqlite3.Connection, collection: CollectionId, document: DocumentId, content_key: str) -> None:
    """Make a document a member of a collection, in place of one that had this content. The index must learn of it: say
    so with `needs_index` unless the document is new. Inside a transaction.
    """
    database.execute(
        "INSERT OR REPLACE INTO members VALUES (?, ?, (SELECT number FROM documents WHERE id = ?))",
        (collection, content_key, document),
    )


def say_content(database: sqlite3.Connection, document: DocumentId, content_key: str) -> None:
    """A document that was read anew has this content now. Where another member of a collection has it already, both
    stay members. Inside a transaction.
    """
    database.execute(
        "UPDATE OR IGNORE members SET content_key = ? WHERE number = (SELECT number FROM documents WHERE id = ?)",
        (content_key, document),
    )


def forget(database: sqlite3.Connection, document: DocumentId) -> bool:
    """Forget a document that is a member of no collection; whether it was one. Its index and its original must learn of
    it: `forgotten` says of which. Inside a transaction.
    """
    gone = database.execute(
        "DELETE FROM documents WHERE id = ?"
        " AND NOT EXISTS (SELECT 1 FROM members WHERE members.number = documents.number)"
        " RETURNING sha256",
        (document,),
    ).fetchone()
    if gone is not None:
        database.execute("INSERT OR REPLACE INTO forgotten VALUES (?, ?)", (document, gone["sha256"]))
    return gone is not None


def forgotten(database: sqlite3.Connection) -> dict[DocumentId, str]:
    """Documents that were forgotten and have not come again, with the hashes of their originals: the index and the disk
    may have them still.
    """
    rows = database.execute(
        "SELECT document, sha256 FROM forgotten WHERE NOT EXISTS (SELECT 1 FROM documents WHERE id = document)"
    )
    return {DocumentId(row["document"]): row["sha256"] for row in rows}


def all_forgotten(database: sqlite3.Connection) -> None:
    """Neither index nor disk have any of them any more."""
    database.execute("DELETE FROM forgotten")


def document_json(database: sqlite3.Connection, document: str) -> dict[str, Any] | None:
    """The record of a document as `record_to_json` wrote it, or None."""
    row = database.execute("SELECT record FROM documents WHERE id = ?", (document,)).fetchone()
    return _unpacked(row["record"]) if row else None


def pages_of(database: sqlite3.Connection, document: DocumentId | None) -> int:
    """How many pages a document has; 0 when it is not here."""
    row = database.execute("SELECT pages FROM documents WHERE id = ?", (document,)).fetchone()
    return int(row["pages"]) if row else 0


def collections_of(database: sqlite3.Connection, document: str) -> tuple[str, ...]:
    """Names of the collections a document belongs to."""
    rows = database.execute(
        "SELECT DISTINCT name FROM memberships JOIN collections ON collections.id = collection"
        " WHERE document = ? ORDER BY name",
        (document,),
    )
    return tuple(row["name"] for row in rows)


def paths_of(database: sqlite3.Connection, document: str) -> tuple[str, ...]:
    """Every path a document was found at, the one it was added from first."""
    rows = database.execute("SELECT path FROM items WHERE document = ? ORDER BY outcome <> 'added', path", (document,))
    return tuple(row["path"] for row in rows)


def members(database: sqlite3.Connection, collection: CollectionId) -> Iterator[DocumentId]:
    """The documents of a collection in the order of their dates, then titles; undated last."""
    rows = database.execute(
        "SELECT DISTINCT documents.id, date IS NULL, date, title"
        " FROM members JOIN documents ON documents.number = members.number WHERE collection = ?"
        " ORDER BY date IS NULL, date, title, documents.id",
        (collection,),
    )
    return (DocumentId(row["id"]) for row in rows)


def provenance(database: sqlite3.Connection, collection: CollectionId, document: str) -> str:
    """Where in what was added a document lay: the file's own name and the path inside it, never a path of this
    machine.
    """
    row = database.execute(
        "SELECT found_files.path AS file, items.path AS item FROM items JOIN found_files ON found_files.id = file"
        " WHERE document = ? AND collection = ? ORDER BY outcome <> 'added', items.path LIMIT 1",
        (document, collection),
    ).fetchone()
    if row is None:
        return ""
    return str(row["file"]).rpartition("/")[2] + str(row["item"])[len(row["file"]) :]


def waiting_for_index(database: sqlite3.Connection, limit: int) -> tuple[DocumentId, ...]:
    """Documents whose present state is not yet known to be in the search index."""
    rows = database.execute("SELECT id FROM documents WHERE indexed = 0 LIMIT ?", (limit,))
    return tuple(DocumentId(row["id"]) for row in rows)


def needs_index(database: sqlite3.Connection, document: DocumentId) -> None:
    """What the index has of a document is not right any more. Inside a transaction."""
    database.execute("UPDATE documents SET indexed = 0 WHERE id = ? AND indexed", (document,))


def mark_indexed(database: sqlite3.Connection, documents: Iterable[DocumentId]) -> None:
    """Note that the index has committed these."""
    with transaction(database):
        database.executemany("UPDATE documents SET indexed = 1 WHERE id = ?", ((document,) for document in documents))


def _packed(data: dict[str, Any]) -> bytes:
    """A record as JSON with the lengths of its pages in characters, a zero byte, the pages; deflated. Pages inside the
    JSON, as older homes have them, take many times as long to write.
    """
    head = json.dumps({**data, "pages": list(map(len, data["pages"]))}, ensure_ascii=False)
    text = "".join((head, "\0", *data["pages"]))
    return isal_zlib.compress(text.encode("utf-8", "surrogatepass"), _LEVEL)


def _unpacked(blob: bytes) -> dict[str, Any]:
    head, is_apart, text = zlib.decompress(blob).decode("utf-8", "surrogatepass").partition("\0")
    data: dict[str, Any] = json.loads(head)
    if is_apart:
        ends = (0, *accumulate(data["pages"]))
        data["pages"] = [text[start:end] for start, end in pairwise(ends)]
    return data
