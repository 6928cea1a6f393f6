"""Documents and originals by the beginning of their identity or hash."""

from __future__ import annotations

import json
import re
import sqlite3

from amparo.records.model import DocumentId, document_id_of

SHORTEST_BEGINNING = 4
"""Characters of a document's identity that may stand for all of it."""
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_BEGINNING = re.compile("[0-9a-f]{0,16}")


def find_document(database: sqlite3.Connection, beginning: str) -> DocumentId | None:
    """The document whose identity begins so, when there is exactly one."""
    rows = database.execute(
        "SELECT id FROM documents WHERE id >= ? AND id < ? LIMIT 2", (beginning, beginning + "\x7f")
    ).fetchall()
    return DocumentId(rows[0]["id"]) if len(rows) == 1 and len(beginning) >= SHORTEST_BEGINNING else None


def hashes(database: sqlite3.Connection, beginning: str) -> set[str]:
    """The hashes of all originals that begin so."""
    # Asked by identity, which is the beginning of the hash in other digits: hashes have no index of their own.
    rows = database.execute(
        "SELECT sha256 FROM json_each(?) JOIN documents ON documents.id >= value AND documents.id < value || '\x7f'",
        (json.dumps(_identities(beginning)),),
    )
    return {row["sha256"] for row in rows if row["sha256"].startswith(beginning)}


def _identities(beginning: str) -> list[str]:
    """What the identities of documents begin with whose hashes begin so; none for what is no beginning of a hash."""
    if not _BEGINNING.fullmatch(beginning):
        return []
    first = document_id_of(beginning.ljust(64, "0"))
    last = document_id_of(beginning.ljust(64, "f"))
    length = 4 * len(beginning) // 5
    lowest, highest = _BASE32.index(first[length]), _BASE32.index(last[length])
    return [first[:length] + digit for digit in _BASE32[lowest : highest + 1]]
