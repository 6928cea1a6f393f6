"""How much to send before waiting for the drop to say that it has it: what is under way at a cut may be lost.

A part is a 24th of what usually passes between two cuts, within bounds. The drop keeps what came of a part, so less
than half of one is lost; on a line that never breaks, parts grow until waiting for answers does not matter
(docs/adr/0048-parts-by-the-distance-of-cuts.md).
"""

from __future__ import annotations

from typing import Final

SMALLEST: Final = 256 * 1024
LARGEST: Final = 4 * 1024 * 1024
SHARE: Final = 24
FIRST_GUESS: Final = 16 * 1024 * 1024
"""Bytes assumed to pass between two cuts before there was one."""


class Pace:
    """Told what went and when it broke; says the size of the next part in bytes."""

    def __init__(self) -> None:
        self._usual = FIRST_GUESS
        self._since = 0

    def size(self) -> int:
        """Bytes of the next part."""
        return min(LARGEST, max(SMALLEST, max(self._usual, self._since) // SHARE))

    def went(self, size: int) -> None:
        """The drop has `size` bytes more."""
        self._since += size

    def broke(self) -> None:
        """The connection broke while a part was under way."""
        self._usual, self._since = self._since, 0
