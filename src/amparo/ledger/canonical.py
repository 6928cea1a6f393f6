"""Canonical JSON: one spelling for one meaning, so that a hash of the text is a hash of the meaning.

Keys sorted by code point, no spaces, UTF-8 without escapes beyond those JSON requires, integers only (RFC 8259 within
the limits of RFC 8785, which differs in ordering keys by UTF-16 unit and allows fractions: neither occurs here).
specs/release.md gives the rules. `Fields` takes a parsed object apart and refuses whatever it was not asked about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from amparo.errors import InputError

Parsed = TypeVar("Parsed")
_MAX_INTEGER = 2**53 - 1


def _refuse_number(_: str) -> NoReturn:
    raise InputError("There is a number that is not an integer.")


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
_DECODER = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number)


def encode(value: Any) -> bytes:
    """The canonical bytes of a value made of objects, arrays, strings, integers, booleans and null."""
    try:
        return _ENCODER.encode(value).encode()
    except UnicodeEncodeError as error:
        raise InputError("The text holds half of a surrogate pair.", "Repair the text before it is logged.") from error


def decode(data: bytes, what: str) -> Any:
    """The value of canonical bytes; `what` names them in errors. Raises `InputError` for any other spelling.

    What the parser forgives (a key twice, spaces, other escapes) shows when the value is written again.
    """
    try:
        value = _DECODER.decode(data.decode())
        again = encode(value)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{what} is not JSON.") from error
    if again != data:
        raise InputError(f"{what} is not canonical JSON.", "Sorted keys, no spaces, no key twice.")
    return value


class Fields:
    """The fields of one parsed object, each taken once; `done` refuses what is left over."""

    __slots__ = ("_left", "_what")

    def __init__(self, untrusted_value: Any, what: str) -> None:
        if not isinstance(untrusted_value, dict):
            raise InputError(f"{what} is not a JSON object.")
        self._left = untrusted_value.copy()
        self._what = what

    def text(self, name: str, *, empty: bool = False, pattern: re.Pattern[str] | None = None) -> str:
        """A string; never empty unless allowed; wholly matching `pattern` when one is given."""
        value = self._left.pop(name, None)
        if isinstance(value, str) and (value or empty) and (pattern is None or pattern.fullmatch(value)):
            return value
        raise self._bad(name)

    def optional_text(self, name: str, *, pattern: re.Pattern[str] | None = None) -> str | None:
        """A string or null; the field itself must be there."""
        if self._left.get(name, ...) is None:
            del self._left[name]
            return None
        return self.text(name, pattern=pattern)

    def integer(self, name: str) -> int:
        """A whole number from 0 to 2^53 - 1."""
        value = self._left.pop(name, None)
        if type(value) is int and 0 <= value <= _MAX_INTEGER:
            return value
        raise self._bad(name)

    def items(self, name: str, parse: Callable[[Any], Parsed]) -> tuple[Parsed, ...]:
        """An array, each item parsed."""
        value = self._left.pop(name, None)
        if isinstance(value, list):
            return tuple([parse(item) for item in value])
        raise self._bad(name)

    def parsed(self, name: str, parse: Callable[[str], Parsed]) -> Parsed:
        """A string put through a parser that raises ValueError for a bad one."""
        value = self.text(name)
        try:
            return parse(value)
        except ValueError:
            raise self._bad(name) from None

    def done(self) -> None:
        """Refuse fields that nobody asked for."""
        if self._left:
            raise InputError(f"{self._what} has a field this version does not know.", "A newer Amparo may read it.")

    def _bad(self, name: str) -> InputError:
        return InputError(f"{self._what} lacks a good field {name}.")
