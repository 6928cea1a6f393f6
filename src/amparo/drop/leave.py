"""What the server and a process that takes texts at the door say to each other (amparo.drop.doorway, doorkeepers).

The server gives leave, ahead and in blocks: names for envelopes, room on the disk, and by whose keys to seal. A process
says what lasts under which name, and hands over every connection that is not for it, with what came on it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from amparo.drop.model import EnvelopeId, StoredEnvelope

OPEN: Final = b"\n"
"""The first line to a process; with it goes the socket that listens."""


@dataclass(frozen=True, slots=True)
class Leave:
    """`state` names the newsroom (`beside.state_of`) and replaces what was said before; `ids` and `room`, in bytes, add
    to it.
    """

    state: str
    ids: tuple[EnvelopeId, ...] = ()
    room: int = 0

    def to_line(self) -> bytes:
        """As it goes to a process."""
        return json.dumps([self.state, self.ids, self.room]).encode() + b"\n"

    @classmethod
    def parse(cls, line: bytes) -> Leave:
        """Read one of our own."""
        state, ids, room = json.loads(line)
        return cls(state, tuple(map(EnvelopeId, ids)), room)


class Kind(IntEnum):
    """What a process says; the first byte of it, before its own number."""

    KEPT = 1
    """Envelopes last."""
    HANDED = 2
    """A connection, and what came on it."""
    REST = 3
    """A connection, and what is left to be sent on it."""
    LAST_REST = 4
    """The same, and then it is to be closed."""
    HEARD = 5
    """A leave was read."""


def word(kind: Kind, number: int, what: bytes = b"") -> bytes:
    """As it goes to the server."""
    return bytes((kind, number)) + what


def kept(envelopes: Sequence[StoredEnvelope]) -> bytes:
    """What follows KEPT."""
    return json.dumps([(each.id, each.size, each.day.isoformat()) for each in envelopes]).encode()


def parse_kept(what: bytes) -> tuple[StoredEnvelope, ...]:
    """Read it."""
    return tuple(StoredEnvelope(EnvelopeId(id_), size, date.fromisoformat(day)) for id_, size, day in json.loads(what))
