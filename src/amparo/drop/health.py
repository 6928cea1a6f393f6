"""How the drop stands, for its desks (GET /desk/v1/health) and for `drop status`. Spec: specs/desk-api.md.

It tells counts, days and sizes, nothing of a submission. Nothing is sent anywhere by itself: a desk asks.
"""

from __future__ import annotations

import importlib.metadata
import os
from dataclasses import dataclass
from datetime import date

from amparo.drop.configuration import Configuration, as_json
from amparo.drop.sealer_page import sealer_page
from amparo.drop.store import Store
from amparo.drop.swap import Swap, swap_state
from amparo.ledger.configuration import Entry


def version() -> str:
    """The version of Amparo that runs here."""
    return importlib.metadata.version("amparo")


def configuration_of(store: Store) -> Configuration:
    """The log of this drop's configuration, for the version that runs here and the offline page it serves."""
    return Configuration(store.folder, store.today, version(), sealer_page(store.folder).content)


@dataclass(frozen=True, slots=True)
class Health:
    """`bytes` and `free_bytes` are bytes of envelopes and of the disk; `oldest_day` is the oldest envelope's."""

    version: str
    day: date
    envelopes: int
    oldest_day: date | None
    bytes: int
    replies: int
    free_bytes: int
    missing: int
    memory_locked: bool
    swap: Swap
    configuration: tuple[Entry, ...]

    def to_json(self) -> dict[str, object]:
        """The object that desks get. No count of replies: it would tell a desk that a source deleted one."""
        return {
            "version": self.version,
            "day": self.day.isoformat(),
            "envelopes": self.envelopes,
            "oldest_day": None if self.oldest_day is None else self.oldest_day.isoformat(),
            "bytes": self.bytes,
            "free_bytes": self.free_bytes,
            "missing": self.missing,
            "memory_locked": self.memory_locked,
            "swap": str(self.swap),
            "configuration": as_json(self.configuration),
        }


def health_of(store: Store, configuration: Configuration, *, locked: bool) -> Health:
    """How things stand now. Looks at the disk: not for the event loop."""
    totals, stored = store.totals(), store.envelopes()
    disk = os.statvfs(store.folder)
    return Health(
        version=configuration.version,
        day=store.today(),
        envelopes=totals.envelopes,
        oldest_day=min((each.day for each in stored), default=None),
        bytes=totals.bytes,
        replies=totals.replies,
        free_bytes=disk.f_bavail * disk.f_frsize,
        missing=len(store.missing()),
        memory_locked=locked,
        swap=swap_state(),
        configuration=configuration.entries(),
    )
