"""The numbers of lists in Word documents: nobody typed them, and they stand on every page (ISO/IEC 29500-1 §17.9).
Which list a paragraph belongs to; how it counts, `list_numbers` tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from amparo.records.readers.list_numbers import LEVELS, LONGEST, Level, NumberedList
from amparo.records.readers.packages import Package
from amparo.records.xml import local_name

_MOST_STYLES = 20


class Lists:
    """The lists of one document; `label` is asked for its paragraphs in order."""

    def __init__(self, package: Package, numbering: list[str], styles: list[str]) -> None:
        self._lists: dict[str, NumberedList] = {}
        self._overrides: dict[str, set[int]] = {}
        self._styles = dict(_of_styles(package, styles))
        for name in numbering:
            self._read(package.xml(name))

    def label(self, paragraph: etree._Element) -> str:
        """`3.1.`, and a blank; "" for a paragraph without a number."""
        if not self._lists:
            return ""
        number, level = self._numbered(paragraph)
        known = self._lists.get(number)
        if known is None or not 0 <= level < LEVELS:
            return ""
        label = known.next(level)
        return f"{label} " if label else ""

    def _numbered(self, paragraph: etree._Element) -> tuple[str, int]:
        told = _child(paragraph, "pPr")
        if told is None:
            return "", 0
        number, level = _number(told)
        style = _child(told, "pStyle")
        from_style = self._styles.get(_value(style, "val"), ("", 0)) if style is not None else ("", 0)
        return number or from_style[0], level if level is not None else from_style[1]

    def _read(self, root: etree._Element | None) -> None:
        abstract: dict[str, NumberedList] = {}
        for each in root if root is not None else ():
            if local_name(each) == "abstractNum":
                abstract[_value(each, "abstractNumId")] = NumberedList(dict(_levels(each)))
            elif local_name(each) == "num" and (of := _child(each, "abstractNumId")) is not None:
                known = abstract.get(_value(of, "val"))
                changed = dict(_overridden(each, known)) if known is not None else {}
                if known is not None:
                    # Numbers of one abstract list go on counting together, unless one begins anew.
                    self._lists[_value(each, "numId")] = NumberedList({**known.levels, **changed}) if changed else known


def _levels(element: etree._Element) -> Iterator[tuple[int, Level]]:
    for each in element:
        if local_name(each) == "lvl":
            told = {local_name(child): _value(child, "val") for child in each}
            start, restart = told.get("start", ""), told.get("lvlRestart", "")
            yield (
                _whole(_value(each, "ilvl")),
                Level(
                    told.get("numFmt", "decimal"),
                    told.get("lvlText", "")[:LONGEST],
                    _whole(start) if start else 0,
                    "isLgl" in told,
                    _whole(restart) if restart else None,
                ),
            )


def _overridden(element: etree._Element, known: NumberedList) -> Iterator[tuple[int, Level]]:
    for each in element:
        if local_name(each) != "lvlOverride":
            continue
        level = _whole(_value(each, "ilvl"))
        start = _child(each, "startOverride")
        here = next((found for _, found in _levels(each)), known.levels.get(level, Level()))
        yield (
            level,
            replace(here, start=_whole(_value(start, "val"))) if start is not None else here,
        )


def _of_styles(package: Package, names: list[str]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Which list and level a style of paragraphs puts them in; what it is based on tells where it does not."""
    known: dict[str, tuple[str, int | None, str]] = {}
    for name in names:
        root = package.xml(name)
        for style in root if root is not None else ():
            told, base = _child(style, "pPr"), _child(style, "basedOn")
            number, level = _number(told) if told is not None else ("", None)
            known[_value(style, "styleId")] = (number, level, _value(base, "val") if base is not None else "")
    for style_id in known:
        number, level, place = "", None, style_id
        for _ in range(_MOST_STYLES):
            found = known.get(place)
            if found is None or (number and level is not None):
                break
            number, level, place = number or found[0], level if level is not None else found[1], found[2]
        if number:
            yield style_id, (number, level or 0)


def _number(told: etree._Element) -> tuple[str, int | None]:
    """(list, level) of the properties of a paragraph; "0" is a list that has none."""
    numbering = _child(told, "numPr")
    if numbering is None:
        return "", None
    number, level = _child(numbering, "numId"), _child(numbering, "ilvl")
    return (
        _value(number, "val") if number is not None else "",
        _whole(_value(level, "val")) if level is not None else None,
    )


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((each for each in element if local_name(each) == name), None)


def _value(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
