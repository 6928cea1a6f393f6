"""The article on its editor's page: its paragraphs in pieces, each piece marked with the line that cites it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from amparo.docket.article.layout import lay_out
from amparo.docket.article.proposing import Proposal


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the article; `line` is the line they are cited by, or empty; `first`: where its words begin."""

    words: str
    line: str
    first: bool = False


def marked(text: str, lines: Sequence[Proposal]) -> tuple[tuple[Piece, ...], ...]:
    """The article's paragraphs in pieces: where lines overlap the shortest is marked, so that none hides another."""
    marks = [(*(one.at if one.at[1] else one.span), one.id) for one in lines]
    seen = set[str]()
    return tuple(tuple(_pieces(text, one.start, one.end, marks, seen)) for one in lay_out(text))


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]], seen: set[str]) -> Iterator[Piece]:
    here = [mark for mark in marks if mark[0] < end and mark[1] > start]
    edges = sorted({start, end, *(min(max(edge, start), end) for mark in here for edge in mark[:2])})
    words, line = "", ""
    for first, last in pairwise(edges):
        over = [mark for mark in here if mark[0] <= first and last <= mark[1]]
        name = min(over, key=lambda mark: mark[1] - mark[0])[2] if over else ""
        if name != line and words:
            yield Piece(words, line, bool(line) and line not in seen)
            seen.add(line)
            words = ""
        words, line = words + text[first:last], name
    if words:
        yield Piece(words, line, bool(line) and line not in seen)
        seen.add(line)
