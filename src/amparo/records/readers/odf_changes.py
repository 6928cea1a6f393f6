"""Tracked changes of OpenDocument (ISO/IEC 26300-1, 5.5): who inserted and deleted what.

What was deleted lies apart in the list of changes, with a point where it was; or, as LibreOffice writes it where
changes are shown, in its place between a start and an end. What was inserted always lies so. Starts and ends are
characters that no XML may hold until the text is whole (`with_marks`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from amparo.records.readers.document import deleted
from amparo.records.readers.odf_styles import value
from amparo.records.xml import local_name, squeeze

CELL_VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")
"""Attributes of a cell that hold what it is worth."""
_START, _SAID, _END = "\x02", "\x03", "\x04"
_OF_NOTHING = re.compile(f"{_START}[^{_SAID}]*{_SAID}([ \\t\\n]*){_END}")
_WRITTEN = str.maketrans({_START: "[", _SAID: ": ", _END: "]"})


class Changes:
    """The changes of one document."""

    def __init__(self) -> None:
        self._apart: dict[str, str] = {}
        self._in_place: dict[str, str] = {}

    def learn(self, region: etree._Element) -> None:
        """One element text:changed-region."""
        identity = value(region, "id")
        for change in region:
            author = squeeze(next((each.text or "" for each in change.iter() if local_name(each) == "creator"), ""))
            if local_name(change) == "deletion":
                texts = ("".join(map(str, each.itertext())) for each in change if local_name(each) != "change-info")
                self._apart[identity] = deleted(author, "\n".join(texts))
            if local_name(change) in ("deletion", "insertion"):
                kind = "deleted" if local_name(change) == "deletion" else "inserted"
                self._in_place[identity] = f"{kind}, {author}" if author else kind

    def at(self, point: etree._Element) -> str:
        """What stands where text:change, text:change-start or text:change-end does; empty where nothing is known."""
        identity = value(point, "change-id")
        match local_name(point):
            case "change":
                return self._apart.get(identity, "")
            case "change-start" if identity in self._in_place:
                return f"{_START}{self._in_place[identity]}{_SAID}"
            case "change-end" if identity in self._in_place:
                return _END
            case _:
                return ""


def in_cells(root: etree._Element | None) -> Iterator[str]:
    """What cells of sheets held before they were changed or deleted (ISO/IEC 26300-1, 9.9.16)."""
    for cell in root.iter("{*}change-track-table-cell") if root is not None else ():
        change = next((each for each in cell.iterancestors() if _author_element(each) is not None), None)
        told = _author_element(change) if change is not None else None
        text = "\n".join("".join(map(str, each.itertext())) for each in cell) or _held(cell)
        if mark := deleted(squeeze(told.text or "") if told is not None else "", text):
            yield mark


def _author_element(change: etree._Element) -> etree._Element | None:
    return next(
        (each for info in change.iterchildren("{*}change-info") for each in info.iterchildren("{*}creator")), None
    )


def _held(cell: etree._Element) -> str:
    return next((told for name in CELL_VALUES if (told := value(cell, name))), "")


def with_marks(text: str) -> str:
    """The text with starts and ends written as marks; those around nothing but blanks are left out."""
    return _OF_NOTHING.sub(r"\1", text).translate(_WRITTEN)
