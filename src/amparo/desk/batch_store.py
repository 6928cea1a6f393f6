"""The tables of batch searches in `desk.sqlite`: every row of a file is written down first, and gets its answer when it
was asked. What has none yet is what a killed search goes on with.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from amparo.desk.names_file import Row
from amparo.desk.sqlite import Migration, transaction
from amparo.search.engine import Brief

BatchId = NewType("BatchId", int)

_TABLES = """
CREATE TABLE IF NOT EXISTS batches (
    id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, name TEXT NOT NULL, collection TEXT NOT NULL,
    as_names INTEGER NOT NULL, started TEXT NOT NULL, whole INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS batch_rows (
    batch INTEGER NOT NULL REFERENCES batches (id), line INTEGER NOT NULL, query TEXT NOT NULL, total INTEGER,
    error TEXT NOT NULL, hint TEXT NOT NULL, character INTEGER NOT NULL, documents TEXT NOT NULL,
    PRIMARY KEY (batch, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS batch_rows_waiting ON batch_rows (batch, line) WHERE total IS NULL AND error = ''
"""


class Rows(StrEnum):
    """Which rows of a batch are looked at: of a thousand names a few have hits."""

    ALL = "all"
    FOUND = "found"
    BAD = "bad"


_ANSWERS = """
SELECT * FROM batch_rows WHERE batch = ? AND CASE ? WHEN 'found' THEN total > 0 WHEN 'bad' THEN error <> '' ELSE 1 END
ORDER BY line LIMIT ? OFFSET ?
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """One file of names asked in one collection (empty: in all). `waiting` rows have no answer yet; `found` have hits,
    `bad` could not be asked.
    """

    id: BatchId
    name: str
    collection: str
    as_names: bool
    started: str
    whole: int
    waiting: int
    found: int
    bad: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One row and its answer: `total` None means not asked, or not understood, which `error` tells; `character` counts
    from 1, 0 when the whole row is meant.
    """

    line: int
    query: str
    total: int | None
    error: str
    hint: str
    character: int
    documents: tuple[Brief, ...]


def _first(database: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";"):
        database.execute(statement)


MIGRATIONS: Sequence[Migration] = (_first,)

_BATCHES = """
SELECT id, name, collection, as_names, started, whole,
    (SELECT count(*) FROM batch_rows WHERE batch = batches.id AND total IS NULL AND error = '') AS waiting,
    (SELECT count(*) FROM batch_rows WHERE batch = batches.id AND total > 0) AS found,
    (SELECT count(*) FROM batch_rows WHERE batch = batches.id AND error <> '') AS bad
FROM batches
"""


def batches(database: sqlite3.Connection) -> tuple[Batch, ...]:
    """All of them, newest first."""
    return tuple(map(_batch, database.execute(f"{_BATCHES} ORDER BY id DESC")))


def find(database: sqlite3.Connection, batch: int) -> Batch | None:
    """The one of this number, or None."""
    row = database.execute(f"{_BATCHES} WHERE id = ?", (batch,)).fetchone()
    return _batch(row) if row else None


def begin(
    database: sqlite3.Connection,
    fingerprint: str,
    name: str,
    collection: str,
    as_names: bool,
    rows: Iterable[Row],
    now: datetime,
) -> BatchId:
    """Write the rows down; or take up the newest batch of the same fingerprint that still has rows waiting."""
    same = database.execute(f"{_BATCHES} WHERE fingerprint = ? ORDER BY id DESC", (fingerprint,))
    known = next((row for row in same if row["waiting"]), None)
    if known:
        return BatchId(known["id"])
    with transaction(database):
        made = database.execute(
            "INSERT INTO batches (fingerprint, name, collection, as_names, started, whole) VALUES (?, ?, ?, ?, ?, 0)",
            (fingerprint, name, collection, as_names, now.isoformat(timespec="seconds")),
        )
        batch = BatchId(made.lastrowid or 0)
        written = database.executemany(
            "INSERT INTO batch_rows VALUES (?, ?, ?, NULL, ?, '', ?, '[]')",
            ((batch, row.line, row.query, row.error, row.character) for row in rows),
        )
        database.execute("UPDATE batches SET whole = ? WHERE id = ?", (written.rowcount, batch))
    return batch


def waiting(database: sqlite3.Connection, batch: BatchId, limit: int) -> tuple[tuple[int, str], ...]:
    """Rows without an answer: line and query, in the order of the file."""
    rows = database.execute(
        "SELECT line, query FROM batch_rows WHERE batch = ? AND total IS NULL AND error = '' ORDER BY line LIMIT ?",
        (batch, limit),
    )
    return tuple((row["line"], row["query"]) for row in rows)


def put_answers(database: sqlite3.Connection, batch: BatchId, answers: Iterable[Answer]) -> None:
    """Keep answers, all or none of them."""
    with transaction(database):
        database.executemany(
            "UPDATE batch_rows SET total = ?, error = ?, hint = ?, character = ?, documents = ?"
            " WHERE batch = ? AND line = ?",
            ((each.total, each.error, each.hint, each.character, _ids(each), batch, each.line) for each in answers),
        )


def answers(
    database: sqlite3.Connection, batch: BatchId, offset: int = 0, limit: int = -1, which: Rows = Rows.ALL
) -> Iterator[Answer]:
    """The rows in the order of the file."""
    rows = database.execute(_ANSWERS, (batch, which, limit, offset))
    for row in rows:
        documents = tuple(Brief(each, _title(database, each)) for each in json.loads(row["documents"]))
        yield Answer(row["line"], row["query"], row["total"], row["error"], row["hint"], row["character"], documents)


def _ids(answer: Answer) -> str:
    """Identities alone: a title would outlive its document when that is deleted."""
    return json.dumps([each.document for each in answer.documents])


def _title(database: sqlite3.Connection, document: str) -> str:
    row = database.execute("SELECT title FROM documents WHERE id = ?", (document,)).fetchone()
    return str(row["title"]) if row else ""


def delete(database: sqlite3.Connection, batch: BatchId) -> None:
    """Forget a batch and its answers."""
    with transaction(database):
        database.execute("DELETE FROM batch_rows WHERE batch = ?", (batch,))
        database.execute("DELETE FROM batches WHERE id = ?", (batch,))


def _batch(row: sqlite3.Row) -> Batch:
    return Batch(
        BatchId(row["id"]),
        row["name"],
        row["collection"],
        bool(row["as_names"]),
        row["started"],
        row["whole"],
        row["waiting"],
        row["found"],
        row["bad"],
    )
