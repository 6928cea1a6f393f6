"""How much a container may unpack to, however it is nested: against its own size, and what one packing can do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.desk import taking_apart
from amparo.desk.extraction import CONVERTER, Given
from amparo.desk.taking_apart import ALWAYS, FoundItem, TakingApart, in_memory
from amparo.records.model import Record
from amparo.records.reading import MEBIBYTE, Reason, Unreadable
from amparo.sandbox.walls import best_wall
from amparo.sandbox.worker import Worker


def zipped(*members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(members):
            archive.writestr(f"{number}.zip", data)
    return file.getvalue()


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[TakingApart]:
    worker = Worker(best_wall(), CONVERTER)
    yield TakingApart(worker, tmp_path)
    worker.close()


def items(apart: TakingApart, data: bytes) -> list[FoundItem]:
    with in_memory(data) as descriptor:
        return list(apart.file(Given(descriptor, len(data), "outer.zip", lambda: data)))


def test_a_bomb_packed_twice_is_given_up_long_before_its_end(apart: TakingApart) -> None:
    leaf = zipped(bytes(16 * MEBIBYTE))
    found = items(apart, zipped(zipped(*[leaf] * 40)))
    reasons = [each.what.reason for each in found if isinstance(each.what, Unreadable)]
    assert reasons.count(Reason.UNSUPPORTED) <= ALWAYS // (16 * MEBIBYTE)
    assert Reason.TOO_LARGE in reasons


def test_what_one_packing_can_do_is_no_bomb(apart: TakingApart) -> None:
    text = b"All that a quiet clerk wrote down. " * 800_000
    found = items(apart, zipped(text, text + b"And more."))
    assert len([each for each in found if isinstance(each.what, Record)]) == 2


def named(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def reasons(found: list[FoundItem]) -> list[tuple[str, Reason]]:
    return [(each.path, each.what.reason) for each in found if isinstance(each.what, Unreadable)]


def texts(found: list[FoundItem]) -> list[str]:
    return [each.what.text for each in found if isinstance(each.what, Record)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mebibyte is too much."""
    monkeypatch.setattr(taking_apart, "ALWAYS", MEBIBYTE)
    monkeypatch.setattr(taking_apart, "DEFLATED", 1)


@pytest.mark.usefixtures("small")
def test_what_came_before_a_bomb_is_read(apart: TakingApart) -> None:
    bomb = bytes(2 * MEBIBYTE)
    found = items(apart, named(("a.txt", b"first"), ("b.txt", b"second"), ("c.bin", bomb), ("d.txt", b"last")))
    assert texts(found) == ["first", "second"]
    assert reasons(found) == [("outer.zip", Reason.TOO_LARGE)]


def test_parts_are_counted_once_and_those_kept_are_read(apart: TakingApart, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of more than half as many mails as may be lost all beyond the middle."""
    monkeypatch.setattr(taking_apart, "MOST_PARTS", 8)
    members = [(f"{number}.txt", f"text {number}".encode()) for number in range(9)]
    whole = items(apart, named(*members[:8]))
    assert (len(texts(whole)), reasons(whole)) == (8, [])
    cut = items(apart, named(*members))
    assert len(texts(cut)) == 8
    assert [each.what for each in cut if isinstance(each.what, Unreadable)] == [taking_apart.TOO_MANY]


@pytest.mark.usefixtures("small")
def test_bombs_side_by_side_are_given_up_at_every_level(apart: TakingApart) -> None:
    bomb = named(("a.txt", b"before"), ("b.bin", bytes(300 * 1024)))
    found = items(apart, named(*((f"{number}.zip", bomb) for number in range(20)), ("last.txt", b"never read")))
    assert texts(found) == ["before"] * (3 + taking_apart.MOST_REFUSED)
    assert reasons(found)[-1] == ("outer.zip", Reason.TOO_LARGE)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_two_items_have_one_path(apart: TakingApart) -> None:
    """One would take the other's place in the ledger."""
    inner = named(("a.txt", b"inner"))
    found = items(
        apart,
        named(
            ("a.txt", b"1"), ("a.txt", b"2"), ("a.txt#2", b"3"), ("a.txt#2", b"4"), ("./a.txt", b"5"),
            ("x.zip", inner), ("x.zip/a.txt", b"outer"),
        ),
    )  # fmt: skip
    assert sorted(texts(found)) == ["1", "2", "3", "4", "5", "inner", "outer"]
    assert len({each.path for each in found}) == 7
