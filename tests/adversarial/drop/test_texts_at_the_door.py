"""A watcher compares answers: a process at the door thanks in the very bytes in which the server does."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from drop_process import Drop, form, running_drop, wait_for
from drop_raw import MULTIPART, connected, head, until_closed, until_page

OTHER_SPELLING = b"host:drop.test"
"""Of the header that every request here has: no process at the door knows it, so the server answers."""


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drop]:
    if (os.cpu_count() or 1) < 2:
        pytest.skip("on one processor there is no such process")
    with running_drop(tmp_path_factory.mktemp("door")) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/send", {"Connection": "close"}),
        ("/send", {"Connection": "keep-alive"}),
        ("/send", {}),
        ("/send", {"Accept_Encoding": "gzip, deflate", "Connection": "close"}),
        ("/send", {"Accept_Language": "ar", "Origin": "http://drop.test", "Sec_Fetch_Site": "same-origin"}),
        ("/fr/send", {"Accept_Language": "ar"}),
    ],
)
@pytest.mark.parametrize("message", ["x", "Two lines,\r\nand some more."])
def test_both_thank_in_the_same_bytes(drop: Drop, path: str, headers: dict[str, str], message: str) -> None:
    body = b"".join(form({"passphrase": drop.passphrase(), "message": message, "no_replies": "1"}))
    at_the_door = head("POST", path, Content_Type=MULTIPART, Content_Length=len(body), **headers) + body
    by_the_server = at_the_door.replace(b"Host: drop.test", OTHER_SPELLING, 1)
    assert by_the_server != at_the_door
    read = until_closed if headers.get("Connection") == "close" else until_page
    said = []
    for request in (at_the_door, by_the_server):
        with connected(drop.url) as peer:
            peer.sendall(request)
            said.append(read(peer))
    assert said[0] == said[1] and said[0].startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_connection_that_stays_takes_one_text_after_the_other(drop: Drop) -> None:
    before = len(drop.envelopes())
    body = b"".join(form({"message": "x", "no_replies": "1"}))
    request = head("POST", "/send", Content_Type=MULTIPART, Content_Length=len(body)) + body
    with connected(drop.url) as peer:
        answers = []
        for _ in range(3):
            peer.sendall(request)
            answers.append(until_page(peer))
        assert len(set(answers)) == 1
    wait_for(lambda: len(drop.envelopes()) == before + 3)
