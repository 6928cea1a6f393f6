"""A clock far ahead, set back, or jumping about: no envelope goes by it, and no reply before its time.

The store is the real one with a clock of ours; it sweeps on every day that the clock shows, as a running drop does.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from amparo.drop.expiry import FUZZ, LEAP, STEADY, Calendar, expiry, read_calendar
from amparo.drop.model import Tag
from amparo.drop.store import Store
from amparo.errors import InputError
from amparo.seal.reply import REPLY_SIZE

START = datetime(2026, 11, 24, 15, 42, 7, tzinfo=UTC)


class Clocked:
    """A store whose clock says what the test wants."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.now = folder, START
        self.store = self.opened()

    def opened(self) -> Store:
        return Store(self.folder, keep_free=0, clock=lambda: self.now, serving=True)

    def fill(self) -> None:
        for number in range(30):
            writer = self.store.begin(0)
            writer.write(b"evidence")
            self.store.keep(writer)
            self.store.add_reply(Tag(bytes([number]) * 32), bytes(REPLY_SIZE))
        self.store.sweep()

    def at(self, days: int) -> tuple[int, int]:
        """Sweep on that day after the start, with a restart in between; how many envelopes and replies are left."""
        self.store.close()
        self.now = START + timedelta(days=days)
        self.store = self.opened()
        self.store.sweep()
        totals = self.store.totals()
        assert self.store.missing() == frozenset()
        return totals.envelopes, totals.replies


@pytest.fixture
def clocked(tmp_path: Path) -> Clocked:
    made = Clocked(tmp_path)
    made.fill()
    return made


def test_a_year_ahead_and_back_deletes_nothing(clocked: Clocked) -> None:
    for days in (365, 365, 366, 367, 0, 1, 365, 368, 2, -4000, 20_000, 3):
        assert clocked.at(days) == (30, 30), days
    clocked.store.close()


def test_envelopes_outlive_any_clock_and_go_by_the_desks_word_only(clocked: Clocked) -> None:
    for day in range(0, 400, 5):
        clocked.at(day)
    assert clocked.at(400) == (30, 0)
    first = clocked.store.envelopes()[0]
    clocked.store.remove(first.id)
    assert clocked.at(401) == (29, 0)
    clocked.store.close()


def test_replies_go_between_ninety_and_a_hundred_and_five_days(clocked: Clocked) -> None:
    left = {day: clocked.at(day)[1] for day in range(110)}
    assert left[90] == 30 and left[105] == 0
    assert any(0 < left[day] < 30 for day in range(91, 105)), "they do not go all at once"
    clocked.store.close()


def test_a_drop_that_was_off_for_months_believes_its_clock_after_a_week(clocked: Clocked) -> None:
    assert [clocked.at(200 + day)[1] for day in range(STEADY + 2)] == [30] * STEADY + [0, 0]
    clocked.store.close()


def test_the_day_of_expiry_says_no_more_than_a_fortnight_about_the_day_it_came() -> None:
    day = date(2026, 11, 24)
    found = {(expiry(day, 90, lambda size, number=number: number.to_bytes(size, "little")) - day).days
             for number in range(1000)}  # fmt: skip
    assert found == set(range(90, 90 + FUZZ))


def test_a_week_is_believed_at_once_more_is_not() -> None:
    day = date(2026, 11, 24)
    calendar = Calendar(day, day)
    assert calendar.looked(day + timedelta(days=LEAP)).believed == day + timedelta(days=LEAP)
    assert calendar.looked(day + timedelta(days=LEAP + 1)).believed == day
    assert calendar.looked(day - timedelta(days=1)) == calendar


def test_a_damaged_calendar_is_named(tmp_path: Path) -> None:
    (tmp_path / "calendar").write_text("soon")
    with pytest.raises(InputError, match="calendar"):
        read_calendar(tmp_path / "calendar", date(2026, 11, 24))
