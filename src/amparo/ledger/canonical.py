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


def encode(value: Any) -> bytes:
    """The canonical bytes of a value made of objects, arrays, strings, integers, booleans and null."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InputError("The text holds half of a surrogate pair.", "Repair the text before it is logged.") from error


def decode(data: bytes, what: str) -> Any:
    """The value of canonical bytes; `what` names them in errors. Raises `InputError` for any other spelling."""

    def refuse(_: str) -> NoReturn:
        raise InputError(f"{what} holds a number that is not an integer.")

    try:
        value = json.loads(data.decode(), object_pairs_hook=dict, parse_float=refuse, parse_constant=refuse)
        again = encode(value)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{what} is not JSON.") from error
    if again != data:
        raise InputError(f"{what} is not canonical JSON.", "Sorted keys, no spaces, no key twice.")
    return value


class Fields:
    """The fields of one parsed object, each taken once; `done` refuses what is left over."""

    def __init__(self, untrusted_value: Any, what: str) -> None:
        if not isinstance(untrusted_value, dict):
            raise InputError(f"{what} is not a JSON object.")
        self._left = dict(untrusted_value)
        self._what = what

    def text(self, name: str, *, empty: bool = False, pattern: re.Pattern[str] | None = None) -> str:
        """A string; never empty unless allowed; wholly matching `pattern` when one is given."""
        value = self._take(name)
        if not isinstance(value, str) or not (value or empty) or (pattern and not pattern.fullmatch(value)):
            self._refuse(name)
        return value

    def optional_text(self, name: str, *, pattern: re.Pattern[str] | None = None) -> str | None:
        """A string or null."""
        if self._left.get(name, ...) is None:
            self._left.pop(name)
            return None
        return self.text(name, pattern=pattern)

    def integer(self, name: str) -> int:
        """A whole number from 0 to 2^53 - 1."""
        value = self._take(name)
        if type(value) is not int or not 0 <= value <= _MAX_INTEGER:
            self._refuse(name)
        return value

    def items(self, name: str, parse: Callable[[Any], Parsed]) -> tuple[Parsed, ...]:
        """An array, each item parsed."""
        value = self._take(name)
        if not isinstance(value, list):
            self._refuse(name)
        return tuple(parse(item) for item in value)

    def parsed(self, name: str, parse: Callable[[str], Parsed]) -> Parsed:
        """A string put through a parser that raises ValueError for a bad one."""
        value = self.text(name)
        try:
            return parse(value)
        except ValueError:
            self._refuse(name)

    def done(self) -> None:
        """Refuse fields that nobody asked for."""
        if self._left:
            raise InputError(f"{self._what} has a field this version does not know.", "A newer Amparo may read it.")

    def _take(self, name: str) -> Any:
        if name not in self._left:
            raise InputError(f"{self._what} has no field {name}.")
        return self._left.pop(name)

    def _refuse(self, name: str) -> NoReturn:
        raise InputError(f"{self._what} has a bad field {name}.")
