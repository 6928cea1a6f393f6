"""Excel workbooks of Office Open XML (.xlsx, .xlsm, .xltx, .xltm): SpreadsheetML, ISO/IEC 29500-1 §18.

One page a sheet. Hidden sheets, rows and columns are marked, comments stand below their sheet.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from amparo.records.charset import clean
from amparo.records.readers.document import comment, document, marked
from amparo.records.readers.number_formats import BUILT_IN, general, shown_number, shows_date
from amparo.records.readers.ooxml import drawing_text, embedded, pictures, properties
from amparo.records.readers.packages import Package
from amparo.records.readers.picture_text import text_in_pictures
from amparo.records.readers.sheets import Cells, column_number, date_of_number, margin
from amparo.records.readers.xlsx_unseen import cells_of, has_unseen, unseen
from amparo.records.reading import Found
from amparo.records.xml import local_name

_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A number as the file writes it is shown so when it has fewer letters: more are digits of the machine's own making.
_SHORT = 16
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_MARGINS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")


def read_xlsx(package: Package, original: bytes) -> Iterator[Found]:
    """One record, then the embedded files."""
    main = package.main_part() or "xl/workbook.xml"
    title, fields = properties(package)
    book = _Book(package, main)
    pages = list(book.pages())
    pages += book.unseen(pages)
    pages += text_in_pictures(package.given, pictures(package))
    found = {"contains": tuple(sorted(book.found)), "sheets": tuple(book.names)}
    yield document(package.given, original, pages, _MEDIA, title=title, fields={**fields, **found})
    yield from embedded(package)


class _Book:
    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main
        self._relations = package.relations(main)
        self._strings: list[str] = []
        self._formats: list[str | None] = []
        self.found: set[str] = set()
        self.names: list[str] = []
        self._people: dict[str, str] = {}
        self._epoch_1904 = False

    def pages(self) -> Iterator[str]:
        """A page a sheet, in the order of the tabs."""
        root = self._package.xml(self._main)
        if root is None:
            return
        for kind, target in self._relations.values():
            if kind == "person":
                self._people |= dict(_people(self._package.xml(target)))
            elif kind == "sharedStrings":
                self._strings = [_rich(each) for each in self._package.elements(target, "si")]
            elif kind == "styles":
                self._formats = _formats(self._package.xml(target))
        for element in root.iter():
            if local_name(element) == "workbookPr":
                self._epoch_1904 = str(element.get("date1904")) in ("1", "true")
            elif local_name(element) == "sheet":
                yield self._sheet(element)

    def unseen(self, pages: list[str]) -> list[str]:
        """What the workbook keeps beside its sheets, one more page."""
        if not has_unseen(self._package):
            return []
        kept = list(unseen(self._package, cells_of(pages), self._value))
        self.found.update(what for what, _ in kept)
        return ["\n".join(text for _, text in kept)] if kept else []

    def _sheet(self, told: etree._Element) -> str:
        name = clean(str(told.get("name") or ""))
        identity = told.get(_RELATION) or told.get(_RELATION_STRICT) or ""
        _, target = self._relations.get(str(identity), ("", ""))
        self.names.append(name)
        text = "\n".join(self._sheet_parts(target)) if target else ""
        if str(told.get("state") or "visible") != "visible":
            self.found.add("hidden sheets")
            return f"{marked('hidden sheet', name)}\n{text}"
        return f"{name}\n{text}"

    def _sheet_parts(self, target: str) -> Iterator[str]:
        cells, margins = Cells(), []
        for element in self._package.elements(target, "col", "row", *_MARGINS):
            name = local_name(element)
            if name == "row":
                self._row(element, cells)
            elif name == "col":
                if str(element.get("hidden")) in ("1", "true"):
                    cells.hide_columns(_number(element.get("min")), _number(element.get("max")))
            else:
                margins.append(margin(name, element.text or ""))
        yield cells.text()
        if cells.hides:
            self.found.add("hidden rows or columns")
        yield from (text for text in margins if text)
        for kind, related in self._package.relations(target).values():
            if kind in ("comments", "threadedComment"):
                yield from self._comments(self._package.xml(related))
            elif kind == "drawing":
                root = self._package.xml(related)
                yield drawing_text(root)
                yield from (marked("picture", each) for each in _told_of_pictures(root))
                for drawn, part in self._package.relations(related).values():
                    if drawn in ("chart", "chartEx", "diagramData"):
                        yield drawing_text(self._package.xml(part))

    def _row(self, row: etree._Element, cells: Cells) -> None:
        cells.begin_row(is_hidden=str(row.get("hidden")) in ("1", "true"))
        for position, cell in enumerate(each for each in row if local_name(each) == "c"):
            reference = str(cell.get("r") or "")
            cells.put(column_number(reference) if reference else position, self._value(cell))

    def _value(self, cell: etree._Element) -> str:
        kind = str(cell.get("t") or "n")
        if kind == "inlineStr" and (text := _rich(cell)):
            return text
        # LibreOffice has written the text that a formula gives as such a string without its element.
        inner = {local_name(each): each.text or "" for each in cell}
        if "v" not in inner and inner.get("f"):
            # Programs other than Excel leave a formula for whoever opens the file to reckon.
            return f"={inner['f']}"
        value = inner.get("v", "")
        if kind == "s":
            index = _number(value, -1)
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        return self._counted(value, _number(cell.get("s"), -1)) if kind == "n" else value

    def _counted(self, value: str, style: int) -> str:
        """A number by its format."""
        code = self._formats[style] if 0 <= style < len(self._formats) else ""
        if code is None:
            return date_of_number(value, epoch_1904=self._epoch_1904)
        if not code and len(value) < _SHORT:
            return value
        try:
            return shown_number(float(value), code) if code else general(float(value))
        except (ValueError, OverflowError):
            return value

    def _comments(self, root: etree._Element | None) -> Iterator[str]:
        if root is None:
            return
        authors = [each.text or "" for each in root.iter() if local_name(each) == "author"]
        for each in root.iter():
            if local_name(each) in ("comment", "threadedComment"):
                self.found.add("comments")
                writer = _number(each.get("authorId"), -1)
                author = authors[writer] if 0 <= writer < len(authors) else ""
                mark = comment(self._people.get(str(each.get("personId")), author), _rich(each))
                yield f"{each.get('ref') or ''} {mark}"


def _rich(element: etree._Element) -> str:
    """All runs of a string, without the reading aids of East Asian scripts."""
    pieces = []
    for each in element.iter():
        if local_name(each) in ("t", "text") and not any(local_name(up) == "rPh" for up in each.iterancestors()):
            pieces.append(each.text or "")
    return "".join(pieces)


def _told_of_pictures(root: etree._Element | None) -> list[str]:
    """What is written in place of a picture."""
    shapes = root.iter("{*}cNvPr") if root is not None else ()
    return list(dict.fromkeys(str(each.get("descr")) for each in shapes if each.get("descr")))


def _people(root: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Who wrote comments that have answers ([MS-XLSX] 2.6.204 CT_Person)."""
    for each in root if root is not None else ():
        yield str(each.get("id")), str(each.get("displayName") or "")


def _formats(root: etree._Element | None) -> list[str | None]:
    """For each cell format its code, "" where there is none, None where it shows a date."""
    custom: dict[int, str] = {}
    numbers: list[int] = []
    for element in root.iter() if root is not None else ():
        name = local_name(element)
        if name == "numFmt":
            custom[_number(element.get("numFmtId"), -1)] = str(element.get("formatCode") or "")
        elif name == "cellXfs":
            numbers = [_number(each.get("numFmtId"), -1) for each in element]
    codes = {number: custom.get(number, "") for number in set(numbers)}
    return [
        None if shows_date(number, codes[number]) else codes[number] or BUILT_IN.get(number, "") for number in numbers
    ]


def _number(text: str | None, otherwise: int = 0) -> int:
    try:
        return int(text or otherwise)
    except ValueError:
        return otherwise
