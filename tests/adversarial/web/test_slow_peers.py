"""Peers that stall: in their headers, in a body, in reading, or by a byte now and then. Each is let go in time.

The deadlines are short here, and the server is the real one in a process of its own. Times are bounded loosely: a
machine under load may be late, a peer that is never let go is what must not be.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drop_raw import connected, head, seconds_until_closed, server_of, until_closed, until_page

HEADERS, IDLE, WRITING = 0.8, 0.8, 1.0
LATE = 6.0
CODE = f"""
import asyncio, socket
from amparo.web.protocol import Deadlines
from amparo.web.server import listen, serve

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    path, size = scope["path"], 0
    if path == "/hold":
        await asyncio.sleep({2 * IDLE})
    if path == "/fail":
        asyncio.get_running_loop().call_soon(lambda: 1 / 0)
        asyncio.get_running_loop().create_future().set_exception(ValueError("a marker of a peer"))
    more = scope["method"] == "POST"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size += len(message["body"])
        more = message["more_body"]
        if path == "/sip":
            await asyncio.sleep(0.25)
    body = bytes({{"/large": 64 << 20, "/little": 50_000}}.get(path, 0)) or b"%d" % size
    await send({{"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]}})
    for place in range(0, len(body), 65536):
        await send({{"type": "http.response.body", "body": body[place : place + 65536], "more_body": True}})
    await send({{"type": "http.response.body", "body": b""}})

sock = listen(("127.0.0.1", 0))
sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
address = "http://%s:%d" % sock.getsockname()
deadlines = Deadlines(headers={HEADERS}, idle={IDLE}, writing={WRITING}, pace=1000)
serve(app, sock, on_ready=lambda: print(address, flush=True), deadlines=deadlines)
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server_of(CODE) as address:
        yield address


def post(path: str, length: int) -> bytes:
    return head("POST", path, Content_Length=length)


@pytest.mark.parametrize("start", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_headers_that_never_end(url: str, start: bytes) -> None:
    with connected(url) as peer:
        peer.sendall(start)
        assert HEADERS * 0.8 < seconds_until_closed(peer) < LATE


def drip(peer: socket.socket, byte: bytes, every: float, most: float) -> float:
    """Send one byte now and then until the server closes; how long it let that go on."""
    start = time.monotonic()
    peer.settimeout(every)
    while time.monotonic() - start < most:
        try:
            peer.sendall(byte)
            if not peer.recv(1):
                break
        except TimeoutError:
            continue
        except ConnectionError:
            break
    return time.monotonic() - start


def test_headers_a_byte_at_a_time(url: str) -> None:
    with connected(url) as peer:
        peer.sendall(b"GET / HTTP/1.1\r\nX: ")
        assert HEADERS * 0.8 < drip(peer, b"x", 0.1, LATE) < LATE


def test_headers_of_a_second_request_a_byte_at_a_time(url: str) -> None:
    with connected(url) as peer:
        peer.sendall(head("GET", "/") + b"GET / HTTP/1.1\r\nX: ")
        until_page(peer)
        assert drip(peer, b"x", 0.1, LATE) < LATE


def test_nothing_but_line_breaks_after_an_answer(url: str) -> None:
    """They are no request, and do not wind back the clock of one either."""
    with connected(url) as peer:
        peer.sendall(head("GET", "/"))
        until_page(peer)
        assert drip(peer, b"\r\n", 0.1, LATE) < LATE


CHUNKED = head("POST", "/", Transfer_Encoding="chunked") + b"3\r\nabc\r\n"


def test_a_body_in_chunks_with_a_trailer(url: str) -> None:
    with connected(url) as peer:
        peer.sendall(CHUNKED + b"2;name=value\r\nde\r\n0\r\nX-Checksum: 1\r\n\r\n")
        assert until_page(peer).endswith(b"\r\n\r\n5")


@pytest.mark.parametrize(
    ("start", "more"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"x"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", b"X: x\r\n"),
        (b"GET /", b"x"),
        (b"", b"\r\n"),
        (CHUNKED + b"3;", b"x"),
        (CHUNKED + b"0\r\nX: ", b"x"),
        (CHUNKED + b"0\r\n", b"X: x\r\n"),
    ],
    ids=["header", "headers", "target", "line breaks", "chunk extension", "trailer", "trailers"],
)
def test_what_never_ends_is_not_collected(url: str, start: bytes, more: bytes) -> None:
    """At most 16 KiB and what was read at once are taken of anything that is no body, however fast it comes."""
    with connected(url) as peer:
        peer.sendall(start)
        taken = 0
        with contextlib.suppress(ConnectionError):
            while taken < 64 << 20:
                peer.sendall(more * (65536 // len(more)))
                taken += 65536
        assert taken < 16 << 20, "what the system's own buffers hold is sent in any case"


@pytest.mark.parametrize("lines", [b"", b"Host: a\r\nHost: b\r\n"])
def test_a_request_that_names_no_host_or_two(url: str, lines: bytes) -> None:
    with connected(url) as peer:
        peer.sendall(b"GET / HTTP/1.1\r\n" + lines + b"\r\n")
        assert until_closed(peer).startswith(b"HTTP/1.1 400 ")


def test_two_lengths_for_one_body(url: str) -> None:
    """Where a request ends must not be a matter of taste."""
    with connected(url) as peer:
        peer.sendall(head("POST", "/", Content_Length=3, Transfer_Encoding="chunked") + b"0\r\n\r\n")
        assert until_closed(peer).startswith(b"HTTP/1.1 400 ")


def test_a_body_behind_a_wish_for_another_protocol(url: str) -> None:
    """The parser would take the body for the next request."""
    wish = {"Connection": "upgrade", "Upgrade": "h2c"}
    with connected(url) as peer:
        peer.sendall(head("GET", "/", **wish))
        assert until_page(peer).endswith(b"\r\n\r\n0"), "a wish alone is passed over"
    with connected(url) as peer:
        peer.sendall(head("POST", "/", **wish, Content_Length=3) + b"abc")
        assert until_closed(peer).startswith(b"HTTP/1.1 400 ")


def test_a_long_head_that_comes_at_once(url: str) -> None:
    """After an upload more is read at once than a head may be long."""
    with connected(url) as peer:
        peer.sendall(post("/", 1 << 20) + bytes(1 << 20))
        until_page(peer)
        peer.sendall(head("GET", "/", X="x" * 17_000))
        # What is left unread when the connection ends can reset it before its last answer is heard.
        assert not until_closed(peer).startswith(b"HTTP/1.1 200 ")


def test_requests_that_do_not_wait_for_an_answer(url: str) -> None:
    """Some may; but what waits its turn is kept, so there is an end to it."""
    with connected(url) as peer:
        peer.sendall(head("GET", "/") * 9 + head("GET", "/", Connection="close"))
        assert until_closed(peer).count(b"HTTP/1.1 200 ") == 10
    with connected(url) as peer:
        peer.sendall(head("GET", "/") * 100)
        assert 10 < until_closed(peer).count(b"HTTP/1.1 200 ") < 100


@pytest.mark.parametrize("rubbish", [b"rubbish\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"\0" * 20_000])
@pytest.mark.parametrize("request_", [head("GET", "/"), post("/sip", 5) + b"hello"], ids=["get", "post"])
def test_what_came_whole_is_answered_before_rubbish_behind_it_ends_the_connection(
    url: str, request_: bytes, rubbish: bytes
) -> None:
    """Who sent something whole, and had it taken, is not told that it was no request."""
    with connected(url) as peer:
        peer.sendall(request_ * 2 + rubbish)
        answered = until_closed(peer)
    assert answered.count(b"HTTP/1.1 200 ") == answered.count(b"HTTP/1.1 ") == 2
    assert answered.lower().count(b"connection: close") == 1


@pytest.mark.parametrize(
    ("start", "status"),
    [
        (b"GET /" + b"x" * 17_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"GET /" + b"x" * 17_000, b"414"),
        (head("GET", "/", X="x" * 17_000), b"431"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 17_000, b"431"),
        (b"rubbish", b"400"),
    ],
)
def test_what_is_too_long_is_named(url: str, start: bytes, status: bytes) -> None:
    with connected(url) as peer:
        peer.sendall(start)
        assert until_closed(peer).startswith(b"HTTP/1.1 " + status)


def test_a_body_that_stops(url: str) -> None:
    with connected(url) as peer:
        peer.sendall(post("/", 5000) + b"x" * 100)
        assert IDLE * 0.8 < seconds_until_closed(peer) < LATE


def test_a_body_a_byte_at_a_time(url: str) -> None:
    """A byte before each deadline does not wind the clock back: a body has a pace."""
    with connected(url) as peer:
        peer.sendall(post("/", 5000))
        assert IDLE * 0.8 < drip(peer, b"x", 0.1, LATE) < LATE


def test_a_slow_body_that_keeps_its_pace_is_taken(url: str) -> None:
    with connected(url) as peer:
        peer.sendall(post("/", 16_000))
        for _ in range(16):
            peer.sendall(b"x" * 1000)
            time.sleep(IDLE / 4)
        assert until_page(peer).endswith(b"\r\n\r\n16000")


@pytest.mark.parametrize("path", ["/hold", "/sip"])
def test_time_in_which_we_hold_the_peer_back_does_not_count(url: str, path: str) -> None:
    """The server reads nothing for longer than the deadline, at once or in sips: that is not the peer's fault."""
    with connected(url) as peer:
        length = 1_500_000
        peer.sendall(post(path, length))
        peer.sendall(bytes(length))
        assert until_page(peer).endswith(b"\r\n\r\n%d" % length)


def test_a_reader_that_stops(url: str) -> None:
    with connected(url) as peer:
        peer.sendall(head("GET", "/large"))
        time.sleep(WRITING + 2)
        got = until_closed(peer)
    assert len(got) < 64 << 20, "the answer was broken off"


def test_a_reader_that_stops_when_only_little_is_left(url: str) -> None:
    """What is left fits asyncio's own buffer, so nothing pauses; the connection ends all the same.

    The system's buffers are made small here: of 50 kB some 20 fit them, and the rest waits in the server's memory.
    """
    with socket.socket() as peer:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.settimeout(LATE + 20)
        host, port = url.removeprefix("http://").split(":")
        peer.connect((host, int(port)))
        peer.sendall(head("GET", "/little", Connection="close"))
        time.sleep(WRITING / 2)
        assert _established(peer)
        deadline = time.monotonic() + WRITING + LATE
        while time.monotonic() < deadline and _established(peer):
            time.sleep(0.1)
        assert not _established(peer), "let go, though it had asked us to close and then read nothing"


def _established(peer: socket.socket) -> bool:
    """Whether the server's end of this connection is still open, as the system lists it (state 01)."""
    local, remote = peer.getsockname(), peer.getpeername()
    wanted = [_hex(*remote), _hex(*local), "01"]
    with Path("/proc/net/tcp").open() as table:
        return any(line.split()[1:4] == wanted for line in table)


def _hex(host: str, port: int) -> str:
    return "".join(f"{int(part):02X}" for part in reversed(host.split("."))) + f":{port:04X}"


def test_slow_peers_do_not_keep_others_waiting(url: str) -> None:
    with connected(url) as one, connected(url) as two, connected(url) as three:
        one.sendall(b"GET / HT")
        two.sendall(post("/", 5000) + b"x")
        three.sendall(head("GET", "/large"))
        start = time.monotonic()
        with connected(url) as peer:
            peer.sendall(head("GET", "/"))
            until_page(peer)
        assert time.monotonic() - start < LATE / 2


def test_a_surprise_in_the_loop_logs_no_message(capfd: pytest.CaptureFixture[str]) -> None:
    with server_of(CODE) as address, connected(address) as peer:
        peer.sendall(head("GET", "/fail", Connection="close"))
        until_closed(peer)
        time.sleep(0.2)
    logged = capfd.readouterr().err
    assert "surprise: ZeroDivisionError" in logged and "surprise: ValueError" in logged
    assert "marker" not in logged and "Traceback" not in logged
