"""Whoever takes the store tries to tell what came through the form (A) from what came sealed (B), and does no better
than by tossing a coin."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from amparo.drop.sealed import outline_of
from amparo.seal.header import HeaderReader
from door_b import Tus, envelope
from drop_process import Drop, form, running_drop, wait_for
from drop_raw import connected, send_head, until_closed

EACH = 500
SIZES = (0, 0, 100, 9_000, 40_000, 90_000, 300_000)


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("drop"), most_uploads=64) as running:
        yield running


@pytest.fixture(scope="module")
def doors(drop: Drop) -> dict[str, str]:
    """The door of each stored envelope: both get the same messages and sizes, in random order."""
    dice = random.Random(3)
    order = ["A", "B"] * EACH
    dice.shuffle(order)
    left = {door: [SIZES[number % len(SIZES)] for number in range(EACH)] for door in "AB"}
    known: dict[str, str] = {}
    with Tus(drop.url) as tus:
        for door in order:
            size = left[door].pop()
            if door == "A":
                through_a(drop, size)
            else:
                send_sealed(tus, envelope(drop.newsroom, "hello", size))
            (new,) = stored_ids(drop) - set(known)
            known[new] = door
    # Rows are written a moment after the thanks.
    wait_for(lambda: rows_of(drop).keys() == known.keys())
    return known


PASSPHRASE = "abacus abacus abacus abacus abacus abacus abacus"


def through_a(drop: Drop, size: int) -> None:
    """A file goes through the server, a text to a process that takes it at the door (docs/adr/0281)."""
    if size:
        answer = drop.send(PASSPHRASE, "hello", [("a.bin", os.urandom(size))], no_replies="yes")
        assert answer.status_code == 200
    else:
        assert text_at_the_door(drop).startswith(b"HTTP/1.1 200 ")


def text_at_the_door(drop: Drop) -> bytes:
    """What is said to a text on a connection of its own."""
    body = b"".join(form({"passphrase": PASSPHRASE, "message": "hello", "no_replies": "yes"}))
    with connected(drop.url) as peer:
        peer.sendall(send_head(len(body)) + body)
        return until_closed(peer)


def send_sealed(tus: Tus, sealed: bytes) -> None:
    """In two parts, as over a line that breaks."""
    place = tus.begin(len(sealed))
    assert tus.patch(place, 0, sealed[:7_777]).status_code == 204
    assert tus.patch(place, 7_777, sealed[7_777:]).status_code == 204


def stored_ids(drop: Drop) -> set[str]:
    return {path.name for path in (drop.folder / "blobs").iterdir()}


def features(path: Path, row: tuple[int, str]) -> tuple[float, ...]:
    """Everything about one record that a number can be made of."""
    data, stat = path.read_bytes(), path.stat()
    parsed = HeaderReader().push(memoryview(data))
    assert parsed is not None
    header, payload = parsed
    ones = sum(byte.bit_count() for byte in data[:4096])
    name = bytes.fromhex(path.name)
    return (
        row[0], len(row[1]), stat.st_size, stat.st_mode, stat.st_mtime, stat.st_atime_ns % 10**9, stat.st_nlink,
        stat.st_blocks, len(header.stanzas), len(header.authenticated), len(payload), hash(outline_of(header)) % 1000,
        ones, payload[16], payload[-1], data[-2], name[0], name[-1], sum(name), len(set(name)), sum(data[-64:]),
    )  # fmt: skip


def test_rows_files_and_headers_have_one_shape(drop: Drop, doors: dict[str, str]) -> None:
    rows = rows_of(drop)
    shapes: dict[str, set[object]] = {"A": set(), "B": set()}
    sizes: dict[str, list[int]] = {"A": [], "B": []}
    for id_, door in doors.items():
        path = drop.folder / "blobs" / id_
        stat = path.stat()
        parsed = HeaderReader().push(memoryview(path.read_bytes()))
        assert parsed is not None and rows[id_][0] == stat.st_size
        shapes[door].add(
            (stat.st_mode, stat.st_nlink, stat.st_mtime, rows[id_][1], len(path.name), outline_of(parsed[0]))
        )
        sizes[door].append(stat.st_size)
    assert shapes["A"] == shapes["B"] and len(shapes["A"]) == 1
    assert sorted(sizes["A"]) == sorted(sizes["B"])
    tables = tables_of(drop)
    assert tables == ["envelopes"], "no table speaks of uploads"
    assert {path.name for path in drop.folder.iterdir()} <= {
        "drop.toml", "drop.sqlite", "drop.sqlite-wal", "drop.sqlite-shm", "blobs", "lock", "root.vkey", "roster.note",
        "replies.records", "replies.bodies", "calendar", "configuration.log", "serving.json",
    }  # fmt: skip


def test_a_classifier_over_every_feature_is_at_chance(drop: Drop, doors: dict[str, str]) -> None:
    rows = rows_of(drop)
    ids = sorted(doors)
    table = [features(drop.folder / "blobs" / id_, rows[id_]) for id_ in ids]
    labels = [doors[id_] for id_ in ids]
    # 1,000 tosses of a coin: 4.4 standard deviations are 7 %. One feature of many may stray further than one alone.
    assert nearest_neighbour(table, labels) < 0.57
    for column in range(len(table[0])):
        assert best_threshold([row[column] for row in table], labels) < 0.57, f"feature {column} tells the doors apart"


def test_the_texts_were_taken_at_the_door(drop: Drop) -> None:
    """So that what is compared is what it says: one like them is thanked for while the server stands still."""
    if (os.cpu_count() or 1) < 2:
        pytest.skip("on one processor there is no process at the door")
    assert drop.process is not None
    drop.process.send_signal(signal.SIGSTOP)
    try:
        assert text_at_the_door(drop).startswith(b"HTTP/1.1 200 ")
    finally:
        drop.process.send_signal(signal.SIGCONT)


def rows_of(drop: Drop) -> dict[str, tuple[int, str]]:
    connection = sqlite3.connect(f"file:{drop.folder / 'drop.sqlite'}?mode=ro", uri=True)
    try:
        return {id_.hex(): (size, day) for id_, size, day in connection.execute("SELECT id, size, day FROM envelopes")}
    finally:
        connection.close()


def tables_of(drop: Drop) -> list[str]:
    connection = sqlite3.connect(f"file:{drop.folder / 'drop.sqlite'}?mode=ro", uri=True)
    try:
        return sorted(name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
    finally:
        connection.close()


def nearest_neighbour(table: Sequence[tuple[float, ...]], labels: Sequence[str]) -> float:
    """How often the nearest other record, all features scaled alike, came through the same door."""
    columns = list(zip(*table, strict=True))
    spans = [(min(column), (max(column) - min(column)) or 1.0) for column in columns]
    scaled = [[(value - low) / span for value, (low, span) in zip(row, spans, strict=True)] for row in table]
    right = 0
    for at, row in enumerate(scaled):
        others = (other for other in range(len(scaled)) if other != at)
        best = min(others, key=lambda other: sum((a - b) ** 2 for a, b in zip(row, scaled[other], strict=True)))
        right += labels[best] == labels[at]
    return right / len(labels)


def best_threshold(values: Sequence[float], labels: Sequence[str]) -> float:
    """The best a single cut through one feature, chosen on the one half, does on the other; both ways averaged."""
    halves = [range(0, len(values), 2), range(1, len(values), 2)]
    score = 0.0
    for learn, judge in (halves, halves[::-1]):
        cuts = sorted({values[each] for each in learn})[:: max(1, len(learn) // 60)]
        cut, above = max(
            ((cut, above) for cut in cuts for above in "AB"),
            key=lambda rule: sum((labels[each] == rule[1]) == (values[each] > rule[0]) for each in learn),
        )
        score += sum((labels[each] == above) == (values[each] > cut) for each in judge) / len(judge)
    return score / 2
