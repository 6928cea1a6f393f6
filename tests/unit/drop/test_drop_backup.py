"""What of a drop is copied while it changes: no row without its file, no file of what was collected, and no silence."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from amparo.backup.reading import extract
from amparo.backup.writing import About, Counted, archive
from amparo.drop.backup import members
from amparo.drop.model import StoredEnvelope, Tag
from amparo.drop.store import Store
from amparo.seal.reply import REPLY_SIZE

ABOUT = About(date(2026, 11, 24), "1", ("drop",), ())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    (tmp_path / "home").mkdir()
    store = Store(tmp_path / "home", keep_free=0, clock=lambda: datetime.now(UTC), serving=True)
    yield store
    store.close()


def keep(store: Store, data: bytes) -> StoredEnvelope:
    writer = store.begin(len(data))
    writer.write(data)
    return store.keep(writer)


def rows(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as database:
        return {row[0].hex() for row in database.execute("SELECT id FROM envelopes")}


def test_a_drop_comes_back_as_it_was(store: Store, tmp_path: Path) -> None:
    kept = {keep(store, bytes([number]) * 5000).id for number in range(5)}
    store.add_reply(Tag(b"t" * 32), b"r" * REPLY_SIZE)
    extract(io.BytesIO(b"".join(archive(ABOUT, members(store.folder), Counted()))), tmp_path)
    again = Store(tmp_path / "drop", keep_free=0, clock=lambda: datetime.now(UTC), serving=True)
    assert {each.id for each in again.envelopes()} == kept
    assert again.missing() == frozenset()
    assert again.replies([Tag(b"t" * 32)]) == {Tag(b"t" * 32): b"r" * REPLY_SIZE}
    again.close()


def test_what_is_collected_and_what_arrives_meanwhile(store: Store, tmp_path: Path) -> None:
    first = {keep(store, bytes([number]) * 100).id for number in range(20)}
    told: list[str] = []
    gone: set[str] = set()

    def while_copying() -> Iterator[object]:
        for member in members(store.folder, told.append):
            yield member
            if member.name.startswith("drop/blobs/") and len(gone) < 5:
                # The desk collects one that is not copied yet, and a source sends another.
                waiting = sorted(each.id for each in store.envelopes() if f"drop/blobs/{each.id}" > member.name)
                store.remove(waiting[-1])
                gone.add(waiting[-1])
                keep(store, b"new")

    data = b"".join(archive(ABOUT, while_copying(), Counted()))  # type: ignore[arg-type]
    extract(io.BytesIO(data), tmp_path)
    copied = rows(tmp_path / "drop/drop.sqlite")
    assert copied == {path.name for path in (tmp_path / "drop/blobs").iterdir()}
    assert copied <= first
    assert first - copied <= gone
    assert told == []


def test_a_file_that_was_lost_before_is_told(store: Store, tmp_path: Path) -> None:
    lost = keep(store, b"x")
    keep(store, b"y")
    store.settle()
    (store.blob_folder / lost.id).unlink()
    told: list[str] = []
    extract(io.BytesIO(b"".join(archive(ABOUT, members(store.folder, told.append), Counted()))), tmp_path)
    assert lost.id not in rows(tmp_path / "drop/drop.sqlite")
    assert [sentence[:25] for sentence in told] == ["Files of 1 envelopes are "]
