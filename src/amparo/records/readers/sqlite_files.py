"""SQLite databases: one page a table, a line a row; files kept in cells are parts. The database is opened in memory,
its views and triggers are never run. What its journal holds, which may lie behind it, is written into it first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from amparo.records.charset import clean
from amparo.records.readers.document import document
from amparo.records.readers.harvest import harvest
from amparo.records.readers.sqlite_journal import applied
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable

_MEDIA = "application/vnd.sqlite3"
_LONGEST = 64 * 1024 * 1024
_LONGEST_CELL = 100_000
_MOST_FILES = 10_000
_SMALLEST_FILE = 64
_DAMAGED = Unreadable(Reason.CORRUPT, "This database is damaged and cannot be opened.")


def read_sqlite(given: Input) -> Iterator[Found]:
    """One record, then the files in its cells."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    files: list[Part] = []
    database, newer = applied(data)
    try:
        pages, names, is_whole = _read(database, files, given)
    except (sqlite3.Error, OverflowError, MemoryError):
        yield _DAMAGED
        return
    journal = [f"{newer:,} pages"] if newer else []
    yield document(given, data, pages, _MEDIA, fields={"tables": names, "from_its_journal": journal})
    yield from files
    if not is_whole:
        yield Unreadable(Reason.TOO_LARGE, "This database holds more text than is kept; the rest is left out.", "rest")


def read_journal(given: Input) -> Iterator[Found]:
    """A journal without its database: the database, where all of it is there, else the words that lie open."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
    elif applied(data)[1]:
        yield from read_sqlite(given)
    else:
        yield document(given, data, harvest(data), _MEDIA, fields={"text_source": ["harvested"]})


def _read(data: bytes, files: list[Part], given: Input) -> tuple[list[str], list[str], bool]:
    # A database in WAL mode cannot be opened in memory; these two bytes say that it is in the older mode.
    data = data[:18] + b"\x01\x01" + data[20:]
    with sqlite3.connect(":memory:") as database:
        database.deserialize(data)
        database.execute("PRAGMA trusted_schema = OFF")
        database.text_factory = lambda raw: clean(raw.decode("utf-8", "replace"))
        tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        names = [str(name) for name, sql in tables if sql and "virtual table" not in str(sql).lower()[:40]]
        pages, left = [], _LONGEST
        for name in names:
            given.ocr.working()
            page = "\n".join(_lines(database, name, files, left))
            left -= len(page)
            pages.append(page)
    database.close()
    return pages, names, left > 0


def _lines(database: sqlite3.Connection, name: str, files: list[Part], left: int) -> Iterator[str]:
    yield name
    quoted = '"' + name.replace('"', '""') + '"'
    try:
        rows = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - quoted; the database is in memory and thrown away
        yield "\t".join(str(column[0]) for column in rows.description)
        for number, row in enumerate(rows, start=1):
            line = "\t".join(_cell(value, f"{name}-{number}", files) for value in row)
            left -= len(line)
            if left < 0:
                return
            yield line
    except sqlite3.Error:
        yield "[the rest of this table is damaged]"


def _cell(value: object, name: str, files: list[Part]) -> str:
    if isinstance(value, bytes):
        try:
            text = value.decode()
        except ValueError:
            text = "\0"
        if "\0" not in text:
            return " ".join(text[:_LONGEST_CELL].split())
        if len(value) >= _SMALLEST_FILE and len(files) < _MOST_FILES:
            files.append(Part(name, value))
        return f"[{len(value)} bytes]"
    return "" if value is None else " ".join(str(value)[:_LONGEST_CELL].split())
