"""Footnotes of a case page: numbered citations, and lettered remarks of the editor. Spec: specs/case.md, "Pages".

A citation used twice has one number; so has a remark one letter. Both are numbered in the order a reader meets them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from amparo.docket.model import Citation, Known


@dataclass(frozen=True, slots=True)
class Footnote:
    """One citation: its number, its source, the words and where they stand."""

    number: int
    source: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What an editor has to say about a fact: why a date or a statute is read so, what was not compared."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The footnote numbers and remark letters that stand behind one fact."""

    notes: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()


class Footnotes:
    """Gives out numbers and letters while a page is put together."""

    def __init__(self) -> None:
        self._cites: dict[Citation, Footnote] = {}
        self._remarks: dict[str, Remark] = {}

    def mark(self, known: Known, *remarks: str) -> Marks:
        """The marks of a fact: its citations, its own remark, and any others that belong to it."""
        said = [text for text in (*remarks, known.remark) if text]
        return Marks(self.cite(known.cites), tuple(dict.fromkeys(self.remark(text) for text in said)))

    def cite(self, cites: Iterable[Citation]) -> tuple[int, ...]:
        """The numbers of some citations."""
        return tuple(self._cited(cite).number for cite in cites)

    def remark(self, text: str) -> str:
        """The letter of a remark."""
        return self._remarks.setdefault(text, Remark(letters(len(self._remarks)), text)).letter

    @property
    def all(self) -> tuple[Footnote, ...]:
        """Every footnote given out so far."""
        return tuple(self._cites.values())

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """Every remark given out so far."""
        return tuple(self._remarks.values())

    def _cited(self, cite: Citation) -> Footnote:
        number = len(self._cites) + 1
        return self._cites.setdefault(cite, Footnote(number, cite.source, cite.start, cite.end, cite.words))


def letters(index: int) -> str:
    """`a`, `b`, … `z`, `aa`, `ab`, …"""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
