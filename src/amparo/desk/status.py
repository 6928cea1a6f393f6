"""How the desk stands: keys, drop, roster, what waits to be read. For `desk status` and the page beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from amparo.desk import fetches_store, health_store, submissions_store
from amparo.desk.epochs import EpochKeys
from amparo.desk.pairing import confirmed_roster, days_left
from amparo.desk.room import Desk
from amparo.desk.warnings import warnings_of
from amparo.seal.fingerprint import fingerprint


@dataclass(frozen=True, slots=True)
class Status:
    """Stable names: `desk status --json` prints them. Empty text, or None, where there is nothing yet."""

    home: str
    newsroom: str
    desk: str
    drop: str
    root: str
    fingerprint: str
    roster_until: str | None
    days_left: int
    epoch_secrets: int
    submissions: int
    unread: int
    unopened: int
    last_fetch: str | None
    last_error: str
    alarm: str
    alarm_hint: str
    warnings: tuple[str, ...]
    root_key_here: bool
    drop_health: dict[str, Any] | None


def status_of(desk: Desk) -> Status:
    """How this desk stands now. Reads only what is on its disk."""
    settings, keys = desk.settings, desk.keys
    roster = confirmed_roster(settings, keys.root_verifier)
    with desk.database() as database:
        last = fetches_store.last_fetch(database)
        read = [each.read for each in submissions_store.submissions(database)]
        unopened = len(submissions_store.unopened(database))
        warnings = warnings_of(database, settings, keys, desk.today)
        look = health_store.last_look(database, settings.drop)
    return Status(
        home=str(settings.home),
        newsroom=settings.newsroom,
        desk=settings.desk,
        drop=settings.drop,
        root=keys.root_vkey,
        fingerprint=fingerprint(keys.root_verifier),
        roster_until=roster.last_day.isoformat() if roster else None,
        days_left=days_left(roster, desk.today),
        epoch_secrets=len(EpochKeys(settings.epochs).days()),
        submissions=len(read),
        unread=read.count(False),
        unopened=unopened,
        last_fetch=last.at.isoformat() if last else None,
        last_error=last.error if last else "",
        alarm=last.alarm if last else "",
        alarm_hint=last.alarm_hint if last else "",
        warnings=warnings,
        root_key_here=keys.root_here is not None,
        drop_health=look.facts if look else None,
    )
