"""What a desk warns of, in sentences: the roster's end, a key that is elsewhere, a colleague away, the drop's state.

Alarms are `fetch`'s: somebody may be lying. A warning says that something will go wrong if nobody looks.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from amparo.desk import health_store, submissions_store
from amparo.desk.epochs import EpochKeys, held_back
from amparo.desk.health import strange_sentence
from amparo.desk.keys import DeskKeys
from amparo.desk.pairing import confirmed_roster, days_left
from amparo.desk.settings import Settings
from amparo.seal.roster import Roster


def warnings_of(database: sqlite3.Connection, settings: Settings, keys: DeskKeys, today: date) -> tuple[str, ...]:
    """Every warning that stands now, the most pressing first. Reads only what is on this disk."""
    look = health_store.last_look(database, settings.drop)
    strange = health_store.strange(database, settings.drop)
    return (
        *roster_warnings(confirmed_roster(settings, keys.root_verifier), settings, keys, today),
        *(f"{strange_sentence(each)} If that was meant: amparo desk accept --yes" for each in strange),
        *(look.warnings if look else ()),
        *_kept_secrets(database, settings, today),
    )


def roster_warnings(roster: Roster | None, settings: Settings, keys: DeskKeys, today: date) -> tuple[str, ...]:
    """Whether the door will close, and because of whom."""
    if roster is None:
        return ()
    left = days_left(roster, today)
    if left >= max(settings.extend_below_days, 1):
        return ()
    first = min(roster.desks, key=lambda each: each.last_day)
    if left == 0:
        said = "The roster has run out: the drop's door is closed to sources."
    else:
        said = f"Sources can send for {left} more days; then the drop closes its door."
    if first.name != settings.desk and roster.last_day < _own_last_day(roster, settings):
        return (f"{said} The desk {first.name} has no keys after that: let it fetch, or take it off the roster.",)
    if keys.root_here is None:
        return (f"{said} Plug in the root key and run: amparo desk pair DROP_URL --root-key FILE",)
    return (f"{said} A fetch extends it.",)


def _own_last_day(roster: Roster, settings: Settings) -> date:
    return next((each.last_day for each in roster.desks if each.name == settings.desk), date.min)


def _kept_secrets(database: sqlite3.Connection, settings: Settings, today: date) -> tuple[str, ...]:
    days = EpochKeys(settings.epochs).days()
    late = [day for day in days if day + timedelta(days=settings.retention_days + 1) < today]
    if not late:
        return ()
    unopened = held_back(
        late, (each.day for each in submissions_store.unopened(database)), today, settings.retention_days
    )
    why = "envelopes of those days could not be opened" if unopened else "the last fetch could not bring everything"
    return (f"The keys of {len(late)} past days are not destroyed yet, because {why}.",)
