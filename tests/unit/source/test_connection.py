"""What a source's client puts on the wire: the same for everybody, and nothing about the machine it runs on."""

from __future__ import annotations

import socket
import threading

import pytest

from amparo.errors import InputError, StateError
from amparo.seal.mailbox import window
from amparo.source.address import DropAddress
from amparo.source.connection import Connection, CutError, ElsewhereError


class Wire:
    """Answers one connection with fixed bytes, request after request, and keeps what it was asked."""

    def __init__(self, *answers: bytes) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self.heads: list[list[str]] = []
        self._thread = threading.Thread(target=self._serve, args=(answers,), daemon=True)
        self._thread.start()

    def _serve(self, answers: tuple[bytes, ...]) -> None:
        near, _ = self._server.accept()
        with near, self._server, near.makefile("rb") as read:
            for answer in answers:
                head = []
                while (line := read.readline().decode().rstrip("\r\n")) != "":
                    head.append(line)
                length = next(
                    (int(line.split(":")[1]) for line in head if line.lower().startswith("content-length")), 0
                )
                read.read(length)
                self.heads.append(head)
                near.sendall(answer)

    def connection(self) -> Connection:
        return Connection(DropAddress.parse(self.url))


def answer(status: str, *headers: str, body: bytes = b"") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers]
    if not status.startswith("204"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def test_headers_are_few_and_constant() -> None:
    wire = Wire(
        answer("200 OK", "Amparo-Root: key", body=b"note"),
        answer("200 OK", body=b"changes"),
        answer("201 Created", "Location: /tus/abc"),
        answer("204 No Content", "Upload-Offset: 5"),
        answer("200 OK", body=bytes(65536)),
    )
    connection = wire.connection()
    offered = connection.roster()
    assert (offered.untrusted_note, offered.untrusted_successions) == (b"note", b"changes")
    assert connection.create(5) == "/tus/abc"
    assert connection.append("/tus/abc", 0, 5, [b"hello"]) == 5
    assert len(connection.window(window(bytes(32), "news"))) == 8
    connection.close()
    host = f"Host: {wire.url.removeprefix('http://')}"
    assert wire.heads == [
        ["GET /roster HTTP/1.1", host],
        ["GET /succession HTTP/1.1", host],
        ["POST /tus HTTP/1.1", host, "Content-Length: 0", "Tus-Resumable: 1.0.0", "Upload-Length: 5"],
        [
            "PATCH /tus/abc HTTP/1.1", host, "Tus-Resumable: 1.0.0", "Content-Type: application/offset+octet-stream",
            "Upload-Offset: 0", "Content-Length: 5",
        ],
        ["POST /mailbox HTTP/1.1", host, "Content-Length: 257"],
    ]  # fmt: skip
    assert connection.sent == 5


@pytest.mark.parametrize("place", ["http://evil.example/x", "//evil.example/x", "/../x", "x", "/a b", "/a\tb", ""])
def test_an_upload_is_followed_only_at_the_drop_itself(place: str) -> None:
    wire = Wire(answer("201 Created", f"Location: {place}"))
    connection = wire.connection()
    with pytest.raises(InputError):
        connection.create(5)
    connection.close()


def test_redirects_are_not_followed() -> None:
    wire = Wire(answer("302 Found", "Location: http://evil.example/roster"))
    connection = wire.connection()
    with pytest.raises(InputError):
        connection.roster()
    connection.close()
    assert len(wire.heads) == 1


def test_what_is_elsewhere_or_gone() -> None:
    conflict, gone = (Wire(answer(status)).connection() for status in ("409 Conflict", "404 Not Found"))
    with pytest.raises(ElsewhereError):
        conflict.append("/tus/abc", 0, 1, [b"x"])
    assert gone.offset("/tus/abc") is None
    for each in (conflict, gone):
        each.close()


def test_a_connection_that_is_not_there_is_a_cut() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    connection = Connection(DropAddress.parse(f"http://127.0.0.1:{port}"))
    with pytest.raises(CutError):
        connection.roster()
    connection.close()


def test_a_window_is_asked_for_whole() -> None:
    connection = Connection(DropAddress.parse("http://127.0.0.1:9"))
    with pytest.raises(StateError):
        connection.window((b"x" * 32,))
    connection.close()
