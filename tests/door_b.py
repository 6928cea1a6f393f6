"""What tests of Door B share: envelopes sealed as a source's client seals them, raw tus requests, a proxy that cuts."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx

from amparo.seal.age import parse_recipient
from amparo.seal.envelope import EnvelopeSealer, SubmissionDraft
from drop_process import Newsroom

TUS = {"Tus-Resumable": "1.0.0"}
PART = {**TUS, "Content-Type": "application/offset+octet-stream"}


def envelope(newsroom: Newsroom, message: str = "hello", size: int = 0) -> bytes:
    """An envelope with one file of `size` random bytes."""
    return envelope_to([str(newsroom.identity.recipient)], message, size)


def envelope_to(recipients: list[str], message: str = "hello", size: int = 0) -> bytes:
    """The same, to any recipients."""
    sealer = EnvelopeSealer([parse_recipient(text) for text in recipients])
    pieces = [sealer.open_file("a.bin"), sealer.push(os.urandom(size)), sealer.close_file()] if size else []
    return b"".join([*pieces, *sealer.finish(SubmissionDraft(message, datetime.now(UTC).date()))])


class Tus:
    """One client's raw requests."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def __enter__(self) -> Tus:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def create(self, length: int, **headers: str) -> httpx.Response:
        return self.http.post("/tus", headers={**TUS, "Upload-Length": str(length), **headers})

    def begin(self, length: int) -> str:
        """A new upload's address."""
        response = self.create(length)
        assert response.status_code == 201, response.text
        return response.headers["location"]

    def patch(self, place: str, offset: int, data: bytes, **headers: str) -> httpx.Response:
        return self.http.patch(place, content=data, headers={**PART, "Upload-Offset": str(offset), **headers})

    def head(self, place: str) -> httpx.Response:
        return self.http.head(place, headers=TUS)

    def delete(self, place: str) -> httpx.Response:
        return self.http.delete(place, headers=TUS)

    def send(self, data: bytes) -> str:
        """A whole upload."""
        place = self.begin(len(data))
        assert self.patch(place, 0, data).status_code == 204
        return place

    def broken_patch(self, place: str, offset: int, data: bytes, *, announced: int, **headers: str) -> None:
        """Announce more than is sent, then go away."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        given = {**PART, "Upload-Offset": str(offset), "Content-Length": str(announced), "Host": "x", **headers}
        head = f"PATCH {place} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in given.items()) + "\r\n"
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(head.encode() + data)


class CuttingProxy:
    """Forwards TCP to a port of this machine, and resets a connection after `every` bytes, up to `cuts` times.

    `passed` counts the bytes that went towards it. Once it is `hold_at`, nothing more goes until that is raised.
    """

    def __init__(self, port: int, every: int, cuts: int = 1_000_000) -> None:
        self._to, self._every, self.cuts_left = port, every, cuts
        self.passed = 0
        self.hold_at = 1 << 60
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)

    def _run(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            self._forward(near)

    def _held_back(self) -> bytes:
        while self.passed >= self.hold_at:
            time.sleep(0.01)
        return b""

    def _forward(self, near: socket.socket) -> None:
        """One connection at a time: a client that comes again has lost the one before."""
        with near, socket.create_connection(("127.0.0.1", self._to)) as far:
            for each in (near, far):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=_copy, args=(far, near), daemon=True)
            back.start()
            budget = self._every if self.cuts_left else 1 << 60
            with contextlib.suppress(OSError):
                while data := self._held_back() or near.recv(min(65536, budget)):
                    far.sendall(data)
                    self.passed += len(data)
                    budget -= len(data)
                    if not budget:
                        self.cuts_left -= 1
                        break
            for each in (near, far):
                with contextlib.suppress(OSError):
                    if not budget:
                        # A reset, as when a circuit dies: nothing more is delivered.
                        each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    each.shutdown(socket.SHUT_RDWR)
            back.join(5)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


@contextlib.contextmanager
def cutting(port: int, every: int, cuts: int = 1_000_000) -> Iterator[CuttingProxy]:
    """A proxy that is closed in the end."""
    proxy = CuttingProxy(port, every, cuts)
    try:
        yield proxy
    finally:
        proxy.close()


class SocksProxy:
    """SOCKS5 with names and passwords, as Tor's: `asked` holds each connection's name and the host it asked for."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.asked: list[tuple[str, str, int]] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _run(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        """Whatever host is asked for, it is the drop on this machine."""
        with near, near.makefile("rb") as read, contextlib.suppress(OSError):
            read.read(read.read(2)[1])
            near.sendall(b"\x05\x02")
            name = read.read(read.read(2)[1]).decode()
            read.read(read.read(1)[0])
            near.sendall(b"\x01\x00")
            _, _, _, kind = read.read(4)
            assert kind == 3, "a name, so that nobody but the proxy looks it up"
            host = read.read(read.read(1)[0]).decode()
            self.asked.append((name, host, int.from_bytes(read.read(2), "big")))
            with socket.create_connection(("127.0.0.1", self._to)) as far:
                near.sendall(b"\x05\x00\x00\x01" + bytes(6))
                threading.Thread(target=_copy, args=(far, near), daemon=True).start()
                while data := read.read1(65536):
                    far.sendall(data)
