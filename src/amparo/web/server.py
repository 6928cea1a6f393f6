"""The server under every room: uvicorn and h11, with deadlines of our own and nothing said that need not be.

Stock uvicorn closes neither a connection that never finishes its headers nor one that stalls in a body (measured, 45
s); `DeadlineProtocol` closes both. There is no access log, no `Server` and no `Date` header. A Unix socket is made
with mode 0600 before anything listens on it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from amparo.errors import StoreError

MAX_HEADER_BYTES = 16 * 1024
"""Longest request line and headers together, bytes."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a peer may keep us waiting, in seconds.

    `headers`: from the first moment of a connection or request to the end of its headers. `idle`: between two pieces
    of a body, not counted while we ourselves hold the peer back. `writing`: until a peer that stopped reading is let
    go.
    """

    headers: float = 30.0
    idle: float = 60.0
    writing: float = 60.0


class DeadlineProtocol(H11Protocol):
    """uvicorn's h11 protocol with `Deadlines`; one timer a connection, armed for what the peer owes us now."""

    deadlines = Deadlines()
    _timer: asyncio.TimerHandle | None = None
    _owed: str = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start waiting for the first headers."""
        super().connection_made(transport)
        self._owe("headers")

    def data_received(self, data: bytes) -> None:
        """Take bytes, then ask what the peer owes now."""
        super().data_received(data)
        self._reconsider()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self._owe("")
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Between two requests uvicorn's own keep-alive timer watches; a pipelined request may already be under way."""
        super().on_response_complete()
        self._reconsider()

    def pause_writing(self) -> None:
        """The peer stopped reading: it owes us progress."""
        super().pause_writing()
        self._owe("writing")

    def resume_writing(self) -> None:
        """The peer reads again."""
        super().resume_writing()
        self._reconsider()

    def _reconsider(self) -> None:
        state = self.conn.their_state
        if self.flow.write_paused:
            return
        if state is h11.SEND_BODY:
            self._owe("idle")
        elif state is h11.IDLE and self.conn.trailing_data[0]:
            # The clock runs from the first byte of the headers: a byte now and then does not wind it back.
            if self._owed != "headers":
                self._owe("headers")
        elif state is not h11.IDLE or self._owed != "headers" or self.cycle is not None:
            self._owe("")

    def _owe(self, what: str) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._owed = what
        if what:
            self._timer = self.loop.call_later(getattr(self.deadlines, what), self._overdue)

    def _overdue(self) -> None:
        self._timer = None
        if self._owed == "idle" and self.flow.read_paused:
            self._owe("idle")
        elif not self.transport.is_closing():
            self.transport.abort() if self._owed == "writing" else self.transport.close()


class _Server(uvicorn.Server):
    """A server that says when it listens, and that ends without raising the signal which ended it again."""

    on_ready: Callable[[], None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.on_ready is not None and not self.should_exit:
            self.on_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True


def listen(bind: tuple[str, int] | Path) -> socket.socket:
    """A bound, listening socket on HOST:PORT (port 0 takes a free one) or on a Unix path with mode 0600."""
    try:
        return _listen_unix(bind) if isinstance(bind, Path) else _listen_tcp(*bind)
    except OSError as error:
        raise StoreError(
            f"Cannot listen on the address asked for ({error.strerror}).",
            "Another program may hold it: stop that one, or choose another with --bind.",
        ) from error


def _listen_tcp(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((host, port))
    sock.listen(1024)
    return sock


def _listen_unix(path: Path) -> socket.socket:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    sock = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        sock.bind(str(path))
    finally:
        os.umask(before)
    sock.listen(1024)
    return sock


def serve(
    app: Any,
    sock: socket.socket,
    *,
    on_ready: Callable[[], None] | None = None,
    deadlines: Deadlines | None = None,
) -> None:
    """Serve an ASGI app until SIGTERM or SIGINT; `on_ready` is called once requests are answered."""
    protocol = type("Protocol", (DeadlineProtocol,), {"deadlines": deadlines or Deadlines()})
    config = uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        lifespan="auto",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=MAX_HEADER_BYTES,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        backlog=1024,
    )
    server = _Server(config)
    server.on_ready = on_ready
    server.run(sockets=[sock])


def parse_bind(text: str) -> tuple[str, int]:
    """`HOST:PORT` (`[::1]:8401` for IPv6) as host and port; ValueError when it is neither, as argparse expects."""
    host, separator, port = text.rpartition(":")
    if not separator or not port.isdigit() or int(port) > 65535:
        raise ValueError(text)
    return host.strip("[]") or "127.0.0.1", int(port)
