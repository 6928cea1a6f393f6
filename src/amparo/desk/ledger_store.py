"""Reading and writing the ingest ledger: runs, sources, leaves. Its tables are made in `documents_store`.

Counting rule: a leaf counts under its outcome in the run that wrote it; in a later run over the same file, what was
added before counts as a duplicate. So a second `desk add` of the same folder adds nothing, and a resumed one sums
up the whole.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from amparo.desk.documents_store import CollectionId, Leaf, Outcome, RunId, SourceId
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


def finished_source(
    database: sqlite3.Connection, collection: CollectionId, path: str, sha256: str, run: RunId
) -> SourceId | None:
    """The source, when these very bytes at this path are done: nothing failed, or it was tried in this run already."""
    row = database.execute(
        "SELECT id FROM sources WHERE collection = ? AND path = ? AND sha256 = ? AND complete = 1 AND NOT EXISTS"
        " (SELECT 1 FROM leaves WHERE source = sources.id AND outcome = 'failed' AND run <> ?)",
        (collection, path, sha256, run),
    ).fetchone()
    return SourceId(row["id"]) if row else None


def open_source(database: sqlite3.Connection, collection: CollectionId, path: str, sha256: str) -> SourceId:
    """The source at this path, open for leaves. When its bytes changed, what the ledger said of the old ones goes.
    In a transaction.
    """
    row = database.execute(
        "SELECT id, sha256 FROM sources WHERE collection = ? AND path = ?", (collection, path)
    ).fetchone()
    if row is None:
        made = database.execute(
            "INSERT INTO sources (collection, path, sha256) VALUES (?, ?, ?)", (collection, path, sha256)
        )
        return SourceId(made.lastrowid or 0)
    if row["sha256"] != sha256:
        database.execute("DELETE FROM leaves WHERE source = ?", (row["id"],))
    database.execute("UPDATE sources SET sha256 = ?, complete = 0 WHERE id = ?", (sha256, row["id"]))
    return SourceId(row["id"])


def close_source(database: sqlite3.Connection, source: SourceId) -> None:
    """All leaves of this source are in the ledger. Inside a transaction."""
    database.execute("UPDATE sources SET complete = 1 WHERE id = ?", (source,))


def known_leaf(database: sqlite3.Connection, source: SourceId, path: str, run: RunId) -> Outcome | None:
    """How a leaf already in the ledger counts in this run; None when it must be written: new, or failed in an
    earlier run.
    """
    row = database.execute("SELECT outcome, run FROM leaves WHERE source = ? AND path = ?", (source, path)).fetchone()
    if row is None or (row["run"] != run and row["outcome"] == Outcome.FAILED):
        return None
    return _counts_as(Outcome(row["outcome"]), row["run"] == run)


def put_leaf(database: sqlite3.Connection, source: SourceId, run: RunId, leaf: Leaf) -> None:
    """Write one leaf. Inside a transaction."""
    database.execute(
        "INSERT OR REPLACE INTO leaves (source, path, outcome, run, document, reason, explanation)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (source, leaf.path, leaf.outcome.value, run, leaf.document, leaf.reason or None, leaf.explanation or None),
    )


def counts(database: sqlite3.Connection, source: SourceId, run: RunId) -> Iterator[tuple[Outcome, int, int]]:
    """How the leaves of a finished source count in this run: (outcome, leaves, pages added)."""
    rows = database.execute(
        "SELECT outcome, leaves.run = ? AS ours, count(*) AS leaves, coalesce(sum(documents.pages), 0) AS pages"
        " FROM leaves LEFT JOIN documents ON documents.id = leaves.document WHERE source = ? GROUP BY 1, 2",
        (run, source),
    )
    for row in rows:
        outcome = _counts_as(Outcome(row["outcome"]), bool(row["ours"]))
        yield outcome, row["leaves"], row["pages"] if outcome is Outcome.ADDED else 0


def _counts_as(outcome: Outcome, in_this_run: bool) -> Outcome:
    return Outcome.DUPLICATE if outcome is Outcome.ADDED and not in_this_run else outcome


def leaves(
    database: sqlite3.Connection, collection: CollectionId, outcomes: Iterable[Outcome] = tuple(Outcome)
) -> Iterator[Leaf]:
    """The ledger of a collection by path, only the outcomes asked for."""
    wanted = json.dumps([outcome.value for outcome in outcomes])
    rows = database.execute(
        "SELECT leaves.path, outcome, document, reason, explanation FROM leaves JOIN sources ON sources.id = source"
        " WHERE collection = ? AND outcome IN (SELECT value FROM json_each(?)) ORDER BY leaves.path",
        (collection, wanted),
    )
    for row in rows:
        document = DocumentId(row["document"]) if row["document"] else None
        yield Leaf(row["path"], Outcome(row["outcome"]), document, 0, row["reason"] or "", row["explanation"] or "")
