"""What a workbook of Office Open XML keeps and no sheet shows (ISO/IEC 29500-1 §18): the rows that a pivot table was
made from, cells copied from another workbook, what cells held before tracked changes.

Whoever deletes a sheet and hands on the pivot table hands on the rows. What sheets of the same workbook show is not
told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set

from lxml import etree

from amparo.records.readers.document import deleted, marked
from amparo.records.readers.packages import Package
from amparo.records.xml import local_name

KEPT, CHANGED = "hidden data", "tracked changes"
_CACHES, _OTHER_BOOKS, _LOGS = "xl/pivotCache/pivotCacheDefinition", "xl/externalLinks/externalLink", "xl/revisions/"
_VALUES = frozenset("snbe")
_Value = Callable[[etree._Element], str]


def cells_of(pages: Iterable[str]) -> set[str]:
    """The cells of sheets as they stand in text, hidden ones without their marks too."""
    texts = (text for page in pages for text in (page, page.replace("[hidden: ", "").replace("]", "")))
    return {cell for text in texts for line in text.split("\n") for cell in line.split("\t")}


def has_unseen(package: Package) -> bool:
    """Whether there is anything to look into: most workbooks have nothing, and their cells need not be gathered."""
    return next(package.under(_CACHES, _OTHER_BOOKS, _LOGS), None) is not None


def unseen(package: Package, shown: Set[str], value: _Value) -> Iterator[tuple[str, str]]:
    """(what it is, its text) of each such part. `shown` are the cells of all sheets, `value` reads one cell."""
    for name in package.under(_CACHES):
        if text := "\n".join(_rows_of_cache(package, name, shown)):
            yield KEPT, marked("kept for a pivot table", text)
    for name in package.under(_OTHER_BOOKS):
        if name.endswith(".xml") and (text := "\n".join(_rows_of_book(package, name, shown))):
            yield KEPT, marked("kept from another workbook", text)
    for name in package.under(_LOGS):
        if name.endswith(".xml"):
            yield from ((CHANGED, text) for text in _changes(package.xml(name), value))


def _rows_of_cache(package: Package, name: str, shown: Set[str]) -> Iterator[str]:
    """Names of the columns, then the rows (§18.10.1.67 and §18.10.1.68) with a word that no sheet has."""
    root = package.xml(name)
    columns = [each for each in root.iter() if local_name(each) == "cacheField"] if root is not None else []
    shared = [list(_shared(column)) for column in columns]
    head = "\t".join(str(column.get("name") or "") for column in columns)
    for part in package.related(name, "pivotCacheRecords"):
        for record in package.elements(part, "r"):
            cells = [_cell(each, shared[at]) for at, each in enumerate(record) if at < len(shared)]
            if any(is_words(cell) and cell not in shown for cell in cells):
                yield from [head] if head else ()
                yield "\t".join(cells)
                head = ""
    if not package.related(name, "pivotCacheRecords"):
        yield from (cell for cells in shared for cell in cells if is_words(cell) and cell not in shown)


def _shared(column: etree._Element) -> Iterator[str]:
    """The values that the rows of a column name by their number."""
    for items in column:
        if local_name(items) == "sharedItems":
            yield from map(_plain, items)


def _cell(element: etree._Element, shared: list[str]) -> str:
    if local_name(element) != "x":
        return _plain(element)
    value = str(element.get("v") or "")
    return shared[int(value)] if value.isdecimal() and len(value) < 9 and int(value) < len(shared) else ""


def _plain(element: etree._Element) -> str:
    """A value that stands by itself."""
    value = str(element.get("v") or "")
    if local_name(element) == "d":
        # As a sheet shows it.
        return value.replace("T", " ").removesuffix(" 00:00:00")
    return value if local_name(element) in _VALUES else ""


def is_words(cell: str) -> bool:
    """Whether a cell is more than a number: those look different where a sheet shows them."""
    return any(letter.isalpha() for letter in cell)


def _rows_of_book(package: Package, name: str, shown: Set[str]) -> Iterator[str]:
    """The cells that were copied when the two were last joined (§18.14), a line a row."""
    for row in package.elements(name, "row"):
        cells = [_inner(each, "v") for each in row]
        if any(cell and cell not in shown for cell in cells):
            yield "\t".join(cells)


def _inner(element: etree._Element, name: str) -> str:
    return next((each.text or "" for each in element if local_name(each) == name), "")


def _changes(root: etree._Element | None, value: _Value) -> Iterator[str]:
    """What cells held before somebody typed over them or deleted them (§18.11.1)."""
    for change in root.iter() if root is not None else ():
        if local_name(change) == "rcc":
            for each in change:
                if local_name(each) == "oc" and (text := deleted("", value(each))):
                    yield f"{each.get('r') or ''} {text}".strip()
