"""Seals texts within the leave that the server gave ahead; where that does not reach, the server is to do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from amparo.drop.beside import Order
from amparo.drop.intake import NO_REPLIES, OVERHEAD
from amparo.drop.lasting import Unsynced
from amparo.drop.leave import Leave
from amparo.drop.model import EnvelopeId, StoredEnvelope
from amparo.drop.receipt import Receipt
from amparo.drop.workbench import Workbench

_NO_REPLIES = f'name="{NO_REPLIES}"'.encode()
"""In every form that wants none. One that wants some takes an Argon2id, and others would wait for it here."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A text that was sealed and does not last yet."""

    file: Unsynced
    envelope: StoredEnvelope
    receipt: Receipt = field(repr=False)


class Taking:
    """What is left of the leave, and what is made with it, among the `blobs`. `today` answers the day, UTC."""

    def __init__(self, bench: Workbench, blobs: Path, today: Callable[[], date]) -> None:
        self._bench, self._blobs, self._today = bench, blobs, today
        self._ids: list[EnvelopeId] = []
        self._room, self._state = 0, ""

    def allow(self, leave: Leave) -> None:
        """The server gave more, or means another newsroom from now on."""
        self._state = leave.state
        self._ids += leave.ids
        self._room += leave.room

    @property
    def newsroom(self) -> str:
        """The newsroom's name, as it was at the last text."""
        return self._bench.newsroom

    def seal(self, content_type: str, form: bytes) -> Taken | None:
        """None when it is to be left to the server; then nothing is left of it."""
        most = len(form) + len(form) // 8 + OVERHEAD
        if not self._ids or most > self._room or _NO_REPLIES not in form:
            return None
        id_, day = self._ids[-1], self._today()
        order = Order(str(self._blobs / id_), most, day.isoformat(), content_type, self._state)
        sealed = self._bench.seal(order, form)
        if sealed is None:
            return None
        self._ids.pop()
        self._room -= sealed.size
        return Taken(sealed.file, StoredEnvelope(id_, sealed.size, day), sealed.receipt)

    def take_back(self, taken: Taken) -> None:
        """It did not last, and nothing of it is left."""
        self._ids.append(taken.envelope.id)
        self._room += taken.envelope.size
