"""Day-epochs: made ahead, never replaced, shredded one by one."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.desk.epochs import SEALED_BEFORE, EpochKeys, due_for_shredding, wanted_days
from amparo.errors import NoMatchError, StateError
from amparo.seal.age import open_bytes, parse_recipient, seal_bytes

TODAY = date(2026, 11, 24)


def test_each_day_has_an_identity_of_its_own_that_is_never_replaced(tmp_path: Path) -> None:
    epochs = EpochKeys(tmp_path / "epochs")
    epochs.make(wanted_days(TODAY, 2), lambda size: bytes([7]) * size)
    before = [epochs.recipient(day) for day in epochs.days()]
    epochs.make(wanted_days(TODAY, 3), lambda size: bytes([8]) * size)
    assert epochs.days() == tuple(TODAY + timedelta(days=n) for n in range(4))
    assert [epochs.recipient(day) for day in epochs.days()][:3] == before
    assert before[0].startswith("age1pq1")


def test_a_shredded_day_opens_nothing_any_more(tmp_path: Path) -> None:
    epochs = EpochKeys(tmp_path)
    epochs.make([TODAY, TODAY + timedelta(days=1)], lambda size: size.to_bytes(1, "big") * size)
    epochs.shred(TODAY + timedelta(days=1))
    epochs.make([TODAY + timedelta(days=1)], lambda size: b"\x05" * size)
    sealed = seal_bytes(b"tip", [parse_recipient(epochs.recipient(TODAY))])
    assert open_bytes(sealed, epochs.identities()) == b"tip"
    epochs.shred(TODAY)
    with pytest.raises(NoMatchError):
        open_bytes(sealed, epochs.identities())
    with pytest.raises(StateError):
        epochs.recipient(TODAY)


@given(st.lists(st.integers(-400, 400), unique=True), st.integers(0, 100))
def test_exactly_the_days_past_retention_are_due(offsets: list[int], retention: int) -> None:
    days = [TODAY + timedelta(days=offset) for offset in offsets]
    due = due_for_shredding(days, TODAY, retention)
    assert set(due) == {day for day in days if (TODAY - day).days > max(retention, SEALED_BEFORE + 1)}
    assert TODAY not in due


def test_a_secret_overwritten_but_not_removed_yet_is_gone_and_stops_nothing(tmp_path: Path) -> None:
    epochs = EpochKeys(tmp_path)
    days = [TODAY, TODAY + timedelta(days=1)]
    epochs.make(days, os.urandom)
    path = tmp_path / f"{TODAY}.key"
    path.write_bytes(b"#" * path.stat().st_size)
    assert len(epochs.identities()) == 1 and TODAY in epochs.days()
    epochs.shred(TODAY)
    assert epochs.days() == (days[1],)


def test_a_replaced_key_stays_until_its_day_is_destroyed(tmp_path: Path) -> None:
    epochs = EpochKeys(tmp_path)
    epochs.make([TODAY], os.urandom)
    first = epochs.recipient(TODAY)
    for _ in range(2):
        assert epochs.renew(TODAY, os.urandom) == (TODAY,)
    assert epochs.recipient(TODAY) != first and len(epochs.identities()) == 3
    assert first in {str(each.recipient) for each in epochs.identities()}  # type: ignore[attr-defined]
    assert epochs.renew(TODAY + timedelta(days=1), os.urandom) == ()
    epochs.shred(TODAY)
    assert not list(tmp_path.iterdir())
