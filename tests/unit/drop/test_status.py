"""What `drop status` warns of: each trouble by itself, and nothing when all is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from amparo.drop.health import configuration_of
from amparo.drop.newsroom import Newsroom
from amparo.drop.serving import Serving, noted, serving
from amparo.drop.settings import Settings
from amparo.drop.status import Status, look, warnings
from amparo.drop.store import Store
from amparo.drop.swap import Swap
from drop_process import Newsroom as Desk


@pytest.fixture
def today(well: Status) -> date:
    """The day `well` was taken, so that a run across midnight sees one day."""
    return well.health.day


@pytest.fixture
def well(tmp_path: Path) -> Status:
    """A drop that serves, with a roster for many days, no swap, and room."""
    newsroom, desk = Newsroom(tmp_path), Desk()
    newsroom.accept(desk.roster(days=40), desk.root.verifier)
    store = Store(tmp_path, keep_free=1, clock=lambda: datetime.now(UTC))
    status = look(store, configuration_of(store), newsroom.standing, Settings(), None)
    store.close()
    running = Serving(status.health.version, memory_locked=True)
    return replace(status, serving=running, room=10**12, health=replace(status.health, swap=Swap.NONE))


def only(status: Status) -> str:
    (warning,) = warnings(status)
    return warning


def test_nothing_to_say(well: Status) -> None:
    assert list(warnings(well)) == []
    assert well.to_json()["warnings"] == []


def test_it_does_not_run(well: Status) -> None:
    assert "does not run" in only(replace(well, serving=None))


@pytest.mark.parametrize("days", [1, 400])
def test_the_clock_was_set_back(well: Status, today: date, days: int) -> None:
    back = replace(well.health, day=today - timedelta(days=days))
    assert any("clock" in warning for warning in warnings(replace(well, health=back)))


def test_a_roster_that_runs_out_and_one_that_has(well: Status, today: date) -> None:
    soon = replace(well.health, day=today + timedelta(days=30))
    assert "runs out in 9 days" in only(replace(well, health=soon))
    gone = replace(well.health, day=today + timedelta(days=60))
    assert "has run out" in only(replace(well, health=gone))


def test_no_desk(well: Status, tmp_path: Path) -> None:
    assert "No desk has paired" in only(replace(well, standing=Newsroom(tmp_path / "empty").standing))


def test_a_full_disk_and_a_nearly_full_one(well: Status) -> None:
    assert "full up to its reserve" in only(replace(well, room=0))
    assert "nearly full" in only(replace(well, room=300 * 2**20))


def test_lost_files(well: Status) -> None:
    assert "are gone" in only(replace(well, health=replace(well.health, missing=2)))


def test_a_desk_that_does_not_fetch(well: Status, today: date) -> None:
    old = replace(well.health, oldest_day=today - timedelta(days=8))
    assert "does not fetch" in only(replace(well, health=old))


def test_memory_that_can_reach_the_disk(well: Status) -> None:
    plain = replace(well, health=replace(well.health, swap=Swap.PLAIN))
    assert "swap is not encrypted" in only(plain)
    unlocked = replace(plain, serving=Serving(well.health.version, memory_locked=False))
    assert len(list(warnings(unlocked))) == 2


def test_another_version_runs(well: Status) -> None:
    assert "Another version" in only(replace(well, serving=Serving("0", memory_locked=True)))


def test_who_serves_is_known_while_it_does(tmp_path: Path) -> None:
    with noted(tmp_path, Serving("1", memory_locked=True)):
        assert serving(tmp_path) == Serving("1", memory_locked=True)
    assert serving(tmp_path) is None


def test_the_note_of_a_killed_process_is_not_believed(tmp_path: Path) -> None:
    # Our own process id, which runs, but with another start.
    with noted(tmp_path, Serving("1", memory_locked=True)):
        text = (tmp_path / "serving.json").read_text()
        (tmp_path / "serving.json").write_text(text.replace('"started": "', '"started": "9'))
        assert serving(tmp_path) is None


def test_days_are_days(well: Status) -> None:
    assert well.days_left == 39
    assert isinstance(well.newest, date)
