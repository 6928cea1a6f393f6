"""A file is there whole or not at all, with and without a file system that keeps nameless files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.cli.whole_file import WholeFile, write_new
from amparo.errors import FullError, StoreError


@pytest.fixture(params=["nameless", "hidden name"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both ways to write; the second as on a file system that refuses O_TMPFILE."""
    if request.param == "hidden name":
        real = os.open

        def refusing(path: str | Path, flags: int, mode: int = 0o777) -> int:
            if flags & os.O_TMPFILE == os.O_TMPFILE:
                raise OSError(95, "Operation not supported")
            return real(path, flags, mode)

        monkeypatch.setattr(os, "open", refusing)
    yield request.param


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_it_appears_when_whole(tmp_path: Path, way: str) -> None:
    with WholeFile(tmp_path / "out") as file:
        file.write(b"one")
        assert len(names(tmp_path)) == (0 if way == "nameless" else 1)
        assert "out" not in names(tmp_path)
        file.write(b"two")
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out").read_bytes() == b"onetwo"
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_an_exception_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"before")
    with pytest.raises(KeyError), WholeFile(tmp_path / "out") as file:
        file.write(b"half")
        raise KeyError
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out").read_bytes() == b"before"


def test_it_replaces_at_once(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"before")
    with WholeFile(tmp_path / "out") as file:
        file.write(b"after")
    assert names(tmp_path) == ["out"]
    assert (tmp_path / "out").read_bytes() == b"after"


def test_a_new_file_never_replaces(tmp_path: Path) -> None:
    assert write_new(tmp_path / "key", b"one")
    assert not write_new(tmp_path / "key", b"two")
    assert names(tmp_path) == ["key"]
    assert (tmp_path / "key").read_bytes() == b"one"


def test_a_name_of_full_length_will_do(tmp_path: Path) -> None:
    with WholeFile(tmp_path / ("n" * 255)) as file:
        file.write(b"x")
    assert names(tmp_path) == ["n" * 255]


def test_what_cannot_be_written_is_explained(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        WholeFile(tmp_path / "no" / "where")
    with pytest.raises(FullError), WholeFile(Path("/dev/full")) as file:
        file.write(b"x")
