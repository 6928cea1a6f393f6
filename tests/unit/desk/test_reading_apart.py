"""Readers in a process of their own: the same ledger and documents as with readers in ours."""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from amparo.desk import reading_apart
from amparo.desk.documents_store import CollectionId, FileId, RunId
from amparo.desk.found_files import Exclusion
from amparo.desk.holdings import open_holdings
from amparo.desk.ingest import Means, carry_out
from amparo.desk.jobs_store import Order
from amparo.desk.packet_plain import from_plain, to_plain
from amparo.desk.reading_events import Closed, Event, ItemRead, Known, Opened
from amparo.desk.reading_plan import Plan
from amparo.desk.taking_apart import FoundItem
from amparo.errors import SandboxError
from amparo.records.described import described
from amparo.records.model import Kind, Record
from amparo.records.passwords import Passwords
from amparo.records.reading import Reason, Unreadable
from amparo.sandbox.walls import Process

NOW = datetime(2026, 11, 30, tzinfo=UTC)
WALL = Process()
LONG = bytes(range(256)) * 1_000


def mail(number: int, original: bytes) -> Record:
    text = " ".join(f"canal{word} dredging{number}" for word in range(30))
    made = Record(
        kind=Kind.MAIL,
        title="Canal",
        pages=(text, "\ud800 second"),
        original=original,
        media_type="message/rfc822",
        name="mail.eml",
        date="2001-01-01",
        sender=("a@example.org",),
        fields={"message_id": ("<1@example.org>",)},
    )
    return described(made)


def test_a_packet_crosses_whole() -> None:
    untraced = Record(Kind.PLAIN, "", ("",), b"", "text/plain", "empty")
    locked = Unreadable(Reason.UNREADABLE, "It is locked.", "inner/\udcff")
    packet: list[Event] = [
        Opened("/a", "00" * 32, Exclusion.LINK),
        Closed("/a"),
        Opened("/b", "11" * 32, may_take_long=True),
        *(ItemRead("/b", FoundItem(f"/b/{number}", mail(number, LONG[number:]), "mail", True)) for number in range(3)),
        ItemRead("/b", FoundItem("/b/4", untraced)),
        ItemRead("/b", FoundItem("/b/5", locked)),
        Closed("/b", frozenset({"mail", "zip"})),
        Known("/c", FileId(7)),
    ]
    beside: list[bytes] = []
    crossed = from_plain(marshal.loads(marshal.dumps(to_plain(packet, beside))), iter(beside))  # noqa: S302 - just made
    assert list(crossed) == packet
    assert len(beside) == 3, "long originals go beside"
    for before, after in zip(packet, crossed, strict=True):
        if isinstance(before, ItemRead) and isinstance(before.item.what, Record):
            assert isinstance(after, ItemRead) and isinstance(after.item.what, Record)
            assert after.item.what.trace == before.item.what.trace
            assert after.item.what.sha256 == before.item.what.sha256


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "material"
    (root / "deep").mkdir(parents=True)
    for number in range(8):
        (root / f"{number}.txt").write_text(f"apples number {number}")
    (root / "deep" / "copy.txt").write_text("apples number 3")
    (root / "long.txt").write_bytes(b"plums and pears \n" * 30_000)
    with zipfile.ZipFile(root / "z.zip", "w") as archive:
        archive.writestr("one.txt", "quinces")
        archive.writestr("two.txt", "cherries")
    (root / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
    (root / "link").symlink_to(root / "0.txt")
    return root


def added(home: Path, folder: Path, **more: Any) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """The summary of adding, and the ledger with the documents' hashes."""
    with open_holdings(home) as holdings:
        order = Order("one", (str(folder),), excludes=("7.txt",))
        summary = carry_out(holdings, order, Means(WALL, lambda: NOW, **more))
        rows = holdings.database.execute(
            "SELECT items.path, outcome, reason, reader, sha256, documents.pages, record FROM items"
            " LEFT JOIN documents ON documents.id = items.document ORDER BY 1"
        )
        return {**summary, "seconds": 0}, [tuple(row) for row in rows]


def test_it_files_what_readers_of_our_own_do_and_knows_it_again(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = added(tmp_path / "here", folder)
    monkeypatch.setattr(reading_apart, "MANY", 10)
    assert added(tmp_path / "apart", folder, passwords=Passwords(("x",))) == here
    (folder / "new.txt").write_text("medlars")
    again, _ = added(tmp_path / "apart", folder)
    assert (again["added"], again["failed"]) == (1, 1)


def test_few_files_need_no_process(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "_start", None)
    assert added(tmp_path / "home", folder)[0]["added"] > 0


def test_readers_that_cannot_work_say_why(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "MANY", 2)
    no_home = tmp_path / "file"
    no_home.touch()
    plan = Plan(
        no_home, tmp_path, CollectionId(1), RunId(1), False, (str(folder),), (), "eng", WALL, 1, None, Passwords()
    )
    with reading_apart.readers(plan) as reading, pytest.raises(SandboxError, match="database cannot be opened"):
        list(reading.packets())


def test_readers_that_end_by_themselves_are_no_end_of_the_work(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_apart, "MANY", 2)
    with monkeypatch.context() as patched:
        patched.setattr(reading_apart, "_start", lambda descriptor: subprocess.Popen([sys.executable, "-c", ""]))
        with pytest.raises(SandboxError, match="ended by itself"):
            added(tmp_path / "home", folder)
    assert added(tmp_path / "home", folder)[0]["added"] > 0


def test_leaving_early_ends_the_process(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "MANY", 2)
    started, start = [], reading_apart._start

    def seen(descriptor: int) -> subprocess.Popen[bytes]:
        started.append(start(descriptor))
        return started[-1]

    monkeypatch.setattr(reading_apart, "_start", seen)

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("amparo.desk.ingest.FilingClerk.add", leave)
    with pytest.raises(KeyboardInterrupt):
        added(tmp_path / "home", folder)
    (process,) = started
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)
