"""When the desk warns, and because of whom the door will close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from amparo.desk.keys import DeskKeys, make_keys
from amparo.desk.settings import Settings
from amparo.desk.warnings import roster_warnings
from amparo.seal.age import HybridIdentity
from amparo.seal.note import Signer
from amparo.seal.roster import Desk, Roster

DAY = date(2026, 11, 24)
RECIPIENT = str(HybridIdentity.from_seed(b"\1" * 32).recipient)
API = str(Signer.generate("api").verifier)


def desk(name: str, days: int) -> Desk:
    return Desk(name, API, {DAY + timedelta(days=n): RECIPIENT for n in range(days)})


def roster(*desks: Desk) -> Roster:
    return Roster("The Lamp", DAY, desks)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path)


@pytest.fixture
def keys(tmp_path: Path) -> DeskKeys:
    return make_keys(tmp_path / "keys", "The Lamp", "desk")


def test_a_roster_that_lasts_is_worth_no_word(settings: Settings, keys: DeskKeys) -> None:
    assert roster_warnings(roster(desk("desk", 31)), settings, keys, DAY) == ()
    assert roster_warnings(None, settings, keys, DAY) == ()


def test_the_end_comes_nearer_and_a_fetch_helps_when_the_root_key_is_here(settings: Settings, keys: DeskKeys) -> None:
    (said,) = roster_warnings(roster(desk("desk", 29)), settings, keys, DAY)
    assert "29 more days" in said and "A fetch extends it" in said
    (said,) = roster_warnings(roster(desk("desk", 3)), settings, keys, DAY + timedelta(days=3))
    assert "run out" in said


def test_the_medium_is_asked_for_when_the_root_key_is_elsewhere(settings: Settings, keys: DeskKeys) -> None:
    (said,) = roster_warnings(roster(desk("desk", 9)), settings, replace(keys, root_here=None), DAY)
    assert "--root-key FILE" in said


def test_a_colleague_whose_keys_end_first_is_named(settings: Settings, keys: DeskKeys) -> None:
    (said,) = roster_warnings(roster(desk("desk", 60), desk("home", 4)), settings, keys, DAY)
    assert "4 more days" in said and "desk home" in said
