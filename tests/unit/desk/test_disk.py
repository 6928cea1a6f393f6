"""Private files: whole or not at all, for nobody else, and gone when shredded."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from amparo.desk.disk import make_private_directory, only_one, shred, write_private
from amparo.errors import StateError, StoreError


def test_written_files_and_directories_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        directory = make_private_directory(tmp_path / "a" / "b")
        write_private(directory / "secret", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE((directory / "secret").stat().st_mode) == 0o600


def test_write_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    write_private(tmp_path / "file", b"one")
    write_private(tmp_path / "file", b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"two"


def test_without_replace_an_existing_file_stays(tmp_path: Path) -> None:
    write_private(tmp_path / "key", b"one", replace=False)
    with pytest.raises(StateError):
        write_private(tmp_path / "key", b"two", replace=False)
    assert (tmp_path / "key").read_bytes() == b"one"
    assert len(list(tmp_path.iterdir())) == 1


def test_where_the_file_system_knows_no_links_a_key_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAT on a memory stick."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    write_private(tmp_path / "key", b"one", replace=False)
    with pytest.raises(StateError):
        write_private(tmp_path / "key", b"two", replace=False)
    assert (tmp_path / "key").read_bytes() == b"one"
    monkeypatch.setattr(os, "fsync", refused)
    with pytest.raises(StoreError):
        write_private(tmp_path / "other", b"one", replace=False)
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_what_blocks_within_a_lock_is_not_taken_for_the_lock(tmp_path: Path) -> None:
    with pytest.raises(BlockingIOError), only_one(tmp_path / "lock", "A fetch"):
        raise BlockingIOError


def test_shredding_overwrites_in_place_before_it_removes(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    write_private(path, b"AGE-SECRET-KEY")
    with path.open("rb") as held_open:
        shred(path)
        assert not path.exists()
        left = held_open.read()
    assert len(left) == len(b"AGE-SECRET-KEY") and left != b"AGE-SECRET-KEY"


def test_shredding_what_is_not_there_is_fine(tmp_path: Path) -> None:
    shred(tmp_path / "nothing")


def test_shredding_does_not_follow_a_link(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"keep me")
    (tmp_path / "secret").symlink_to(tmp_path / "victim")
    with pytest.raises(OSError):
        shred(tmp_path / "secret")
    assert (tmp_path / "victim").read_bytes() == b"keep me"


def test_only_one_holder(tmp_path: Path) -> None:
    with only_one(tmp_path / "lock", "A fetch"), pytest.raises(StateError), only_one(tmp_path / "lock", "A fetch"):
        pass
    with only_one(tmp_path / "lock", "A fetch"):
        pass
