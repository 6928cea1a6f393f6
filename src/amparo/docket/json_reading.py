"""Reads JSON with the place of every value, which the standard reader does not give. Spec: RFC 8259.

Strings and numbers are left to the standard library; this walks the brackets. Stricter than RFC 8259 where it leaves a
choice: no key twice, no fractions, no NaN.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Any

from amparo.docket.positions import Located, Place, Pointer, Unreadable

_SPACE = re.compile(r"[ \t\n\r]*")
_ATOM = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]{0,14})(?![0-9.eE])")


def read_json(text: str, most_depth: int, most_values: int) -> Located:
    """The values of a JSON text. Unreadable says in which line it is not JSON, or passes a limit."""
    walk = _Walk(text, most_depth, most_values)
    value, end = walk.value(0, ())
    if walk.skip(end) != len(text):
        raise walk.wrong(end)
    return Located(value, walk.places)


class _Walk:
    def __init__(self, text: str, most_depth: int, most_values: int) -> None:
        self.text = text
        self.places: dict[Pointer, Place] = {}
        self._most_depth = most_depth
        self._most_values = most_values
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def value(self, start: int, pointer: Pointer) -> tuple[Any, int]:
        """One value and the index after it."""
        start = self.skip(start)
        self._count(start, pointer)
        first = self.text[start : start + 1]
        if first == "{":
            return self._object(start + 1, pointer)
        if first == "[":
            return self._array(start + 1, pointer)
        if first == '"':
            return self._string(start)
        atom = _ATOM.match(self.text, start)
        if atom is None:
            raise self.wrong(start)
        return json.loads(atom[0]), atom.end()

    def _object(self, at: int, pointer: Pointer) -> tuple[dict[str, Any], int]:
        values: dict[str, Any] = {}
        at = self.skip(at)
        if self.text[at : at + 1] == "}":
            return values, at + 1
        while True:
            start = self.skip(at)
            key, at = self._string(start)
            if key in values:
                raise Unreadable(self._line(start), "This key is here twice.", "Keep one of the two.")
            values[key], at = self.value(self._expect(at, ":"), (*pointer, key))
            self.places[(*pointer, key)] = self._place(start)
            at, ended = self._next(at, "}")
            if ended:
                return values, at

    def _array(self, at: int, pointer: Pointer) -> tuple[list[Any], int]:
        values: list[Any] = []
        at = self.skip(at)
        if self.text[at : at + 1] == "]":
            return values, at + 1
        while True:
            value, at = self.value(at, (*pointer, len(values)))
            values.append(value)
            at, ended = self._next(at, "]")
            if ended:
                return values, at

    def _string(self, start: int) -> tuple[str, int]:
        if self.text[start : start + 1] != '"':
            raise self.wrong(start)
        try:
            text, end = json.JSONDecoder().raw_decode(self.text, start)
            text.encode("utf-8")
        except ValueError as error:
            raise self.wrong(start) from error
        return str(text), end

    def _next(self, at: int, closing: str) -> tuple[int, bool]:
        at = self.skip(at)
        if self.text[at : at + 1] == closing:
            return at + 1, True
        return self._expect(at, ","), False

    def _expect(self, at: int, sign: str) -> int:
        at = self.skip(at)
        if self.text[at : at + 1] != sign:
            raise self.wrong(at)
        return at + 1

    def skip(self, at: int) -> int:
        """The index of the next character that is not white space."""
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def _count(self, start: int, pointer: Pointer) -> None:
        if len(pointer) >= self._most_depth:
            raise Unreadable(
                self._line(start), "This is nested too deeply.", f"At most {self._most_depth} levels are read."
            )
        if len(self.places) >= self._most_values:
            raise Unreadable(
                self._line(start), "The case file holds too many values.", f"At most {self._most_values:,} are read."
            )
        self.places[pointer] = self._place(start)

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at)

    def _place(self, at: int) -> Place:
        line = self._line(at)
        return Place(line, at - self._starts[line - 1] + 1)

    def wrong(self, at: int) -> Unreadable:
        """The error for whatever stands at `at`."""
        return Unreadable(self._line(at), "This is not JSON that can be read.", "Check quotes, commas and brackets.")
