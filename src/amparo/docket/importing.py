"""A file of another system as a source of a case: its cells and members are cited as they stand in it. Pure.

Spec: specs/case.md, "Import and export". A fact made here cites the words of the file, so that the file alone shows
where it comes from and a later export finds it again. What has no place in a case, and what a docket may not keep, is
left and named; nothing is dropped in silence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from amparo.docket import privacy
from amparo.docket.article.proposing import address_word
from amparo.docket.knowing import every_fact
from amparo.docket.model import Case, Citation
from amparo.errors import InputError

Facts = dict[str, list[dict[str, Any]]]
"""Facts by the section of a case file that they belong to."""
Span = tuple[int, int]

NO_PLACE = "no place in a case"
PRIVATE = "private, or it looks so"
MOST_ACTORS = MOST_STEPS = 500  # as the schema has it
_PIECE, _PIECES = 400, 50  # characters of a citation and citations of a fact, as the schema has it
_LONGEST = 600  # characters of a text of the editor's own, as the schema has it
_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Cn"))


@dataclass(frozen=True, slots=True)
class Left:
    """A value of the file that is in no fact: where it stands, and why it was left."""

    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the file does not say itself: who the case is about, where the file is from, when it was read."""

    person: str
    address: str
    retrieved: date
    case: Case | None


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file came to: the facts for a case file, the title a new case takes, the text cited, and what was left."""

    facts: Facts
    title: str
    text: str
    left: tuple[Left, ...]


@dataclass(slots=True)
class Importing:
    """A file while facts are made from it."""

    text: str
    source: str
    taken: set[str]
    left: list[Left] = field(default_factory=list)

    def fresh(self, word: str) -> str:
        """An identity that no fact has yet."""
        stem = word[:56].strip("-") or "fact"
        name, number = stem, 2
        while name in self.taken:
            name, number = f"{stem}-{number}", number + 1
        self.taken.add(name)
        return name

    def cite(self, spans: Iterable[Span]) -> list[dict[str, Any]]:
        """Citations of these spans, long ones in pieces that follow one another."""
        return [
            {"source": self.source, "span": [start, end], "words": self.text[start:end]}
            for span in spans
            for start, end in _pieces(span)
        ]

    def leave(self, at: str, why: str) -> None:
        """Name a value that is in no fact."""
        self.left.append(Left(at, why))

    def fault(self, span: Span, told: str = "") -> str:
        """Why a docket cannot cite a span, or say what it means (`told`, on one line); empty when it can do both."""
        words = [self.text[start:end] for start, end in _pieces(span)]
        if len(words) > _PIECES // 2:
            return "too long to cite"
        if any(unicodedata.category(letter) in _UNSEEN and letter != "\n" for one in (*words, told) for letter in one):
            return "holds control characters"
        return PRIVATE if any(next(privacy.refusals(one), None) for one in (*words, told, line(told))) else ""


def begin(text: str, name: str, case: Case | None) -> Importing:
    """A file about to become a source of a case. InputError when the case has it already."""
    sources = {one.id: one.sha256 for one in case.sources} if case else {}
    if digest(text) in sources.values():
        raise InputError("The case has this file already.", "Import it into another case, or edit the case.")
    stem, number = address_word(name)[:40].strip("-"), 2
    source = stem
    while source in sources:
        source, number = f"{stem}-{number}", number + 1
    return Importing(text, source, {str(one.known.id) for one in every_fact(case)} if case else set())


def source_of(one: Importing, kind: str, outlet: str, title: str, wanted: Wanted) -> dict[str, Any]:
    """The file as a source of the case."""
    if not wanted.address:
        raise InputError("The file does not say where it is from.", "Give its address on the web: --address URL.")
    named = {"outlet": outlet} if outlet else {}
    text = {"sha256": digest(one.text), "characters": len(one.text)}
    head = {"id": one.source, "kind": kind, **named, "title": title, "address": wanted.address}
    return head | {"retrieved": wanted.retrieved.isoformat(), "text": text}


def digest(text: str) -> str:
    """SHA-256 of a source text, as a case file has it."""
    return sha256(text.encode("utf-8")).hexdigest()


def line(words: str) -> str:
    """Words of the file as a text of a fact: on one line, and cut where the schema ends; the citation has all."""
    whole = " ".join(words.split())
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1].rstrip() + "…"


def day(value: object) -> str:
    """A day as EDTF, from `2020-06-01` or a moment that begins so; empty for anything else."""
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return ""


def whole(cites: Sequence[Citation]) -> Iterator[tuple[int, str]]:
    """Where citations begin, and their words, pieces that follow one another put together again."""
    for index, cite in enumerate(cites):
        if index and _follows(cites[index - 1], cite):
            continue
        words, end = cite.words, index
        while end + 1 < len(cites) and _follows(cites[end], cites[end + 1]):
            end += 1
            words += cites[end].words
        yield cite.start, words


def _follows(one: Citation, other: Citation) -> bool:
    return one.source == other.source and one.end == other.start


def _pieces(span: Span) -> list[Span]:
    return [(start, min(start + _PIECE, span[1])) for start in range(span[0], span[1], _PIECE)]
