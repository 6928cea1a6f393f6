"""Runs of capitalised words, the places in a text where names can stand. Scripts without capitals have none.

A line that is broken inside prose does not end a run, the line of a list or a table does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from amparo.records.entities.letters import UPPER

_PROSE = 45
"""Characters of a line that is taken to go on in the next."""
_BETWEEN = (
    "of the|of|for the|for|and the|and|de la|de las|de los|del|della|delle|dei|des|du|de|di|da|dos|do|van der|van den"
    "|van de|van|von der|von|zu|zur|für|und|bin|ibn|al|el|la|le|y|e|et|the|&"
)
_JOINED = "(?:al|el|ad|an|ar|as|ash|at|az|ul|d|l)[’'-]"
"""Particles that are written small and joined to the name: al-Farouq, d’Alençon."""
_WORD = rf"(?:[{UPPER}]\.(?:[ ]?[{UPPER}]\.)*|(?:{_JOINED})?[{UPPER}][\w]*(?:[’'\-][\w]+)*(?:&[{UPPER}]\b)?)"
_TOKEN = re.compile(rf"{_WORD}|[^\s\w]|\w+")
_RUN = re.compile(
    rf"(?<![\w@/\\.'’-])(?:(?:de|di|van|von|al|el)[ -])?{_WORD}(?:\.?,?[ ]{{1,2}}(?:(?:{_BETWEEN})[ ])?{_WORD}){{0,30}}"
)
_PARTICLE = re.compile(rf"{_JOINED}[{UPPER}]")
_POSSESSIVE = re.compile(r"[’']s?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark of a run. `text` and `end` are without a possessive ending."""

    text: str
    start: int
    end: int
    is_capital: bool
    """Whether it is written large, but for a particle joined to it."""
    is_shouted: bool
    """Whether all of it is."""
    is_possessive: bool = False


Run = tuple[Token, ...]


def unwrapped(text: str) -> str:
    """The text, equally long, with a blank for each line's end inside prose."""
    lines = text.split("\n")
    for at, (line, following) in enumerate(pairwise(lines)):
        goes_on = len(line) >= _PROSE and line[-1:] not in ".:;!?\r" and following[:1].isalnum()
        lines[at] = line + (" " if goes_on else "\n")
    return "".join(lines)


def runs(text: str) -> Iterator[Run]:
    """Every run, as tokens."""
    for match in _RUN.finditer(text):
        base = match.start()
        tokens = (_token(each, base) for each in _TOKEN.finditer(match[0]))
        yield tuple(token for token in tokens if token.text)


def _token(match: re.Match[str], base: int) -> Token:
    text = match[0]
    possessive = _POSSESSIVE.search(text) if len(text) > 2 and not text.isalpha() else None
    if possessive:
        text = text[: possessive.start()]
    start = base + match.start()
    is_capital = text[:1].isupper() or (not text.isalpha() and _PARTICLE.match(text) is not None)
    is_shouted = len(text) > 1 and text.isupper() and "." not in text
    return Token(text, start, start + len(text), is_capital, is_shouted, possessive is not None)
