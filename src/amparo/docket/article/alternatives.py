"""Many words as one fast pattern: shared beginnings are written once, so that a letter rules most of them out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, a longer one before a shorter. No outer group beyond its own."""
    return _one_of(tuple(words))


@lru_cache
def _one_of(words: tuple[str, ...]) -> str:
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(root) if root else "(?!)"


def _pattern(node: dict[str, Any]) -> str:
    branches = [_letter(letter) + _pattern(after) for letter, after in node.items() if letter]
    if not branches:
        return ""
    whole = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{whole}?" if "" in node else whole


def _letter(letter: str) -> str:
    """A blank stays one: languages write any space as a blank."""
    return letter if letter == " " else re.escape(letter)
