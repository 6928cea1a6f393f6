"""How word processors count the paragraphs of lists: each level for itself, a higher one starting the lower ones anew.
The names of forms are those of ISO/IEC 29500-1 §17.18.59. Bullets say nothing and are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LEVELS = 9
LONGEST = 200
"""Characters of a label before its numbers are put in: it may stand before every paragraph."""
_LEVEL = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SILENT = ("bullet", "none")
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level is numbered. `text` has `%1` for the number of the first level. It starts anew behind a
    paragraph of the first `restart` levels; None: of any higher one.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    is_legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class NumberedList:
    """A list by its levels, counted from 0, and how far it has been counted."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str:
        """The label of the next paragraph at this level."""
        for lower in [each for each in self.counts if each > level]:
            restart = self._level(lower).restart
            if restart is None or level < restart:
                del self.counts[lower]
        for higher in range(level):
            self.counts.setdefault(higher, self._level(higher).start)
        self.counts[level] = self.counts[level] + 1 if level in self.counts else self._level(level).start
        here = self._level(level)
        if here.form in _SILENT:
            return ""
        return _LEVEL.sub(lambda found: self._shown(int(found[1]) - 1, legal=here.is_legal), here.text)

    def _shown(self, level: int, *, legal: bool) -> str:
        return written(self.counts.get(level, 0), "decimal" if legal else self._level(level).form)

    def _level(self, level: int) -> Level:
        return self.levels.get(level, Level())


def written(number: int, form: str) -> str:
    """A number in a form: letters, Roman numerals, English ordinals; any other form as digits."""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form == "ordinal":
        return f"{number}{'th' if 10 < number % 100 < 14 else _ORDINALS.get(number % 10, 'th')}"
    return f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out
