"""Readers whose modules are imported when the first such file comes: most workers never meet most formats."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from amparo.records.reading import Found, Input

Reader = Callable[[Input], Iterator[Found]]


def reader_of(given: Input, module: str, function: str) -> Any:
    """A reader's function; the input notes that it came to this family."""
    given.met[module] = None
    return getattr(importlib.import_module(f"amparo.records.readers.{module}"), function)


def lazily(module: str, function: str) -> Reader:
    """A reader whose module is imported when it is used."""

    def read(given: Input) -> Iterator[Found]:
        reader: Reader = reader_of(given, module, function)
        return reader(given)

    read.__name__, read.__module__ = function, f"amparo.records.readers.{module}"
    return read
