"""What a document is related to, as its page and `desk show` tell it: near-duplicates, and its thread."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from amparo.desk.near_duplicates import near
from amparo.desk.threads import Message, thread
from amparo.records.model import DocumentId


@dataclass(frozen=True, slots=True)
class Like:
    """A near-duplicate; `similarity` from 0.8 to 1 is an estimate."""

    document: DocumentId
    title: str
    date: str | None
    similarity: float


@dataclass(frozen=True, slots=True)
class Related:
    """Near-duplicates, most alike first, and the thread, oldest first and the document itself among it."""

    near: tuple[Like, ...]
    thread: tuple[Message, ...]


def related(database: sqlite3.Connection, document: str) -> Related:
    """All that one document is related to."""
    identity = DocumentId(document)
    likes = tuple(_like(database, other, similarity) for other, similarity in near(database, identity))
    return Related(likes, thread(database, identity))


def as_json(found: Related) -> dict[str, Any]:
    """The keys `near_duplicates` and `thread` of a document as data."""
    return {
        "near_duplicates": [
            {"document": each.document, "title": each.title, "similarity": round(each.similarity, 2)}
            for each in found.near
        ],
        "thread": [
            {
                "document": each.document,
                "title": each.title,
                "date": each.date,
                "from": each.sender,
                "answers": each.answers,
                "by": each.by or None,
            }
            for each in found.thread
        ],
    }


def _like(database: sqlite3.Connection, document: DocumentId, similarity: float) -> Like:
    row = database.execute("SELECT title, date FROM documents WHERE id = ?", (document,)).fetchone()
    return Like(document, row["title"], row["date"], similarity)
