"""Writing the ingest ledger: runs, found_files, items (`ledger_said` tells what it says of a collection). Its tables
are made in `documents_store`; which readers had a part in a file, and which one read an item, came later and is added
here.

Counting rule: an item counts under its outcome in the run that wrote it; in a later run over the same file, what was
added before counts as a duplicate. So a second `desk add` of the same folder adds nothing, and a resumed one sums
up the whole.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from amparo.desk.documents_store import CollectionId, FileId, Item, Outcome, RunId
from amparo.desk.found_files import on_disk
from amparo.desk.sqlite import Migration, transaction
from amparo.records.model import DocumentId
from amparo.records.reader_versions import is_outdated, version_of, written


def _readers(database: sqlite3.Connection) -> None:
    # Of what was read before this, nothing is known: "".
    database.execute("ALTER TABLE found_files ADD COLUMN readers TEXT NOT NULL DEFAULT ''")
    database.execute("ALTER TABLE items ADD COLUMN reader TEXT NOT NULL DEFAULT ''")
    database.execute("ALTER TABLE items ADD COLUMN version INTEGER NOT NULL DEFAULT 0")


MIGRATIONS: Sequence[Migration] = (_readers,)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is being filed. `is_new`: the ledger has no items of it."""

    id: FileId
    is_new: bool


@dataclass(frozen=True, slots=True)
class Written:
    """An item as the ledger has it. `counts_as`: its outcome in the run that asks. `reader` and `version`: what read
    it, "" and 0 when that is not known.
    """

    file: FileId
    path: str
    outcome: Outcome
    counts_as: Outcome
    in_this_run: bool
    document: DocumentId | None
    reader: str
    version: int

    def is_outdated_by(self, reader: str) -> bool:
        """Whether what read it has learnt more since, or another reader reads it now."""
        return self.outcome is not Outcome.FAILED and (self.reader, self.version) != (reader, version_of(reader))


def begin_run(
    database: sqlite3.Connection, collection: CollectionId, paths: Sequence[str], now: datetime
) -> tuple[RunId, bool]:
    """A new run, or the unfinished one over the same paths; whether it is that."""
    key = json.dumps(list(paths))
    with transaction(database):
        row = database.execute(
            "SELECT id FROM runs WHERE collection = ? AND paths = ? AND finished IS NULL ORDER BY id DESC",
            (collection, key),
        ).fetchone()
        if row:
            return RunId(row["id"]), True
        started = database.execute(
            "INSERT INTO runs (collection, paths, started) VALUES (?, ?, ?)", (collection, key, now.isoformat())
        )
    return RunId(started.lastrowid or 0), False


def finish_run(database: sqlite3.Connection, run: RunId, now: datetime) -> None:
    """Nothing of this run is left to do."""
    with transaction(database):
        database.execute("UPDATE runs SET finished = ? WHERE id = ?", (now.isoformat(), run))


def has_files(database: sqlite3.Connection, collection: CollectionId) -> bool:
    """Whether the ledger has any file of this collection."""
    row = database.execute("SELECT EXISTS (SELECT 1 FROM found_files WHERE collection = ?)", (collection,)).fetchone()
    return bool(row[0])


def finished_file(
    database: sqlite3.Connection,
    collection: CollectionId,
    path: str,
    sha256: str,
    run: RunId,
    *,
    unknown_is_old: bool = False,
) -> FileId | None:
    """The file, when these very bytes at this path are done: nothing failed, or it was tried in this run already, and
    no reader that had a part in it has learnt more since; with `unknown_is_old`, it must be known which ones had.
    """
    row = database.execute(
        "SELECT id, readers FROM found_files WHERE collection = ? AND path = ? AND sha256 = ? AND complete = 1"
        " AND NOT EXISTS (SELECT 1 FROM items WHERE file = found_files.id AND outcome = 'failed' AND run <> ?)",
        (collection, path, sha256, run),
    ).fetchone()
    if row is None or is_outdated(row["readers"]) or (unknown_is_old and not row["readers"]):
        return None
    return FileId(row["id"])


def open_file(database: sqlite3.Connection, collection: CollectionId, path: str, sha256: str) -> OpenFile:
    """The file at this path, open for items. When its bytes changed, what the ledger said of the old ones goes.
    In a transaction.
    """
    made = database.execute(
        "INSERT INTO found_files (collection, path, sha256) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (collection, path, sha256),
    )
    if made.rowcount:
        return OpenFile(FileId(made.lastrowid or 0), is_new=True)
    row = database.execute(
        "SELECT id, sha256 FROM found_files WHERE collection = ? AND path = ?", (collection, path)
    ).fetchone()
    if row["sha256"] != sha256:
        database.execute("DELETE FROM ledger WHERE file = ?", (row["id"],))
    database.execute("UPDATE found_files SET sha256 = ?, complete = 0 WHERE id = ?", (sha256, row["id"]))
    return OpenFile(FileId(row["id"]), is_new=row["sha256"] != sha256)


def read_file(database: sqlite3.Connection, collection: CollectionId, path: str) -> FileId | None:
    """The file at this path, when the ledger has items of what was read there."""
    row = database.execute(
        "SELECT id FROM found_files WHERE collection = ? AND path = ? AND sha256 <> ''", (collection, path)
    ).fetchone()
    return FileId(row["id"]) if row else None


def close_file(database: sqlite3.Connection, file: OpenFile, run: RunId, readers: Iterable[str]) -> None:
    """All items of this file are in the ledger. Failures of earlier runs that did not come again are mended: a reader
    has learnt its format, or opens now what it could not open then. Inside a transaction.
    """
    if not file.is_new:
        database.execute("DELETE FROM ledger WHERE file = ? AND outcome = 'failed' AND run <> ?", (file.id, run))
    database.execute("UPDATE found_files SET complete = 1, readers = ? WHERE id = ?", (written(readers), file.id))


def forget_opened_folders(database: sqlite3.Connection, collection: CollectionId, run: RunId) -> None:
    """Forget failures of folders that did not open in an earlier run and do now."""
    rows = database.execute(
        "SELECT DISTINCT found_files.id, found_files.path FROM items JOIN found_files ON found_files.id = file"
        " WHERE collection = ? AND outcome = 'failed' AND run <> ? AND sha256 = ''",
        (collection, run),
    ).fetchall()
    with transaction(database):
        for row in rows:
            path = on_disk(row["path"]) or ""
            if Path(path).is_dir() and os.access(path, os.R_OK | os.X_OK):
                database.execute("DELETE FROM ledger WHERE file = ?", (row["id"],))
                database.execute("DELETE FROM found_files WHERE id = ?", (row["id"],))


def known_item(database: sqlite3.Connection, file: FileId, path: str, run: RunId) -> Written | None:
    """An item already in the ledger; None when it must be written: new, or failed in an earlier run."""
    row = database.execute("SELECT * FROM items WHERE file = ? AND path = ?", (file, path)).fetchone()
    if row is None or (row["run"] != run and row["outcome"] == Outcome.FAILED):
        return None
    return _written(row, run)


def added_item(
    database: sqlite3.Connection, collection: CollectionId, document: DocumentId, run: RunId
) -> Written | None:
    """The item of this run that a document was added from; None when an earlier run added it."""
    row = database.execute(
        "SELECT items.* FROM items JOIN found_files ON found_files.id = file WHERE document = ? AND collection = ?"
        " AND outcome = 'added' AND run = ?",
        (document, collection, run),
    ).fetchone()
    return _written(row, run) if row else None


def put_item(database: sqlite3.Connection, file: FileId, run: RunId, item: Item, reader: str = "") -> None:
    """Write one item, and what read it. Inside a transaction."""
    database.execute(
        "INSERT OR REPLACE INTO ledger (file, path, outcome, run, number, reason, explanation, reader, version)"
        " VALUES (?, ?, ?, ?, (SELECT number FROM documents WHERE id = ?), ?, ?, ?, ?)",
        (
            file,
            item.path,
            item.outcome.value,
            run,
            item.document,
            item.reason or None,
            item.explanation or None,
            reader,
            version_of(reader) if reader else 0,
        ),
    )


def note_reader(database: sqlite3.Connection, item: Written, reader: str) -> None:
    """The item was read anew, by this reader as it is now. Inside a transaction."""
    database.execute(
        "UPDATE ledger SET reader = ?, version = ? WHERE file = ? AND path = ?",
        (reader, version_of(reader), item.file, item.path),
    )


def become_duplicate(
    database: sqlite3.Connection, collection: CollectionId, item: Written, document: DocumentId
) -> None:
    """The item, and every other one of the collection with its document, is a copy of this document. Inside a
    transaction.
    """
    database.execute("UPDATE ledger SET outcome = 'duplicate' WHERE file = ? AND path = ?", (item.file, item.path))
    database.execute(
        "UPDATE ledger SET number = (SELECT number FROM documents WHERE id = ?)"
        " WHERE number = (SELECT number FROM documents WHERE id = ?)"
        " AND ? = (SELECT collection FROM found_files WHERE id = file)",
        (document, item.document, collection),
    )


def counts(database: sqlite3.Connection, file: FileId, run: RunId) -> Iterator[tuple[Outcome, int, int]]:
    """How the items of a finished file count in this run: (outcome, items, pages added)."""
    rows = database.execute(
        "SELECT outcome, run = ? AS ours, count(*) AS items, coalesce(sum(documents.pages), 0) AS pages"
        " FROM ledger LEFT JOIN documents ON documents.number = ledger.number WHERE file = ? GROUP BY 1, 2",
        (run, file),
    )
    for row in rows:
        outcome = _counts_as(Outcome(row["outcome"]), bool(row["ours"]))
        yield outcome, row["items"], row["pages"] if outcome is Outcome.ADDED else 0


def _written(row: sqlite3.Row, run: RunId) -> Written:
    outcome = Outcome(row["outcome"])
    return Written(
        file=FileId(row["file"]),
        path=row["path"],
        outcome=outcome,
        counts_as=_counts_as(outcome, row["run"] == run),
        in_this_run=row["run"] == run,
        document=DocumentId(row["document"]) if row["document"] else None,
        reader=row["reader"],
        version=row["version"],
    )


def _counts_as(outcome: Outcome, in_this_run: bool) -> Outcome:
    return Outcome.DUPLICATE if outcome is Outcome.ADDED and not in_this_run else outcome
