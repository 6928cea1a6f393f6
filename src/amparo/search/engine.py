"""The one interface of every search engine, and the values that cross it. Knows no engine and no room.

The contract suite in tests/contract/ runs against every engine that implements `Engine`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Indexed:
    """One document as an engine takes it. `fields` are extra fields by name, as records have them.

    `first_day` and `last_day` bound its date; both None when it has none. `date` is kept as written, for display.
    `media_type` and `size` (bytes) are of the original.
    """

    id: str
    title: str
    pages: tuple[str, ...]
    kind: str
    collections: tuple[str, ...]
    name: str
    path: str = ""
    date: str | None = None
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    language: str | None = None
    sender: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    media_type: str = ""
    size: int = 0


class Piece(NamedTuple):
    """A stretch of a snippet, and whether it is what was searched for."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. `page`, from 1, is where the snippet stands; `path` is where the document was found."""

    document: str
    page: int
    title: str
    snippet: tuple[Piece, ...]
    score: float
    kind: str
    name: str
    path: str
    date: str | None
    collections: tuple[str, ...]
    sender: tuple[str, ...]
    recipients: tuple[str, ...]

    @property
    def snippet_text(self) -> str:
        """The snippet without marks."""
        return "".join(piece.text for piece in self.snippet)


class Brief(NamedTuple):
    """A document found, by name alone."""

    document: str
    title: str


Facets = Mapping[str, tuple[tuple[str, int], ...]]
"""Counts by "kind", "type", "lang", "has" and "collection", largest first, and by "month" (`2020-05`), in order:
(value, documents). A date that spans months counts where it begins.
"""


@dataclass(frozen=True, slots=True)
class Results:
    """An answer: all matches counted, a stretch of them listed."""

    total: int
    seconds: float
    hits: tuple[Hit, ...]
    facets: Facets = field(default_factory=dict)


class Sort(StrEnum):
    """The order of hits. Undated documents come last in both orders of time."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Engine(Protocol):
    """A search engine. Only what was committed is found. Each query method raises QueryError and nothing else for a
    query.
    """

    def add(self, documents: Iterable[Indexed]) -> None:
        """Take in documents; one with an identity already known replaces it."""

    def delete(self, ids: Iterable[str]) -> None:
        """Forget documents; unknown ones are fine."""

    def commit(self) -> None:
        """Make everything added and deleted so far durable, and found."""

    def search(
        self,
        query: str,
        *,
        collection: str | None = None,
        limit: int = 20,
        offset: int = 0,
        sort: Sort = Sort.RELEVANCE,
        facets: bool = False,
    ) -> Results:
        """The matches from `offset` on, at most `limit` of them; a limit of 0 only counts."""

    def brief(self, query: str, *, collection: str | None = None, limit: int = 10) -> tuple[int, tuple[Brief, ...]]:
        """How many match, and the best ones by name alone."""

    def walk(
        self,
        query: str,
        *,
        collection: str | None = None,
        sort: Sort = Sort.RELEVANCE,
        only: Collection[int] | None = None,
    ) -> tuple[int, Iterator[Hit]]:
        """How many match, and every one of them; with `only`, those with these keys."""

    def keys(self, query: str, *, collection: str | None = None) -> list[int]:
        """The keys of all matches, in no order. A key is a number of 63 bits that follows from the identity alone."""

    def count(self) -> int:
        """Documents committed."""

    def forget_older(self) -> None:
        """Let go of what earlier releases kept of the same documents."""

    def close(self) -> None:
        """Let go of files and locks; what was not committed is lost."""
