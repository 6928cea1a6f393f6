"""What a query means, as plain data: the tree that the parser makes and every engine translates.

Spec: specs/query-language.md, "Meaning". A node's `field` is the name of an index field, or None for the whole
document; `position` is where in the query text it stands, counted from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Words:
    """One run of characters without white space; several words in it (`foo-bar`) must follow each other."""

    text: str
    field: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order; with `slop` up to that many places apart. `*` and `?` in a word are wildcards."""

    text: str
    slop: int
    field: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A word in which `*` stands for any characters and `?` for one."""

    pattern: str
    field: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word spelled with up to `distance` letters inserted, left out, exchanged or swapped."""

    text: str
    distance: int
    field: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Regex:
    """A single word that matches a regular expression as a whole. Words are lower case and without accents."""

    pattern: str
    field: str | None
    position: int


@dataclass(frozen=True, slots=True)
class TextRegex:
    """A stretch of the text, from the beginning of a word to the end of one, that matches a regular expression."""

    pattern: str
    position: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """Documents with a number of this name between two bounds; None is no bound. `above` and `below`: the bound
    itself does not count.
    """

    field: str
    low: float | None
    high: float | None
    above: bool
    below: bool
    position: int


@dataclass(frozen=True, slots=True)
class Related:
    """Documents that stand in a relation to one: `like` it, its `near-duplicates`, its `thread`."""

    relation: str
    document: str
    position: int


@dataclass(frozen=True, slots=True)
class Among:
    """Just these documents. No query says it: relations and expressions over the text become it."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighted:
    """Documents with some of these words of the text, each of its own weight, without one document. What `like`
    becomes.
    """

    words: tuple[tuple[str, float], ...]
    without: str


class Near(NamedTuple):
    """A document that comes near to a question in meaning: the cosine, at most 1, and its nearest passage, characters
    of its text; both 0 when its title is.
    """

    document: str
    closeness: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """Just these documents, the nearest first. What `meaning` becomes."""

    documents: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Exact:
    """A value compared as it is: kinds, languages, collections, identities."""

    value: str
    field: str
    position: int


@dataclass(frozen=True, slots=True)
class Dated:
    """Documents whose date may lie within these days, both included."""

    first: date
    last: date
    position: int


@dataclass(frozen=True, slots=True)
class HasDate:
    """Documents with any date."""

    position: int


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not this."""

    part: Node


Node = (
    Everything
    | Words
    | Phrase
    | Wildcard
    | Fuzzy
    | Regex
    | TextRegex
    | Exact
    | Dated
    | HasDate
    | Numbered
    | Related
    | Among
    | Weighted
    | Ranked
    | And
    | Or
    | Not
)
