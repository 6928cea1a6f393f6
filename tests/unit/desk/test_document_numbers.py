"""Documents by number: an older home keeps all that it had, and hashes are found without an index of their own."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from amparo.desk import documents_store, jobs_store, ledger_store, submissions_store, traces_store
from amparo.desk.beginnings import hashes
from amparo.desk.document_numbers import MIGRATIONS
from amparo.desk.documents_store import CollectionId, RunId, waiting_for_index
from amparo.desk.near_duplicates import near
from amparo.desk.sqlite import connect, migrate
from amparo.desk.store import open_database
from amparo.records.minhash import sketch
from amparo.records.model import DocumentId, document_id_of

TEXT = " ".join(f"word{number}" for number in range(60))
OLDER = {
    "documents": documents_store.MIGRATIONS,
    "traces": traces_store.MIGRATIONS,
    "ledger": ledger_store.MIGRATIONS,
    "jobs": jobs_store.MIGRATIONS,
    "submissions": submissions_store.MIGRATIONS,
}
SHA256 = [hashlib.sha256(b"%d" % number).hexdigest() for number in range(4)]
IDS = [document_id_of(each) for each in SHA256]


def older(path: Path) -> None:
    """A home as it was: four documents, traced in another order than they were kept in, the last one not at all."""
    with closing(connect(path)) as database:
        migrate(database, OLDER)
        database.execute("INSERT INTO collections (id, name, created) VALUES (1, 'all', '2026-01-01')")
        database.execute("INSERT INTO runs (id, collection, paths, started) VALUES (1, 1, '[]', '')")
        for number, (identity, sha256) in enumerate(zip(IDS, SHA256, strict=True), start=1):
            database.execute(
                "INSERT INTO documents VALUES (?, ?, 'plain', 'Title', NULL, 'text/plain', 'a', 1, 1, ?, ?, 'en')",
                (identity, sha256, b"record %d" % number, number % 2),
            )
            database.execute("INSERT INTO memberships VALUES (1, ?, ?)", (f"bytes:{sha256}", identity))
            database.execute("INSERT INTO found_files VALUES (?, 1, ?, ?, 1, 'text')", (number, f"/{number}", sha256))
            database.execute(
                "INSERT INTO items VALUES (?, ?, 'added', 1, ?, NULL, NULL, 'text', 1)",
                (number, f"/{number}", identity),
            )
        database.execute("INSERT INTO found_files VALUES (9, 1, '/9', '', 1, '')")
        database.execute("INSERT INTO items VALUES (9, '/9', 'failed', 1, NULL, 'empty', 'Nothing.', '', 0)")
        for number in (3, 1, 2):
            database.execute(
                "INSERT INTO traces (document, sketch, own, cited) VALUES (?, ?, x'', x'')",
                (IDS[number - 1], sketch(TEXT)),
            )


def rows(database: sqlite3.Connection, query: str) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in database.execute(query)), key=repr)


def test_an_older_home_keeps_all_that_it_had(tmp_path: Path) -> None:
    path, asked = tmp_path / "desk.sqlite", (
        "SELECT collection, content_key, document FROM memberships",
        "SELECT file, path, outcome, run, document, reason, explanation, reader, version FROM items",
        "SELECT id, sha256, kind, title, date, media_type, name, size, pages, record, indexed, language FROM documents",
        "SELECT number, sketch FROM traces",
    )  # fmt: skip
    older(path)
    with closing(connect(path)) as database:
        before = [rows(database, query) for query in asked]
    with closing(open_database(path)) as database:
        assert [rows(database, query) for query in asked] == before
        assert not rows(database, "PRAGMA foreign_key_check") and not rows(database, "SELECT * FROM forgotten")
        # Keys of threads and sketches are filed under the numbers of traces.
        numbers = dict(rows(database, "SELECT id, number FROM documents"))
        assert [numbers[each] for each in IDS] == [2, 3, 1, 4]
        assert set(waiting_for_index(database, 9)) == {IDS[1], IDS[3]}
        assert traces_store.without_trace(database, "", 9) == (IDS[3],)
        assert documents_store.paths_of(database, IDS[2]) == ("/3",)
        written = ledger_store.added_item(database, CollectionId(1), IDS[0], RunId(1))
        assert written is not None and written.path == "/1" and written.reader == "text"


def test_an_upgrade_that_was_cut_off_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    older(path)
    with closing(connect(path)) as database:
        # A view stands where the last step makes its own.
        database.execute("CREATE VIEW members_number AS SELECT 1")
        before = rows(database, "SELECT * FROM documents")
        try:
            migrate(database, {"numbers": MIGRATIONS})
        except sqlite3.OperationalError:
            assert rows(database, "SELECT * FROM documents") == before
        else:
            raise AssertionError("the last step was to fail")
        database.execute("DROP VIEW members_number")
    with closing(open_database(path)) as database:
        assert len(rows(database, "SELECT * FROM items")) == 5 and near(database, DocumentId("none")) == ()


def test_hashes_are_found_by_their_beginning(tmp_path: Path) -> None:
    kept = {hashlib.sha256(b"%d" % number).hexdigest() for number in range(600)}
    with closing(open_database(tmp_path / "desk.sqlite")) as database:
        database.executemany(
            "INSERT INTO documents (id, sha256, kind, title, media_type, name, size, pages, record)"
            " VALUES (?, ?, '', '', '', '', 0, 0, x'')",
            [(document_id_of(each), each) for each in kept],
        )
        for first in range(256):
            beginning = f"{first:02x}"
            assert hashes(database, beginning) == {each for each in kept if each.startswith(beginning)}
        assert hashes(database, "") == kept
        assert not hashes(database, "lost+found")
