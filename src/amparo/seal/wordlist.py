"""The EFF long word list, as the package `xkcdpass` carries it: 7,776 words, checked byte for byte when loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from amparo.errors import StateError

LIST_SIZE: Final = 7776
LIST_SHA256: Final = "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522"
"""SHA-256 of the 7,776 words in order, each followed by a line feed."""


@cache
def words() -> tuple[str, ...]:
    """All words in the list's own (alphabetical) order; a word's index is its value in the checksum code."""
    data = resources.files("xkcdpass").joinpath("static", "eff-long").read_bytes()
    if hashlib.sha256(data).hexdigest() != LIST_SHA256:
        raise StateError("The installed word list is not the EFF long list.", "Install the locked version of xkcdpass.")
    return tuple(data.decode("ascii").split())


@cache
def index_of() -> Mapping[str, int]:
    """From a word to its index."""
    return MappingProxyType({word: index for index, word in enumerate(words())})


@cache
def index_of_letters() -> Mapping[str, tuple[int, ...]]:
    """From a word's letters without hyphens to the indices it may mean: one, or two for `yoyo` and `yo-yo`."""
    found: dict[str, tuple[int, ...]] = {}
    for index, word in enumerate(words()):
        letters = word.replace("-", "")
        found[letters] = (*found.get(letters, ()), index)
    return MappingProxyType(found)


@cache
def hyphenated() -> frozenset[str]:
    """The words that have a hyphen: four."""
    return frozenset(word for word in words() if "-" in word)
