"""Drop copied, desk seized later: what was sent before the retention time opens with nothing that is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from amparo.desk.epochs import EpochKeys
from amparo.desk.pairing import confirmed_roster, days_left
from amparo.desk.settings import save
from amparo.errors import NoMatchError
from amparo.seal.age import open_bytes

from .conftest import TODAY, Rig

WORDS = "a message with more than three words"


def later(rig: Rig, days: int) -> date:
    """The desk some days on."""
    moment = rig.desk.clock() + timedelta(days=days)
    rig.desk = replace(rig.desk, clock=lambda: moment)
    return moment.date()


def test_a_copied_envelope_opens_until_retention_and_never_after(rig: Rig) -> None:
    save(replace(rig.desk.settings, retention_days=10))
    rig.send("envelope-a", WORDS)
    copied = rig.drop.envelopes["envelope-a"]
    rig.fetch()
    later(rig, 10)
    assert rig.fetch().shredded == ()
    assert open_bytes(copied, EpochKeys(rig.desk.settings.epochs).identities())
    later(rig, 1)
    assert rig.fetch().shredded == (TODAY,)
    with pytest.raises(NoMatchError):
        open_bytes(copied, EpochKeys(rig.desk.settings.epochs).identities())
    secrets = [path.read_bytes() for path in rig.desk.settings.home.rglob("*.key")]
    assert all(TODAY.isoformat().encode() not in each for each in secrets)


def test_an_envelope_that_waited_longer_than_retention_is_opened_before_its_secret_goes(rig: Rig) -> None:
    rig.send("envelope-a", WORDS)
    later(rig, 400)
    summary = rig.fetch()
    assert summary.tally.filed == 1 and TODAY in summary.shredded


def test_no_secret_goes_while_an_envelope_cannot_be_brought(rig: Rig) -> None:
    rig.send("envelope-a", WORDS)
    rig.drop.lists_size["envelope-a"] = 2**50
    later(rig, 400)
    assert rig.fetch().shredded == ()
    assert TODAY in EpochKeys(rig.desk.settings.epochs).days()


def test_a_fetch_extends_a_roster_that_runs_out_and_keeps_the_days_it_had(rig: Rig) -> None:
    before = confirmed_roster(rig.desk.settings, rig.desk.keys.root.verifier)
    assert before is not None
    today = later(rig, 3)
    rig.fetch()
    after = confirmed_roster(rig.desk.settings, rig.desk.keys.root.verifier)
    assert after is not None and after.supersedes(before) and days_left(after, today) == 4
    assert after.recipients_on(today) == before.recipients_on(today)
    assert rig.fetch().alarm is None


def test_a_roster_ran_out_is_extended_too(rig: Rig) -> None:
    today = later(rig, 100)
    assert days_left(confirmed_roster(rig.desk.settings, rig.desk.keys.root.verifier), today) == 0
    assert rig.fetch().days_left == 4
