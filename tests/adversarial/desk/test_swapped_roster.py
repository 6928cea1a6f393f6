"""A drop that shows sources another roster than ours: they would seal to somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from amparo.desk.drop_client import DropClient
from amparo.desk.fetches_store import last_fetch
from amparo.desk.pairing import confirmed_roster, pair
from amparo.desk.rosters import RosterFiles, sign_roster
from amparo.errors import RollbackError, StateError, TrustError
from amparo.seal.note import Signer

from .conftest import TODAY, Rig


def test_a_roster_of_another_key_is_an_alarm_and_what_waits_is_still_collected(rig: Rig) -> None:
    rig.send("envelope-1", "sent before the swap, with enough words")
    ours = confirmed_roster(rig.desk.settings, rig.desk.keys.root.verifier)
    assert ours is not None
    rig.drop.roster = sign_roster(ours, Signer.generate(rig.desk.keys.root.name))
    summary = rig.fetch()
    assert isinstance(summary.alarm, TrustError)
    assert "not sign" in summary.alarm.what
    assert summary.tally.filed == 1
    with rig.desk.database() as database:
        last = last_fetch(database)
    assert last is not None and last.alarm == summary.alarm.what


def test_an_older_roster_of_ours_is_told_apart(rig: Rig) -> None:
    old = rig.drop.roster
    with rig.desk.drop() as client:
        pair(rig.desk.settings, rig.desk.keys, client, TODAY + timedelta(days=1))
    rig.drop.roster = old
    assert isinstance(rig.fetch().alarm, RollbackError)


def test_a_newer_roster_under_our_root_key_that_this_desk_did_not_sign(rig: Rig) -> None:
    ours = confirmed_roster(rig.desk.settings, rig.desk.keys.root.verifier)
    assert ours is not None
    rig.drop.roster = sign_roster(replace(ours, edition=7), rig.desk.keys.root)
    alarm = rig.fetch().alarm
    assert isinstance(alarm, TrustError) and not isinstance(alarm, RollbackError)


@pytest.mark.parametrize("junk", [b"", b"not a note", b"\xff" * 100])
def test_no_roster_or_junk(rig: Rig, junk: bytes) -> None:
    rig.drop.roster = junk
    assert isinstance(rig.fetch().alarm, StateError if not junk else TrustError)


def test_an_alarmed_desk_does_not_extend_the_roster_by_itself(rig: Rig) -> None:
    rig.drop.roster = b"not ours"
    later = rig.desk.clock() + timedelta(days=3)
    rig.desk = replace(rig.desk, clock=lambda: later)
    rig.fetch()
    assert rig.drop.roster == b"not ours"


def test_a_roster_on_its_way_when_the_desk_was_killed_is_known_as_ours(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def put_then_die(client: DropClient, note: bytes, root: str) -> None:
        rig.drop.roster = note
        raise Killed

    monkeypatch.setattr(DropClient, "put_roster", put_then_die)
    with rig.desk.drop() as client, pytest.raises(Killed):
        pair(rig.desk.settings, rig.desk.keys, client, TODAY)
    assert RosterFiles(rig.desk.settings.roster).read() != rig.drop.roster
    assert rig.fetch().alarm is None
    assert RosterFiles(rig.desk.settings.roster).read() == rig.drop.roster


def test_a_drop_in_other_hands_that_refuses_us_raises_the_roster_alarm_all_the_same(rig: Rig) -> None:
    ours = confirmed_roster(rig.desk.settings, rig.desk.keys.root.verifier)
    assert ours is not None
    rig.drop.roster = sign_roster(ours, Signer.generate("somebody"))
    rig.drop.refuses_desk = True
    with pytest.raises(TrustError, match="did not sign"):
        rig.fetch()
    with rig.desk.database() as database:
        last = last_fetch(database)
    assert last is not None and "did not sign" in last.alarm and "signature" in last.error
