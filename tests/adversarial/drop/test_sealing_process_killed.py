"""The process that seals, beside the server and at its door, is killed, or loses its server: nothing that was thanked
for is lost, nothing false is answered, and the door stays open.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from drop_process import Drop, children, form, marker, running_drop, wait_for
from drop_raw import MULTIPART

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
    tried: set[str] = set()

    def send(number: int) -> list[str]:
        """Texts that were thanked for; a connection that is cut off is tried again, as a source would."""
        thanked: list[str] = []
        while len(thanked) < EACH:
            text = marker()
            tried.add(text)
            # Half of them the server takes, with the process's help, for they come in an unusual spelling.
            headers = {"Connection": "Close, keep-alive"} if number % 2 else {"Connection": "close"}
            body = b"".join(form({"passphrase": words, "message": text, "no_replies": "1"}))
            with contextlib.suppress(httpx.TransportError):
                assert drop.post(body, **headers).status_code == 200
                thanked.append(text)
        return thanked

    with ThreadPoolExecutor(SENDERS) as senders:
        running = [senders.submit(send, number) for number in range(SENDERS)]
        for process in beside(drop):
            os.kill(process, signal.SIGKILL)
        sent = [text for each in running for text in each.result()]
    sent += send(0)
    kept = [submission.message for submission, _ in drop.submissions()]
    assert set(sent) <= set(kept) <= tried and len(kept) == len(set(kept))
    listed = {each["id"] for each in drop.envelopes()}
    wait_for(lambda: {path.name for path in (drop.folder / "blobs").iterdir()} == listed)


def test_it_ends_with_its_server_however_that_ends(drop: Drop) -> None:
    found = beside(drop)
    drop.stop(signal.SIGKILL)
    wait_for(lambda: not any(map(is_alive, found)))


def test_one_that_is_stopped_keeps_no_other_source_waiting(drop: Drop) -> None:
    words = drop.passphrase()
    stopped, *_ = beside(drop)
    os.kill(stopped, signal.SIGSTOP)
    try:
        for _ in range(EACH):
            # On a connection of its own: one that stays is the server's.
            body = b"".join(form({"passphrase": words, "message": marker(), "no_replies": "1"}))
            with httpx.Client(trust_env=False) as other:
                headers = {"Content-Type": MULTIPART, "Connection": "close"}
                assert other.post(f"{drop.url}/send", content=body, headers=headers, timeout=30).status_code == 200
    finally:
        os.kill(stopped, signal.SIGCONT)


def is_alive(process: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
