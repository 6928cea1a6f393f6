"""Reading and writing the ingest ledger: runs, found_files, items. Its tables are made in `documents_store`.

Counting rule: an item counts under its outcome in the run that wrote it; in a later run over the same file, what was
added before counts as a duplicate. So a second `desk add` of the same folder adds nothing, and a resumed one sums
up the whole.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from amparo.desk.documents_store import CollectionId, FileId, Item, Outcome, RunId
from amparo.desk.sqlite import transaction
from amparo.records.model import DocumentId


def begin_run(database: sqlite3.Connection, collection: CollectionId, paths: Sequence[str], now: datetime) -> RunId:
    """A new run, or the unfinished one over the same paths."""
    key = json.dumps(list(paths))
    with transaction(database):
        row = database.execute(
            "SELECT id FROM runs WHERE collection = ? AND paths = ? AND finished IS NULL ORDER BY id DESC",
            (collection, key),
        ).fetchone()
        if row:
            return RunId(row["id"])
        started = database.execute(
            "INSERT INTO runs (collection, paths, started) VALUES (?, ?, ?)", (collection, key, now.isoformat())
        )
    return RunId(started.lastrowid or 0)


def finish_run(database: sqlite3.Connection, run: RunId, now: datetime) -> None:
    """Nothing of this run is left to do."""
    with transaction(database):
        database.execute("UPDATE runs SET finished = ? WHERE id = ?", (now.isoformat(), run))


def finished_file(
    database: sqlite3.Connection, collection: CollectionId, path: str, sha256: str, run: RunId
) -> FileId | None:
    """The file, when these very bytes at this path are done: nothing failed, or it was tried in this run already."""
    row = database.execute(
        "SELECT id FROM found_files WHERE collection = ? AND path = ? AND sha256 = ? AND complete = 1 AND NOT EXISTS"
        " (SELECT 1 FROM items WHERE file = found_files.id AND outcome = 'failed' AND run <> ?)",
        (collection, path, sha256, run),
    ).fetchone()
    return FileId(row["id"]) if row else None


def open_file(database: sqlite3.Connection, collection: CollectionId, path: str, sha256: str) -> FileId:
    """The file at this path, open for items. When its bytes changed, what the ledger said of the old ones goes.
    In a transaction.
    """
    row = database.execute(
        "SELECT id, sha256 FROM found_files WHERE collection = ? AND path = ?", (collection, path)
    ).fetchone()
    if row is None:
        made = database.execute(
            "INSERT INTO found_files (collection, path, sha256) VALUES (?, ?, ?)", (collection, path, sha256)
        )
        return FileId(made.lastrowid or 0)
    if row["sha256"] != sha256:
        database.execute("DELETE FROM items WHERE file = ?", (row["id"],))
    database.execute("UPDATE found_files SET sha256 = ?, complete = 0 WHERE id = ?", (sha256, row["id"]))
    return FileId(row["id"])


def close_file(database: sqlite3.Connection, file: FileId, run: RunId) -> None:
    """All items of this file are in the ledger. Failures of earlier runs that did not come again are mended: a reader
    has learnt its format, or opens now what it could not open then. Inside a transaction.
    """
    database.execute("DELETE FROM items WHERE file = ? AND outcome = 'failed' AND run <> ?", (file, run))
    database.execute("UPDATE found_files SET complete = 1 WHERE id = ?", (file,))


def forget_opened_folders(database: sqlite3.Connection, collection: CollectionId, run: RunId) -> None:
    """Forget failures of folders that did not open in an earlier run and do now."""
    rows = database.execute(
        "SELECT DISTINCT found_files.id, found_files.path FROM items JOIN found_files ON found_files.id = file"
        " WHERE collection = ? AND outcome = 'failed' AND run <> ? AND sha256 = ''",
        (collection, run),
    ).fetchall()
    with transaction(database):
        for row in rows:
            if Path(row["path"]).is_dir() and os.access(row["path"], os.R_OK | os.X_OK):
                database.execute("DELETE FROM items WHERE file = ?", (row["id"],))
                database.execute("DELETE FROM found_files WHERE id = ?", (row["id"],))


def known_item(database: sqlite3.Connection, file: FileId, path: str, run: RunId) -> Outcome | None:
    """How an item already in the ledger counts in this run; None when it must be written: new, or failed in an
    earlier run.
    """
    row = database.execute("SELECT outcome, run FROM items WHERE file = ? AND path = ?", (file, path)).fetchone()
    if row is None or (row["run"] != run and row["outcome"] == Outcome.FAILED):
        return None
    return _counts_as(Outcome(row["outcome"]), row["run"] == run)


def put_item(database: sqlite3.Connection, file: FileId, run: RunId, item: Item) -> None:
    """Write one item. Inside a transaction."""
    database.execute(
        "INSERT OR REPLACE INTO items (file, path, outcome, run, document, reason, explanation)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (file, item.path, item.outcome.value, run, item.document, item.reason or None, item.explanation or None),
    )


def counts(database: sqlite3.Connection, file: FileId, run: RunId) -> Iterator[tuple[Outcome, int, int]]:
    """How the items of a finished file count in this run: (outcome, items, pages added)."""
    rows = database.execute(
        "SELECT outcome, items.run = ? AS ours, count(*) AS items, coalesce(sum(documents.pages), 0) AS pages"
        " FROM items LEFT JOIN documents ON documents.id = items.document WHERE file = ? GROUP BY 1, 2",
        (run, file),
    )
    for row in rows:
        outcome = _counts_as(Outcome(row["outcome"]), bool(row["ours"]))
        yield outcome, row["items"], row["pages"] if outcome is Outcome.ADDED else 0


def _counts_as(outcome: Outcome, in_this_run: bool) -> Outcome:
    return Outcome.DUPLICATE if outcome is Outcome.ADDED and not in_this_run else outcome


def items(
    database: sqlite3.Connection, collection: CollectionId, outcomes: Iterable[Outcome] = tuple(Outcome)
) -> Iterator[Item]:
    """The ledger of a collection by path, only the outcomes asked for."""
    wanted = json.dumps([outcome.value for outcome in outcomes])
    rows = database.execute(
        "SELECT items.path, outcome, document, reason, explanation FROM items JOIN found_files ON found_files.id = file"
        " WHERE collection = ? AND outcome IN (SELECT value FROM json_each(?)) ORDER BY items.path",
        (collection, wanted),
    )
    for row in rows:
        document = DocumentId(row["document"]) if row["document"] else None
        yield Item(row["path"], Outcome(row["outcome"]), document, 0, row["reason"] or "", row["explanation"] or "")
