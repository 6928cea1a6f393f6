"""Excel's binary workbooks (.xlsb, [MS-XLSB]): values of the cells as they are shown, hidden sheets and rows marked,
margins and comments below.

Every part is a run of records: a number, a size (both base 128), then the data (§2.1.4).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from amparo.records.readers.document import comment, document, marked
from amparo.records.readers.number_formats import BUILT_IN, shown_number, shows_date
from amparo.records.readers.ooxml import drawings, embedded, properties
from amparo.records.readers.packages import Package
from amparo.records.readers.sheets import Cells, date_of_number, margin
from amparo.records.readers.snappy import varint
from amparo.records.reading import Found

_MEDIA = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_ROW, _SHARED_ITEM, _SHEET, _COMMENT = 0, 19, 156, 637
_FORMAT, _CELL_FORMAT, _CELL_FORMATS, _END_OF_CELL_FORMATS = 44, 47, 617, 618
_BOOK, _EPOCH_1904 = 153, 0x01
_MARGINS, _MARGIN_TEXTS = 479, ("Header", "Footer") * 3
_COLUMNS, _HIDDEN_ROW = 60, 0x10
_ABSENT = 0xFFFFFFFF
_DAMAGE = (struct.error, IndexError, ValueError)


def read_xlsb(package: Package, original: bytes) -> Iterator[Found]:
    """One record, then the embedded files."""
    title, fields = properties(package)
    main = package.main_part() or "xl/workbook.bin"
    relations = package.relations(main)
    shared = next((target for kind, target in relations.values() if kind == "sharedStrings"), "")
    strings = [_text(data, 1) for kind, data in _records(package.read(shared)) if kind == _SHARED_ITEM]
    styles = next((target for kind, target in relations.values() if kind == "styles"), "")
    book = list(_records(package.read(main)))
    is_1904 = any(kind == _BOOK and data[:1] and data[0] & _EPOCH_1904 for kind, data in book)
    told = _Told(strings, list(_formats(package.read(styles))), is_1904)
    found: set[str] = set()
    pages = [
        _page(package, *sheet, told, relations, found)
        for kind, data in book
        if kind == _SHEET and (sheet := _sheet(data, relations))
    ]
    fields = {**fields, "contains": tuple(sorted(found))}
    yield document(package.given, original, [*pages, *drawings(package, "xl")], _MEDIA, title=title, fields=fields)
    yield from embedded(package)


@dataclass(frozen=True, slots=True)
class _Told:
    """What cells refer to: texts, codes of formats (None for dates), and when days begin."""

    strings: list[str]
    formats: list[str | None]
    is_1904: bool


def _formats(data: bytes) -> Iterator[str | None]:
    """For each cell format its code, "" where there is none, None where it shows a date."""
    custom: dict[int, str] = {}
    is_inside = False
    for kind, body in _records(data):
        if kind == _FORMAT:
            custom[int.from_bytes(body[:2], "little")] = _text(body, 2)
        elif kind in (_CELL_FORMATS, _END_OF_CELL_FORMATS):
            is_inside = kind == _CELL_FORMATS
        elif kind == _CELL_FORMAT and is_inside:
            number = int.from_bytes(body[2:4], "little")
            code = custom.get(number, "")
            yield None if shows_date(number, code) else code or BUILT_IN.get(number, "")


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7 if at < len(data) else kind
            at += 1
        try:
            size, at = varint(data, at)
        except IndexError:
            return
        yield kind, data[at : at + size]
        at += size


def _text(data: bytes, at: int) -> str:
    size = int.from_bytes(data[at : at + 4], "little")
    return data[at + 4 : at + 4 + 2 * size].decode("utf-16-le", "replace")


def _sheet(data: bytes, relations: Collection[str]) -> tuple[str, str, bool] | None:
    """(relation, name, whether it is hidden) of BrtBundleSh. Before the release of 2007 it had four bytes more."""
    for at in (8, 12):
        relation = _text(data, at)
        if relation in relations:
            return relation, _text(data, at + 4 + 2 * len(relation)), data[0] != 0
    return None


def _page(
    package: Package,
    relation: str,
    name: str,
    is_hidden: bool,
    told: _Told,
    relations: dict[str, tuple[str, str]],
    found: set[str],
) -> str:
    target = relations.get(relation, ("", ""))[1]
    cells = Cells()
    margins: list[str] = []
    for kind, data in _records(package.read(target)):
        try:
            if kind == _ROW:
                cells.begin_row(is_hidden=bool(data[11] & _HIDDEN_ROW))
            elif kind == _COLUMNS:
                first, last, hides = struct.unpack_from("<2I8xH", data)
                if hides & 1:
                    cells.hide_columns(first + 1, last + 1)
            elif kind in _VALUES:
                cells.put(int.from_bytes(data[:4], "little"), _VALUES[kind](data, told))
            elif kind == _MARGINS:
                margins += _margins(data)
        except _DAMAGE:
            continue
    said = [
        comment("", _text(data, 1))
        for part in package.related(target, "comments")
        for kind, data in _records(package.read(part))
        if kind == _COMMENT
    ]
    text = cells.text()
    found.update({"comments"} if said else (), {"hidden sheets"} if is_hidden else ())
    found.update({"hidden rows or columns"} if cells.hides else ())
    return "\n".join([marked("hidden sheet", name) if is_hidden else name, text, *margins, *said])


def _margins(data: bytes) -> Iterator[str]:
    """Headers and footers (§2.4.23 BrtBeginHeaderFooter): of odd, of even, of first pages."""
    at = 2
    for name in _MARGIN_TEXTS:
        size = int.from_bytes(data[at : at + 4], "little")
        if size == _ABSENT:
            at += 4
            continue
        if text := margin(name, _text(data, at)):
            yield text
        at += 4 + 2 * size


def _number(value: float, data: bytes, told: _Told) -> str:
    style = int.from_bytes(data[4:7], "little")
    code = told.formats[style] if style < len(told.formats) else ""
    return date_of_number(str(value), epoch_1904=told.is_1904) if code is None else shown_number(value, code)


def _packed_number(data: bytes, told: _Told) -> str:
    """RkNumber (§2.5.122): 30 bits of an integer or of a float, perhaps hundredths."""
    raw = struct.unpack_from("<I", data, 8)[0]
    if raw & 2:
        value = float(struct.unpack("<i", struct.pack("<I", raw))[0] >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))[0]
    return _number(value / 100 if raw & 1 else value, data, told)


_Value = Callable[[bytes, _Told], str]
_VALUES: dict[int, _Value] = {
    2: _packed_number,
    4: lambda data, _: "TRUE" if data[8] else "FALSE",
    5: lambda data, told: _number(struct.unpack_from("<d", data, 8)[0], data, told),
    6: lambda data, _: _text(data, 8),
    7: lambda data, told: told.strings[struct.unpack_from("<I", data, 8)[0]],
    8: lambda data, _: _text(data, 8),
    9: lambda data, told: _number(struct.unpack_from("<d", data, 8)[0], data, told),
    10: lambda data, _: "TRUE" if data[8] else "FALSE",
    62: lambda data, _: _text(data, 9),
}
