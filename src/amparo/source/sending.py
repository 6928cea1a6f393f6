"""Brings a parcel to the drop and does not give up at the first cut: asks how far it is, and goes on from there (tus).

What was under way when a connection broke is all that is sent again (amparo.source.pace). The end is never in doubt:
only when the drop says that it has every byte is the parcel delivered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from amparo.errors import InputError, StateError
from amparo.source.connection import Connection, CutError, ElsewhereError
from amparo.source.pace import Pace
from amparo.source.parcel import Parcel
from amparo.source.sealing import Report

PATIENCE: Final = 8
"""Cuts in a row without one byte of progress before giving up; what is sealed stays for --resume."""
LONGEST_PAUSE: Final = 30.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """What it took: bytes of the envelope, bytes handed to this machine's network, and broken connections."""

    size: int
    sent: int
    cuts: int


class Sending:
    """One parcel on its way."""

    def __init__(
        self, parcel: Parcel, connection: Connection, report: Report, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._parcel, self._connection = parcel, connection
        self._report, self._sleep = report, sleep
        self._size = parcel.destination.size
        self._pace = Pace()
        self._there = 0
        self._farthest = -1
        self._stuck = 0
        self._cuts = 0

    def run(self) -> Delivered:
        """Send until the drop has everything. Raises CutError when it cannot be reached for long."""
        while True:
            try:
                path = self._begin()
                while self._there < self._size:
                    self._part(path)
                return Delivered(self._size, self._connection.sent, self._cuts)
            except ElsewhereError:
                self._pause_if_stuck(StateError("The drop does not keep what it is sent.", "Try again later."))
            except CutError as error:
                self._cuts += 1
                self._pace.broke()
                self._pause_if_stuck(error)

    def _begin(self) -> str:
        """Where the upload is at the drop, and how far; a new one when it is gone."""
        path = self._parcel.destination.upload
        offset = None if path is None else self._connection.offset(path)
        if path is None or offset is None:
            path, offset = self._connection.create(self._size), 0
            self._parcel.at(path)
        if offset > self._size:
            raise InputError("The drop says that it has more than there is.", "Is that address a drop?")
        self._stands_at(offset)
        return path

    def _part(self, path: str) -> None:
        size = min(self._pace.size(), self._size - self._there)
        pieces = self._parcel.read(self._there, size)
        offset = self._connection.append(path, self._there, size, pieces)
        if offset != self._there + size:
            raise ElsewhereError("The drop took another part than it was sent.")
        self._pace.went(size)
        self._stands_at(offset)

    def _stands_at(self, offset: int) -> None:
        self._there = offset
        if offset > self._farthest:
            self._farthest, self._stuck = offset, 0
        self._report("sending", offset, self._size)

    def _pause_if_stuck(self, error: Exception) -> None:
        """Go on at once after a cut that followed progress; else wait, longer each time, and in the end give up."""
        self._stuck += 1
        if self._stuck > PATIENCE:
            raise error
        if self._stuck > 1:
            self._sleep(min(LONGEST_PAUSE, 2.0 ** (self._stuck - 2)))
