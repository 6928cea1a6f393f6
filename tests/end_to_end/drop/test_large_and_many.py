"""Large uploads at constant memory, and many at once: nobody waits for anybody, nothing is lost."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from amparo.seal.age import Opener
from amparo.seal.padding import padme
from drop_process import Drop, children, form, hidden, marker, peak_memory, running_drop, wait_for
from drop_raw import connected, send_head, until_closed

MIB = 1 << 20
CEILING = 160 * MIB
CROWD = 120
PIECE = bytes(range(256)) * 4096  # 1 MiB


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("large")) as running:
        yield running


@pytest.fixture(autouse=True)
def emptied(drop: Drop) -> Iterator[None]:
    yield
    for each in drop.envelopes():
        drop.desk("DELETE", f"/desk/v1/envelopes/{each['id']}")


def upload(drop: Drop, mebibytes: int, message: str) -> bytes:
    """Send one file of this many MiB from a piece that is repeated; the whole answer."""
    pieces = list(form({"passphrase": drop.passphrase(), "message": message}, [("large.bin", b"@")]))
    before, after = b"".join(pieces[: pieces.index(b"@")]), b"".join(pieces[pieces.index(b"@") + 1 :])
    with connected(drop.url, timeout=120) as peer:
        peer.sendall(send_head(len(before) + mebibytes * MIB + len(after)) + before)
        for _ in range(mebibytes):
            peer.sendall(PIECE)
        peer.sendall(after)
        return until_closed(peer)


def test_memory_does_not_grow_with_the_upload(drop: Drop) -> None:
    assert drop.process is not None
    assert upload(drop, 64, "small").startswith(b"HTTP/1.1 200")
    after_64 = peak_memory(drop.process.pid)
    answer = upload(drop, 512, "large")
    after_512 = peak_memory(drop.process.pid)
    digest = hashlib.sha256()
    for _ in range(512):
        digest.update(PIECE)
    assert answer.startswith(b"HTTP/1.1 200") and digest.hexdigest().encode() in answer
    assert after_512 <= 96 * MIB
    assert after_512 - after_64 <= 16 * MIB, "the allocator's noise, not the 448 MiB more"
    large = max(drop.envelopes(), key=lambda envelope: int(envelope["size"]))
    with (drop.folder / "blobs" / large["id"]).open("rb") as file:
        assert opened_length(drop, file) == padme(512 * MIB + 1000)
    assert_flat_download(drop, large["id"], int(large["size"]), after_512)


def test_keys_for_replies_to_a_file_are_derived_beside_the_server(tmp_path: Path) -> None:
    """Argon2id takes 19 MiB: in the server they would come on top of what a crowd holds."""
    with running_drop(tmp_path) as drop:
        assert drop.process is not None
        server = drop.process.pid
        if not (beside := children(server)):
            pytest.skip("on one processor nothing seals beside the server")
        words = drop.passphrase()
        assert drop.send(words, files=[("a", PIECE)], no_replies="yes").status_code == 200
        before = peak_memory(server)
        assert drop.send(words, files=[("a", PIECE)]).status_code == 200
        assert peak_memory(server) - before < 12 * MIB
        (sent,) = [each for each, _ in drop.submissions() if each.reply_recipient]
        drop.reply(sent, "We have read it.")
        assert "We have read it." in drop.come_back(words).text
        for process in beside:
            os.kill(process, signal.SIGKILL)
        wait_for(lambda: not any(map(is_there, beside)))
        assert drop.send(words, files=[("a", PIECE)]).status_code == 200
        secrets = {each.mailbox_secret for each, _ in drop.submissions() if each.reply_recipient}
        assert secrets == {sent.mailbox_secret}, "whoever derives them, they are the same"


def test_a_crowd_of_uploads_that_stall_shares_what_is_held(tmp_path: Path) -> None:
    """Each may hold its share of a few MiB beside the 64 KiB that age seals at a time, and a door stays open."""
    with running_drop(tmp_path) as drop, ExitStack() as stack:
        assert drop.process is not None
        start = b"".join(form({"passphrase": drop.passphrase(), "message": "m"}, [("f", b"")])).rpartition(b"\r\n--")[0]
        before = peak_memory(drop.process.pid)
        for _ in range(CROWD):
            peer = stack.enter_context(connected(drop.url))
            peer.sendall(send_head(2 * MIB) + start)
            peer.setblocking(False)
            with suppress(BlockingIOError):
                for _ in range(4):
                    peer.send(PIECE[: 128 * 1024])
        assert drop.send(drop.passphrase(), "still open").status_code == 200
        grown = peak_memory(drop.process.pid) - before
        assert grown < CROWD * 300 * 1024, f"{grown // CROWD // 1024} KiB each"
        # In such a crowd they take turns at reading much, and who stalls has none.
        answer = upload(drop, 3, "whole, amid the others")
        assert answer.startswith(b"HTTP/1.1 200") and hashlib.sha256(PIECE * 3).hexdigest().encode() in answer


def opened_length(drop: Drop, file: object) -> int:
    """Bytes of authentic plaintext in an envelope."""
    opener, length = Opener([drop.newsroom.identity]), 0
    while piece := file.read(MIB):  # type: ignore[attr-defined]
        length += len(opener.push(piece))
    return length + len(opener.finish())


def assert_flat_download(drop: Drop, id_: str, size: int, before: int) -> None:
    """The desk's download of it takes no more memory either."""
    path, got = f"/desk/v1/envelopes/{id_}", 0
    with drop.http.stream("GET", drop.url + path, headers=drop.newsroom.headers("GET", path)) as answer:
        for piece in answer.iter_raw(MIB):
            got += len(piece)
    assert got == size and drop.process is not None
    assert peak_memory(drop.process.pid) - before <= 8 * MIB


class SlowUpload:
    """One source on a bad line: a few bytes at a time until told to end."""

    def __init__(self, drop: Drop) -> None:
        self.message = marker()
        self.body = b"".join(form({"passphrase": drop.passphrase(), "message": self.message}, [("f", bytes(300_000))]))
        self.end = threading.Event()
        self.answer = b""
        self.thread = threading.Thread(target=self._run, args=(drop.url,))
        self.thread.start()

    def _run(self, url: str) -> None:
        with connected(url, timeout=60) as peer:
            peer.sendall(send_head(len(self.body)) + self.body[:1000])
            place = 1000
            while not self.end.wait(0.02):
                peer.sendall(self.body[place : place + 200])
                place += 200
            peer.sendall(self.body[place:])
            self.answer = until_closed(peer)


def test_thirty_two_at_once_beside_a_slow_one(drop: Drop) -> None:
    slow = SlowUpload(drop)
    messages = [marker() for _ in range(32)]

    def send(message: str) -> int:
        with httpx.Client(timeout=60, trust_env=False) as client:
            words = hidden(client.get(f"{drop.url}/message").text, "passphrase")
            fields = {"passphrase": words, "message": message}
            headers = {"Content-Type": "multipart/form-data; boundary=----test-boundary-7f3a"}
            body = b"".join(form(fields, [("f.bin", message.encode() * 8000)]))
            return client.post(f"{drop.url}/send", content=body, headers=headers).status_code

    with ThreadPoolExecutor(32) as threads:
        assert list(threads.map(send, messages)) == [200] * 32
    assert len(drop.envelopes()) == 32 and slow.answer == b"", "the slow one is still at it"
    slow.end.set()
    slow.thread.join()
    assert slow.answer.startswith(b"HTTP/1.1 200")
    opened = drop.submissions()
    assert {submission.message for submission, _ in opened} == {*messages, slow.message}
    assert all(
        files.get("f.bin", submission.message.encode() * 8000) == submission.message.encode() * 8000
        for submission, files in opened
    )


def test_pages_answer_while_large_uploads_are_sealed(drop: Drop) -> None:
    """Sealing, syncing and Argon2 happen beside the event loop: the first page does not wait for them."""
    ended = threading.Event()
    waits: list[float] = []

    def watch() -> None:
        with httpx.Client(timeout=30, trust_env=False) as client:
            while not ended.is_set():
                start = time.monotonic()
                assert client.get(drop.url).status_code == 200
                waits.append(time.monotonic() - start)
                time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda number: upload(drop, 64, f"upload {number}"), range(3)))
    ended.set()
    watcher.join()
    assert all(answer.startswith(b"HTTP/1.1 200") for answer in answers)
    waits.sort()
    assert len(waits) > 5
    assert waits[len(waits) // 2] < 0.25 and waits[-1] < 3, "half at once; none waits for a whole upload"


def test_many_idle_connections_keep_nobody_out(drop: Drop) -> None:
    """Six hundred that never finish their headers; each costs the server one open file and next to no memory."""
    held: list[socket.socket] = []
    try:
        with connected(drop.url) as peer:
            place = peer.getpeername()
        for _ in range(600):
            held.append(socket.create_connection(place, timeout=10))
            held[-1].sendall(b"POST /send HTTP/1.1\r\nHost: x\r\n")
        assert drop.send(drop.passphrase(), "hello").status_code == 200
    finally:
        for each in held:
            each.close()


def is_there(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
