"""Somebody who has the fingerprint of last year comes back for a reply, after the newsroom has changed its root key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from source_system import System, paired_system


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    """A newsroom of its own: its root changes here."""
    with paired_system(tmp_path / "newsroom", tmp_path / "source") as made:
        yield made


def check(system: System, words: str, root: str) -> tuple[int, str]:
    return system.at_a_terminal("check", answers={"Passphrase:": words}, root=root)


def test_check_with_the_old_root_reads_the_reply_and_says_that_there_is_a_new_one(system: System) -> None:
    old = system.fingerprint
    sealed, _ = system.give("--message", "sent under the first root")
    system.desk("fetch")
    (found,) = system.desk("inbox", "--json")
    (said,) = system.desk("rotate-root", "--yes", "--json")
    new = said["fingerprint"]
    system.desk("reply", found["id"], "--message", "Answered under the second root.")
    system.desk("fetch")
    for root in (old, system.vkey, new):
        code, shown = check(system, sealed["passphrase"], root)
        assert code == 0 and "Answered under the second root." in shown
        assert ("has a new key" in shown) == (root != new) and (new in shown or root == new)
    # Stolen, and revoked: who knows no other is told to stop, before the words are asked for.
    (said,) = system.desk("revoke", "root", "--yes", "--json")
    for root in (old, new):
        done = system.run("check", root=root)
        assert done.returncode == 1 and "has revoked the key" in done.stderr
    code, shown = check(system, sealed["passphrase"], said["fingerprint"])
    assert code == 0 and "Answered under the second root." in shown
