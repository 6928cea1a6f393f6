"""What `drop status` tells the operator: facts with stable names, and what of them wants doing something about.

It looks at the disk beside the process that serves, sends nothing anywhere, and says no more of submissions than counts
and days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from amparo.drop.configuration import Configuration
from amparo.drop.health import Health, health_of
from amparo.drop.newsroom import Door, Standing
from amparo.drop.serving import Serving
from amparo.drop.settings import Settings
from amparo.drop.store import Store
from amparo.drop.swap import Swap
from amparo.ledger.configuration import head

SOON = 14
"""Days before the roster's end from which it is worth a warning."""
LONG = timedelta(days=7)
"""How long an envelope may wait before somebody should ask why."""


@dataclass(frozen=True, slots=True)
class Status:
    """All that is looked at. `room`: bytes that uploads may still take; negative when the reserve is touched."""

    health: Health
    standing: Standing
    settings: Settings
    serving: Serving | None
    newest: date | None
    room: int

    @property
    def door(self) -> Door:
        """Whether sources can send."""
        return self.standing.door(self.health.day)

    @property
    def days_left(self) -> int:
        """Days, today included, for which the roster has keys."""
        roster = self.standing.roster
        return 0 if roster is None else max(0, (roster.last_day - self.health.day).days + 1)

    def to_json(self) -> dict[str, object]:
        """The object of `drop status --json`."""
        health, roster = self.health, self.standing.roster
        return {
            "state": str(self.door),
            "newsroom": self.settings.newsroom if roster is None else roster.newsroom,
            "envelopes": health.envelopes,
            "oldest_day": None if health.oldest_day is None else health.oldest_day.isoformat(),
            "bytes": health.bytes,
            "replies": health.replies,
            "missing": health.missing,
            "roster_last_day": None if roster is None else roster.last_day.isoformat(),
            "days_left": self.days_left,
            "root_fingerprint": self.standing.fingerprint or None,
            "onion": self.settings.onion or None,
            "desk_onion": self.settings.desk_onion or None,
            "free_bytes": health.free_bytes,
            "swap": str(health.swap),
            "serving": self.serving is not None,
            "memory_locked": None if self.serving is None else self.serving.memory_locked,
            "version": health.version,
            "configuration_entries": len(health.configuration),
            "configuration_head": head(health.configuration).hex(),
            "warnings": list(warnings(self)),
        }


def look(
    store: Store, configuration: Configuration, standing: Standing, settings: Settings, running: Serving | None
) -> Status:
    """How this drop stands now."""
    health = health_of(store, configuration, locked=running is not None and running.memory_locked)
    days = [each.day for each in store.envelopes()] + [entry.day for entry in health.configuration]
    if standing.roster is not None:
        days.append(standing.roster.issued)
    return Status(health, standing, settings, running, max(days, default=None), store.space.available())


def warnings(status: Status) -> Iterator[str]:
    """Sentences for the operator, the most urgent first."""
    yield from _of_the_door(status)
    yield from _of_the_store(status)
    yield from _of_memory(status)


def _of_the_door(status: Status) -> Iterator[str]:
    if status.serving is None:
        yield "The drop does not run: sources reach nothing."
    if status.newest is not None and status.health.day < status.newest:
        yield (
            f"The clock of this machine was set back, or was ahead before: it says {status.health.day}, but "
            f"{status.newest} has been here already. Set it; until then the roster's keys may be of the wrong day."
        )
    match status.door:
        case Door.UNCLAIMED | Door.NO_ROSTER:
            yield "No desk has paired with this drop: sources meet a closed door. At the desk: amparo desk pair"
        case Door.RUN_OUT:
            yield "The roster has run out: sources meet a closed door. At the desk: amparo desk fetch"
        case Door.OPEN if status.days_left < SOON:
            yield f"The roster runs out in {status.days_left} days: the desk does not fetch."


def _of_the_store(status: Status) -> Iterator[str]:
    health = status.health
    if status.room <= 0:
        yield "The disk is full up to its reserve: nothing more can be sent. Let the desk fetch, or make room."
    elif status.room < 4 * status.settings.keep_free:
        yield f"The disk is nearly full: sources can send {status.room // 2**20} MiB more."
    if health.missing:
        yield (
            f"Files of {health.missing} envelopes are gone. No crash does that: find out who or what removed them. "
            "The desk cannot fetch these; a backup may still have them."
        )
    if health.oldest_day is not None and health.day - health.oldest_day > LONG:
        yield f"Envelopes have waited since {health.oldest_day}: the desk does not fetch."


def _of_memory(status: Status) -> Iterator[str]:
    if status.health.swap in (Swap.PLAIN, Swap.UNKNOWN):
        yield "Memory may reach the disk: swap is not encrypted, or it cannot be told. Run swapoff -a, or encrypt it."
    if status.serving is not None and not status.serving.memory_locked and status.health.swap is not Swap.NONE:
        yield "The drop's memory is not locked against swap: docs/operator-drop.md says how."
    if status.serving is not None and status.serving.version != status.health.version:
        yield "Another version runs than is installed: restart the drop."
