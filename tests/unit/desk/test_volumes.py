"""Split archives: which files are volumes of one, and that the whole is read, from disk and from within containers."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.split_archives import rar_volumes, zip_volumes

from amparo.desk import documents_store
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.ingest import add
from amparo.desk.volumes import Volumes, standing_for
from amparo.sandbox.walls import best_wall

os.environ.setdefault("LIBARCHIVE", "libarchive.so.13")
import libarchive

MINUTES = b"Minutes of the harbour board, one line of many.\n" * 400
LETTER = b"A letter about the dredging contract.\n" * 300


@pytest.mark.parametrize(
    "names",
    [
        ("set.7z.001", "set.7z.002", "set.7z.003"),
        ("Set.ZIP.001", "set.zip.002"),
        ("x.part1.rar", "x.part2.rar"),
        tuple(f"x.part{number}.rar" for number in range(1, 12)),
        tuple(f"x.part{number:02}.rar" for number in range(1, 12)),
        ("x.rar", "x.r00", "x.r01"),
        ("x.z01", "x.z02", "x.zip"),
        ("x.tar.gz.aa", "x.tar.gz.ab"),
        ("msgstore.db", "msgstore.db-wal"),
    ],
)
def test_volumes_are_known_by_their_names_and_put_in_order(names: tuple[str, ...]) -> None:
    beside = Volumes(lambda: [*reversed(names), "other.zip", "notes.txt", "x.7z"])
    for name in names:
        assert beside.of(name) == names
    assert standing_for(names) == (names[-1] if "x.z01" in names else names[0])


@pytest.mark.parametrize(
    "name", ["x.zip", "x.rar", "x.7z.001", "x.7z.003", "x.part1.rar", "x.z02", "report.001", "x.aa", "x.db", "y.db-wal"]
)
def test_a_file_alone_is_no_set(name: str) -> None:
    assert Volumes(lambda: [name, "y.7z.002", "y.part2.rar", "x.002", "x.ab"]).of(name) == ()


def test_a_set_ends_before_what_is_missing() -> None:
    beside = Volumes(lambda: ["x.7z.001", "x.7z.002", "x.7z.004"])
    assert beside.of("x.7z.002") == ("x.7z.001", "x.7z.002")
    assert beside.of("x.7z.004") == ()


def test_sets_that_differ_in_capitals_alone_are_two() -> None:
    names = ["A.7z.001", "a.7z.001", "A.7z.002", "a.7z.002"]
    for beside in (Volumes(lambda: names), Volumes(lambda: reversed(names))):
        assert {beside.of(name) for name in names} == {("A.7z.001", "A.7z.002"), ("a.7z.001", "a.7z.002")}


class Counting(dict[str, str]):
    """Counts the questions."""

    asked = 0

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return super().__contains__(key)


def test_a_set_of_thousands_is_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of 10,000 empty volumes, each with its way to the end: minutes of the desk's own time."""
    names = [f"x.7z.{number:04}" for number in range(1, 2_000)] + ["x.7z.3000"]
    known = Counting({name: name for name in names})
    monkeypatch.setattr(Volumes, "_known", known)
    beside = Volumes(lambda: ())
    assert [len(beside.of(name)) for name in names] == [*[1_999] * 1_999, 0]
    assert known.asked <= 2 * len(names)


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    with open_holdings(tmp_path / "home") as opened:
        yield opened


def put(holdings: Holdings, folder: Path) -> dict[str, Any]:
    summary = add(holdings, [str(folder)], "one", wall=best_wall(), clock=lambda: datetime(2026, 11, 30, tzinfo=UTC))
    assert summary["found"] == sum(summary[name] for name in ("added", "duplicates", "excluded", "failed"))
    return summary


def texts(holdings: Holdings) -> set[str]:
    rows = holdings.database.execute("SELECT document FROM memberships").fetchall()
    found = (documents_store.document_json(holdings.database, row[0]) for row in rows)
    return {"".join(each["pages"]) for each in found if each is not None}


def seven_zip(path: Path) -> bytes:
    with libarchive.file_writer(str(path), "7zip") as archive:
        archive.add_file_from_memory("minutes.txt", len(MINUTES), MINUTES)
        archive.add_file_from_memory("letter.txt", len(LETTER), LETTER)
    return path.read_bytes()


def write(folder: Path, names: list[str], volumes: list[bytes]) -> None:
    folder.mkdir(exist_ok=True)
    assert len(names) == len(volumes) > 1
    for name, data in zip(names, volumes, strict=True):
        (folder / name).write_bytes(data)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A 7z, a ZIP and a RAR, each in volumes."""
    folder = tmp_path / "material"
    whole = seven_zip(tmp_path / "set.7z")
    cut = len(whole) // 3 + 1
    write(folder, [f"set.7z.{n:03}" for n in (1, 2, 3)], [whole[at : at + cut] for at in range(0, len(whole), cut)])
    zips = zip_volumes({"zip-minutes.txt": b"ZIP: " + MINUTES, "zip-letter.txt": b"ZIP: " + LETTER}, 9_000)
    write(folder, [*(f"box.z{n:02}" for n in range(1, len(zips))), "box.zip"], zips)
    rars = rar_volumes("rar-minutes.txt", b"RAR: " + MINUTES, 8_000)
    write(folder, [f"rar.part{n}.rar" for n in range(1, len(rars) + 1)], rars)
    return folder


WHOLE = {(kind + text).decode() for kind in (b"", b"ZIP: ") for text in (MINUTES, LETTER)} | {
    (b"RAR: " + MINUTES).decode()
}


def test_split_archives_are_read_whole_and_every_volume_is_accounted_for(holdings: Holdings, folder: Path) -> None:
    summary = put(holdings, folder)
    volumes = len(list(folder.iterdir()))
    assert (summary["added"], summary["excluded"], summary["failed"]) == (5, volumes - 3, 0)
    assert {each.strip() for each in texts(holdings)} == {each.strip() for each in WHOLE}
    again = put(holdings, folder)
    assert [again[name] for name in ("found", "duplicates", "excluded")] == [volumes + 2, 5, volumes - 3]
    assert len(texts(holdings)) == 5


def test_split_archives_within_an_archive_are_read_whole(holdings: Holdings, folder: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    with zipfile.ZipFile(outer / "all.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"evidence/{path.name}")
    summary = put(holdings, outer)
    assert (summary["added"], summary["failed"]) == (5, 0)
    assert {each.strip() for each in texts(holdings)} == {each.strip() for each in WHOLE}


def test_volumes_around_a_missing_one_are_accounted_for(holdings: Holdings, folder: Path) -> None:
    for path in (*folder.glob("set.7z.*"), *folder.glob("rar.*"), folder / "box.z02"):
        path.unlink()
    summary = put(holdings, folder)
    # The third one holds, as it is stored, nothing but text.
    assert [summary[name] for name in ("found", "added", "excluded", "failed")] == [3, 1, 1, 1]


def test_a_volume_that_comes_later_is_read_with_the_others(holdings: Holdings, folder: Path, tmp_path: Path) -> None:
    late = tmp_path / "late"
    (folder / "set.7z.003").rename(late)
    assert put(holdings, folder)["failed"] >= 1
    late.rename(folder / "set.7z.003")
    assert put(holdings, folder)["failed"] == 0
    assert {each.strip() for each in texts(holdings)} == {each.strip() for each in WHOLE}


def test_a_database_is_read_with_its_journal_from_disk_and_from_an_archive(holdings: Holdings, tmp_path: Path) -> None:
    folder = tmp_path / "phone"
    folder.mkdir()
    with sqlite3.connect(folder / "chat.db") as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE chat (said TEXT)")
        database.execute("INSERT INTO chat VALUES ('in the journal alone')")
        database.commit()
        with zipfile.ZipFile(tmp_path / "phone.zip", "w") as archive:
            for name in ("chat.db", "chat.db-wal"):
                archive.write(folder / name, name)
        summary = put(holdings, folder)
    database.close()
    # The index of the journal has no words: it is the one that fails.
    assert [summary[name] for name in ("found", "added", "excluded", "failed")] == [3, 1, 1, 1]
    (folder / "chat.db").unlink()
    (tmp_path / "phone.zip").rename(folder / "phone.zip")
    assert put(holdings, folder)["failed"] == 0
    assert texts(holdings) == {"chat\nsaid\nin the journal alone"}


def test_a_pipe_under_a_volumes_name_fails_and_nobody_waits(holdings: Holdings, folder: Path) -> None:
    (folder / "set.7z.003").unlink()
    os.mkfifo(folder / "set.7z.003")
    summary = put(holdings, folder)
    assert (summary["added"], summary["failed"]) == (3, 1)
