"""The archive inside a backup: what goes in comes out, stock tools read it, and it says nothing of times or users."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.backup.members import Member, database_copy, of_bytes, of_copy, of_file, of_folder
from amparo.backup.reading import extract, new_home
from amparo.backup.writing import About, Counted, archive
from amparo.errors import StateError, StoreError

ABOUT = About(date(2026, 11, 24), "1", ("drop",), ())


def packed(*members: Member) -> bytes:
    return b"".join(archive(ABOUT, members, Counted()))


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=200), st.binary(max_size=3000), max_size=8))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    into = tmp_path_factory.mktemp("into")
    data = packed(*(of_bytes(f"drop/{name}", body) for name, body in files.items() if len(name) < 200))
    restored = extract(io.BytesIO(data), into)
    assert {path.name: path.read_bytes() for path in into.rglob("*") if path.is_file()} == files
    assert (restored.about, restored.files) == (ABOUT, len(files))


def test_stock_tools_read_and_check_it(tmp_path: Path) -> None:
    long = "ä" * 120 + " name"
    (tmp_path / "b.tar").write_bytes(packed(of_bytes("drop/one", b"1"), of_bytes(f"desk/{long}", b"2" * 100_000)))
    subprocess.run(["tar", "xf", "b.tar"], cwd=tmp_path, check=True)
    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert checked.stdout.count(": OK") == 3
    assert (tmp_path / "desk" / long).stat().st_size == 100_000


def test_nothing_of_times_and_users(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    member = of_file("drop/file", tmp_path / "file")
    assert member is not None
    with tarfile.open(fileobj=io.BytesIO(packed(member))) as tar:
        assert {(each.mtime, each.uid, each.gid, each.uname) for each in tar} == {(0, 0, 0, "")}


def test_only_what_was_public_is_public_again(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for name, mode in (("public/page", 0o644), ("keys/key", 0o600)):
        (source / name).parent.mkdir(parents=True)
        (source / name).write_bytes(b"x")
        (source / name).chmod(mode)
    (tmp_path / "into").mkdir()
    extract(io.BytesIO(packed(*of_folder("library", source))), tmp_path / "into")
    modes = {name: (tmp_path / "into" / "library" / name).stat().st_mode & 0o777
             for name in ("", "public", "public/page", "keys", "keys/key")}  # fmt: skip
    assert modes == {"": 0o700, "public": 0o755, "public/page": 0o644, "keys": 0o700, "keys/key": 0o600}


def test_links_devices_and_hidden_files_stay_behind(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / ".hidden").write_bytes(b"x")
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    assert [member.name for member in of_folder("drop", tmp_path)] == ["drop/real"]
    assert of_file("drop/link", tmp_path / "link") is None
    assert of_file("drop/gone", tmp_path / "gone") is None


def test_a_file_that_grows_is_taken_as_it_was_and_one_that_shrinks_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    grows = of_file("drop/file", path)
    shrinks = of_file("drop/file", path)
    assert grows is not None and shrinks is not None
    path.write_bytes(b"1234567")
    assert b"".join(grows.pieces) == b"12345"
    path.write_bytes(b"1")
    with pytest.raises(StoreError):
        list(shrinks.pieces)


def test_a_copy_of_a_database_in_use_holds_what_was_committed_and_nothing_deleted(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("CREATE TABLE t (v TEXT)")
        writer.executemany("INSERT INTO t VALUES (?)", [("secret-that-went-" + "x" * 500,)] * 50)
        writer.execute("INSERT INTO t VALUES ('stays')")
        writer.execute("DELETE FROM t WHERE v <> 'stays'")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO t VALUES ('not yet')")
        (tmp_path / ".backup-left.sqlite").touch()
        with database_copy(path) as copy:
            assert copy.stat().st_mode & 0o077 == 0
            assert b"secret-that-went" not in copy.read_bytes()
            with closing(sqlite3.connect(copy)) as read:
                assert read.execute("SELECT v FROM t").fetchall() == [("stays",)]
        writer.execute("ROLLBACK")
    assert not list(tmp_path.glob(".backup-*"))


def test_a_home_in_use_is_refused_and_a_failure_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(ZeroDivisionError), new_home(home) as beside:
        (beside / "half").touch()
        _ = 1 / 0
    assert list(tmp_path.iterdir()) == []
    home.mkdir()
    (tmp_path / ".home.restoring-0000/desk").mkdir(parents=True)
    with new_home(home) as beside:
        (beside / "whole").touch()
    assert [path.name for path in home.iterdir()] == ["whole"]
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    with pytest.raises(StateError), new_home(home):
        pass
    assert [path.name for path in home.iterdir()] == ["whole"]


def test_a_home_that_no_directory_can_replace_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    for home in (tmp_path / "link", Path("/proc")):
        with pytest.raises(StateError, match="a link or a disk"), new_home(home):
            raise AssertionError
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "link"]


def test_names_that_are_not_utf_8_come_back(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.yaml")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / name).write_bytes(b"x")
    (tmp_path / "into").mkdir()
    extract(io.BytesIO(packed(*of_folder("docket", tmp_path / "cases"))), tmp_path / "into")
    assert (tmp_path / "into" / "docket" / name).read_bytes() == b"x"


def test_a_second_backup_leaves_the_copy_of_the_first_alone(tmp_path: Path) -> None:
    path = tmp_path / "d.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("CREATE TABLE t (v)")
    with database_copy(path) as first:
        with database_copy(path) as second:
            assert first.exists() and second.exists()
        assert first.exists() and not second.exists()
        assert of_copy("desk/d.sqlite", first).size == first.stat().st_size


def test_a_backup_without_its_database_is_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        of_copy("desk/desk.sqlite", tmp_path / "gone")
