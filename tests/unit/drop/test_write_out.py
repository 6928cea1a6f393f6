"""Large uploads are synced while they come: what is begun does no harm to what ends, however it ends."""

from __future__ import annotations

import os
from concurrent.futures import Future
from datetime import date
from pathlib import Path

import pytest

from amparo.drop import blobs
from amparo.drop.blobs import Blobs, temporary
from amparo.drop.model import EnvelopeId
from amparo.drop.space import Space
from amparo.drop.write_out import WriteOut

NAME = EnvelopeId("0" * 32)


class Watched(WriteOut):
    """Remembers what was begun; with `is_stuck`, nothing of it ends."""

    def __init__(self, *, is_stuck: bool = False) -> None:
        super().__init__()
        self.begun: list[Future[None]] = []
        self._is_stuck = is_stuck

    def begin(self, path: Path) -> Future[None]:
        self.begun.append(Future() if self._is_stuck else super().begin(path))
        return self.begun[-1]


@pytest.fixture
def lying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blobs:
    monkeypatch.setattr(blobs, "EVERY", 1000)
    return Blobs(tmp_path, Space(tmp_path, 0))


def test_what_comes_is_synced_on_the_way_and_lies_whole(lying: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched()
    monkeypatch.setattr(lying, "_write_out", watched)
    writer = lying.begin(NAME, 0)
    for _ in range(4):
        writer.write(b"x" * 999)
        for each in watched.begun:
            each.result(10)
    writer.commit(date(2026, 11, 30))
    assert len(watched.begun) == 2
    assert temporary(lying.path(NAME)).read_bytes() == b"x" * 999 * 4


def test_one_at_a_time_is_asked_for_and_none_is_waited_for(lying: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(is_stuck=True)
    monkeypatch.setattr(lying, "_write_out", watched)
    writer = lying.begin(NAME, 0)
    for _ in range(9):
        writer.write(b"x" * 1000)
    writer.commit(date(2026, 11, 30))
    assert len(watched.begun) == 1
    assert temporary(lying.path(NAME)).stat().st_size == 9000


def test_a_file_that_is_gone_by_then_is_no_failure(tmp_path: Path) -> None:
    WriteOut().begin(tmp_path / "gone").result(10)


def test_an_upload_is_synced_before_it_is_taken(lying: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[int, int]] = []
    sync = os.fsync

    def fsync(handle: int) -> None:
        state = os.fstat(handle)
        synced.append((state.st_ino, state.st_size))
        sync(handle)

    writer = lying.begin(NAME, 0)
    writer.write(b"x" * 10)
    state = temporary(lying.path(NAME)).stat()
    monkeypatch.setattr(os, "fsync", fsync)
    writer.commit(date(2026, 11, 30))
    assert synced == [(state.st_ino, 10)]
