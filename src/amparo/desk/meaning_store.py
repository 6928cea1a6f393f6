"""Where the desk keeps the vectors of passages: a folder of its own beside the index, for one edition of the model.

Two files that only grow (`search/nearest.py` reads them) and a small database that says whose their rows are. Rows are
on disk before the database tells of them, so a kill loses the step under way; what is erased is overwritten. The folder
may be deleted: it is filled again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from amparo.desk.disk import make_private_directory, only_one, private_descriptor, write_all
from amparo.desk.sqlite import connect, transaction
from amparo.desk.store import NAME
from amparo.errors import StateError

FOLDER = "index/meaning"
LOCK, READING = "meaning.lock", "Reading for meaning"
"""Held, beside the folder, by the one process that writes; what it is told to be doing."""
VECTORS, PASSAGES, _DATABASE = "vectors", "passages", "passages.sqlite"
VECTOR, PASSAGE = 512, 20
"""Bytes of a row of each file."""
_TABLES = """
CREATE TABLE IF NOT EXISTS readings (
    document TEXT PRIMARY KEY, key INTEGER NOT NULL UNIQUE, first INTEGER NOT NULL, rows INTEGER NOT NULL,
    size INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS erasing (first INTEGER NOT NULL, rows INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS extent (one INTEGER PRIMARY KEY CHECK (one = 1), rows INTEGER NOT NULL) STRICT;
INSERT OR IGNORE INTO extent VALUES (1, 0)
"""
_PENDING = """
SELECT id, length(record) FROM desk.documents LEFT JOIN readings ON document = id
WHERE number IN (SELECT number FROM desk.members WHERE collection = ?) AND readings.size IS NOT length(record)
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's passages as rows of the two files; `size` tells the state of the record that was read."""

    document: str
    key: int
    size: int
    vectors: bytes
    passages: bytes


@dataclass(frozen=True, slots=True)
class MeaningStore:
    """An open store; `folder` is its own. The desk's database is attached as `desk`, to be read."""

    folder: Path
    database: sqlite3.Connection

    @property
    def files(self) -> tuple[Path, Path]:
        """Vectors and passages."""
        return self.folder / VECTORS, self.folder / PASSAGES

    @property
    def rows(self) -> int:
        """How many rows of the files hold."""
        return int(self.database.execute("SELECT rows FROM extent").fetchone()[0])

    def pending(self, collection: int) -> list[tuple[str, int]]:
        """Documents of a collection that were not read as they are now, with their size."""
        return [(row[0], row[1]) for row in self.database.execute(_PENDING, (collection,))]

    def gone(self) -> list[str]:
        """Documents that were read and are no longer kept."""
        rows = self.database.execute(
            "SELECT document FROM readings WHERE document NOT IN (SELECT id FROM desk.documents)"
        )
        return [row[0] for row in rows]

    def documents(self, keys: Iterable[int]) -> dict[int, str]:
        """The documents of these keys."""
        asked = ((key, self.database.execute("SELECT document FROM readings WHERE key = ?", (key,))) for key in keys)
        return {key: row[0] for key, found in asked if (row := found.fetchone())}

    def put(self, readings: Sequence[Reading]) -> None:
        """Keep readings, in place of older ones of the same documents. For the one process that holds the lock."""
        self.forget([each.document for each in readings])
        first = self.rows
        for path, size, data in zip(
            self.files,
            (VECTOR, PASSAGE),
            (b"".join(each.vectors for each in readings), b"".join(each.passages for each in readings)),
            strict=True,
        ):
            _append(path, first * size, data)
        with transaction(self.database):
            for each in readings:
                count = len(each.vectors) // VECTOR
                told = (each.document, each.key, first, count, each.size)
                self.database.execute("INSERT INTO readings VALUES (?, ?, ?, ?, ?)", told)
                first += count
            self.database.execute("UPDATE extent SET rows = ?", (first,))

    def forget(self, documents: Iterable[str]) -> None:
        """Forget what was read of documents and overwrite their rows; what a kill left of that is done too."""
        with transaction(self.database):
            for document in documents:
                gone = self.database.execute(
                    "DELETE FROM readings WHERE document = ? RETURNING first, rows", (document,)
                )
                self.database.executemany("INSERT INTO erasing VALUES (?, ?)", gone.fetchall())
        erasing = self.database.execute("SELECT first, rows FROM erasing").fetchall()
        if erasing:
            for path, size in zip(self.files, (VECTOR, PASSAGE), strict=True):
                _erase(path, [(first * size, rows * size) for first, rows in erasing])
            self.database.execute("DELETE FROM erasing")


@contextmanager
def open_store(desk: Path, edition: str) -> Iterator[MeaningStore]:
    """The store under `desk` (HOME/desk) for this edition, made when missing."""
    folder = make_private_directory(desk / FOLDER / edition)
    with closing(connect(folder / _DATABASE)) as database:
        database.executescript(_TABLES)
        database.execute("ATTACH ? AS desk", (str(desk / NAME),))
        yield MeaningStore(folder, database)


def exists(desk: Path, edition: str) -> bool:
    """Whether anything was read in this edition."""
    return (desk / FOLDER / edition / _DATABASE).exists()


def erase(desk: Path, documents: Collection[str]) -> None:
    """Erase what was read of documents that go. Where they are being read at this moment, the next pass erases them."""
    for folder in _editions(desk) if documents else ():
        with suppress(StateError), only_one(desk / LOCK, READING), open_store(desk, folder.name) as store:
            store.forget(documents)


def _editions(desk: Path) -> list[Path]:
    return [path.parent for path in (desk / FOLDER).glob(f"*/{_DATABASE}")]


def delete_others(desk: Path, edition: str) -> None:
    """Let go of what other editions of the model made."""
    for folder in _editions(desk):
        if folder.name != edition:
            shutil.rmtree(folder, ignore_errors=True)


def _append(path: Path, place: int, data: bytes) -> None:
    descriptor = private_descriptor(path, os.O_RDWR)
    try:
        # Past this place is only what a killed step wrote.
        os.ftruncate(descriptor, place)
        os.lseek(descriptor, place, os.SEEK_SET)
        write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _erase(path: Path, stretches: Iterable[tuple[int, int]]) -> None:
    descriptor = private_descriptor(path, os.O_RDWR)
    try:
        for place, size in stretches:
            os.lseek(descriptor, place, os.SEEK_SET)
            write_all(descriptor, bytes(size))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
