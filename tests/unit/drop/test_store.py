"""The drop's store: what is acknowledged stays, what is not never shows, and nothing tells when or in what order."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from amparo.drop.lasting import write_new
from amparo.drop.model import StoredEnvelope, Tag
from amparo.drop.store import Store, parse_id
from amparo.errors import FullError, InputError, StateError, StoreError
from amparo.seal.reply import REPLY_SIZE

NOW = datetime(2026, 11, 24, 15, 42, 7, tzinfo=UTC)


def open_store(folder: Path, *, serving: bool = True, keep_free: int = 0) -> Store:
    return Store(folder, keep_free=keep_free, clock=lambda: NOW, serving=serving)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def body(seed: bytes) -> bytes:
    """As long as a sealed reply."""
    return (seed * REPLY_SIZE)[:REPLY_SIZE]


def keep(store: Store, *pieces: bytes) -> StoredEnvelope:
    writer = store.begin(0)
    for piece in pieces:
        writer.write(piece)
    return store.keep(writer)


def test_kept_envelopes_are_listed_by_random_id_and_read_back(store: Store) -> None:
    kept = [keep(store, b"cipher", bytes([number])) for number in range(20)]
    assert store.envelopes() == tuple(sorted(kept, key=lambda envelope: envelope.id))
    path = store.path(kept[3].id)
    assert path is not None and path.read_bytes() == b"cipher\x03"
    assert kept[3] == StoredEnvelope(kept[3].id, 7, date(2026, 11, 24))
    assert path.stat().st_mode & 0o777 == 0o600


def test_only_the_day_is_kept(store: Store, tmp_path: Path) -> None:
    keep(store, b"x")
    store.add_reply(Tag(b"t" * 32), body(b"reply"))
    store.sweep()
    store.settle()
    midnight = datetime(2026, 11, 24, tzinfo=UTC).timestamp()
    for path in [*tmp_path.glob("blobs/*"), *tmp_path.glob("[bdrc]*")]:
        assert path.stat().st_mtime == midnight, path.name


def test_discarded_and_unfinished_uploads_leave_nothing(store: Store, tmp_path: Path) -> None:
    writer = store.begin(100)
    writer.write(b"half")
    writer.discard()
    writer.discard()
    assert list((tmp_path / "blobs").iterdir()) == [] and store.envelopes() == ()
    with pytest.raises(StateError):
        writer.write(b"more")


def test_a_start_removes_what_a_kill_left_and_keeps_the_rest(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    kept = keep(store, b"acknowledged")
    cut_off = store.begin(0)
    cut_off.write(b"half")
    unlisted = store.begin(0)
    unlisted.write(b"whole, but not renamed")
    unlisted.commit(date(2026, 11, 24))
    store.close()
    again = open_store(tmp_path)
    assert again.envelopes() == (kept,)
    assert [path.name for path in (tmp_path / "blobs").iterdir()] == [kept.id]
    assert again.missing() == frozenset()
    again.close()


def test_a_start_keeps_what_was_whole_and_synced_before_the_power_went(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    blobs, day = tmp_path / "blobs", NOW.date()
    whole, half = (write_new(f"{blobs}/{name * 32}", b"thanked for", day) for name in "ab")
    os.truncate(half.written, 5)
    again = open_store(tmp_path)
    assert again.envelopes() == (StoredEnvelope(parse_id("a" * 32), 11, day),)
    assert {path.name: path.read_bytes() for path in blobs.iterdir()} == {"a" * 32: b"thanked for"}
    again.close()
    for file in (whole, half):
        os.close(file.handle)


def test_looking_does_not_clean_up_under_a_running_server(store: Store, tmp_path: Path) -> None:
    writer = store.begin(0)
    writer.write(b"still arriving")
    looking = open_store(tmp_path, serving=False)
    assert looking.totals().envelopes == 0
    looking.close()
    store.keep(writer)
    assert len(store.envelopes()) == 1


def test_two_servers_cannot_share_a_home(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StateError, match="already serves"):
        open_store(tmp_path)


def test_removal_is_final_and_idempotent(store: Store, tmp_path: Path) -> None:
    kept = keep(store, b"x")
    store.remove(kept.id)
    store.remove(kept.id)
    assert store.envelopes() == () and store.path(kept.id) is None
    assert list((tmp_path / "blobs").iterdir()) == []


@pytest.fixture
def without_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose database takes no rows for now."""

    def fail(envelopes: object) -> None:
        raise FullError("no")

    store = open_store(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(store._database, "add_envelopes", fail)
        yield store
    store.close()


def test_what_has_no_row_yet_is_listed_read_counted_and_removed_like_any_other(without_rows: Store) -> None:
    one, two = keep(without_rows, b"one"), keep(without_rows, b"two")
    assert without_rows.envelopes() == tuple(sorted((one, two), key=lambda each: each.id))
    path = without_rows.path(one.id)
    assert path is not None and path.read_bytes() == b"one" and without_rows.size_of(two.id) == 3
    without_rows.remove(one.id)
    assert without_rows.envelopes() == (two,) and without_rows.totals().bytes == 3
    assert without_rows.path(one.id) is None and not path.exists()


def test_a_row_that_could_not_be_written_comes_with_the_next_or_at_the_next_start(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def rows() -> int:
        looking = open_store(tmp_path, serving=False)
        count = len(looking.envelopes())
        looking.close()
        return count

    def fail(envelopes: object) -> None:
        raise FullError("no")

    store = open_store(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store._database, "add_envelopes", fail)
        first = keep(store, b"first")
        store.settle()
    assert rows() == 0 and "FullError" in capfd.readouterr().err
    second = keep(store, b"second")
    store.settle()
    assert rows() == 2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store._database, "add_envelopes", fail)
        third = keep(store, b"third")
        store.close()
    assert rows() == 2
    again = open_store(tmp_path)
    assert set(again.envelopes()) == {first, second, third} and rows() == 3
    again.close()


def test_a_removal_that_was_cut_off_was_not_begun(tmp_path: Path) -> None:
    """The row went, and then the power: nobody was told that it is gone, and it is there again."""
    store = open_store(tmp_path)
    kept = keep(store, b"x")
    store.settle()
    store._database.remove_envelope(kept.id)
    store.close()
    again = open_store(tmp_path)
    assert again.envelopes() == (kept,)
    again.remove(kept.id)
    again.close()
    last = open_store(tmp_path)
    assert last.envelopes() == () and list((tmp_path / "blobs").iterdir()) == []
    last.close()


def test_replies_are_written_once(store: Store) -> None:
    tag = Tag(b"t" * 32)
    assert store.add_reply(tag, body(b"first"))
    assert store.add_reply(tag, body(b"first"))
    assert not store.add_reply(tag, body(b"second"))
    assert store.replies([tag, Tag(b"u" * 32)]) == {tag: body(b"first")}
    assert store.replies([]) == {}


def test_replies_are_removed_for_good_and_nothing_tells_whether_they_were_there(store: Store, tmp_path: Path) -> None:
    tag, other = Tag(b"t" * 32), Tag(b"o" * 32)
    store.add_reply(tag, body(b"first"))
    store.add_reply(other, body(b"other"))
    for _ in range(2):
        store.remove_replies([tag, Tag(b"u" * 32)])
    assert store.replies([tag, other]) == {other: body(b"other")}
    assert not any(b"firstfirst" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_reserve_is_out_of_reach_of_uploads_but_not_of_replies(tmp_path: Path) -> None:
    disk = os.statvfs(tmp_path)
    store = open_store(tmp_path, keep_free=disk.f_blocks * disk.f_frsize)
    with pytest.raises(FullError):
        store.begin(1)
    writer = store.begin(0)
    with pytest.raises(FullError):
        writer.write(b"x")
    writer.discard()
    assert list((tmp_path / "blobs").iterdir()) == []
    assert store.space._promised == 0
    store.close()


def test_what_came_of_other_uploads_counts_what_they_announce_does_not(tmp_path: Path) -> None:
    store = open_store(tmp_path, keep_free=0)
    room = store.space.available()
    announced = store.begin(room * 2 // 3)
    assert store.space.available() > room * 9 // 10, "a length that nobody sent closes the door to nobody"
    with pytest.raises(FullError):
        store.begin(room * 2)
    announced.write(bytes(16 << 20))
    assert store.space._promised >= (16 << 20) // 8, "the padding to come is promised"
    announced.discard()
    assert store.space._promised == 0
    store.close()


def test_a_blob_that_cannot_be_renamed_leaves_nothing(store: Store, tmp_path: Path) -> None:
    writer = store.begin(0)
    writer.write(b"x")
    (tmp_path / "blobs" / writer.id).mkdir()
    with pytest.raises(StoreError):
        store.keep(writer)
    (tmp_path / "blobs" / writer.id).rmdir()
    store.discard(writer)
    assert list((tmp_path / "blobs").iterdir()) == [] and store.space._promised == 0


def test_a_failed_upload_leaves_no_hour_behind(store: Store, tmp_path: Path) -> None:
    writer = store.begin(0)
    writer.write(b"half")
    store.discard(writer)
    assert (tmp_path / "blobs").stat().st_mtime == datetime(2026, 11, 24, tzinfo=UTC).timestamp()


def cell_places(page: bytes) -> list[int]:
    """Where the rows of a b-tree leaf page lie in it, in the order of their keys."""
    assert page[0] == 10, "an index leaf, as WITHOUT ROWID tables have"
    count = int.from_bytes(page[3:5], "big")
    return [int.from_bytes(page[8 + 2 * number : 10 + 2 * number], "big") for number in range(count)]


def test_rows_lie_on_the_disk_in_the_order_of_their_random_keys(store: Store, tmp_path: Path) -> None:
    for number in range(20):
        keep(store, bytes([number]))
    store.settle()
    data = (tmp_path / "drop.sqlite").read_bytes()
    pages = [data[place : place + 4096] for place in range(0, len(data), 4096)]
    leaves = [cell_places(page) for page in pages[1:] if page[0] == 10]
    assert sorted(len(places) for places in leaves) == [20]
    assert all(places == sorted(places, reverse=True) for places in leaves)


def test_the_wal_is_cut_to_nothing_soon_after_a_write(store: Store, tmp_path: Path) -> None:
    keep(store, b"x")
    store.settle()
    assert (tmp_path / "drop.sqlite-wal").stat().st_size == 0


def test_tables_have_no_row_ids_and_no_column_that_could_link(store: Store, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "drop.sqlite") as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
        columns = {
            name: [row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (name,))]
            for name, _ in tables
        }
    connection.close()
    assert columns == {"envelopes": ["id", "size", "day"]}
    assert all("WITHOUT ROWID" in sql for _, sql in tables)


def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "drop.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StateError, match="another version"):
        open_store(tmp_path, serving=False)


@pytest.mark.parametrize("untrusted", ["", "../../etc/passwd", "A" * 32, "0" * 31, "0" * 33, "0" * 31 + "\n"])
def test_ids_are_thirty_two_hex_digits(untrusted: str) -> None:
    with pytest.raises(InputError):
        parse_id(untrusted)
