"""Commits that are shared: each item lasts or its caller is told, and what fails beside that does not stop the next."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from amparo.drop.group_commit import GroupCommit
from amparo.errors import StoreError


def test_a_settling_that_fails_is_reported_and_the_door_does_not_stick(capfd: pytest.CaptureFixture[str]) -> None:
    lasting: list[int] = []
    settled: list[bool] = []

    def settle() -> None:
        settled.append(True)
        if len(settled) == 1:
            raise StoreError("The server's database failed.", "")

    group: GroupCommit[int] = GroupCommit(lasting.extend, settle)
    group.add(1).result()
    group.settle()
    group.add(2).result()
    group.settle()
    group.close()
    assert lasting == [1, 2]
    assert len(settled) == 2
    assert "surprise: StoreError" in capfd.readouterr().err


def test_one_that_spoils_the_commit_spoils_it_for_itself_alone() -> None:
    lasting: list[int] = []

    def commit(items: Sequence[int]) -> None:
        if 13 in items:
            raise StoreError("The server's database failed.", "")
        lasting.extend(items)

    def add(item: int) -> bool:
        try:
            group.add(item).result()
        except StoreError:
            return False
        return True

    undone: list[int] = []
    group: GroupCommit[int] = GroupCommit(commit, lambda: None, undone.append)
    with ThreadPoolExecutor(20) as callers:
        told = list(callers.map(add, range(20)))
    group.close()
    assert told == [number != 13 for number in range(20)]
    assert undone == [13]
    assert sorted(lasting) == [number for number in range(20) if number != 13]
