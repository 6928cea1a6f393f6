"""Passwords that a person gives to be tried on locked files: the one type that holds them, and the keyring that readers
try.

They live in memory and cross to workers through their pipe. Nothing prints them, no order, ledger or log has them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from amparo.errors import InputError

LARGEST = 32 * 1024
"""Bytes in which a worker is told all of them."""


@dataclass(frozen=True, slots=True)
class Passwords:
    """Each once, in the order given; what shows them is `for_worker` alone."""

    _each: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of_lines(cls, text: str) -> Passwords:
        """One a line; blanks belong to them, empty lines do not count. InputError when they are too many or none."""
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        given = cls(tuple(dict.fromkeys(line for line in lines if line)))
        if not given:
            raise InputError("There is no password in this.", "Write one password a line.")
        if len(json.dumps(given.for_worker())) > LARGEST:
            raise InputError("These are too many passwords for one try.", "Try some 1,000 at a time.")
        return given

    def __bool__(self) -> bool:
        return bool(self._each)

    def for_worker(self) -> list[str]:
        """All of them, for the pipe to a worker."""
        return list(self._each)


NONE = Passwords()


@dataclass(slots=True)
class Keyring:
    """The passwords for one input; `has_opened` once one of them did."""

    passwords: tuple[str, ...] = field(default=(), repr=False)
    has_opened: bool = False

    def __bool__(self) -> bool:
        return bool(self.passwords)

    def __iter__(self) -> Iterator[str]:
        return iter(self.passwords)
