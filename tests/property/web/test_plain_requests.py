"""What is read at a glance is read alike by the parser that reads everything else; all other bytes are left to it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from amparo.web.plain_request import Left, PlainRequest, plain_request
from fuzz_targets import target

MOST = 4096
BODY = b"--x\r\n\r\n--x--\r\n"
PLAIN = (
    b"POST /send HTTP/1.1\r\nHost: drop.test\r\nAccept-Language: de, en;q=0.5\r\n"
    b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(BODY)
) + BODY


def agrees(data: bytes) -> None:
    found = plain_request(data, MOST)
    if isinstance(found, PlainRequest):
        target("at_the_door").check_request(data, found)


def test_a_plain_one_is_read_and_every_beginning_of_it_is_unfinished() -> None:
    agrees(PLAIN)
    found = plain_request(PLAIN, MOST)
    assert isinstance(found, PlainRequest) and found.body == BODY and found.closes
    assert found.header(b"accept-language") == "de, en;q=0.5" and found.header(b"x") == ""
    assert {plain_request(PLAIN[:end], MOST) for end in range(len(PLAIN))} == {Left.UNFINISHED}
    assert plain_request(PLAIN, len(PLAIN) - 1) is Left.OTHER
    assert plain_request(PLAIN + b"P", MOST) is Left.OTHER
    assert plain_request(b"GET / HTTP/1.1\r\n", MOST) is Left.OTHER
    assert plain_request(b"POST /send HTTP/1.1\r\nX: " + b"x" * 20_000, 65536) is Left.OTHER


LINES = st.sampled_from(
    [
        b"Transfer-Encoding: chunked",
        b"Content-Length: 3",
        b"Content-Length: +14",
        b"Host: other.test",
        b"Host : drop.test",
        b"Expect: 100-continue",
        b"Upgrade: h2c",
        b"Connection: keep-alive, upgrade",
        b"Connection: keep-alive",
        b"Proxy-Connection: close",
        b" folded",
        b"X: \tx\t",
        b"X:",
        b"X: \x80",
        b"X: a\rb",
        b"X: a\nY: b",
        b"x-one: 1",
    ]
)


@given(st.lists(st.tuples(st.integers(1, 6), LINES), max_size=3), st.sets(st.integers(1, 5)))
def test_with_other_headers(added: list[tuple[int, bytes]], removed: set[int]) -> None:
    head, _, body = PLAIN.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    kept = [line for number, line in enumerate(lines) if number not in removed]
    for at, line in added:
        kept.insert(at, line)
    agrees(b"\r\n".join(kept) + b"\r\n\r\n" + body)


@given(st.integers(0, len(PLAIN)), st.integers(0, 3), st.binary(max_size=3))
@example(0, 0, b"\r\n")
@example(4, 1, b"\t")
@example(11, 0, b"?x")
def test_with_some_bytes_changed(at: int, length: int, other: bytes) -> None:
    agrees(PLAIN[:at] + other + PLAIN[at + length :])
