"""Where in a case file each value stands: what lets a refusal name a line. Spec: specs/case.md, "Reading".

A pointer is the tuple of keys and indices that leads to a value, as in a JSON Pointer (RFC 6901) before escaping.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from amparo.errors import InputError

Pointer = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column of a text file, both counted from 1."""

    line: int
    column: int


class Unreadable(InputError):
    """The text cannot be read as values; `place` is where."""

    def __init__(self, line: int, what: str, hint: str) -> None:
        super().__init__(what, hint)
        self.place = Place(line, 1)


@dataclass(frozen=True, slots=True)
class Located:
    """A tree of plain values, and the place of each value in the text it was read from."""

    value: Any
    places: Mapping[Pointer, Place]

    def place(self, pointer: Pointer) -> Place:
        """The place of a value, or of the nearest value around it that has one."""
        while pointer not in self.places and pointer:
            pointer = pointer[:-1]
        return self.places.get(pointer, Place(1, 1))


def written(pointer: Pointer) -> str:
    """A pointer as RFC 6901 writes it: `/charges/0/counts`; `/` for the whole."""
    return "/" + "/".join(str(part).replace("~", "~0").replace("/", "~1") for part in pointer)
