"""Somebody reads the memory of the idle server: what sources sent and read a moment ago is not in it any more."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from amparo.drop.forgetting import DELAYS
from drop_process import Drop, children, form, marker, running_drop
from drop_raw import connected, send_head, until_closed

MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw")


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    with running_drop(tmp_path_factory.mktemp("memory")) as running:
        yield running


def memory_of(drop: Drop) -> bytes:
    """Everything that the server, and what seals beside it, could have written to."""
    assert drop.process is not None
    server = drop.process.pid
    return b"".join(memory_of_process(Path("/proc", str(process))) for process in (server, *children(server)))


def memory_of_process(process: Path) -> bytes:
    """Its writable mappings."""
    try:
        source = (process / "mem").open("rb", buffering=0)
    except PermissionError:
        pytest.skip("only root reads the memory of a process that forbids it")
    held = bytearray()
    with source:
        for start, end in MAPPING.findall((process / "maps").read_text()):
            source.seek(int(start, 16))
            held += source.read(int(end, 16) - int(start, 16))
    return bytes(held)


def test_nothing_of_twenty_sources_lingers(drop: Drop) -> None:
    sent: list[str] = []
    for _ in range(20):
        words, message, name, content, reply = drop.passphrase(), *(marker() for _ in range(4))
        slip, answer = marker(), marker()
        fields = {"typed": f"{slip} {words}", "answer-where": answer}
        assert drop.send(words, message, [(f"{name}.pdf", content.encode() * 100)], **fields).status_code == 200
        again = drop.http.post(f"{drop.url}/words", data={"passphrase": words, "typed": f"{slip} a"})
        assert again.status_code == 200
        alone = marker()
        body = b"".join(form({"passphrase": words, "message": alone, "no_replies": "1"}))
        with connected(drop.url) as peer:
            # Taken at the door.
            peer.sendall(send_head(len(body)) + body)
            assert until_closed(peer).startswith(b"HTTP/1.1 200 OK")
        sent += [words, message, name, content, slip, answer, alone]
        (submission,) = (each for each, _ in drop.submissions() if each.message == message)
        drop.reply(submission, reply)
        assert reply in drop.come_back(words).text
        assert 'role="alert"' in drop.come_back(words.upper() + " x").text
        sent += [reply, submission.mailbox_secret.hex() if submission.mailbox_secret else ""]
    drop.http.close()
    time.sleep(DELAYS[1] + 1)
    held = memory_of(drop)
    assert b"amparo" in held, "it was the server's memory"
    assert [each for each in sent if each.encode() in held or each.encode("utf-16-le") in held] == []


def test_what_is_being_sent_does_lie_there(drop: Drop) -> None:
    """So that the test above could fail: an upload under way is in memory."""
    text = marker()
    body = b"".join(form({"message": text}, [("x", b"y" * 1000)]))
    with connected(drop.url) as peer:
        peer.sendall(send_head(len(body)) + body[:-20])
        time.sleep(1)
        assert text.encode() in memory_of(drop)
