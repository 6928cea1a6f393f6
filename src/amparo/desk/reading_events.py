"""What readers tell of the files that they read, event by event, and the packets in which it crosses to the one thread
that writes: many small files in one, since handing over a packet costs as much as reading a short mail.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from amparo.desk.documents_store import FileId
from amparo.desk.found_files import Exclusion
from amparo.desk.taking_apart import FoundItem
from amparo.records.model import Record
from amparo.records.reading import MEBIBYTE

_PACKET_EVENTS = 200
_PACKET_BYTES = 2 * MEBIBYTE
_PACKET_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Opened:
    """A file begins; its items follow, then `Closed`."""

    path: str
    sha256: str
    excluded: Exclusion | None = None
    may_take_long: bool = False


@dataclass(frozen=True, slots=True)
class ItemRead:
    """One item of the file at `file`."""

    file: str
    item: FoundItem


@dataclass(frozen=True, slots=True)
class Closed:
    """All items of a file have been told. `readers` are the families that had a part in them."""

    file: str
    readers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """A file that the ledger has already, with these very bytes."""

    path: str
    file: FileId


@dataclass(frozen=True, slots=True)
class Broken:
    """A thread ended by an error that is not a file's fault."""

    error: BaseException


Event = Opened | ItemRead | Closed | Known
Packet = Sequence[Event]
"""Events of files, one file after another, each in order; empty when nothing has happened for a while."""


@dataclass(slots=True)
class Packing:
    """A packet that is being filled; `files` of it are whole."""

    events: list[Event] = field(default_factory=list)
    size: int = 0
    files: int = 0
    began: float = field(default_factory=time.monotonic)

    def put(self, event: Event) -> None:
        """Put one more in."""
        self.events.append(event)
        if isinstance(event, ItemRead) and isinstance(event.item.what, Record):
            self.size += len(event.item.what.original)

    @property
    def is_full(self) -> bool:
        """Whether no more should go in."""
        return len(self.events) >= _PACKET_EVENTS or self.size >= _PACKET_BYTES

    @property
    def is_due(self) -> bool:
        """Whether it should be handed over once a file has ended."""
        return self.is_full or time.monotonic() - self.began > _PACKET_SECONDS
