"""Who of a crowd may read much at once: a few at a time, in the order in which they asked.

A read of 16 KiB costs nearly what one of 256 KiB does, and a crowd whose every connection may hold that much needs too
much memory. So a turn is good for one long read, and for as long as what was read is worked on. Whoever finds nothing
to read in the next pass of the loop has lost it: a peer that stalls keeps nobody waiting (docs/adr/0283).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

MOST: Final = 12
LONG: Final = 256 * 1024
"""Bytes that are read in a turn, at most."""


class Turns:
    """What all connections of one event loop share: `most` have a turn at the same time."""

    def __init__(self, most: int = MOST) -> None:
        self._left = most
        self._waiting: dict[Turn, None] = {}

    def ask(self, turn: Turn) -> None:
        """It comes at once, or later. Whoever waits already keeps the place."""
        self._waiting.setdefault(turn)
        self._grant()

    def leave(self, turn: Turn) -> None:
        """It is over, or not waited for any more."""
        self._waiting.pop(turn, None)
        if turn.is_held:
            turn.is_held = False
            self._left += 1
            self._grant()

    def _grant(self) -> None:
        while self._left and self._waiting:
            turn = next(iter(self._waiting))
            del self._waiting[turn]
            self._left -= 1
            turn.come()


class Turn:
    """One connection's; `begin` is called when it comes."""

    def __init__(self, turns: Turns, loop: asyncio.AbstractEventLoop, begin: Callable[[], None]) -> None:
        self.is_held = False
        self._turns, self._loop, self._begin = turns, loop, begin
        self._came = self._used = 0

    def ask(self) -> None:
        """Wait for one."""
        self._turns.ask(self)

    def come(self) -> None:
        """From now on it is held."""
        self.is_held = True
        self._came += 1
        self._begin()
        # What there is to read is found by the next pass of the loop, and read before the one after it begins.
        self._loop.call_soon(self._loop.call_soon, self._look, self._came)

    def use(self, *, is_more: bool) -> None:
        """Something was read; `is_more` says that there is more to do with it before the next read."""
        self._used = self._came
        if not is_more:
            self.end()

    def end(self) -> None:
        """Let others have it."""
        self._turns.leave(self)

    def _look(self, came: int) -> None:
        if self._came == came != self._used:
            self.end()
