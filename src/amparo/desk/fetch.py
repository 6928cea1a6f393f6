"""One fetch: is the drop's roster ours, collect what waits, deliver replies, extend the roster, shred old day-epochs.

Safe to kill at any moment and to run at any time; `collecting` says why. Spec: specs/desk-api.md.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from amparo.desk import fetches_store
from amparo.desk.collecting import Collector, Report, Tally
from amparo.desk.disk import only_one
from amparo.desk.drop_client import DropClient
from amparo.desk.epochs import EpochKeys, due_for_shredding
from amparo.desk.filing import Filing
from amparo.desk.keys import DeskKeys
from amparo.desk.pairing import confirmed_roster, days_left, pair
from amparo.desk.replies import deliver_replies
from amparo.desk.room import Desk
from amparo.desk.rosters import RosterFiles, check_served
from amparo.desk.settings import Settings
from amparo.errors import AmparoError, StateError, TrustError


Alarm: TypeAlias = TrustError | StateError
"""What is wrong with the roster that the drop shows to sources."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one fetch did. `alarm` is the error about the roster that the drop shows to sources, if there is one."""

    tally: Tally
    replies: int
    shredded: tuple[date, ...]
    days_left: int
    alarm: Alarm | None


def fetch(desk: Desk, *, report: Report = lambda _: None, retry: bool = False) -> Summary:
    """Run one fetch and remember how it went.

    `retry` tries again to open what could not be opened before. Raises StoreError when the drop cannot be reached, and
    StateError when another fetch is running. An envelope that cannot be opened raises nothing: it is kept and listed.
    A wrong roster is in the summary, because what waits at the drop is brought to safety all the same.
    """
    settings = desk.settings
    with only_one(settings.fetch_lock, "A fetch"), desk.database() as database:
        alarm: Alarm | None = None
        try:
            with desk.drop() as client:
                alarm = _roster_alarm(settings, desk.keys, client)
                summary = _fetch(settings, desk.keys, database, client, desk.today, report, retry, alarm)
        except AmparoError as error:
            fetches_store.note_failed(database, desk.clock(), error, alarm)
            # A drop in other hands may well refuse us too: what it shows to sources is the news then.
            raise alarm or error from None
        fetches_store.note_done(database, desk.clock(), summary.tally, alarm)
        return summary


def _fetch(
    settings: Settings,
    keys: DeskKeys,
    database: sqlite3.Connection,
    client: DropClient,
    today: date,
    report: Report,
    retry: bool,
    alarm: Alarm | None,
) -> Summary:
    filing = Filing(settings.submissions, database, EpochKeys(settings.epochs).identities())
    collector = Collector(settings, database, client, filing)
    if retry:
        collector.reopen_kept()
    collector.collect(client.envelopes(), report)
    replies = deliver_replies(database, client, settings.desk)
    if alarm is None and _days_left(settings, keys, today) < settings.extend_below_days:
        pair(settings, keys, client, today)
    # A secret goes only when nothing that it might open is left behind.
    shredded = () if collector.tally.waiting else _shred_due(settings, today)
    return Summary(collector.tally, replies, shredded, _days_left(settings, keys, today), alarm)


def _roster_alarm(settings: Settings, keys: DeskKeys, client: DropClient) -> Alarm | None:
    try:
        check_served(client.roster(), RosterFiles(settings.roster), keys.root.verifier)
    except (TrustError, StateError) as error:
        return error
    return None


def _days_left(settings: Settings, keys: DeskKeys, today: date) -> int:
    return days_left(confirmed_roster(settings, keys.root.verifier), today)


def _shred_due(settings: Settings, today: date) -> tuple[date, ...]:
    epochs = EpochKeys(settings.epochs)
    due = due_for_shredding(epochs.days(), today, settings.retention_days)
    for day in due:
        epochs.shred(day)
    return due
