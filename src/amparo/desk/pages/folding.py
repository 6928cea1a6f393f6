"""The text of a page in blocks: what a mail's writer wrote, and what is quoted, to be folded; matches set apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from amparo.records.model import Kind
from amparo.records.quoting import passages
from amparo.search.engine import Piece
from amparo.search.matching import Finder

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text. `is_open` says of one that is folded whether it is shown open: it holds a match, or there is
    nothing else to read.
    """

    pieces: tuple[Piece, ...]
    is_folded: bool = False
    is_open: bool = False


def blocks(text: str, kind: str, find: Finder | None) -> tuple[Block, ...]:
    """One page of a document of this kind."""
    return marked_blocks(text, kind, tuple(find.spans(text)) if find else ())


def marked_blocks(text: str, kind: str, spans: Sequence[Span]) -> tuple[Block, ...]:
    """The same with its matches known, in order."""
    stretches = _stretches(text) if kind == Kind.MAIL else [(False, 0, len(text))]
    has_own = any(text[start:end].strip() for is_quoted, start, end in stretches if not is_quoted)
    return tuple(
        Block(
            tuple(_marked(text, spans, start, end)),
            is_quoted,
            is_quoted and (not has_own or any(start <= at < end for at, _ in spans)),
        )
        for is_quoted, start, end in stretches
    )


def _stretches(text: str) -> list[tuple[bool, int, int]]:
    """Quoted or not, with its places; what is quoted at any depth is one stretch."""
    found = []
    for is_quoted, group in groupby(passages(text), key=lambda each: each.depth > 0):
        each = list(group)
        found.append((is_quoted, each[0].start, each[-1].end))
    return found


def _marked(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[Piece]:
    done = start
    for first, last in spans:
        if done <= first < end:
            yield Piece(text[done:first], False)
            yield Piece(text[first : min(last, end)], True)
            done = min(last, end)
    yield Piece(text[done:end], False)
