"""The numbers of lists in older Word documents ([MS-DOC]): nobody typed them, and they stand on every page.

Which list a paragraph belongs to, by its own properties (§2.9.175 PapxFkp) or its style's (§2.9.271 STSH); how it
counts, `list_numbers` tells.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from amparo.records.readers.list_numbers import LEVELS, LONGEST, Level, NumberedList

# Where the file tells the place of each table: (first byte, size) of styles, pages of paragraphs, lists, their uses.
_STYLES, _PARAGRAPHS, _LISTS, _USES = 0xA2, 0x102, 0x2E2, 0x2EA
_FORMS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal",
          22: "decimalZero", 23: "bullet", 255: "none"}  # fmt: skip
_SPRM_LEVEL, _SPRM_USE, _SPRM_TABLE = 0x260A, 0x460B, 0xD608
_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)
_PAGE, _PLACE, _MOST_STYLES = 512, 13, 20
_PARAGRAPH_STYLE, _NO_BASE = 1, 0xFFF
_LEGAL, _OWN_RESTART, _STARTS, _FORMATS = 0x04, 0x08, 0x10, 0x20
_MOST_USES, _MOST_PAGES = 0x7FE, 100_000

_Numbered = tuple[int | None, int | None]
"""(which use of a list, counted from 1; which level); None where nothing is told, 0 for no list."""


@dataclass(slots=True)
class DocLists:
    """The lists of one document; `label` is asked for its paragraphs in order. Damaged tables read as no lists."""

    stream: bytes
    table: bytes
    _uses: list[NumberedList] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _numbered: list[_Numbered] = field(default_factory=list)

    def __post_init__(self) -> None:
        try:
            self._uses = list(self._read_uses(self._read_lists()))
            if self._uses:
                paragraphs = dict(self._paragraphs(self._read_styles()))
                self._starts = sorted(paragraphs)
                self._numbered = [paragraphs[start] for start in self._starts]
        except (struct.error, IndexError, ValueError):
            self._uses, self._starts, self._numbered = [], [], []

    def starts(self, first: int, end: int) -> list[int]:
        """Where numbered paragraphs begin, among bytes of the text."""
        return self._starts[bisect_left(self._starts, first) : bisect_left(self._starts, end)]

    def label(self, start: int) -> str:
        """`3.1.`, and a blank, for the paragraph that begins there; "" for one without a number."""
        use, level = self._numbered[bisect_left(self._starts, start)]
        if not use or use > len(self._uses) or not 0 <= (level or 0) < LEVELS:
            return ""
        label = self._uses[use - 1].next(level or 0)
        return f"{label} " if label else ""

    def _part(self, at: int) -> bytes:
        start, size = struct.unpack_from("<II", self.stream, at)
        return self.table[start : start + size]

    def _read_lists(self) -> dict[int, dict[int, Level]]:
        """The levels of each list (§2.9.147 LSTF); they stand behind the table of the lists."""
        told = self._part(_LISTS)
        (count,) = struct.unpack_from("<H", told) if told else (0,)
        at = sum(struct.unpack_from("<II", self.stream, _LISTS))
        lists = {}
        for number in range(count):
            (identity,) = struct.unpack_from("<i", told, 2 + 28 * number)
            is_simple = told[2 + 28 * number + 26] & 1
            levels = {}
            for level in range(1 if is_simple else LEVELS):
                levels[level], at = _level(self.table, at)
            lists[identity] = levels
        return lists

    def _read_uses(self, lists: Mapping[int, dict[int, Level]]) -> Iterator[NumberedList]:
        """The uses of lists (§2.9.131 LFO). Uses of one list go on counting together, unless one begins anew."""
        told = self._part(_USES)
        (count,) = struct.unpack_from("<I", told) if told else (0,)
        known = {identity: NumberedList(levels) for identity, levels in lists.items()}
        at = 4 + 16 * count
        for number in range(min(count, _MOST_USES)):
            (identity,) = struct.unpack_from("<i", told, 4 + 16 * number)
            changed: dict[int, Level] = {}
            at += 4
            for _ in range(told[4 + 16 * number + 12]):
                start, flags = struct.unpack_from("<iI", told, at)
                at, level = at + 8, flags & 0xF
                here = lists.get(identity, {}).get(level, Level())
                if flags & _FORMATS:
                    here, at = _level(told, at)
                elif flags & _STARTS:
                    here = replace(here, start=start)
                changed[level] = here
            one = known.setdefault(identity, NumberedList({}))
            yield NumberedList({**one.levels, **changed}) if changed else one

    def _read_styles(self) -> list[_Numbered]:
        """What each style puts a paragraph into; what it is based on tells where it does not."""
        told = self._part(_STYLES)
        size, count, base_size = struct.unpack_from("<HHH", told)
        at = 2 + size
        known: list[tuple[_Numbered, int]] = []
        for _ in range(count):
            (length,) = struct.unpack_from("<H", told, at)
            known.append(_style(told[at + 2 : at + 2 + length], base_size))
            at += 2 + length + length % 2
        return [_inherited(known, number) for number in range(len(known))]

    def _paragraphs(self, styles: list[_Numbered]) -> Iterator[tuple[int, _Numbered]]:
        """(first byte, what it is put into) of each paragraph that a list numbers."""
        told = self._part(_PARAGRAPHS)
        count = (len(told) - 4) // 8
        for page in struct.unpack_from(f"<{count}I", told, 4 * (count + 1))[:_MOST_PAGES]:
            at = (page & 0x3FFFFF) * _PAGE
            for start, style, properties in _on_page(self.stream[at : at + _PAGE]):
                use, level = _told(properties)
                from_style = styles[style] if style < len(styles) else (None, None)
                use = from_style[0] if use is None else use
                if use:
                    yield start, (use, from_style[1] if level is None else level)


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """(how a level is numbered, where the next one begins): §2.9.150 LVL."""
    start, form, flags = struct.unpack_from("<iBB", data, at)
    restart = data[at + 26] if flags & _OWN_RESTART else None
    at += 28 + data[at + 24] + data[at + 25]
    (size,) = struct.unpack_from("<H", data, at)
    raw = data[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace")
    text = "".join(f"%{ord(letter) + 1}" if letter < "\t" else letter for letter in raw[:LONGEST])
    level = Level(_FORMS.get(form, "decimal"), text, max(start, 0), bool(flags & _LEGAL), restart)
    return level, at + 2 + 2 * size


def _style(data: bytes, base_size: int) -> tuple[_Numbered, int]:
    """(what a style puts paragraphs into, the style it is based on): §2.9.260 STD."""
    if len(data) < base_size + 2:
        return (None, None), _NO_BASE
    (kind,) = struct.unpack_from("<H", data, 2)
    (letters,) = struct.unpack_from("<H", data, base_size)
    at = base_size + 2 + 2 * (letters + 1)
    if kind & 0xF != _PARAGRAPH_STYLE or at + 2 > len(data):
        return (None, None), kind >> 4
    (size,) = struct.unpack_from("<H", data, at)
    return _told(data[at + 4 : at + 2 + size]), kind >> 4


def _inherited(known: list[tuple[_Numbered, int]], number: int) -> _Numbered:
    use, level = None, None
    for _ in range(_MOST_STYLES):
        if number >= len(known) or (use is not None and level is not None):
            break
        (own_use, own_level), number = known[number]
        use = own_use if use is None else use
        level = own_level if level is None else level
    return use, level


def _on_page(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(first byte, style, properties) of each paragraph on a page of paragraphs."""
    if len(page) < _PAGE:
        return
    count = page[_PAGE - 1]
    starts = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        at = 2 * page[4 * (count + 1) + _PLACE * number]
        if not at:
            continue
        size = 2 * page[at] - 1
        if size < 0:
            at, size = at + 1, 2 * page[at + 1]
        properties = page[at + 1 : at + 1 + size]
        if len(properties) > 1:
            yield starts[number], int.from_bytes(properties[:2], "little"), properties[2:]


def _told(properties: bytes) -> _Numbered:
    """Which use of a list, and which level, some properties of a paragraph (§2.6.2) tell."""
    use, level, at = None, None, 0
    while at + 3 <= len(properties):
        code = int.from_bytes(properties[at : at + 2], "little")
        at += 2
        if code == _SPRM_USE:
            use = int.from_bytes(properties[at : at + 2], "little")
        elif code == _SPRM_LEVEL:
            level = properties[at]
        if code == _SPRM_TABLE:
            at += 1 + int.from_bytes(properties[at : at + 2], "little")
        elif code >> 13 == 6:
            at += 1 + properties[at]
        else:
            at += _OPERAND[code >> 13]
    return use, level
