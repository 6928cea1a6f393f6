"""The passages nearest to a question, found by comparing it with every one: exact, block by block, in memory that does
not grow with the collection.

Two files side by side, one row a passage: packed vectors, and what passage each is of. Rows of one document follow each
other. A row that was erased is all zeros and near to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from amparo.search.meaning import DIMENSIONS, Vectors

PASSAGE = np.dtype([("key", "<i8"), ("start", "<u4"), ("end", "<u4"), ("scale", "<f4")])
"""`key` is that of the document, as the index has it; `start` and `end` are characters of its text."""
_BLOCK = 256
"""Rows that fit, unpacked, into the nearest memory of a processor: with 2,048 it takes nine times as long."""


class NearPassage(NamedTuple):
    """The passage of one document that is nearest; `closeness` is the cosine, at most 1."""

    key: int
    closeness: float
    start: int
    end: int


def rows(keys: int, places: Sequence[tuple[int, int]], scales: Vectors) -> NDArray[np.void]:
    """The rows of one document's passages as the second file has them."""
    made = np.zeros(len(places), PASSAGE)
    made["key"], made["scale"] = keys, scales
    made["start"], made["end"] = [start for start, _ in places], [end for _, end in places]
    return made


def nearest(
    files: tuple[Path, Path], count: int, question: Vectors, most: int, allowed: Sequence[int] | None = None
) -> list[NearPassage]:
    """The best passage of each of the `most` nearest documents, nearest first; `files` are vectors and passages, of
    which the first `count` rows hold, `question` is one vector. With `allowed`, among documents with these keys.
    """
    if not count:
        return []
    vectors = np.memmap(files[0], np.int8, "r", shape=(count, DIMENSIONS))
    passages = np.memmap(files[1], PASSAGE, "r", shape=(count,))
    keys = np.ascontiguousarray(passages["key"])
    close = _closeness(vectors, question) * passages["scale"]
    firsts = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    best = np.maximum.reduceat(close, firsts)
    if allowed is not None:
        best[~np.isin(keys[firsts], np.asarray(allowed, np.int64))] = 0
    top = np.argpartition(-best, min(most, len(best)) - 1)[:most]
    lasts = np.append(firsts[1:], count)
    found = []
    for place in top[np.argsort(-best[top], kind="stable")]:
        if best[place] > 0:
            row = firsts[place] + int(np.argmax(close[firsts[place] : lasts[place]]))
            told = passages[row]
            found.append(NearPassage(int(told["key"]), float(close[row]), int(told["start"]), int(told["end"])))
    return found


def _closeness(vectors: NDArray[np.int8], question: Vectors) -> Vectors:
    """Before scaling."""
    close = np.empty(len(vectors), np.float32)
    block = np.empty((_BLOCK, DIMENSIONS), np.float32)
    for start in range(0, len(vectors), _BLOCK):
        some = vectors[start : start + _BLOCK]
        np.copyto(block[: len(some)], some)
        np.dot(block[: len(some)], question, out=close[start : start + len(some)])
    return close
