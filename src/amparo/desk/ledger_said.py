"""What the ledger of ingest says of a collection: items by outcome and reason, files to be tried again, where a
document came from. `ledger_store` writes it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from amparo.desk.documents_store import CollectionId, Item, Outcome
from amparo.records.model import DocumentId
from amparo.records.reader_versions import is_outdated


def items(
    database: sqlite3.Connection,
    collection: CollectionId,
    outcomes: Iterable[Outcome] = tuple(Outcome),
    *,
    reasons: Iterable[str] = (),
    offset: int = 0,
    limit: int = -1,
) -> Iterator[Item]:
    """The ledger of a collection by path: only the outcomes asked for, only those reasons unless none is named."""
    asked = json.dumps(list(reasons))
    rows = database.execute(
        "SELECT items.path, outcome, document, reason, explanation FROM items JOIN found_files ON found_files.id = file"
        " WHERE collection = ? AND outcome IN (SELECT value FROM json_each(?))"
        " AND (? = '[]' OR reason IN (SELECT value FROM json_each(?))) ORDER BY items.path LIMIT ? OFFSET ?",
        (collection, json.dumps([outcome.value for outcome in outcomes]), asked, asked, limit, offset),
    )
    for row in rows:
        document = DocumentId(row["document"]) if row["document"] else None
        yield Item(row["path"], Outcome(row["outcome"]), document, 0, row["reason"] or "", row["explanation"] or "")


def reasons(database: sqlite3.Connection, collection: CollectionId, outcome: Outcome) -> tuple[tuple[str, int], ...]:
    """How many items of an outcome have which reason, the most first."""
    rows = database.execute(
        "SELECT coalesce(reason, '') AS why, count(*) AS items FROM items JOIN found_files ON found_files.id = file"
        " WHERE collection = ? AND outcome = ? GROUP BY 1 ORDER BY 2 DESC, 1",
        (collection, outcome.value),
    )
    return tuple((row["why"], row["items"]) for row in rows)


def failed_files(
    database: sqlite3.Connection, collection: CollectionId, reasons: Iterable[str] = (), paths: Iterable[str] = ()
) -> Iterator[str]:
    """Paths of the files in which something failed for one of these reasons, at or under one of these paths; without
    any, of all of them.
    """
    asked, under = json.dumps(list(reasons)), tuple(f"{path.rstrip('/')}/" for path in paths)
    rows = database.execute(
        "SELECT found_files.path AS file, items.path AS item FROM items JOIN found_files ON found_files.id = file"
        " WHERE collection = ? AND outcome = 'failed'"
        " AND (? = '[]' OR reason IN (SELECT value FROM json_each(?))) ORDER BY 1",
        (collection, asked, asked),
    ).fetchall()
    told = ""
    for row in rows:
        if row["file"] != told and (not under or f"{row['item']}/".startswith(under)):
            told = row["file"]
            yield told


def outdated_files(database: sqlite3.Connection, collection: CollectionId) -> Iterator[str]:
    """Paths of the files that a reader would read better now, or of which it is not known what read them."""
    kept = database.execute(
        "SELECT DISTINCT readers FROM found_files WHERE collection = ? AND sha256 <> ''", (collection,)
    )
    old = [row["readers"] for row in kept.fetchall() if not row["readers"] or is_outdated(row["readers"])]
    rows = database.execute(
        "SELECT path FROM found_files WHERE collection = ? AND sha256 <> ''"
        " AND readers IN (SELECT value FROM json_each(?)) ORDER BY path",
        (collection, json.dumps(old)),
    )
    yield from (row["path"] for row in rows.fetchall())


def path_in(database: sqlite3.Connection, collection: str, document: str) -> str | None:
    """The path that a document was added from to the collection of this name, else one that it was found at there."""
    row = database.execute(
        "SELECT items.path FROM items JOIN found_files ON found_files.id = file"
        " JOIN collections ON collections.id = collection"
        " WHERE document = ? AND name = ? ORDER BY outcome <> 'added', items.path LIMIT 1",
        (document, collection),
    ).fetchone()
    return str(row["path"]) if row else None
