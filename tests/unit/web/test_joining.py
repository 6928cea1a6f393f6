"""The head of an answer and the beginning of its body leave in one piece, and nothing is lost or turned round."""

from __future__ import annotations

import asyncio

import pytest

from amparo.web.joining import HEAD, MOST, Joining

OK = HEAD + b"200 OK\r\n\r\n"


class Below(asyncio.Transport):
    """What is sent, as the system would be asked to send it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.ended = ""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent.append(bytes(data))

    def close(self) -> None:
        self.ended = "closed"

    def abort(self) -> None:
        self.ended = "aborted"

    def is_closing(self) -> bool:
        return bool(self.ended)


def sent(*written: bytes, end: str = "", turns: int = 0) -> Below:
    """What went below when these were written one after the other, and the loop had so many turns."""

    async def send() -> Below:
        below = Below()
        joining = Joining(below, asyncio.get_running_loop())
        for each in written:
            joining.write(each)
        for _ in range(turns):
            await asyncio.sleep(0)
        if end:
            getattr(joining, end)()
        assert joining.is_closing() == below.is_closing()
        # As it is now: the loop takes further turns before it ends.
        seen = Below()
        seen.sent, seen.ended = list(below.sent), below.ended
        return seen

    return asyncio.run(send())


@pytest.mark.parametrize("body", [b"", b"<html>", b"x" * MOST])
def test_head_and_body_leave_together(body: bytes) -> None:
    assert sent(OK, body).sent == [OK + body]


def test_a_long_body_is_not_copied() -> None:
    assert sent(OK, b"x" * (MOST + 1)).sent == [OK, b"x" * (MOST + 1)]


def test_what_follows_the_beginning_is_sent_at_once() -> None:
    assert sent(OK, b"one", b"two").sent == [OK + b"one", b"two"]


def test_a_head_alone_leaves_with_the_next_turn() -> None:
    assert sent(OK).sent == []
    assert sent(OK, turns=2).sent == [OK]


def test_a_body_that_looks_like_a_head_comes_in_its_order() -> None:
    assert b"".join(sent(OK, b"one", OK, b"two", OK, turns=2).sent) == OK + b"one" + OK + b"two" + OK


def test_an_interim_answer_and_the_answer_keep_their_order() -> None:
    interim = HEAD + b"100 Continue\r\n\r\n"
    assert b"".join(sent(interim, OK, b"body", turns=2).sent) == interim + OK + b"body"


def test_closing_sends_what_was_held() -> None:
    below = sent(OK, end="close")
    assert (below.sent, below.ended) == ([OK], "closed")


def test_aborting_sends_nothing_more() -> None:
    below = sent(OK, end="abort")
    assert (below.sent, below.ended) == ([], "aborted")
