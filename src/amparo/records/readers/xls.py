"""Excel workbooks before Office Open XML (.xls, BIFF 2 to 8, [MS-XLS]) by the library xlrd: one page a sheet, hidden
sheets, rows and columns marked, notes below.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import xlrd  # type: ignore[import-untyped]

from amparo.records.readers.document import comment, document, marked
from amparo.records.readers.harvest import harvest
from amparo.records.readers.number_formats import shown_number
from amparo.records.readers.ole import Storage, packed, properties
from amparo.records.readers.outward_links import kept
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.readers.pictures_in import pictures_in
from amparo.records.readers.sheets import Cells, date_of_number
from amparo.records.readers.xls_drawings import beside_cells, drawn
from amparo.records.readers.xls_unseen import unseen
from amparo.records.readers.xlsx_unseen import KEPT, cells_of
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input, Reason, Unreadable

_MEDIA = "application/vnd.ms-excel"
_LOCKED = Unreadable(Reason.PASSWORD_PROTECTED, "This workbook opens only with a password.")
_BREAKING, _UNREAD = frozenset((0x18, 0x1C)), 0x0FFE
_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
_DAMAGED = Unreadable(Reason.CORRUPT, "This workbook is damaged and cannot be opened.")


def read_xls(given: Input, data: bytes, storage: Storage) -> Iterator[Found]:
    """One record, then what is embedded."""
    title, fields = properties(storage)
    yield _book(given, data, title, fields, storage)
    yield from packed(storage)


def read_bare_xls(given: Input) -> Iterator[Found]:
    """A workbook of Excel 2 to 4, which is no compound file."""
    data = given.whole()
    yield TOO_LARGE_WHOLE if data is None else _book(given, data, "", {}, None)


def _book(given: Input, data: bytes, title: str, fields: dict[str, tuple[str, ...]], storage: Storage | None) -> Found:
    try:
        book = _opened(data, (storage.stream("Workbook") or storage.stream("Book")) if storage else data)
    except xlrd.XLRDError as error:
        return _LOCKED if "encrypt" in str(error).lower() else _harvested(given, data, title, fields, storage)
    except Exception:
        return _harvested(given, data, title, fields, storage)
    found: set[str] = set()
    beside = beside_cells(storage.stream("Workbook")) if storage else []
    texts = {each.name: each.texts for each in beside if not each.is_chart}
    pages = [_page(book, sheet, found, texts.get(sheet.name, [])) for sheet in book.sheets()]
    pages += ["\n".join((each.name, *each.texts)) for each in beside if each.is_chart]
    if storage and (kept_back := list(unseen(storage, cells_of(pages)))):
        found.add(KEPT)
        pages.append("\n".join(kept_back))
    pages += text_in_pictures(given, pictures_in(drawn(storage.stream("Workbook")))) if storage else ()
    links = kept(str(each.url_or_path or "") for sheet in book.sheets() for each in sheet.hyperlink_list)
    told = {"contains": tuple(sorted(found)), "sheets": tuple(book.sheet_names()), "links": links}
    return document(given, data, pages, _MEDIA, title=title, fields={**fields, **told})


def _opened(data: bytes, stream: bytes) -> xlrd.Book:
    """The book as it is; else from its bare stream, for the library trusts no compound file that olefile still reads;
    else without names of ranges and notes, over which it breaks (what notes say stands in boxes as well).
    """
    errors: list[Exception] = []
    for told, in_spite in ((data, False), (stream, False), (without(stream, _BREAKING), False), (data, True)):
        try:
            return xlrd.open_workbook(
                file_contents=told,
                formatting_info=not in_spite,
                logfile=io.StringIO(),
                ignore_workbook_corruption=in_spite,
            )
        # xlrd trusts what it reads: damage shows as whatever Python raises.
        except Exception as error:
            if "encrypt" in str(error).lower():
                raise
            errors.append(error)
    raise errors[0]


def without(stream: bytes, kinds: frozenset[int]) -> bytes:
    """A stream of records ([MS-XLS] 2.1.4) in which those of some kinds are of one that nobody reads; of its length."""
    told, at = bytearray(stream), 0
    while at + 4 <= len(told):
        kind, size = struct.unpack_from("<HH", told, at)
        if kind in kinds:
            struct.pack_into("<H", told, at, _UNREAD)
        at += 4 + size
    return bytes(told)


def _harvested(
    given: Input, data: bytes, title: str, fields: dict[str, tuple[str, ...]], storage: Storage | None
) -> Found:
    """What lies open in a damaged or odd workbook."""
    stream = (storage.stream("Workbook") or storage.stream("Book")) if storage else data
    told = {**fields, "text_source": ("harvested",)}
    return document(given, data, harvest(stream), _MEDIA, title=title, fields=told, otherwise=_DAMAGED)


def _page(book: xlrd.Book, sheet: xlrd.sheet.Sheet, found: set[str], beside: list[str]) -> str:
    cells = Cells()
    for number, column in sheet.colinfo_map.items():
        if column.hidden:
            cells.hide_columns(number + 1, number + 1)
    for row in range(sheet.nrows):
        told = sheet.rowinfo_map.get(row)
        cells.begin_row(is_hidden=bool(told and told.hidden))
        # Only cells with something in them: a sheet may have a million that are coloured and hold nothing.
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in _NOTHING:
                cells.put(column, _shown(sheet.cell(row, column), book))
    text = cells.text()
    found |= {"hidden rows or columns"} if cells.hides else set()
    notes = [comment(note.author or "", note.text or "") for note in sheet.cell_note_map.values()]
    # What a note says stands in a box as well, and what a chart shows in cells.
    said = {note.text for note in sheet.cell_note_map.values()} | set(text.replace("\n", "\t").split("\t"))
    boxes = [each for each in dict.fromkeys(beside) if each.strip() and each not in said]
    found |= {"comments"} if notes else set()
    found |= {"hidden sheets"} if sheet.visibility else set()
    name = marked("hidden sheet", sheet.name) if sheet.visibility else sheet.name
    return "\n".join([name, text, *notes, *boxes])


def _shown(cell: xlrd.sheet.Cell, book: xlrd.Book) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER:
            return shown_number(float(cell.value), _format(cell, book))
        case xlrd.XL_CELL_DATE:
            return date_of_number(str(cell.value), epoch_1904=book.datemode == 1)
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, ""))
    return str(cell.value)


def _format(cell: xlrd.sheet.Cell, book: xlrd.Book) -> str:
    """The code of a cell's format; "" where there is none, or the workbook is too damaged to tell."""
    if cell.xf_index is None or not 0 <= cell.xf_index < len(book.xf_list):
        return ""
    told = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return str(told.format_str or "") if told else ""
