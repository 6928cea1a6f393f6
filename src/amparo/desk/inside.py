"""What lies inside what: the files that came out of a document, and the document that it came out of, by the ledger.

A path in the ledger is the file's path, then the names inside, parted by `/` (specs/records.md, "The ingest ledger").
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

MOST = 200


@dataclass(frozen=True, slots=True)
class Part:
    """An item inside another. `document` is None for one that gave none; `explanation` then says why."""

    name: str
    document: str | None
    title: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Inside:
    """`parts`, at most MOST, in the order of their paths; `within`, the nearest document around it."""

    parts: tuple[Part, ...]
    within: Part | None


def inside(database: sqlite3.Connection, document: str) -> Inside:
    """The parts of a document and what it is a part of, where it was found first."""
    row = database.execute(
        "SELECT file, path FROM items WHERE document = ? ORDER BY outcome <> 'added', path LIMIT 1", (document,)
    ).fetchone()
    if row is None:
        return Inside((), None)
    file, path = row["file"], row["path"]
    parts = database.execute(
        f"{_ITEMS} AND path > ? AND path < ? ORDER BY path LIMIT ?",
        (file, f"{path}/", f"{path}0", MOST),  # "0" is what follows "/"
    )
    return Inside(
        tuple(_part(each, each["path"][len(path) + 1 :]) for each in parts),
        next(_around(database, file, path), None),
    )


_ITEMS = (
    "SELECT path, id AS document, coalesce(title, '') AS title, coalesce(explanation, '') AS explanation"
    " FROM ledger LEFT JOIN documents ON documents.number = ledger.number WHERE file = ?"
)


def _around(database: sqlite3.Connection, file: int, path: str) -> Iterator[Part]:
    """Documents around a path, the nearest first."""
    for outer in reversed(list(accumulate(path.split("/")[:-1], "{}/{}".format))):
        found = database.execute(f"{_ITEMS} AND path = ? AND id IS NOT NULL", (file, outer)).fetchone()
        if found is not None:
            yield _part(found, outer.rpartition("/")[2])


def as_json(found: Inside) -> dict[str, Any]:
    """The keys `parts` and `within` of a document as data."""
    return {
        "parts": [
            {"name": each.name, "document": each.document, "explanation": each.explanation or None}
            for each in found.parts
        ],
        "within": found.within.document if found.within else None,
    }


def _part(row: sqlite3.Row, name: str) -> Part:
    return Part(name, row["document"], row["title"] or name, row["explanation"] if row["document"] is None else "")
