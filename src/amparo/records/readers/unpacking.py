"""The bounds of unpacking: how many members, how large each, how much in all, and against the archive itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from amparo.records.reading import Found, Input, Part, Reason, Unreadable

_STEP = 256 * 1024


class BoundReached(Exception):
    """Unpacking must stop here; `finding` says why."""

    def __init__(self, finding: Unreadable) -> None:
        super().__init__()
        self.finding = finding


class Unpacking:
    """Counts what one archive has given so far. Raises BoundReached when the whole archive must be given up."""

    def __init__(self, given: Input) -> None:
        self._given = given
        self._members = 0
        self._bytes = 0

    def count_member(self) -> None:
        """One more member is about to be looked at."""
        self._members += 1
        if self._members > self._given.bounds.parts:
            what = f"This archive holds more than {self._given.bounds.parts} files; the rest is left out."
            raise BoundReached(Unreadable(Reason.TOO_LARGE, what))

    def member(self, name: str, stream: IO[bytes]) -> Found:
        """Read one member to its end, or as far as the bounds allow."""
        bounds = self._given.bounds
        data = bytearray()
        while piece := stream.read(_STEP):
            data += piece
            self._bytes += len(piece)
            if self._bytes > bounds.unpacked or (
                self._bytes > bounds.free and self._bytes > bounds.ratio * self._given.size
            ):
                what = "This archive unpacks to far more than its own size; it may be a bomb. The rest is left out."
                raise BoundReached(Unreadable(Reason.TOO_LARGE, what))
            if len(data) > bounds.part:
                return Unreadable(Reason.TOO_LARGE, "This file is larger than what is read in one piece.", name)
        return Part(name, bytes(data))


def until_bound(findings: Iterator[Found]) -> Iterator[Found]:
    """Findings until a bound is reached, then the reason; what was found before stays."""
    try:
        yield from findings
    except BoundReached as bound:
        yield bound.finding
