"""`kill -9` while several sources send: what was thanked for opens, what was not is not listed, no stray file stays."""

from __future__ import annotations

import random
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from drop_process import Drop, form, marker
from drop_raw import connected, send_head

SENDERS = 6


class Sender:
    """One source that sends at its own pace until it is thanked or the server is gone."""

    def __init__(self, drop: Drop, size: int, pieces: int) -> None:
        self.url = drop.url
        self.message = marker()
        files = [("f.bin", self.message.encode() * (size // 31))]
        self.body = b"".join(form({"passphrase": drop.passphrase(), "message": self.message}, files))
        self.step = max(1, len(self.body) // pieces)
        self.thanked = False

    def run(self) -> None:
        """Send in pieces, with breaks."""
        try:
            with connected(self.url, timeout=10) as peer:
                peer.sendall(send_head(len(self.body)))
                for place in range(0, len(self.body), self.step):
                    peer.sendall(self.body[place : place + self.step])
                    time.sleep(0.01)
                self.thanked = thanked(peer)
        except OSError:
            pass


def thanked(peer: socket.socket) -> bool:
    """Whether the first line of a page that thanks came; the drop says it only when all is done."""
    said = b""
    while b"\r\n" not in said:
        piece = peer.recv(1000)
        if not piece:
            return False
        said += piece
    return said.startswith(b"HTTP/1.1 200")


def check_after_restart(drop: Drop, senders: list[Sender], before: set[str]) -> set[str]:
    """What is listed opens, holds everything acknowledged, and is all that lies there. The messages of it."""
    drop.start()
    listed = {each["id"] for each in drop.envelopes()}
    assert {path.name for path in (drop.folder / "blobs").iterdir()} == listed
    messages = set()
    for submission, files in drop.submissions():
        messages.add(submission.message)
        for content in files.values():
            assert content.replace(submission.message.encode(), b"") == b"", "whole, to the last byte"
    assert before | {sender.message for sender in senders if sender.thanked} <= messages
    assert messages <= before | {sender.message for sender in senders}
    assert not [path for path in drop.folder.rglob("*") if path.name.startswith("tmp-") or path.suffix == ".new"]
    return messages


def test_killed_at_any_moment(tmp_path: Path) -> None:
    drop, chance = Drop(tmp_path), random.Random(1)
    drop.init()
    drop.start()
    drop.pair()
    kept: set[str] = set()
    counts = []
    for moment in (0.0, 0.05, 0.1, 0.15, 0.25, 0.4):
        senders = [Sender(drop, chance.randrange(1, 3_000_000), chance.randrange(1, 40)) for _ in range(SENDERS)]
        with ThreadPoolExecutor(SENDERS) as threads:
            for sender in senders:
                threads.submit(sender.run)
            time.sleep(moment + chance.random() * 0.05)
            assert drop.stop(signal.SIGKILL) == -signal.SIGKILL
        kept = check_after_restart(drop, senders, kept)
        counts.append(sum(sender.thanked for sender in senders))
    assert drop.stop() == 0
    drop.http.close()
    assert sum(counts) < 6 * SENDERS, "some were cut off"


def test_killed_in_the_moment_of_thanks(tmp_path: Path) -> None:
    """The kill comes as soon as the first byte of the thanks does."""
    drop = Drop(tmp_path)
    drop.init()
    drop.start()
    drop.pair()
    kept: set[str] = set()
    for _ in range(4):
        sender = Sender(drop, 400_000, 3)
        gone = threading.Event()

        def kill_at_thanks(sender: Sender = sender, gone: threading.Event = gone) -> None:
            sender.run()
            if drop.process is not None:
                drop.process.kill()
            gone.set()

        threading.Thread(target=kill_at_thanks).start()
        assert gone.wait(20)
        drop.stop(signal.SIGKILL)
        assert sender.thanked
        kept = check_after_restart(drop, [sender], kept)
    assert len(kept) == 4
    assert drop.stop() == 0
    drop.http.close()


def test_stopped_politely_while_something_arrives(tmp_path: Path) -> None:
    """SIGTERM waits a while for uploads under way: this one is still thanked for."""
    drop = Drop(tmp_path)
    drop.init()
    drop.start()
    drop.pair()
    sender = Sender(drop, 2_000_000, 60)
    thread = threading.Thread(target=sender.run)
    thread.start()
    time.sleep(0.3)
    assert drop.stop() == 0
    thread.join()
    assert sender.thanked
    assert check_after_restart(drop, [sender], set()) == {sender.message}
    assert drop.stop() == 0
    drop.http.close()
