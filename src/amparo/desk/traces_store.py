"""The tables of traces: for each document its sketch and the keys of its thread, and which documents share one.

Documents are numbered as they come (`document_numbers`), and keys are filed by *generation*, GENERATION documents each.
So keys are written next to each other, and writing one costs the same in a small collection as in a large one; looking
one up costs one step more for each generation. Spec: specs/records.md, "Near-duplicates" and "Threads"; docs/adr/0163.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from amparo.desk.sqlite import Migration
from amparo.records.minhash import Sketch, bands
from amparo.records.model import DocumentId
from amparo.records.trace import Trace

GENERATION = 65_536
_NUMBERS = "q"


def _first(database: sqlite3.Connection) -> None:
    database.execute(
        "CREATE TABLE traces (number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE"
        " REFERENCES documents (id) ON DELETE CASCADE, sketch BLOB, own BLOB NOT NULL, cited BLOB NOT NULL) STRICT"
    )
    database.execute(
        "CREATE TABLE trace_keys (generation INTEGER NOT NULL, key INTEGER NOT NULL, number INTEGER NOT NULL,"
        " PRIMARY KEY (generation, key, number)) STRICT, WITHOUT ROWID"
    )


MIGRATIONS: Sequence[Migration] = (_first,)


@dataclass(frozen=True, slots=True)
class Traced:
    """A document and its trace."""

    document: DocumentId
    trace: Trace


def put(database: sqlite3.Connection, document: DocumentId, trace: Trace) -> None:
    """Keep the trace of a kept document, in place of an older one. Inside a transaction."""
    row = _row(database, document)
    if row is not None:
        old = ((row["number"] // GENERATION, key, row["number"]) for key in _keys(_trace(row)))
        database.executemany("DELETE FROM trace_keys WHERE generation = ? AND key = ? AND number = ?", old)
        database.execute("DELETE FROM traces WHERE number = ?", (row["number"],))
    number = database.execute("SELECT number FROM documents WHERE id = ?", (document,)).fetchone()["number"]
    add(database, number, trace)


def add(database: sqlite3.Connection, number: int, trace: Trace) -> None:
    """Keep the trace of the document of this number, which has none. Inside a transaction."""
    database.execute(
        "INSERT INTO traces (number, sketch, own, cited) VALUES (?, ?, ?, ?)",
        (number, trace.sketch, _packed(trace.own), _packed(trace.cited)),
    )
    # One statement for all keys: at each step another thread may take the interpreter's lock.
    database.execute(
        "INSERT OR IGNORE INTO trace_keys SELECT ?, value, ? FROM json_each(?)",
        (number // GENERATION, number, json.dumps(list(_keys(trace)))),
    )


def trace_of(database: sqlite3.Connection, document: str) -> Trace | None:
    """The trace of a document; None when it has none yet."""
    row = _row(database, document)
    return _trace(row) if row else None


def _row(database: sqlite3.Connection, document: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = database.execute(
        "SELECT traces.* FROM documents JOIN traces ON traces.number = documents.number WHERE id = ?", (document,)
    ).fetchone()
    return row


def without_trace(database: sqlite3.Connection, after: str, limit: int) -> tuple[DocumentId, ...]:
    """Documents that were kept before there were traces, by identity, those after `after`."""
    counts = database.execute("SELECT (SELECT count(*) FROM documents) > (SELECT count(*) FROM traces)").fetchone()
    if not counts[0]:
        return ()
    rows = database.execute(
        "SELECT id FROM documents WHERE id > ? AND NOT EXISTS (SELECT 1 FROM traces WHERE number = documents.number)"
        " ORDER BY id LIMIT ?",
        (after, limit),
    )
    return tuple(DocumentId(row["id"]) for row in rows)


def perhaps_like(database: sqlite3.Connection, sketch: Sketch, limit: int) -> Iterator[Traced]:
    """Documents whose sketches share a band with this one."""
    return _sharing(database, _band_keys(sketch), limit)


def that_are(database: sqlite3.Connection, keys: Iterable[int], limit: int) -> Iterator[Traced]:
    """Mails that one of these keys stands for."""
    return _sharing(database, [key << 1 for key in keys], limit)


def that_cite(database: sqlite3.Connection, keys: Iterable[int], limit: int) -> Iterator[Traced]:
    """Mails that cite one of these keys."""
    return _sharing(database, [key << 1 | 1 for key in keys], limit)


def _sharing(database: sqlite3.Connection, keys: Sequence[int], limit: int) -> Iterator[Traced]:
    """Documents filed under any of these keys, each once. A key may outlive its document: the join leaves it out."""
    newest = database.execute("SELECT coalesce(max(number), 0) FROM traces").fetchone()[0]
    rows = database.execute(
        "SELECT traces.*, id AS document FROM traces JOIN documents ON documents.number = traces.number"
        " WHERE traces.number IN (SELECT number FROM trace_keys"
        " WHERE generation IN (SELECT value FROM json_each(?)) AND key IN (SELECT value FROM json_each(?)) LIMIT ?)",
        (json.dumps(list(range(newest // GENERATION + 1))), json.dumps(list(keys)), limit),
    )
    return (Traced(DocumentId(row["document"]), _trace(row)) for row in rows)


def _keys(trace: Trace) -> Iterator[int]:
    """Keys as they are filed: a mail's from 0 up, with the last bit set for those it cites; bands below 0."""
    if trace.sketch:
        yield from _band_keys(trace.sketch)
    yield from (key << 1 for key in trace.own)
    yield from (key << 1 | 1 for key in trace.cited)


def _band_keys(sketch: Sketch) -> list[int]:
    return [-1 - (band << 32 | value) for band, value in enumerate(bands(sketch))]


def _packed(keys: tuple[int, ...]) -> bytes:
    return array(_NUMBERS, keys).tobytes()


def _trace(row: sqlite3.Row) -> Trace:
    own, cited = (tuple(array(_NUMBERS, row[name])) for name in ("own", "cited"))
    return Trace(row["sketch"], own, cited)
