"""How much a container may unpack to, however it is nested: against its own size, and what one packing can do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

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
