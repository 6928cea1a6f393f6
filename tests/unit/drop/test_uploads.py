"""Unfinished uploads: they outlive a restart, end as envelopes exactly once, or go; nobody is pushed out cheaply."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from amparo.drop.sealed import Shape, shape_of
from amparo.drop.store import Store
from amparo.drop.upload import TakenOverError, Upload
from amparo.drop.uploads import Limits, Uploads, envelope_of, parse_upload_id
from amparo.errors import FullError, InputError, StateError
from amparo.seal.age import HybridIdentity
from door_b import envelope_to

RECIPIENT = str(HybridIdentity.generate().recipient)
SEALED = envelope_to([RECIPIENT], size=30_000)


class Drop:
    """A store and its uploads on a clock that is set by hand."""

    def __init__(self, folder: Path, most: int = 8) -> None:
        self.folder, self.most = folder, most
        self.now = datetime(2026, 11, 24, 15, 42, tzinfo=UTC)
        self.open()

    def open(self) -> None:
        self.store = Store(self.folder, keep_free=0, clock=lambda: self.now, serving=True)
        self.uploads = Uploads(self.store, os.urandom, Limits(self.most, days=3))

    def restart(self) -> None:
        """As after `kill -9`: nothing is tidied."""
        self.store.close()
        self.open()

    @property
    def shape(self) -> Shape:
        return shape_of((RECIPIENT,))

    def begin(self, length: int = len(SEALED)) -> Upload:
        return self.uploads.create(length, self.shape)

    def add(self, upload: Upload, data: bytes, *, checked: bool = False) -> None:
        turn = upload.take()
        claim = self.uploads.claim(upload)
        turn.begin(checked=checked)
        turn.append(data, claim, self.store.today())
        claim.release()
        if not checked:
            turn.settle()
            turn.end()

    def finish(self, upload: Upload) -> None:
        self.uploads.finish(upload.take(), self.shape)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.store.blob_folder.iterdir())


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    made = Drop(tmp_path)
    yield made
    made.store.close()


def test_pieces_become_one_envelope(drop: Drop) -> None:
    upload = drop.begin()
    for start in range(0, len(SEALED), 10_000):
        drop.add(upload, SEALED[start : start + 10_000])
    assert drop.store.envelopes() == ()
    drop.finish(upload)
    (kept,) = drop.store.envelopes()
    assert drop.names() == [kept.id] and drop.store.blob_folder.joinpath(kept.id).read_bytes() == SEALED
    assert drop.uploads.find(upload.id) is None
    finished = drop.uploads.finished(upload.id)
    assert finished is not None and finished.offset == finished.length == len(SEALED)


def test_the_id_that_the_source_knows_is_not_the_one_that_is_stored(drop: Drop) -> None:
    upload = drop.begin()
    drop.add(upload, SEALED)
    drop.finish(upload)
    (kept,) = drop.store.envelopes()
    assert kept.id == envelope_of(upload.id) != upload.id and upload.id not in "".join(drop.names())


def test_an_upload_outlives_a_restart(drop: Drop) -> None:
    upload = drop.begin()
    drop.add(upload, SEALED[:12_345])
    drop.restart()
    found = drop.uploads.find(upload.id)
    assert found is not None and (found.size, found.length) == (12_345, len(SEALED))
    drop.add(found, SEALED[12_345:])
    drop.restart()
    whole = drop.uploads.find(upload.id)
    assert whole is not None and whole.size == whole.length
    drop.finish(whole)
    assert len(drop.store.envelopes()) == 1


def test_a_kill_in_a_checked_part_leaves_nothing_unchecked(drop: Drop) -> None:
    upload = drop.begin()
    drop.add(upload, SEALED[:1000])
    drop.add(upload, os.urandom(5000), checked=True)
    assert upload.size == 6000
    drop.restart()
    found = drop.uploads.find(upload.id)
    assert found is not None and found.size == 1000
    drop.add(found, os.urandom(5000), checked=True)
    assert found.take() and found.size == 1000


@pytest.mark.parametrize("step", ["before the row", "after the row"])
def test_a_kill_while_it_becomes_an_envelope(drop: Drop, step: str) -> None:
    upload = drop.begin()
    drop.add(upload, SEALED)
    blob = drop.store.blob_folder / envelope_of(upload.id)
    if step == "before the row":
        blob.hardlink_to(upload.path)
    else:
        drop.store.adopt(upload.path, envelope_of(upload.id), upload.length)
    drop.restart()
    found = drop.uploads.find(upload.id)
    if found is not None:
        drop.finish(found)
    assert drop.uploads.finished(upload.id) is not None
    assert drop.names() == [envelope_of(upload.id)] and blob.read_bytes() == SEALED


def test_two_that_find_it_whole_at_once_make_one_envelope(drop: Drop) -> None:
    upload = drop.begin()
    drop.add(upload, SEALED)
    outcomes: list[object] = []

    def finish() -> None:
        try:
            outcomes.append(drop.uploads.finish(upload.take(), drop.shape))
        except TakenOverError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=finish) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(outcomes) == 8 and len(drop.store.envelopes()) == 1
    assert drop.names() == [envelope_of(upload.id)]


def test_the_latest_request_holds_an_upload(drop: Drop) -> None:
    upload = drop.begin()
    older = upload.take()
    claim = drop.uploads.claim(upload)
    older.begin(checked=False)
    older.append(b"age", claim, drop.store.today())
    newer = upload.take()
    for call in (older.settle, lambda: older.append(b"x", claim, drop.store.today()), lambda: older.cut_back(0)):
        with pytest.raises(TakenOverError):
            call()
    newer.append(b"-", claim, drop.store.today())
    assert upload.size == 4
    drop.uploads.remove(upload.id)
    with pytest.raises(TakenOverError):
        newer.settle()
    with pytest.raises(TakenOverError):
        upload.take()


def test_expired_ones_go_and_are_not_found_before_they_go(drop: Drop) -> None:
    old, kept = drop.begin(), drop.begin()
    drop.add(kept, SEALED[:10])
    drop.now += timedelta(days=2)
    drop.add(kept, SEALED[10:20])
    assert drop.uploads.find(old.id) is old
    drop.now += timedelta(days=2)
    assert drop.uploads.find(old.id) is None and drop.uploads.find(kept.id) is kept
    assert len(drop.names()) == 2
    drop.uploads.sweep()
    assert drop.names() == [kept.path.name]
    drop.now += timedelta(days=9)
    drop.restart()
    assert drop.names() == []


def test_only_the_day_of_the_last_piece_is_kept(drop: Drop) -> None:
    upload = drop.begin()
    drop.add(upload, SEALED[:10])
    midnight = datetime(2026, 11, 24, tzinfo=UTC).timestamp()
    assert upload.path.stat().st_mtime == drop.store.blob_folder.stat().st_mtime == midnight
    assert upload.path.stat().st_mode & 0o777 == 0o600


def test_when_there_are_too_many_the_one_with_least_to_lose_goes(drop: Drop) -> None:
    held = [drop.begin() for _ in range(drop.most)]
    for number, upload in enumerate(held):
        drop.add(upload, SEALED[: 100 + number])
    newcomer = drop.begin()
    assert drop.uploads.find(held[0].id) is None and len(drop.names()) == drop.most
    for _ in range(50):
        newcomer = drop.begin()
    assert [drop.uploads.find(upload.id) for upload in held[1:]] == held[1:], "empty uploads push each other out only"
    assert drop.uploads.find(newcomer.id) is newcomer


def test_who_is_sending_is_not_pushed_out(drop: Drop) -> None:
    for _ in range(drop.most):
        drop.begin().take().begin(checked=False)
    with pytest.raises(StateError):
        drop.begin()


def test_half_of_what_is_free_stays_for_forms(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = drop.begin(), drop.begin()
    drop.add(first, SEALED[:-1])
    drop.add(second, SEALED[:-1])
    free = 2 * len(SEALED)
    monkeypatch.setattr(drop.store.space, "available", lambda: free)
    assert drop.uploads.largest() == 1
    with pytest.raises(FullError):
        drop.begin()
    drop.uploads.remove(first.id)
    assert drop.uploads.largest() > len(SEALED) // 2


def test_announcing_takes_no_room(drop: Drop) -> None:
    before = drop.uploads.largest()
    for _ in range(drop.most):
        drop.begin()
    assert drop.uploads.largest() > before // 2


def test_what_is_no_envelope_goes_as_soon_as_its_header_is_here(drop: Drop) -> None:
    upload = drop.begin()
    drop.add(upload, os.urandom(drop.shape.header))
    with pytest.raises(InputError):
        drop.uploads.check(upload.take(), drop.shape)
    assert drop.names() == [] and drop.uploads.find(upload.id) is None
    with pytest.raises(InputError):
        drop.begin(len(SEALED) + 1)


def test_a_roster_that_changes_later_spoils_nothing(drop: Drop) -> None:
    upload = drop.begin()
    drop.add(upload, SEALED[:5000])
    drop.uploads.check(upload.take(), drop.shape)
    drop.add(upload, SEALED[5000:])
    drop.uploads.finish(upload.take(), shape_of((RECIPIENT, RECIPIENT)))
    assert len(drop.store.envelopes()) == 1


def test_a_finished_one_can_be_withdrawn_while_it_lies_here(drop: Drop) -> None:
    upload = drop.begin()
    drop.add(upload, SEALED)
    drop.finish(upload)
    drop.uploads.remove(upload.id)
    assert drop.store.envelopes() == () and drop.names() == []


def test_only_ids_are_ids() -> None:
    assert parse_upload_id("ab" * 16) == "ab" * 16
    for bad in ("", "AB" * 16, "ab" * 15, "ab" * 17, "../" + "a" * 29, "ab" * 16 + "\n", "٣" * 32):
        assert parse_upload_id(bad) is None
