"""Databases of Access (.mdb, .accdb; 97 and later): one page a table, a line a row; files in cells and attached to rows
are parts. Queries, forms and code are not run and not read. Layout: `jet`, `jet_values`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from amparo.records.charset import clean
from amparo.records.names import shown_name
from amparo.records.readers.document import document
from amparo.records.readers.harvest import harvest
from amparo.records.readers.jet import DAMAGE, Column, Jet
from amparo.records.readers.jet_values import OBJECT, attached_file, long_value, packed_object, shown
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Part, Reason, Unreadable

_MEDIA = "application/vnd.ms-access"
_LOCKED = Unreadable(Reason.PASSWORD_PROTECTED, "This database opens only with a password.")
_DAMAGED = Unreadable(Reason.CORRUPT, "This database is damaged and cannot be opened.")
_TOO_MUCH = Unreadable(Reason.TOO_LARGE, "This database holds more text than is kept; the rest is left out.", "rest")
_CATALOGUE = 2
_TABLE, _LINKED = ("1",), ("4", "6")
_SYSTEM = 0x80000000 | 2
_LONGEST = 64 * 1024 * 1024
_MOST_FILES, _SMALLEST_FILE = 10_000, 64
_FILE_NAME, _FILE_DATA = "FileName", "FileData"
_THEME = ".thmx"


def read_access(given: Input) -> Iterator[Found]:
    """One record, then the files in it."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    try:
        database = Jet(data, given.ocr.working)
        reading = None if database.is_locked else _Reading(database)
        pages = list(reading.pages()) if reading else []
    except DAMAGE:
        # What lies open in a damaged database is better than nothing.
        yield document(given, data, harvest(data), _MEDIA, fields={"text_source": ["harvested"]}, otherwise=_DAMAGED)
        return
    if reading is None:
        yield _LOCKED
        return
    yield document(given, data, pages, _MEDIA, fields={"tables": reading.names, "links": reading.links})
    yield from reading.files
    if reading.left < 0:
        yield _TOO_MUCH


@dataclass(slots=True)
class _Reading:
    """What has been read of a database so far; `left` is how much text may still come."""

    database: Jet
    names: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    left: int = _LONGEST

    def pages(self) -> Iterator[str]:
        """A page a table, in the order of the catalogue."""
        for entry in self._catalogue():
            name, kind = entry.get("Name", ""), entry.get("Type", "")
            if kind in _LINKED:
                self.links += [told for key in ("Database", "Connect") if (told := entry.get(key, ""))]
            if kind not in _TABLE:
                continue
            page, flags = int(entry.get("Id") or 0) & 0xFFFFFF, int(entry.get("Flags") or 0)
            lines = list(self._lines(page, name, is_system=bool(flags & _SYSTEM) or name.startswith("MSys")))
            if lines:
                self.names.append(name)
                yield "\n".join((name, *lines))

    def _catalogue(self) -> Iterator[dict[str, str]]:
        table = self.database.table(_CATALOGUE)
        for row in self.database.rows(table):
            told = zip(table.columns, row, strict=True)
            yield {column.name: shown(value, column, self.database) for column, value in told}

    def _lines(self, page: int, name: str, *, is_system: bool) -> Iterator[str]:
        """The names of the columns, then the rows; of a system's table nothing but the files attached to rows."""
        try:
            table = self.database.table(page)
        except DAMAGE:
            if not is_system:
                yield "[this table is damaged]"
            return
        names = [column.name for column in table.columns]
        if {_FILE_NAME, _FILE_DATA} <= set(names):
            self._attached(table.columns, list(self.database.rows(table)))
        elif not is_system:
            yield "\t".join(names)
            for number, row in enumerate(self.database.rows(table), start=1):
                line = self._line(table.columns, row, f"{name}-{number}")
                self.left -= len(line)
                if self.left < 0:
                    return
                yield line

    def _line(self, columns: tuple[Column, ...], row: list[bytes | bool | None], name: str) -> str:
        cells = []
        for column, value in zip(columns, row, strict=True):
            if column.kind == OBJECT and isinstance(value, bytes):
                cells.append(self._file(long_value(value, self.database), name))
            else:
                cells.append(clean(shown(value, column, self.database)))
        return "\t".join(cells)

    def _file(self, value: bytes, name: str) -> str:
        part = packed_object(value, name)
        if part is not None and len(part.data) >= _SMALLEST_FILE and len(self.files) < _MOST_FILES:
            self.files.append(part)
        return f"[{len(value)} bytes]"

    def _attached(self, columns: tuple[Column, ...], rows: list[list[bytes | bool | None]]) -> None:
        for row in rows:
            told = dict(zip((column.name for column in columns), zip(columns, row, strict=True), strict=True))
            (named, name), (_, data) = told[_FILE_NAME], told[_FILE_DATA]
            if isinstance(data, bytes) and len(self.files) < _MOST_FILES:
                part = attached_file(long_value(data, self.database), shown_name(shown(name, named, self.database)))
                # Access puts the colours of its own forms into every database.
                self.files += [part] if part and not part.untrusted_name.endswith(_THEME) else []
