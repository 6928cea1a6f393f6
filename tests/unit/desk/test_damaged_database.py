"""A desk whose database is no database any more, or has no room."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from amparo.desk.sqlite import connect, transaction
from amparo.errors import StoreError


def test_a_file_that_is_no_database_is_called_damaged_and_left_alone(tmp_path: Path) -> None:
    data = b"no database" * 500
    (tmp_path / "desk.sqlite").write_bytes(data)
    with pytest.raises(StoreError, match="is damaged") as refused:
        connect(tmp_path / "desk.sqlite")
    assert "restore" in refused.value.hint
    assert (tmp_path / "desk.sqlite").read_bytes() == data


def test_a_full_disk_is_what_is_said_and_the_connection_goes_on(tmp_path: Path) -> None:
    database = connect(tmp_path / "desk.sqlite")
    database.execute("CREATE TABLE kept (data BLOB)")
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages}")
    for _ in range(2):
        with pytest.raises(sqlite3.OperationalError, match="full"), transaction(database):
            database.execute("INSERT INTO kept VALUES (zeroblob(1000000))")
    database.execute("PRAGMA max_page_count = 100000")
    with transaction(database):
        database.execute("INSERT INTO kept VALUES (zeroblob(1000))")
    assert database.execute("SELECT count(*) FROM kept").fetchone()[0] == 1
    database.close()


def test_a_commit_that_fails_leaves_no_transaction_behind(tmp_path: Path) -> None:
    database = connect(tmp_path / "desk.sqlite")
    database.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)")
    database.execute("CREATE TABLE two (one INTEGER REFERENCES one (id) DEFERRABLE INITIALLY DEFERRED)")
    for _ in range(2):
        with pytest.raises(sqlite3.IntegrityError), transaction(database):
            database.execute("INSERT INTO two VALUES (7)")
    assert not database.in_transaction
    database.close()
