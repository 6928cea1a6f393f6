"""A text cut into passages short enough to have one meaning each. Pure; knows no model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.search.snippets import PAGE_END

EDITION = 1
"""To be counted up when the same text would be cut otherwise."""
LONGEST = 400
"""Characters: some sixty words, or a few sentences of a script without spaces."""
LEAST_LETTERS = 12
_ENDS = (re.compile(r"\n\s*\n"), re.compile(r"[.!?:;]\s|[。！？؟]"), re.compile(r"\s"))
"""Where a passage had better end, the best first."""


def passages(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each passage of a text whose pages are joined by form feeds; none runs across a page. Stretches
    with hardly a letter are left out.
    """
    start = 0
    for page in text.split(PAGE_END):
        for first, last in _of_page(page):
            if has_letters(page[first:last]):
                yield start + first, start + last
        start += len(page) + 1


def has_letters(text: str) -> bool:
    """Whether there are enough letters for a meaning."""
    return sum(map(str.isalpha, text)) >= LEAST_LETTERS


def _of_page(page: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(page):
        if page[at].isspace():
            at += 1
            continue
        end = _end(page, at)
        yield at, at + len(page[at:end].rstrip())
        at = end


def _end(page: str, at: int) -> int:
    limit = at + LONGEST
    if limit >= len(page):
        return len(page)
    for ends in _ENDS:
        places = [match.end() for match in ends.finditer(page, at + LONGEST // 2, limit)]
        if places:
            return places[-1]
    return limit
