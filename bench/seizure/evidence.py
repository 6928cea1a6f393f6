"""What a dump says of a record, without knowing what made it: every value of its row, of rows that row points to, its
place in the raw file, in memory and in its folder, and what the file system keeps of a file that bears its name.

A record is named by a key, a string found in a column (bytes are written in hexadecimal). Groups of marks: "rows and
files" is what the programme stores; "file system" what the disk keeps beside it (change and birth times, inodes, order
in the folder); "memory" where the key lies in the process.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

Value = str | float
Facts = dict[str, Value]
GROUPS = ("rows and files", "file system", "memory")
MOST_SOUGHT = 20_000
_WRITTEN = re.compile(rb"[0-9a-f-]{30,64}")
PAGE = 4096
LIFE = 90 + 7
"""Days for which a reply is kept, on average (amparo.drop.expiry)."""
FIRST_DAY, LAST_DAY = datetime(2020, 1, 1).toordinal(), datetime(2040, 1, 1).toordinal()


class Dump:
    """One seized machine."""

    def __init__(self, folder: Path, keys: Iterable[str] = ()) -> None:
        self.folder = folder
        self._facts: dict[str, Facts] = {key: {} for key in keys}
        self.tables: dict[str, list[Facts]] = {}
        for path in sorted((folder / "home").rglob("*.sqlite")):
            self._read_database(path)
        self._read_files()
        self._read_folder()
        self._read_raw()

    def facts(self, key: str) -> Facts:
        """All marks of one record, by `group|name`."""
        return self._facts.get(key, {})

    def _read_database(self, path: Path) -> None:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
            database.text_factory = lambda raw: raw.decode("utf-8", "replace")
            names = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            for name in names:
                with contextlib.suppress(sqlite3.Error):
                    cursor = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608 a name from the schema itself
                    columns = [column[0] for column in cursor.description]
                    self.tables[name] = [dict(zip(columns, map(_plain, row), strict=True)) for row in cursor]
        parents = {name.rstrip("s"): {row.get("id"): row for row in rows} for name, rows in self.tables.items()}
        for rows in self.tables.values():
            for place, row in enumerate(rows):
                self._remember(place, row, parents)

    def _remember(self, place: int, row: Facts, parents: dict[str, dict[Value | None, Facts]]) -> None:
        """Under each value of the row that could be a key: the row, and the rows its `…_id` columns name."""
        facts: Facts = {f"rows and files|{name}": value for name, value in row.items()}
        facts["rows and files|place among the rows"] = float(place)
        for name, value in row.items():
            parent = parents.get(name.removesuffix("_id")) if name.endswith("_id") else None
            for column, more in (parent or {}).get(value, {}).items():
                facts[f"rows and files|{name} → {column}"] = more
        for value in row.values():
            if isinstance(value, str) and 30 <= len(value) <= 64:
                self._facts.setdefault(value, {}).update(facts)

    def _read_files(self) -> None:
        path = self.folder / "files.tsv"
        lines = path.read_text().splitlines() if path.exists() else []
        for place, line in enumerate(lines):
            name, inode, size, modified, changed, born = line.split("\t")
            facts = self._facts.get(Path(name).name)
            if facts is not None:
                facts["rows and files|size of the file"] = float(size)
                facts["rows and files|modified"] = float(modified)
                facts["file system|changed"] = float(changed)
                facts["file system|born"] = float(born)
                facts["file system|inode"] = float(inode)
                facts["file system|place in the folder"] = float(place)

    def _read_folder(self) -> None:
        """The contents: their first and last bytes, where formats keep their marks."""
        for path in (self.folder / "home").rglob("*"):
            facts = self._facts.get(path.name)
            if facts is not None and path.is_file():
                with path.open("rb") as file:
                    facts["rows and files|first byte of the payload"] = float(file.read(4096)[-1:][0])

    def _read_raw(self) -> None:
        """Where the key stands in files that are no row of their own, and in memory."""
        keys = list(self._facts)[:MOST_SOUGHT]
        for path in (self.folder / "home").rglob("*"):
            if path.is_file() and path.name not in self._facts and path.stat().st_size:
                self._find_keys(path.read_bytes(), keys, f"rows and files|place in {path.name}")
        for path in sorted((self.folder / "memory").glob("*")):
            start = int(path.name.rpartition("-")[2], 16)
            self._find_keys(_filled(path.read_bytes()), keys, "memory|place in memory", start)

    def _find_keys(self, data: bytes, keys: list[str], mark: str, start: int = 0) -> None:
        written = {match[0]: match.start() for match in reversed(list(_WRITTEN.finditer(data)))}
        for key in keys:
            place = written.get(key.encode(), -1)
            if place < 0:
                with contextlib.suppress(ValueError):
                    place = data.find(bytes.fromhex(key))
            if place >= 0:
                self._facts[key].setdefault(mark, float(start + place))
                self._read_expiry(key, data[place + 32 : place + 36])

    def _read_expiry(self, key: str, beside: bytes) -> None:
        """Replies lie beside the day on which they expire: about so long before it they came."""
        day = int.from_bytes(beside, "little")
        if FIRST_DAY < day < LAST_DAY and "rows and files|day" not in self._facts[key]:
            came = datetime.fromordinal(day - LIFE)
            self._facts[key]["rows and files|day"] = came.timestamp()


def _filled(data: bytes) -> bytes:
    """What memory holds, in its order, without pages of one and the same byte."""
    pages = (data[at : at + PAGE] for at in range(0, len(data), PAGE))
    return b"".join(page for page in pages if page.strip(page[:1]))


def _plain(value: object) -> Value:
    if isinstance(value, bytes):
        return value.hex() if len(value) <= 64 else value[:32].hex()
    if isinstance(value, int | float):
        return float(value)
    text = str(value)
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(text).timestamp() if len(text) >= 10 else text
    return text
