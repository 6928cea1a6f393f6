"""New envelopes of the sealing process: each lies whole under its name, or nothing of it stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from amparo.drop import lasting
from amparo.drop.blobs import temporary
from amparo.drop.lasting import Unsynced, make_last, write_new

DAY = date(2026, 11, 30)


def three(folder: Path) -> list[Unsynced]:
    return [write_new(folder / name, name.encode() * 1000, DAY) for name in ("a", "b", "c")]


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("libc", [lasting._LIBC, object()])
def test_all_take_their_names_with_and_without_syncfs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, libc: object
) -> None:
    monkeypatch.setattr(lasting, "_LIBC", libc)
    files = three(tmp_path)
    assert names(tmp_path) == {temporary(file.path).name for file in files}
    assert make_last(files) == [True, True, True]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {x: x.encode() * 1000 for x in "abc"}


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
    assert names(tmp_path) == {"a", "c"}


def test_one_that_cannot_take_its_name_is_left_out(tmp_path: Path) -> None:
    files = three(tmp_path)
    temporary(files[2].path).unlink()
    assert make_last(files) == [True, True, False]
    assert names(tmp_path) == {"a", "b"}


def test_nothing_lasts_when_the_folder_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
