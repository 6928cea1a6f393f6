"""A day later the file system has forgotten in which order the envelopes of a day came."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from amparo.drop import shuffling
from amparo.drop.blobs import coarsen
from amparo.drop.model import EnvelopeId, StoredEnvelope
from amparo.drop.shuffling import LARGEST, SHUFFLED, shuffle
from amparo.drop.store import Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MANY = 60


class Days:
    """A clock that tests turn."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


def keep(store: Store, content: bytes) -> EnvelopeId:
    writer = store.begin(0)
    writer.write(content)
    return store.keep(writer).id


def rank_correlation(values: list[float]) -> float:
    """Spearman's, of the values with the order they stand in."""
    ranks = {value: rank for rank, value in enumerate(sorted(values))}
    squares = sum((ranks[value] - place) ** 2 for place, value in enumerate(values))
    return 1 - 6 * squares / (len(values) * (len(values) ** 2 - 1))


@pytest.fixture
def clock() -> Days:
    return Days()


@pytest.fixture
def store(tmp_path: Path, clock: Days) -> Store:
    return Store(tmp_path, keep_free=0, clock=clock)


def test_the_next_day_nothing_tells_the_order(store: Store, clock: Days) -> None:
    contents = {keep(store, f"envelope {number}".encode()): number for number in range(MANY)}
    folder, ids = store.blob_folder, list(contents)
    inodes = [(folder / id_).stat().st_ino for id_ in ids]
    assert abs(rank_correlation([(folder / id_).stat().st_ctime_ns for id_ in ids])) > 0.9, "it did tell"
    clock.now += timedelta(days=1)
    keep(store, b"the first of the next day")
    store.settle()
    for marks in ("st_ctime_ns", "st_ino"):
        assert abs(rank_correlation([getattr((folder / id_).stat(), marks) for id_ in ids])) < 0.6, marks
    assert [(folder / id_).stat().st_ino for id_ in ids] != inodes
    for id_, number in contents.items():
        assert (folder / id_).read_bytes() == f"envelope {number}".encode()
        assert (folder / id_).stat().st_mtime == datetime(2026, 3, 2, tzinfo=UTC).timestamp()
    assert len(list(folder.iterdir())) == MANY + 1
    store.close()


def test_once_and_not_today(store: Store, clock: Days) -> None:
    id_ = keep(store, b"x")
    before = (store.blob_folder / id_).stat()
    shuffle(store.blob_folder, store.today(), lambda _: True, os.urandom)
    assert (store.blob_folder / id_).stat() == before
    shuffle(store.blob_folder, NOON.date() + timedelta(days=1), lambda _: True, os.urandom)
    after = (store.blob_folder / id_).stat()
    assert after.st_ino != before.st_ino and after.st_mode & 0o777 == SHUFFLED
    shuffle(store.blob_folder, NOON.date() + timedelta(days=2), lambda _: True, os.urandom)
    assert (store.blob_folder / id_).stat().st_ino == after.st_ino
    store.close()


def test_a_large_one_is_not_written_twice(store: Store) -> None:
    id_ = keep(store, bytes(LARGEST + 1))
    before = (store.blob_folder / id_).stat()
    shuffle(store.blob_folder, NOON.date() + timedelta(days=1), lambda _: True, os.urandom)
    after = (store.blob_folder / id_).stat()
    assert after.st_ino == before.st_ino and after.st_ctime_ns > before.st_ctime_ns
    store.close()


def test_what_was_removed_meanwhile_does_not_come_back(store: Store) -> None:
    keep(store, b"x")
    answers = iter((True, False))
    assert shuffle(store.blob_folder, NOON.date() + timedelta(days=1), lambda _: next(answers), os.urandom)
    assert list(store.blob_folder.iterdir()) == []
    store.close()


def test_a_removal_meanwhile_leaves_no_other_in_its_order(store: Store) -> None:
    ids = [keep(store, b"x"), keep(store, b"y"), keep(store, bytes(LARGEST + 1)), keep(store, b"z")]
    asked: list[EnvelopeId] = []

    def is_kept(id_: EnvelopeId) -> bool:
        asked.append(id_)
        if len(asked) == len(ids):  # all are listed; then a desk removes what comes first
            (store.blob_folder / asked[0]).unlink()
        return True

    assert shuffle(store.blob_folder, NOON.date() + timedelta(days=1), is_kept, os.urandom)
    modes = {path.name: path.stat().st_mode & 0o777 for path in store.blob_folder.iterdir()}
    assert modes == dict.fromkeys(set(ids) - {asked[0]}, SHUFFLED)
    store.close()


def test_what_lasts_at_midnight_and_is_listed_a_moment_later_is_not_lost(store: Store, clock: Days) -> None:
    """A process at the door gives a file its name; the server hears of it when the first write of the next day came."""
    before = keep(store, b"listed")
    late = StoredEnvelope(store.new_id(), len(b"evidence"), NOON.date())
    path = store.blob_folder / late.id
    path.write_bytes(b"evidence")
    path.chmod(0o600)
    coarsen(path, late.day)
    clock.now += timedelta(days=1)
    keep(store, b"the first of the next day")
    store.settle()
    assert path.read_bytes() == b"evidence"
    store.list_lasting((late,))
    store.settle()
    assert path.read_bytes() == b"evidence" and store.size_of(late.id) == late.size
    modes = [(store.blob_folder / id_).stat().st_mode & 0o777 for id_ in (before, late.id)]
    assert modes == [SHUFFLED, SHUFFLED], "together, once all are listed"
    store.close()


def test_a_full_disk_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = keep(store, b"x")

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shuffling.shutil, "copyfileobj", no_room)
    shuffle(store.blob_folder, NOON.date() + timedelta(days=1), lambda _: True, os.urandom)
    assert [path.name for path in store.blob_folder.iterdir()] == [id_]
    assert (store.blob_folder / id_).read_bytes() == b"x"
    store.close()
