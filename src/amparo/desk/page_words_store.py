"""The table of words that OCR read, page by page, with their places: taken when a file was read, so that a hit on a
scan is boxed without reading the scan again (docs/adr/0327). Words that a file has itself are asked of the file.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence

from isal import isal_zlib

from amparo.desk.sqlite import Migration
from amparo.records.model import DocumentId
from amparo.records.page_image import Word, words_from_json, words_to_json

_LEVEL = 1


def _first(database: sqlite3.Connection) -> None:
    database.execute(
        "CREATE TABLE page_words (number INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,"
        " page INTEGER NOT NULL, words BLOB NOT NULL, PRIMARY KEY (number, page)) STRICT"
    )


MIGRATIONS: Sequence[Migration] = (_first,)


def add(database: sqlite3.Connection, number: int, pages: Mapping[int, Sequence[Word]]) -> None:
    """Keep the words of some pages, from 1, of the document of this number, which has none. Inside a transaction."""
    database.executemany(
        "INSERT INTO page_words VALUES (?, ?, ?)", [(number, page, _packed(words)) for page, words in pages.items()]
    )


def put(database: sqlite3.Connection, document: DocumentId, pages: Mapping[int, Sequence[Word]]) -> None:
    """Keep the words of a kept document, in place of those it had. Inside a transaction."""
    number = database.execute("SELECT number FROM documents WHERE id = ?", (document,)).fetchone()["number"]
    database.execute("DELETE FROM page_words WHERE number = ?", (number,))
    add(database, number, pages)


def words_of(database: sqlite3.Connection, document: str, page: int) -> tuple[Word, ...] | None:
    """The words of a page; None where none were kept."""
    row = database.execute(
        "SELECT words FROM page_words JOIN documents USING (number) WHERE id = ? AND page = ?", (document, page)
    ).fetchone()
    return words_from_json(json.loads(zlib.decompress(row["words"]))) if row else None


def _packed(words: Sequence[Word]) -> bytes:
    return isal_zlib.compress(
        json.dumps(words_to_json(words), ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL
    )
