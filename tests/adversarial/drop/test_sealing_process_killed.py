"""The process that seals beside the server is killed, or loses its server: nothing is lost, nobody is turned away."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drop_process import Drop, children, marker, running_drop, wait_for

SENDERS, EACH = 4, 6


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    if (os.cpu_count() or 1) < 2:
        pytest.skip("on one processor there is no such process")
    with running_drop(tmp_path) as running:
        yield running


def beside(drop: Drop) -> tuple[int, ...]:
    assert drop.process is not None
    found = children(drop.process.pid)
    assert found, "nothing seals beside this server"
    return found


def test_killed_under_load_it_loses_nothing_and_the_server_goes_on_alone(drop: Drop) -> None:
    words = drop.passphrase()

    def send(_: int) -> list[str]:
        texts = [marker() for _ in range(EACH)]
        for text in texts:
            assert drop.send(words, text, no_replies="1").status_code == 200
        return texts

    with ThreadPoolExecutor(SENDERS) as senders:
        running = [senders.submit(send, number) for number in range(SENDERS)]
        for process in beside(drop):
            os.kill(process, signal.SIGKILL)
        sent = [text for each in running for text in each.result()]
    sent += send(0)
    assert sorted(submission.message for submission, _ in drop.submissions()) == sorted(sent)
    listed = {each["id"] for each in drop.envelopes()}
    wait_for(lambda: {path.name for path in (drop.folder / "blobs").iterdir()} == listed)


def test_it_ends_with_its_server_however_that_ends(drop: Drop) -> None:
    found = beside(drop)
    drop.stop(signal.SIGKILL)
    wait_for(lambda: not any(map(is_alive, found)))


def is_alive(process: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
