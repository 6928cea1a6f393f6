"""A query that is not understood, shown in a terminal with a sign below the character in question."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from amparo.search.faults import QueryError

_BEFORE, _AFTER = 50, 20
"""Characters of a long query that are shown."""


@contextmanager
def pointing(query: str) -> Iterator[None]:
    """Have the error show where the mistake is, below the sentence that says what it is."""
    try:
        yield
    except QueryError as error:
        error.what = f"{error.what}\n{pointed(query, error.position)}"
        raise


def pointed(query: str, position: int) -> str:
    """The query around a character, and below it a `^` under that, in columns of a terminal."""
    position = min(position, len(query))
    first = max(position - _BEFORE, 0)
    before, after = query[first:position], query[position : position + _AFTER]
    left, right = "…" if first else "", "…" if position + _AFTER < len(query) else ""
    shown = "".join(sign if _is_shown(sign) else " " for sign in before + after)
    return f"  {left}{shown}{right}\n  {' ' * (len(left) + sum(map(_columns, before)))}^"


def _is_shown(sign: str) -> bool:
    """Not what moves the cursor or turns a line around."""
    return sign.isprintable() and unicodedata.bidirectional(sign) not in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI")


def _columns(sign: str) -> int:
    if not _is_shown(sign):
        return 1
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
