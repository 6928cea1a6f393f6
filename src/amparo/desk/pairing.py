"""Puts this desk on the newsroom's roster and the roster on the drop, then looks whether the drop serves exactly it.

Run again, it extends the roster by new days; `fetch` does so by itself when few days remain.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from amparo.desk.drop_client import DropClient
from amparo.desk.epochs import EpochKeys, wanted_days
from amparo.desk.keys import DeskKeys
from amparo.desk.rosters import RosterFiles, base_for_next, check_served, next_roster, readable, sign_roster
from amparo.desk.settings import Settings
from amparo.seal.fingerprint import fingerprint
from amparo.seal.note import Signer, Verifier
from amparo.seal.roster import Desk, Roster


@dataclass(frozen=True, slots=True)
class Pairing:
    """What stands after pairing: `fingerprint` is for people to compare with what the drop's page shows."""

    newsroom: str
    desk: str
    root_vkey: str
    fingerprint: str
    last_day: date
    desks: int


def pair(
    settings: Settings,
    keys: DeskKeys,
    client: DropClient,
    today: date,
    random: Callable[[int], bytes] = os.urandom,
) -> Pairing:
    """Make the missing day-epochs, sign the next roster, give it to the drop and check that the drop serves it."""
    base = base_for_next(client.roster(), RosterFiles(settings.roster), keys.root_verifier)
    desk = this_desk(settings, keys.api, today, random)
    roster = next_roster(base, settings.newsroom, desk, today)
    publish(settings, keys, client, roster)
    return describe(settings, keys, roster)


def this_desk(settings: Settings, api: Signer, today: date, random: Callable[[int], bytes] = os.urandom) -> Desk:
    """This desk as a roster names it, with keys for the days ahead; missing ones are made."""
    epochs = EpochKeys(settings.epochs)
    days = wanted_days(today, settings.days_ahead)
    epochs.make(days, random)
    return Desk(settings.desk, str(api.verifier), {day: epochs.recipient(day) for day in days})


def publish(settings: Settings, keys: DeskKeys, client: DropClient, roster: Roster, *heirs: Signer) -> bytes:
    """Sign a roster, by the root's heirs too, give it to the drop and check that the drop serves it; the note."""
    files = RosterFiles(settings.roster)
    note = sign_roster(roster, keys.root, *heirs)
    files.propose(note)
    client.put_roster(note, keys.root_vkey)
    check_served(client.roster(), files, keys.root_verifier, settings.desk)
    return note


def describe(settings: Settings, keys: DeskKeys, roster: Roster) -> Pairing:
    """The facts about a roster that people compare and watch."""
    return Pairing(
        newsroom=roster.newsroom,
        desk=settings.desk,
        root_vkey=keys.root_vkey,
        fingerprint=fingerprint(keys.root_verifier),
        last_day=roster.last_day,
        desks=len(roster.desks),
    )


def confirmed_roster(settings: Settings, root: Verifier) -> Roster | None:
    """The roster that the drop was last seen to serve, or None before pairing."""
    return readable(RosterFiles(settings.roster).read(), root)


def days_left(roster: Roster | None, today: date) -> int:
    """How many days, today included, sources can still send to; 0 when the door is closed."""
    return 0 if roster is None else max(0, (roster.last_day - today).days + 1)
