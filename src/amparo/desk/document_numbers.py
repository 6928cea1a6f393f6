"""How the desk's database refers to a document: by its number. The tables of memberships, items and traces as they are
since then, and the migration that brings older homes there.

An identity is a hash: each index that holds it is written to at a random place for every document, and costs more the
larger a home grows. Documents are numbered as they come, so an index of numbers grows at its end (docs/adr/0273). What
reads asks the views `memberships` and `items`, which know identities; what writes fills the tables behind them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from amparo.desk.sqlite import Migration

# The old tables go before `documents`, to which they refer; the new ones follow it to its name.
_NUMBERED = """
CREATE TABLE numbered (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
    date TEXT, media_type TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, pages INTEGER NOT NULL,
    language TEXT, indexed INTEGER NOT NULL DEFAULT 0, record BLOB NOT NULL
) STRICT;
INSERT INTO numbered
    SELECT number, id, sha256, kind, title, date, media_type, name, size, pages, language, indexed, record
    FROM documents LEFT JOIN traces ON document = id ORDER BY number IS NULL, number;
CREATE TABLE members (
    collection INTEGER NOT NULL REFERENCES collections (id), content_key TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES numbered (number), PRIMARY KEY (collection, content_key)
) STRICT, WITHOUT ROWID;
INSERT INTO members SELECT collection, content_key, number FROM memberships JOIN numbered ON id = document;
CREATE TABLE ledger (
    file INTEGER NOT NULL REFERENCES found_files (id), path TEXT NOT NULL, outcome TEXT NOT NULL, run INTEGER NOT NULL,
    number INTEGER REFERENCES numbered (number), reason TEXT, explanation TEXT, reader TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (file, path)
) STRICT, WITHOUT ROWID;
INSERT INTO ledger
    SELECT file, path, outcome, run, number, reason, explanation, reader, version
    FROM items LEFT JOIN numbered ON id = document;
CREATE TABLE sketched (
    number INTEGER PRIMARY KEY REFERENCES numbered (number) ON DELETE CASCADE, sketch BLOB, own BLOB NOT NULL,
    cited BLOB NOT NULL
) STRICT;
INSERT INTO sketched SELECT number, sketch, own, cited FROM traces;
DROP TABLE memberships;
DROP TABLE items;
DROP TABLE traces;
DROP TABLE documents;
ALTER TABLE numbered RENAME TO documents;
ALTER TABLE sketched RENAME TO traces;
CREATE INDEX documents_waiting ON documents (indexed) WHERE indexed = 0;
CREATE INDEX members_number ON members (number);
CREATE INDEX ledger_number ON ledger (number);
CREATE VIEW memberships AS
    SELECT collection, content_key, id AS document FROM members JOIN documents ON documents.number = members.number;
CREATE VIEW items AS
    SELECT file, path, outcome, run, id AS document, reason, explanation, reader, version
    FROM ledger LEFT JOIN documents ON documents.number = ledger.number
"""


def _number(database: sqlite3.Connection) -> None:
    for statement in _NUMBERED.split(";"):
        database.execute(statement)


MIGRATIONS: Sequence[Migration] = (_number,)
