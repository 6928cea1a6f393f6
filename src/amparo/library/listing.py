"""Reads the catalogue: documents in the order of their lists, their neighbours, releases, changes. Changes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from amparo.ledger.manifest import SHA256, DocumentId, ReleaseId
from amparo.library.addresses import OriginalName, Slug
from amparo.library.catalogue import facts_from_json
from amparo.library.model import Collection, Document, File, LoggedArtifact, Release, Withdrawal
from amparo.records.model import document_id_of


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in its list: `place` from 0, `depth` in its thread, `thread` the thread's first document or empty."""

    document: Document
    place: int
    depth: int
    thread: str
    page_key: str
    page_sha256: str
    proof_sha256: str


@dataclass(frozen=True, slots=True)
class Change:
    """A withdrawal as the Changes page tells it: which document, in which collections."""

    document: DocumentId
    collections: tuple[tuple[Slug, str], ...]
    withdrawal: Withdrawal


_ROWS = (
    "SELECT documents.*, w.reason, w.authority, w.day FROM documents"
    " LEFT JOIN withdrawals w ON w.document = documents.id AND w.log_index = documents.withdrawn"
)


def collections(database: sqlite3.Connection) -> tuple[Collection, ...]:
    """Every collection, by title."""
    found = database.execute("SELECT * FROM collections ORDER BY title, slug").fetchall()
    return tuple(_collection(database, row) for row in found)


def titles(database: sqlite3.Connection) -> dict[str, str]:
    """Titles of collections by slug, without counting anything."""
    return {row["slug"]: row["title"] for row in database.execute("SELECT slug, title FROM collections ORDER BY title")}


def collection(database: sqlite3.Connection, slug: Slug) -> Collection | None:
    """One collection."""
    row = database.execute("SELECT * FROM collections WHERE slug = ?", (slug,)).fetchone()
    return _collection(database, row) if row else None


def _collection(database: sqlite3.Connection, row: sqlite3.Row) -> Collection:
    slug = Slug(row["slug"])
    counts = database.execute(
        "SELECT count(*) AS whole, count(withdrawn) AS withdrawn FROM documents WHERE collection = ?", (slug,)
    ).fetchone()
    years = database.execute(
        "SELECT year, count(*) AS documents FROM documents"
        " WHERE collection = ? AND year IS NOT NULL AND withdrawn IS NULL GROUP BY year ORDER BY year",
        (slug,),
    )
    return Collection(
        slug=slug,
        title=row["title"],
        kind=row["kind"],
        documents=counts["whole"] - counts["withdrawn"],
        withdrawn=counts["withdrawn"],
        years={year["year"]: year["documents"] for year in years},
        updated=row["updated"],
    )


def in_order(database: sqlite3.Connection, slug: Slug, start: int = 0, count: int = -1) -> Iterator[Listed]:
    """Documents of a collection from a place on, withdrawn ones included; all when `count` is negative."""
    rows = database.execute(
        f"{_ROWS} WHERE collection = ? AND place >= ? ORDER BY place LIMIT ?",
        (slug, start, count),
    )
    return (_listed(row) for row in rows)


def find(database: sqlite3.Connection, document: DocumentId) -> tuple[Listed, ...]:
    """A document in every collection that holds it, the one most lately entered first."""
    rows = database.execute(f"{_ROWS} WHERE documents.id = ? ORDER BY documents.log_index DESC", (document,))
    return tuple(_listed(row) for row in rows)


def thread(database: sqlite3.Connection, slug: Slug, first: str) -> tuple[Listed, ...]:
    """The mails of one thread, in order, each followed by what was attached to it."""
    if not first:
        return ()
    rows = database.execute(f"{_ROWS} WHERE collection = ? AND thread = ? ORDER BY place", (slug, first))
    return tuple(_listed(row) for row in rows)


def numbered(database: sqlite3.Connection, slug: Slug, number: str) -> DocumentId | None:
    """The document of a collection that bears a number, when exactly one does."""
    rows = database.execute(
        "SELECT id FROM documents WHERE collection = ? AND number = ? AND withdrawn IS NULL LIMIT 2", (slug, number)
    ).fetchall()
    return DocumentId(rows[0]["id"]) if number and len(rows) == 1 else None


def with_original(database: sqlite3.Connection, slug: Slug, sha256: str) -> DocumentId | None:
    """The document of a collection whose original has this SHA-256, when it is in view."""
    if not SHA256.fullmatch(sha256):
        return None
    row = database.execute(
        "SELECT id FROM documents WHERE collection = ? AND id = ? AND withdrawn IS NULL", (slug, document_id_of(sha256))
    ).fetchone()
    return DocumentId(row["id"]) if row else None


def without_proof(database: sqlite3.Connection) -> list[tuple[int, Slug, DocumentId]]:
    """Documents whose proof is not written yet: the log entry to prove, in the log's order."""
    rows = database.execute(
        "SELECT coalesce(withdrawn, log_index) AS entry, collection, id FROM documents"
        " WHERE proof_sha256 = '' ORDER BY entry"
    )
    return [(row["entry"], Slug(row["collection"]), DocumentId(row["id"])) for row in rows]


def first_places(database: sqlite3.Connection, slug: Slug) -> dict[int, int]:
    """The place of the first document of each year."""
    rows = database.execute(
        "SELECT year, min(place) AS place FROM documents"
        " WHERE collection = ? AND year IS NOT NULL AND withdrawn IS NULL GROUP BY year ORDER BY year",
        (slug,),
    )
    return {row["year"]: row["place"] for row in rows}


def releases(database: sqlite3.Connection) -> tuple[Release, ...]:
    """Every release, oldest first."""
    rows = database.execute("SELECT * FROM releases ORDER BY log_index")
    return tuple(_release(row) for row in rows)


def release(database: sqlite3.Connection, wanted: ReleaseId) -> Release | None:
    """One release."""
    row = database.execute("SELECT * FROM releases WHERE id = ?", (wanted,)).fetchone()
    return _release(row) if row else None


def withdrawals(database: sqlite3.Connection) -> tuple[Change, ...]:
    """Every withdrawal, oldest first."""
    found = database.execute("SELECT * FROM withdrawals ORDER BY log_index").fetchall()
    return tuple(
        Change(
            document=DocumentId(row["document"]),
            collections=tuple(
                (Slug(place["slug"]), str(place["title"]))
                for place in database.execute(
                    "SELECT slug, collections.title FROM collections"
                    " JOIN documents ON documents.collection = slug WHERE documents.id = ? ORDER BY slug",
                    (row["document"],),
                )
            ),
            withdrawal=Withdrawal(row["reason"], row["authority"], row["day"], row["log_index"]),
        )
        for row in found
    )


def artifacts(database: sqlite3.Connection) -> tuple[LoggedArtifact, ...]:
    """Every artifact, oldest first."""
    rows = database.execute("SELECT * FROM artifacts ORDER BY log_index")
    return tuple(LoggedArtifact(row["kind"], row["sha256"], row["day"], row["log_index"]) for row in rows)


def _release(row: sqlite3.Row) -> Release:
    return Release(
        id=ReleaseId(row["id"]),
        collection=Slug(row["collection"]),
        title=row["title"],
        kind=row["kind"],
        day=row["day"],
        publisher=row["publisher"],
        documents=row["documents"],
        added=row["added"],
        corrected=row["corrected"],
        index=row["log_index"],
    )


def _listed(row: sqlite3.Row) -> Listed:
    original, record, text, _ = json.loads(row["files"])
    withdrawn = row["withdrawn"]
    return Listed(
        document=Document(
            collection=Slug(row["collection"]),
            id=DocumentId(row["id"]),
            kind=row["kind"],
            title=row["title"],
            date=row["date"],
            original_name=OriginalName(row["original_name"]),
            original=File(*original),
            record=File(*record),
            text=File(*text),
            release=ReleaseId(row["release"]),
            index=row["log_index"],
            facts=facts_from_json(row["facts"]),
            earlier=tuple(json.loads(row["earlier"])),
            withdrawn=None if withdrawn is None else Withdrawal(row["reason"], row["authority"], row["day"], withdrawn),
        ),
        place=row["place"],
        depth=row["depth"],
        thread=row["thread"],
        page_key=row["page_key"],
        page_sha256=row["page_sha256"],
        proof_sha256=row["proof_sha256"],
    )
