"""Where each tag's record stands: a table in memory, 8 bytes a cell, so that a million replies need 16 MiB and no tree.

Open addressing with linear probing. A cell holds 32 bits of the tag and the slot; whether the rest of the tag agrees is
asked of whoever has the records. Python's own dictionary would need eight times as much.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Final

_SMALLEST: Final = 1 << 10
_LOW: Final = 0xFFFFFFFF
_TOMB: Final = 1 << 32
"""A cell that held something: with slot 0, which means none (slots count from 1 in a cell)."""


class TagIndex:
    """Tags of 32 bytes to slots from 0. `tag_at` reads the tag of a slot."""

    def __init__(self, tag_at: Callable[[int], bytes]) -> None:
        self._tag_at = tag_at
        self._cells = _empty(_SMALLEST)
        self._mask = _SMALLEST - 1
        self._used = 0

    def find(self, tag: bytes) -> int | None:
        """The slot of this tag."""
        place = self._place(tag)
        return None if place is None else (self._cells[place] & _LOW) - 1

    def set(self, tag: bytes, slot: int) -> None:
        """Let this tag stand at `slot` from now on. The record there must be written already."""
        print_ = int.from_bytes(tag[:4], "little")
        place = self._place(tag)
        if place is None:
            if 2 * (self._used + 1) > len(self._cells):
                self._rebuild()
            place = self._free(print_)
            self._used += self._cells[place] == 0
        self._cells[place] = print_ << 32 | slot + 1

    def drop(self, tag: bytes) -> None:
        """Forget this tag. Its record must still be there."""
        place = self._place(tag)
        if place is not None:
            self._cells[place] = _TOMB

    def _place(self, tag: bytes) -> int | None:
        cells, mask = self._cells, self._mask
        print_ = int.from_bytes(tag[:4], "little")
        place = print_ & mask
        while cell := cells[place]:
            if cell >> 32 == print_ and cell & _LOW and self._tag_at((cell & _LOW) - 1) == tag:
                return place
            place = place + 1 & mask
        return None

    def _free(self, print_: int) -> int:
        place = print_ & self._mask
        while self._cells[place] & _LOW:
            place = place + 1 & self._mask
        return place

    def _rebuild(self) -> None:
        """Make room, without the cells of what was dropped."""
        live = array("Q", (cell for cell in self._cells if cell & _LOW))
        size = _SMALLEST
        # Twice as many as before when nothing was dropped: one tag more would make it four times.
        while size < 4 * len(live):
            size *= 2
        self._cells, self._mask, self._used = _empty(size), size - 1, len(live)
        for cell in live:
            self._cells[self._free(cell >> 32)] = cell


def _empty(size: int) -> array[int]:
    """So many cells, and nothing as large beside them while they are made."""
    return array("Q", (0,)) * size
