"""Readers whose modules are imported when the first such file comes: most workers never meet most formats."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

from amparo.records.reading import Found, Input

Reader = Callable[[Input], Iterator[Found]]


def lazily(module: str, function: str) -> Reader:
    """A reader whose module is imported when it is used."""

    def read(given: Input) -> Iterator[Found]:
        reader: Reader = getattr(importlib.import_module(f"amparo.records.readers.{module}"), function)
        return reader(given)

    read.__name__ = function
    return read
