"""New envelopes of the sealing process: each lies whole under its name, or nothing of it stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from amparo.drop import lasting
from amparo.drop.lasting import Unsynced, clear_away, make_last, name_what_lasts, write_new

DAY = date(2026, 11, 30)
NAMES = "a" * 32, "b" * 32, "c" * 32


def three(folder: Path) -> list[Unsynced]:
    return [write_new(str(folder / name), name[0].encode() * 1000, DAY) for name in NAMES]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("libc", [lasting._LIBC, object()])
def test_all_take_their_names_with_and_without_syncfs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, libc: object
) -> None:
    monkeypatch.setattr(lasting, "_LIBC", libc)
    files = three(tmp_path)
    assert names(tmp_path) == {Path(file.written).name for file in files} and not names(tmp_path) & set(NAMES)
    assert make_last(files) == [True, True, True]
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert found == {name: name[0].encode() * 1000 for name in NAMES}


def test_what_was_kept_from_taking_its_name_takes_it_at_the_next_start_if_it_is_whole(tmp_path: Path) -> None:
    whole, cut_off, changed = three(tmp_path)
    os.truncate(cut_off.written, 999)
    Path(changed.written).write_bytes(b"C" + b"c" * 999)
    left = names(tmp_path)
    name_what_lasts(tmp_path)
    assert names(tmp_path) == left - {Path(whole.written).name} | {NAMES[0]}
    name_what_lasts(tmp_path)
    assert (tmp_path / NAMES[0]).read_bytes() == b"a" * 1000
    for file in (whole, cut_off, changed):
        os.close(file.handle)


def test_what_a_process_left_is_cleared_away_under_either_name(tmp_path: Path) -> None:
    files = three(tmp_path)
    make_last(files[:2])
    clear_away(tmp_path, {NAMES[0], NAMES[2], "d" * 32})
    assert names(tmp_path) == {NAMES[1]}
    os.close(files[2].handle)


def test_where_the_file_system_does_not_sync_the_one_that_fails_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def syncfs(self, handle: int) -> int:
            return -1

    files = three(tmp_path)
    monkeypatch.setattr(lasting, "_LIBC", Failing())
    monkeypatch.setattr(os, "fsync", failing_for(files[1].handle, os.fsync))
    assert make_last(files) == [True, False, True]
    assert names(tmp_path) == {NAMES[0], NAMES[2]}


def test_one_that_cannot_take_its_name_is_left_out(tmp_path: Path) -> None:
    files = three(tmp_path)
    Path(files[2].written).unlink()
    assert make_last(files) == [True, True, False]
    assert names(tmp_path) == set(NAMES[:2])


def test_without_syncfs_nothing_lasts_when_the_folder_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lasting, "_LIBC", object())
    files = three(tmp_path)

    def fails(folder: Path) -> None:
        raise OSError("the disk fails")

    monkeypatch.setattr(lasting, "sync_directory", fails)
    assert make_last(files) == [False, False, False]
    assert names(tmp_path) == set()


def failing_for(handle: int, real: Callable[[int], None]) -> Callable[[int], None]:
    def fsync(given: int) -> None:
        if given == handle:
            raise OSError("the disk fails")
        real(given)

    return fsync
