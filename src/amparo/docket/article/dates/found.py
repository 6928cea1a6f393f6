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
