"""The drop's log of its own configuration: what it notices, and what a crash or a hand does to it."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from amparo.drop.configuration import LOG, Configuration, as_json
from amparo.errors import StoreError
from amparo.ledger.configuration import Entry, What, head

DAY = date(2026, 11, 24)


def log(folder: Path, version: str = "1", sealer: bytes = b"") -> Configuration:
    return Configuration(folder, lambda: DAY, version, sealer)


def test_first_look_notes_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "drop.toml").write_bytes(b"x = 1\n")
    entries = log(tmp_path).entries()
    assert [entry.what for entry in entries] == [What.SETTINGS, What.STARTED_VERSION]
    assert entries[0] == Entry(DAY, What.SETTINGS, hashlib.sha256(b"x = 1\n").hexdigest())
    assert (tmp_path / LOG).stat().st_mode & 0o077 == 0


def test_nothing_is_noted_twice_and_every_change_is(tmp_path: Path) -> None:
    (tmp_path / "drop.toml").write_bytes(b"x = 1\n")
    first = log(tmp_path).entries()
    assert log(tmp_path).entries() == first
    (tmp_path / "root.vkey").write_bytes(b"key")
    (tmp_path / "drop.toml").write_bytes(b"x = 2\n")
    later = log(tmp_path, "2", b"<html>").entries()
    assert later[: len(first)] == first
    assert {entry.what for entry in later[len(first) :]} == {
        What.SETTINGS,
        What.ROOT,
        What.STARTED_VERSION,
        What.SEALER,
    }


def test_back_and_forth_and_away_are_three_entries(tmp_path: Path) -> None:
    note = tmp_path / "roster.note"
    shown = []
    for content in (b"a", b"b", b"a"):
        note.write_bytes(content)
        shown = [entry for entry in log(tmp_path).entries() if entry.what is What.ROSTER]
    note.unlink()
    last = [entry for entry in log(tmp_path).entries() if entry.what is What.ROSTER]
    assert len(shown) == 3
    assert last == [*shown, Entry(DAY, What.ROSTER, hashlib.sha256(b"").hexdigest())]


def test_a_line_cut_by_a_crash_is_written_again(tmp_path: Path) -> None:
    before = log(tmp_path).entries()
    whole = (tmp_path / LOG).read_bytes()
    with (tmp_path / LOG).open("ab") as file:
        file.write(b'{"day":"2026-1')
    (tmp_path / "root.vkey").write_bytes(b"key")
    after = log(tmp_path).entries()
    assert after[:-1] == before
    assert (tmp_path / LOG).read_bytes() == whole + after[-1].to_line() + b"\n"


def test_a_damaged_log_is_an_error_and_is_not_overwritten(tmp_path: Path) -> None:
    log(tmp_path).entries()
    (tmp_path / LOG).write_bytes(b"nonsense\n")
    with pytest.raises(StoreError):
        log(tmp_path).entries()
    assert (tmp_path / LOG).read_bytes() == b"nonsense\n"


def test_a_line_taken_out_changes_the_head(tmp_path: Path) -> None:
    (tmp_path / "drop.toml").write_bytes(b"x = 1\n")
    (tmp_path / "root.vkey").write_bytes(b"key")
    seen = log(tmp_path).entries()
    lines = (tmp_path / LOG).read_bytes().splitlines(keepends=True)
    (tmp_path / LOG).write_bytes(b"".join(lines[:1] + lines[2:]))
    now = log(tmp_path).entries()
    assert head(now[: len(seen)]) != head(seen)
    assert as_json(now)["head"] == head(now).hex()
