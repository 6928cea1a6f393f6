"""What the log says, as tables: which documents are in view, what changed, in which order a collection is listed.

The log is the truth and this is its projection: `apply` takes log entries in order and nothing else changes what is
published. A catalogue that lags behind (a crash, a restored backup) is brought up by applying what it has not seen.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from amparo.errors import StoreError
from amparo.ledger.canonical import encode
from amparo.ledger.case_entries import CaseCorrection, CaseState, CaseWithdrawal
from amparo.ledger.entries import Artifact, Entry, LoggedDocument, LoggedRelease, Withdrawal, case_entry_bytes
from amparo.ledger.manifest import DocumentEntry, DocumentId, ReleaseId
from amparo.library import ordering
from amparo.library.addresses import Slug, original_name, parse_document_id, parse_slug
from amparo.library.dates import sort_key, year_of
from amparo.library.model import Facts, Release
from amparo.library.reading import collection_kind, line
from amparo.library.tables import connect, transaction

FactsOf = Callable[[ReleaseId, Slug, DocumentEntry], Facts]
"""Reads the facts of a published document from its `record.json`; empty facts when its bytes are gone."""
ReleaseOf = Callable[[ReleaseId], tuple[str, str, str]]
"""The title, the kind and the publisher of an accepted release."""


class Catalogue:
    """The tables of one library. `database` is open to the readers in `listing`; only this class writes."""

    def __init__(self, path: Path) -> None:
        self.database = connect(path)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    @property
    def size(self) -> int:
        """How many entries of the log are in these tables."""
        return int(self.state("size", "0"))

    def state(self, name: str, default: str = "") -> str:
        """A remembered value."""
        row = self.database.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(row["value"]) if row else default

    def remember(self, name: str, value: str) -> None:
        """Keep a value."""
        self.database.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def apply(self, entries: Iterable[Entry], facts_of: FactsOf, release_of: ReleaseOf) -> None:
        """Take in the entries that follow those known, all or none."""
        with transaction(self.database):
            index = self.size
            touched: set[Slug] = set()
            for index, entry in enumerate(entries, start=index):  # noqa: B020  The size before is where counting starts.
                touched |= self._apply_one(index, entry, facts_of, release_of)
                self.remember("size", str(index + 1))
            for slug in touched:
                ordering.arrange(self.database, slug)

    def _apply_one(self, index: int, entry: Entry, facts_of: FactsOf, release_of: ReleaseOf) -> set[Slug]:
        if isinstance(entry, LoggedDocument):
            slug = parse_slug(entry.collection)
            _put_document(self.database, index, slug, entry, facts_of(entry.release, slug, entry.document))
            return {slug}
        if isinstance(entry, LoggedRelease):
            slug = parse_slug(entry.collection)
            _put_release(self.database, index, slug, entry, release_of(entry.release))
            return {slug}
        if isinstance(entry, Withdrawal):
            return _withdraw(self.database, index, entry)
        if isinstance(entry, Artifact):
            values = (index, entry.kind, entry.sha256, entry.day.isoformat())
            self.database.execute("INSERT OR REPLACE INTO artifacts VALUES (?, ?, ?, ?)", values)
        if isinstance(entry, CaseState | CaseCorrection | CaseWithdrawal):
            row = (index, entry.case, case_entry_bytes(entry).decode())
            self.database.execute("INSERT OR REPLACE INTO case_entries (log_index, slug, entry) VALUES (?, ?, ?)", row)
        return set()

    def known(self, slug: Slug) -> Mapping[DocumentId, str]:
        """What the log last said of each document of a collection: its id and `entry_key`; withdrawn ones included."""
        rows = self.database.execute("SELECT id, entry FROM documents WHERE collection = ?", (slug,))
        return {DocumentId(row["id"]): row["entry"] for row in rows}

    def withdrawn(self) -> frozenset[DocumentId]:
        """Every document whose bytes must not be shown."""
        rows = self.database.execute("SELECT id FROM documents WHERE withdrawn IS NOT NULL")
        return frozenset(DocumentId(row["id"]) for row in rows)

    def has_release(self, release: ReleaseId) -> bool:
        """Whether the log holds this release."""
        return self.database.execute("SELECT 1 FROM releases WHERE id = ?", (release,)).fetchone() is not None

    def mark_pages(self, pages: Iterable[tuple[str, str, Slug, DocumentId]]) -> None:
        """Note which pages stand on disk: key and hash of each."""
        with transaction(self.database):
            self.database.executemany(
                "UPDATE documents SET page_key = ?, page_sha256 = ? WHERE collection = ? AND id = ?", pages
            )

    def mark_proofs(self, proofs: Iterable[tuple[str, Slug, DocumentId]]) -> None:
        """Note which proofs stand on disk: the hash of each."""
        with transaction(self.database):
            self.database.executemany("UPDATE documents SET proof_sha256 = ? WHERE collection = ? AND id = ?", proofs)

    def mark_case_proofs(self, proofs: Iterable[tuple[str, int]]) -> None:
        """Note which proofs of entries of cases stand on disk: the hash of each, by its place in the log."""
        with transaction(self.database):
            self.database.executemany("UPDATE case_entries SET proof_sha256 = ? WHERE log_index = ?", proofs)

    def mark_indexed(self, documents: Iterable[tuple[int, Slug, DocumentId]]) -> None:
        """Note that live search knows each document as of the log entry given."""
        with transaction(self.database):
            self.database.executemany("UPDATE documents SET indexed = ? WHERE collection = ? AND id = ?", documents)

    def forget_index(self) -> None:
        """Note that live search knows nothing: its index is new."""
        with transaction(self.database):
            self.database.execute("UPDATE documents SET indexed = -1 WHERE withdrawn IS NULL")


def entry_key(document: DocumentEntry) -> str:
    """What tells whether a document's entry says anything new: a hash of all it says."""
    return sha256(encode(document.to_json())).hexdigest()


def _put_document(database: sqlite3.Connection, index: int, slug: Slug, entry: LoggedDocument, facts: Facts) -> None:
    document = entry.document
    files = {file.path: [file.sha256, file.size, file.media_type] for file in document.files}
    original = next((file.path for file in document.files if file.path.startswith("original")), None)
    if original is None or not {"record.json", "text.txt"} <= set(files):
        raise StoreError("The log has a document entry without the files a document has.", "Was it written by another?")
    before = database.execute(
        "SELECT earlier, log_index FROM documents WHERE collection = ? AND id = ?", (slug, document.id)
    ).fetchone()
    values: dict[str, Any] = {
        "collection": slug,
        "id": parse_document_id(document.id),
        "kind": document.kind,
        "title": line(document.title),
        "date": document.date,
        "sort_date": sort_key(document.date),
        "year": year_of(document.date),
        "original_name": original_name(original),
        "files": json.dumps([files[original], files["record.json"], files["text.txt"], original]),
        "entry": entry_key(document),
        "release": entry.release,
        "log_index": index,
        "earlier": json.dumps([*json.loads(before["earlier"]), before["log_index"]] if before else []),
        "facts": facts_to_json(facts),
        "number": facts.first("number"),
    }
    marks = ", ".join(f":{name}" for name in values)
    database.execute(f"INSERT OR REPLACE INTO documents ({', '.join(values)}) VALUES ({marks})", values)  # noqa: S608  Names are ours.


def _put_release(
    database: sqlite3.Connection, index: int, slug: Slug, entry: LoggedRelease, about: tuple[str, str, str]
) -> None:
    title, kind, publisher = line(about[0]), collection_kind(about[1]).value, line(about[2])
    counts = database.execute(
        "SELECT count(*) AS whole, coalesce(sum(earlier = '[]'), 0) AS added FROM documents"
        " WHERE release = ? AND collection = ?",
        (entry.release, slug),
    ).fetchone()
    release = Release(
        id=entry.release,
        collection=slug,
        title=title,
        kind=kind,
        day=entry.created.isoformat(),
        publisher=publisher,
        documents=entry.documents,
        added=counts["added"],
        corrected=counts["whole"] - counts["added"],
        index=index,
    )
    database.execute(
        "INSERT OR REPLACE INTO releases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            release.id,
            slug,
            title,
            kind,
            release.day,
            publisher,
            release.documents,
            release.added,
            release.corrected,
            index,
        ),
    )
    database.execute("INSERT OR REPLACE INTO collections VALUES (?, ?, ?, ?)", (slug, title, kind, release.day))


def _withdraw(database: sqlite3.Connection, index: int, entry: Withdrawal) -> set[Slug]:
    database.execute(
        "INSERT OR REPLACE INTO withdrawals VALUES (?, ?, ?, ?, ?)",
        (entry.document, index, line(entry.reason), line(entry.authority), entry.day.isoformat()),
    )
    # Nothing of it may be left where a list, a feed or a search would show it; the log keeps the hashes.
    database.execute(
        "UPDATE documents SET withdrawn = ?, proof_sha256 = '', title = '', facts = '{}', number = '' WHERE id = ?",
        (index, entry.document),
    )
    rows = database.execute("SELECT collection FROM documents WHERE id = ?", (entry.document,))
    return {Slug(row["collection"]) for row in rows}


def facts_to_json(facts: Facts) -> str:
    """Facts as one JSON text; the inverse is `facts_from_json`."""
    return json.dumps(
        {
            "from": facts.sender,
            "to": facts.recipients,
            "fields": {name: list(values) for name, values in (facts.fields or {}).items()},
            "pages": facts.pages,
            "name": facts.name,
            "language": facts.language,
        },
        ensure_ascii=False,
    )


def facts_from_json(text: str) -> Facts:
    """The facts a row of the catalogue holds."""
    data = json.loads(text)
    return Facts(
        sender=tuple(data.get("from", ())),
        recipients=tuple(data.get("to", ())),
        fields={name: tuple(values) for name, values in data.get("fields", {}).items()},
        pages=data.get("pages", 1),
        name=data.get("name", ""),
        language=data.get("language"),
    )
