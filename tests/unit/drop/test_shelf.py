"""Replies at rest: found, kept once, removed for good, mended after a cut at any write, and in no order that tells."""

from __future__ import annotations

import os
import random
import sqlite3
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from amparo.drop import slots as slots_module
from amparo.drop.model import Tag
from amparo.drop.shelf import Shelf
from amparo.drop.slots import RECORD, held_still
from amparo.drop.store import Store
from amparo.drop.tag_index import TagIndex
from amparo.errors import StateError
from amparo.seal.reply import REPLY_SIZE

DAY = date(2027, 2, 22)


def tag(number: int) -> Tag:
    return Tag(number.to_bytes(2, "big") * 16)


def body(number: int) -> bytes:
    return number.to_bytes(2, "big") * (REPLY_SIZE // 2)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    opened = Shelf(tmp_path, os.urandom, mend=True)
    yield opened
    opened.close()


def everything(shelf: Shelf, most: int = 400) -> dict[Tag, bytes]:
    return dict(shelf.get(tag(number) for number in range(most)))


def test_many_come_and_go_and_come_back_after_a_restart(shelf: Shelf, tmp_path: Path) -> None:
    chance = random.Random(3)
    kept: dict[Tag, bytes] = {}
    for step in range(600):
        number = chance.randrange(300)
        if chance.random() < 0.6:
            assert shelf.put(tag(number), body(number), DAY, sync=False)
            kept[tag(number)] = body(number)
        else:
            gone = {tag(number), tag(chance.randrange(300))}
            assert shelf.remove(gone) == len(gone & kept.keys()), step
            kept = {each: content for each, content in kept.items() if each not in gone}
        assert len(shelf) == len(kept)
    assert everything(shelf) == kept
    again = Shelf(tmp_path, os.urandom, mend=True)
    assert everything(again) == kept and len(again) == len(kept)
    again.close()


def test_what_goes_is_overwritten(shelf: Shelf, tmp_path: Path) -> None:
    for number in range(1, 30):
        shelf.put(tag(number), body(number), DAY)
    shelf.remove([tag(number) for number in range(1, 28)])
    data = (tmp_path / "replies.bodies").read_bytes() + (tmp_path / "replies.records").read_bytes()
    for number in range(1, 30):
        assert (body(number)[:64] in data) == (number >= 28)
        assert (tag(number) in data) == (number >= 28)
    assert (tmp_path / "replies.bodies").stat().st_mode & 0o777 == 0o600


def test_only_those_whose_day_has_passed_expire(shelf: Shelf) -> None:
    for number in range(20):
        shelf.put(tag(number), body(number), DAY + timedelta(days=number % 4))
    assert shelf.expire(DAY) == 0
    assert shelf.expire(DAY + timedelta(days=2)) == 10
    assert set(everything(shelf)) == {tag(number) for number in range(20) if number % 4 >= 2}


def test_a_body_that_is_not_what_its_record_says_is_absent_and_can_be_put_again(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put(tag(1), body(1), DAY)
    with (tmp_path / "replies.bodies").open("r+b") as file:
        file.write(b"damaged")
    assert everything(shelf) == {} and shelf.put(tag(1), body(2), DAY)
    assert everything(shelf) == {tag(1): body(2)} and len(shelf) == 1


def test_a_reply_has_one_size(shelf: Shelf) -> None:
    with pytest.raises(StateError):
        shelf.put(tag(1), b"short", DAY)


class Cut(Exception):
    """The power goes."""


@pytest.mark.parametrize("cut", range(1, 40))
def test_cut_at_any_write_nothing_acknowledged_is_lost(
    tmp_path: Path, cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After `cut` writes of one slot, the next one is half done and everything stops."""
    chance = random.Random(cut)
    shelf = Shelf(tmp_path, chance.randbytes, mend=True)
    kept = {tag(number): body(number) for number in range(1, 9)}
    for number in range(1, 9):
        shelf.put(tag(number), body(number), DAY)
    real, left = slots_module._write, cut

    def write(handle: int, data: bytes, place: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            real(handle, data[: len(data) // 2], place)
            raise Cut
        real(handle, data, place)

    monkeypatch.setattr(slots_module, "_write", write)
    under_way: set[Tag] = set()
    try:
        for number in range(9, 12):
            under_way = {tag(number)}
            shelf.put(tag(number), body(number), DAY)
            kept[tag(number)] = body(number)
            under_way = {tag(number - 8), tag(number - 6)}
            shelf.remove(under_way)
            kept = {each: content for each, content in kept.items() if each not in under_way}
    except Cut:
        pass
    monkeypatch.undo()
    shelf.close()
    for _ in range(2):
        again = Shelf(tmp_path, os.urandom, mend=True)
        found = everything(again)
        assert {each: found[each] for each in kept if each not in under_way} == {
            each: content for each, content in kept.items() if each not in under_way
        }
        assert set(found) - set(kept) <= under_way
        lying = (tmp_path / "replies.bodies").read_bytes()
        for number in range(1, 12):
            assert lying.count(body(number)[:1024]) == (8 if tag(number) in found else 0), "nothing gone lies there"
        assert len(again) == len(found)
        again.close()


def test_every_arrangement_is_as_likely_whatever_came_and_went_when(tmp_path: Path) -> None:
    """Three replies after one history in 3,000 runs: six arrangements, 500 each, within five standard deviations."""
    seen: Counter[bytes] = Counter()
    chance = random.Random(1)
    shelf = Shelf(tmp_path, chance.randbytes, mend=True)
    shelf.put(tag(9), body(9), DAY, sync=False)
    for _ in range(3000):
        for number in (1, 2):
            shelf.put(tag(number), body(number), DAY, sync=False)
        shelf.remove([tag(9)])
        shelf.put(tag(3), body(3), DAY, sync=False)
        records = (tmp_path / "replies.records").read_bytes()
        seen[bytes(records[place + 1] for place in range(0, 3 * RECORD.size, RECORD.size))] += 1
        shelf.remove([tag(1), tag(2), tag(3)])
        shelf.put(tag(9), body(9), DAY, sync=False)
    shelf.close()
    assert len(seen) == 6 and all(abs(count - 500) < 5 * (500 * 5 / 6) ** 0.5 for count in seen.values()), seen


def test_whoever_copies_the_files_is_waited_for(shelf: Shelf, tmp_path: Path) -> None:
    import threading

    done = threading.Event()
    with held_still(tmp_path):
        thread = threading.Thread(target=lambda: (shelf.put(tag(1), body(1), DAY), done.set()))
        thread.start()
        assert not done.wait(0.2) and (tmp_path / "replies.records").read_bytes() == b""
    thread.join(10)
    assert done.is_set() and everything(shelf) == {tag(1): body(1)}


def test_index_of_tags_that_share_their_first_bytes() -> None:
    tags: list[bytes] = []
    index = TagIndex(lambda slot: tags[slot])
    for number in range(3000):
        tags.append((number % 7).to_bytes(4, "little") + number.to_bytes(4, "big") + bytes(24))
        index.set(tags[number], number)
    for number in range(0, 3000, 2):
        index.drop(tags[number])
    found = [index.find(each) for each in tags]
    assert found == [number if number % 2 else None for number in range(3000)]
    assert index.find(bytes(32)) is None


def test_the_index_of_many_tags_is_small_also_while_it_grows() -> None:
    tags = [number.to_bytes(4, "little") + bytes(28) for number in random.Random(1).sample(range(2**32), 20_000)]
    tracemalloc.start()
    try:
        index = TagIndex(lambda slot: tags[slot])
        for slot, each in enumerate(tags):
            index.set(each, slot)
        held, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 32 * len(tags) and most < 64 * len(tags)
    assert all(index.find(each) == slot for slot, each in enumerate(tags))


def test_a_store_of_version_one_loses_nothing(tmp_path: Path) -> None:
    held = {tag(number): body(number) for number in range(40)}
    with sqlite3.connect(tmp_path / "drop.sqlite") as old:
        old.executescript(
            "CREATE TABLE envelopes (id BLOB PRIMARY KEY, size INTEGER NOT NULL, day TEXT NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE replies (tag BLOB PRIMARY KEY, body BLOB NOT NULL, day TEXT NOT NULL) WITHOUT ROWID;"
            "PRAGMA user_version = 1;"
        )
        old.executemany("INSERT INTO replies VALUES (?, ?, '2026-11-20')", held.items())
        old.execute("INSERT INTO envelopes VALUES (?, 3, '2026-11-20')", (bytes(16),))
    old.close()
    (tmp_path / "blobs").mkdir()
    (tmp_path / "blobs" / ("0" * 32)).write_bytes(b"abc")
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    for serving in (False, True):
        store = Store(tmp_path, keep_free=0, clock=lambda: now, serving=serving)
        assert dict(store.replies(held)) == held
        assert store.totals().replies == 40 and store.totals().envelopes == 1 and store.missing() == frozenset()
        store.close()
    assert body(7)[:50] not in (tmp_path / "drop.sqlite").read_bytes()
