"""A date expression found in a text, before it has a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from amparo.docket.article.dates.value import Value
from amparo.docket.article.languages.vocabulary import DateWords


class Lean(StrEnum):
    """Whether the words around speak of what was or of what will be."""

    PAST = "past"
    FUTURE = "future"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Found:
    """Words that name a date: `rule` says how, `groups` are its parts, `rough` that they are said to be inexact,
    `lasts` that the clause tells of what has been and still is."""

    start: int
    end: int
    rule: str
    groups: Mapping[str, str]
    lean: Lean
    rough: bool = False
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is resolved against: the dateline, and the dates the text last spoke of."""

    words: DateWords
    anchor: date
    then: Value | None = None
    then_day: Value | None = None
    year: int | None = None

    def turn(self, word: str) -> int:
        """Where a word points from the dateline: -1 back, 1 ahead, 0 neither."""
        return self.words.directions[" ".join(word.lower().split())]


def day_number(text: str) -> int:
    """The figures of a day or century; without figures it is the first: `primero de mayo`."""
    return int("".join(digit for digit in text if digit.isdigit()) or 1)
