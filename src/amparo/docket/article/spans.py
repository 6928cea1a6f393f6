"""Which parts of a text are taken, and who is named where: questions asked many times of one article, answered fast."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


class Taken:
    """The characters of a text that some spans cover."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]]) -> None:
        self._mask = bytearray(length)
        for start, end in spans:
            self._mask[start:end] = b"\x01" * (min(end, length) - start)

    def touches(self, start: int, end: int) -> bool:
        """Whether any character from `start` to `end` is taken."""
        return 1 in self._mask[start:end]


def holding(parts: Sequence[T], offset: int, start: Callable[[T], int]) -> T | None:
    """The last part that begins at `offset` or before; `parts` are in order of their start."""
    index = bisect_right(parts, offset, key=start) - 1
    return parts[index] if index >= 0 else None


def nearest_before(mentions: Sequence[tuple[int, int]], offset: int) -> int:
    """Where the last mention before `offset` begins, or -1; `mentions` are sorted."""
    index = bisect_left(mentions, (offset,)) - 1
    return mentions[index][0] if index >= 0 else -1


def overlapping(mentions: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a mention overlaps a span; mentions are sorted and do not overlap each other."""
    index = bisect_left(mentions, (end,)) - 1
    return index >= 0 and mentions[index][1] > start


def places(text: str, words: str, end: int) -> Iterator[int]:
    """Where words stand in a text before an offset."""
    start = text.find(words, 0, end)
    while start >= 0:
        yield start
        start = text.find(words, start + 1, end)
