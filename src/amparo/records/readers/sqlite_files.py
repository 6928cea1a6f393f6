"""SQLite databases: one page a table, a line a row; files kept in cells are parts. The database is opened in memory,
its views and triggers are never run. What its journal holds, which may lie behind it, is written into it first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from amparo.records.charset import clean
from amparo.records.readers.document import document
from amparo.records.readers.harvest import harvest
from amparo.records.readers.sqlite_journal import applied
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable

_MEDIA = "application/vnd.sqlite3"
_LONGEST = 64 * 1024 * 1024
_MOST_FILES = 10_000
_SMALLEST_FILE = 64
_CUT = Unreadable(Reason.TOO_LARGE, "This database holds more than is kept; the rest is left out.", "rest")
_SPOILT = Unreadable(
    Reason.CORRUPT, "This database is damaged; of a table the rows before the damage were kept.", "damage"
)
_DAMAGED = Unreadable(Reason.CORRUPT, "This database is damaged and cannot be opened.")


def read_sqlite(given: Input) -> Iterator[Found]:
    """One record, then the files in its cells."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    kept = _Kept()
    database, newer = applied(data)
    try:
        pages, names = _read(database, kept, given)
    except (sqlite3.Error, OverflowError, MemoryError):
        yield _DAMAGED
        return
    journal = [f"{newer:,} pages"] if newer else []
    yield document(given, data, pages, _MEDIA, fields={"tables": names, "from_its_journal": journal})
    yield from kept.files
    if kept.is_damaged:
        yield _SPOILT
    if kept.is_cut:
        yield _CUT


def read_journal(given: Input) -> Iterator[Found]:
    """A journal without its database: the database, where all of it is there, else the words that lie open."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
    elif applied(data)[1]:
        yield from read_sqlite(given)
    else:
        yield document(given, data, harvest(data), _MEDIA, fields={"text_source": ["harvested"]})


@dataclass(slots=True)
class _Kept:
    """What is taken out beside the text, of which `left` characters may follow, and whether anything is not."""

    files: list[Part] = field(default_factory=list)
    left: int = _LONGEST
    is_cut: bool = False
    is_damaged: bool = False

    def file(self, name: str, data: bytes) -> None:
        if len(self.files) < _MOST_FILES:
            self.files.append(Part(name, data))
        else:
            self.is_cut = True


def _read(data: bytes, kept: _Kept, given: Input) -> tuple[list[str], list[str]]:
    # A database in WAL mode cannot be opened in memory; these two bytes say that it is in the older mode.
    data = data[:18] + b"\x01\x01" + data[20:]
    with sqlite3.connect(":memory:") as database:
        database.deserialize(data)
        database.execute("PRAGMA trusted_schema = OFF")
        database.text_factory = lambda raw: clean(raw.decode("utf-8", "replace"))
        tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
        names = [str(name) for name, sql in tables if sql and "virtual table" not in str(sql).lower()[:40]]
        pages = []
        for name in names:
            given.ocr.working()
            pages.append("\n".join(_lines(database, name, kept)))
    database.close()
    return pages, names


def _lines(database: sqlite3.Connection, name: str, kept: _Kept) -> Iterator[str]:
    yield name
    quoted = '"' + name.replace('"', '""') + '"'
    try:
        rows = database.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - quoted; the database is in memory and thrown away
        yield "\t".join(str(column[0]) for column in rows.description)
        for number, row in enumerate(rows, start=1):
            line = "\t".join(_cell(value, f"{name}-{number}", kept) for value in row)
            if len(line) > kept.left:
                kept.is_cut = True
                return
            kept.left -= len(line) + 1
            yield line
    except sqlite3.Error:
        kept.is_damaged = True
        yield "[the rest of this table is damaged]"


def _cell(value: object, name: str, kept: _Kept) -> str:
    if isinstance(value, bytes):
        try:
            text = value.decode()
        except ValueError:
            text = "\0"
        if "\0" not in text:
            return " ".join(text.split())
        if len(value) >= _SMALLEST_FILE:
            kept.file(name, value)
        return f"[{len(value)} bytes]"
    return "" if value is None else " ".join(str(value).split())
