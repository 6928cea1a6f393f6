"""The numbers of lists in Word documents: nobody typed them, and they stand on every page (ISO/IEC 29500-1 §17.9).

Numbers are counted as Word does, each level of a list for itself, a higher one starting the lower ones anew. Bullets
say nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from amparo.records.readers.packages import Package
from amparo.records.xml import local_name

_LEVELS = 9
_LEVEL = re.compile(r"%([1-9])")
_MOST_STYLES = 20
_LONGEST = 200
"""Characters of a label before its numbers are put in: it may stand before every paragraph."""
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SILENT = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level is numbered. `text` has `%1` for the number of the first level."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str:
        """The label of the next paragraph at this level."""
        for lower in [each for each in self.counts if each > level]:
            del self.counts[lower]
        for higher in range(level):
            self.counts.setdefault(higher, self._level(higher).start)
        self.counts[level] = self.counts[level] + 1 if level in self.counts else self._level(level).start
        here = self._level(level)
        if here.form in _SILENT:
            return ""
        return _LEVEL.sub(lambda found: self._shown(int(found[1]) - 1, legal=here.is_legal), here.text)

    def _shown(self, level: int, *, legal: bool) -> str:
        return _written(self.counts.get(level, 0), "decimal" if legal else self._level(level).form)

    def _level(self, level: int) -> _Level:
        return self.levels.get(level, _Level())


class Lists:
    """The lists of one document; `label` is asked for its paragraphs in order."""

    def __init__(self, package: Package, numbering: list[str], styles: list[str]) -> None:
        self._lists: dict[str, _List] = {}
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
        if known is None or not 0 <= level < _LEVELS:
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
        abstract: dict[str, _List] = {}
        for each in root if root is not None else ():
            if local_name(each) == "abstractNum":
                abstract[_value(each, "abstractNumId")] = _List(dict(_levels(each)))
            elif local_name(each) == "num" and (of := _child(each, "abstractNumId")) is not None:
                known = abstract.get(_value(of, "val"))
                changed = dict(_overridden(each, known)) if known is not None else {}
                if known is not None:
                    # Numbers of one abstract list go on counting together, unless one begins anew.
                    self._lists[_value(each, "numId")] = _List({**known.levels, **changed}) if changed else known


def _levels(element: etree._Element) -> Iterator[tuple[int, _Level]]:
    for each in element:
        if local_name(each) == "lvl":
            told = {local_name(child): _value(child, "val") for child in each}
            start = told.get("start", "")
            yield (
                _whole(_value(each, "ilvl")),
                _Level(
                    told.get("numFmt", "decimal"),
                    told.get("lvlText", "")[:_LONGEST],
                    _whole(start) if start else 0,
                    "isLgl" in told,
                ),
            )


def _overridden(element: etree._Element, known: _List) -> Iterator[tuple[int, _Level]]:
    for each in element:
        if local_name(each) != "lvlOverride":
            continue
        level = _whole(_value(each, "ilvl"))
        start = _child(each, "startOverride")
        here = next((found for _, found in _levels(each)), known.levels.get(level, _Level()))
        yield (
            level,
            _Level(here.form, here.text, _whole(_value(start, "val")), here.is_legal) if start is not None else here,
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


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((each for each in element if local_name(each) == name), None)


def _value(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
