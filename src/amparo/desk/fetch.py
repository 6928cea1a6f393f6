"""One fetch: is the drop's roster ours, collect what waits, deliver replies, extend the roster, shred old day-epochs.

Safe to kill at any moment and to run at any time; `collecting` says why. Spec: specs/desk-api.md.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from amparo.desk import fetches_store, health_store, submissions_store
from amparo.desk.accepting import check_lineage
from amparo.desk.caused import caused
from amparo.desk.collecting import Collector, Report, Tally
from amparo.desk.disk import only_one
from amparo.desk.drop_client import DropClient
from amparo.desk.epochs import EpochKeys, due_for_shredding, held_back
from amparo.desk.filing import Filing
from amparo.desk.health import Health, judge
from amparo.desk.keys import DeskKeys
from amparo.desk.pairing import confirmed_roster, days_left, pair
from amparo.desk.replies import deliver_replies
from amparo.desk.retention import expire
from amparo.desk.room import Desk
from amparo.desk.rosters import RosterFiles, check_served
from amparo.desk.rotation import lineage_of
from amparo.desk.settings import Settings
from amparo.desk.warnings import warnings_of
from amparo.errors import AmparoError, InputError, StateError, TrustError

Alarm: TypeAlias = TrustError | StateError
"""What is wrong with the roster that the drop shows to sources."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What one fetch did. `alarm` is the error about the roster that the drop shows to sources, or about its log of its
    own configuration, if there is one; `warnings` are what will go wrong if nobody looks.
    """

    tally: Tally
    replies: int
    shredded: tuple[date, ...]
    days_left: int
    alarm: Alarm | None
    warnings: tuple[str, ...] = ()
    expired: int = 0


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
                visit = _Visit(settings, desk.keys, database, client, desk.clock())
                alarm = visit.roster_alarm()
                summary = visit.run(report, retry=retry, alarm=alarm)
        except AmparoError as error:
            fetches_store.note_failed(database, desk.clock(), error, alarm)
            # A drop in other hands may well refuse us too: what it shows to sources is the news then.
            raise alarm or error from None
        fetches_store.note_done(database, desk.clock(), summary.tally, summary.alarm)
        return summary


@dataclass(frozen=True, slots=True)
class _Visit:
    """One visit to the drop."""

    settings: Settings
    keys: DeskKeys
    database: sqlite3.Connection
    client: DropClient
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    def roster_alarm(self) -> Alarm | None:
        try:
            check_lineage(self.settings, self.client.successions(), self.keys.root_verifier)
            check_served(
                self.client.roster(), RosterFiles(self.settings.roster), self.keys.root_verifier, self.settings.desk
            )
        except (TrustError, StateError) as error:
            return error
        return None

    def run(self, report: Report, *, retry: bool, alarm: Alarm | None) -> Summary:
        tally = self._collect(report, retry=retry)
        replies = deliver_replies(self.database, self.client, self.settings.desk)
        # To put our roster back over another one is a person's decision. The root key may lie elsewhere.
        if alarm is None and self._can_sign() and self._days_left() < self.settings.extend_below_days:
            pair(self.settings, self.keys, self.client, self.today)
        rewritten = self._health()
        # A secret goes only when nothing that it might open is left behind.
        shredded = () if tally.waiting else self._shred_due()
        expired = expire(self.database, self.settings, self.today)
        warnings = warnings_of(self.database, self.settings, self.keys, self.today)
        return Summary(tally, replies, shredded, self._days_left(), alarm or rewritten, warnings, len(expired))

    def _can_sign(self) -> bool:
        """Whether the root key is here and stands: the drop takes nothing that a revoked one signs."""
        return self.keys.root_here is not None and self.keys.root_verifier not in lineage_of(self.settings).revoked

    def _health(self) -> Alarm | None:
        """Look at what the drop says of itself; the alarm when it took back what this desk had seen."""
        body = self.client.health()
        if body is None:
            return None
        drop = self.settings.drop
        try:
            health = Health.parse(body)
        except InputError as error:
            return TrustError(error.what, "Find out who has control of the drop.")
        findings = judge(health, health_store.seen(self.database, drop), caused(self.settings.home), self.now)
        health_store.remember(self.database, drop, health, findings)
        if not findings.rewritten:
            return None
        return TrustError(
            "The drop's log of its own configuration is not the one that this desk saw before: it was rewritten.",
            "After a restore of yours: amparo desk accept --yes. Otherwise find out who has control of the drop.",
        )

    def _collect(self, report: Report, *, retry: bool) -> Tally:
        identities = EpochKeys(self.settings.epochs).identities()
        filing = Filing(self.settings.submissions, self.database, identities)
        roster = confirmed_roster(self.settings, self.keys.root_verifier)
        collector = Collector(self.settings, self.database, self.client, filing, len(roster.desks) if roster else 1)
        if retry:
            collector.reopen_kept()
        collector.collect(self.client.envelopes(), report)
        return collector.tally

    def _days_left(self) -> int:
        return days_left(confirmed_roster(self.settings, self.keys.root_verifier), self.today)

    def _shred_due(self) -> tuple[date, ...]:
        epochs = EpochKeys(self.settings.epochs)
        retention = self.settings.retention_days
        due = due_for_shredding(epochs.days(), self.today, retention)
        unopened = submissions_store.unopened(self.database)
        # What is sealed to no key of ours opens with none of them, whenever it is tried again.
        hopeful = (each.day for each in unopened if each.reason != "no-key")
        gone = tuple(sorted(set(due) - set(held_back(due, hopeful, self.today, retention))))
        for day in gone:
            epochs.shred(day)
        return gone
