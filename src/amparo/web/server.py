"""The server under every room: uvicorn and httptools, with deadlines of our own and nothing said that need not be.

Stock uvicorn closes neither a connection that never finishes its headers nor one that stalls in a body (measured, 45
s), and waits without end for a peer to read what was left for it; `DeadlineProtocol` ends all three. There is no access
log, no `Server` and no `Date` header, and no surprise reaches a log with its message. A Unix socket is made with mode
0600 before anything listens on it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import socket
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT, FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from amparo.errors import StoreError
from amparo.web.problems import report

MAX_HEADER_BYTES = 16 * 1024
"""Longest request line and headers together, bytes."""
READ_TOGETHER = 4 * 1024 * 1024
"""Bytes that are read from all connections before any of it is handled; each has an equal share of them."""
READ_LEAST, READ_MOST = 16 * 1024, 256 * 1024


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long a peer may keep us waiting, in seconds.

    `headers`: from the first moment of a connection or request to the end of its headers. `idle`: in which `pace` more
    bytes of a body must come, not counted while we ourselves hold the peer back; a byte now and then does not wind it
    back. `writing`: until a peer that stopped reading is let go, also when all that is left is to close.
    """

    headers: float = 30.0
    idle: float = 60.0
    writing: float = 60.0
    pace: int = 16 * 1024


class _Flow(FlowControl):
    """uvicorn's, and it tells when we stop holding the peer back."""

    def __init__(self, transport: asyncio.Transport, on_resume: Callable[[], None]) -> None:
        super().__init__(transport)
        self._on_resume = on_resume

    def resume_reading(self) -> None:
        """Read again; the peer's time begins anew."""
        was_paused = self.read_paused
        super().resume_reading()
        if was_paused:
            self._on_resume()


class _Reading(Enum):
    """What the peer is sending."""

    NOTHING = "nothing"
    HEAD = "head"
    BODY = "body"


class DeadlineProtocol(HttpToolsProtocol):
    """uvicorn's protocol over httptools with `Deadlines`; one timer a connection, armed for what the peer owes us now.

    The parser keeps what it is given of a head, of what stands between the chunks of a body and of what comes after
    them, without end: more than MAX_HEADER_BYTES of that in a row ends the connection.
    """

    deadlines = Deadlines()
    _timer: asyncio.TimerHandle | None = None
    _owed: str = ""
    _came: int = 0
    _reading = _Reading.NOTHING
    _beside_bodies: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start waiting for the first headers."""
        super().connection_made(transport)
        self.flow = _Flow(transport, self._held_back_no_more)
        self._read_at_once(READ_LEAST)
        self._owe("headers")

    def data_received(self, data: bytes) -> None:
        """Take bytes, then ask what the peer owes now."""
        self._came += len(data)
        self._beside_bodies += len(data)
        super().data_received(data)
        if self._beside_bodies > MAX_HEADER_BYTES and not self.transport.is_closing():
            self.send_400_response("Too much beside the body.")
        self._reconsider()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._reading = _Reading.HEAD

    def on_header(self, name: bytes, value: bytes) -> None:
        """Headers, but not what stands after the last chunk (RFC 9112, section 7.1.2)."""
        if self._reading is _Reading.HEAD:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The body begins. ValueError, which becomes a 400, without exactly one Host (RFC 9112, section 3.2)."""
        if self.parser.get_http_version() == "1.1" and sum(name == b"host" for name, _ in self.headers) != 1:
            raise ValueError
        self._reading = _Reading.BODY
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of the body: given on without a copy, and the peer held back when too much of it waits."""
        self._beside_bodies = 0
        if self.cycle.response_complete:
            return
        self.cycle.body = self.cycle.body + body if self.cycle.body else body  # type: ignore[assignment]
        share = max(READ_LEAST, min(READ_MOST, READ_TOGETHER // len(self.connections)))
        self._read_at_once(share)
        if len(self.cycle.body) >= min(HIGH_WATER_LIMIT, share):
            self.flow.pause_reading()
        self.cycle.message_event.set()

    def on_message_complete(self) -> None:
        """The request ended."""
        self._reading, self._beside_bodies = _Reading.NOTHING, 0
        super().on_message_complete()

    def _read_at_once(self, size: int) -> None:
        """How many bytes asyncio asks the system for: it takes that much memory each time, however little comes."""
        # An attribute of asyncio's transports of sockets, 256 KiB by default.
        setattr(self.transport, "max_size", size)  # noqa: B010 the type does not name it

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

    def timeout_keep_alive_handler(self) -> None:
        """Nothing more was asked: close, but not for ever."""
        super().timeout_keep_alive_handler()
        self._reconsider()

    def _held_back_no_more(self) -> None:
        if self._owed == "idle":
            self._owe("idle")

    def _reconsider(self) -> None:
        if self.transport.is_closing():
            if self._owed != "writing":
                self._owe("writing")
        elif self.flow.write_paused:
            return
        elif self._reading is _Reading.BODY:
            if self._owed != "idle" or self._came >= self.deadlines.pace:
                self._owe("idle")
        elif self.cycle is not None and not self.cycle.response_complete:
            self._owe("")
        elif self._reading is _Reading.HEAD or self._beside_bodies:
            # The clock runs from the first byte of the headers: a byte now and then does not wind it back.
            if self._owed != "headers":
                self._owe("headers")
        elif self._owed != "headers" or self.cycle is not None:
            self._owe("")

    def _owe(self, what: str) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._owed, self._came = what, 0
        if what:
            self._timer = self.loop.call_later(getattr(self.deadlines, what), self._overdue)

    def _overdue(self) -> None:
        self._timer = None
        if self._owed == "idle" and self.flow.read_paused:
            self._owe("idle")
        elif self._owed == "writing":
            self.transport.abort()
        else:
            # Whatever was left for this peer may go out, within the deadline for writing.
            self.transport.close()
            self._owe("writing")


class _Server(uvicorn.Server):
    """A server that says when it listens, and that ends without raising the signal which ended it again."""

    on_ready: Callable[[], None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(_quietly)
        await super().startup(sockets=sockets)
        if self.on_ready is not None and not self.should_exit:
            self.on_ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True


def _quietly(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What asyncio would log with its message, which could hold what a peer sent: its kind and places only."""
    error = context.get("exception")
    report(error if isinstance(error, Exception) else RuntimeError())


def listen(bind: tuple[str, int] | Path, mode: int = 0o600) -> socket.socket:
    """A bound, listening socket on HOST:PORT (port 0 takes a free one) or on a Unix path of this mode."""
    try:
        return _listen_unix(bind, mode) if isinstance(bind, Path) else _listen_tcp(*bind)
    except OSError as error:
        raise StoreError(
            f"Cannot listen on the address asked for ({error.strerror}).",
            "Another program may hold it: stop that one, or choose another with --bind.",
        ) from error


def _listen_tcp(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(1024)
    except OSError:
        sock.close()
        raise
    return sock


def _listen_unix(path: Path, mode: int) -> socket.socket:
    with contextlib.suppress(FileNotFoundError):
        # Only what an earlier run left; any other file makes `bind` fail.
        if stat.S_ISSOCK(path.lstat().st_mode):
            path.unlink()
    sock = socket.socket(socket.AF_UNIX)
    before = os.umask(0o777 & ~mode)
    try:
        sock.bind(str(path))
        sock.listen(1024)
    except OSError:
        sock.close()
        raise
    finally:
        os.umask(before)
    return sock


def serve(
    app: Any,
    sock: socket.socket,
    *,
    on_ready: Callable[[], None] | None = None,
    deadlines: Deadlines | None = None,
    also: Sequence[socket.socket] = (),
) -> None:
    """Serve an ASGI app until SIGTERM or SIGINT; `on_ready` is called once requests are answered.

    `also`: more sockets; a request's `scope["server"]` tells through which one it came.
    """
    _allow_many_connections()
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
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        backlog=1024,
    )
    server = _Server(config)
    server.on_ready = on_ready
    server.run(sockets=[sock, *also])


def _allow_many_connections() -> None:
    """As many open files as the system lets us: each slow peer holds one, or two."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def parse_bind(text: str) -> tuple[str, int]:
    """`HOST:PORT` (`[::1]:8401` for IPv6) as host and port; ValueError when it is neither, as argparse expects."""
    host, separator, port = text.rpartition(":")
    if not separator or not (port.isascii() and port.isdigit()) or int(port) > 65535:
        raise ValueError(text)
    return host.strip("[]") or "127.0.0.1", int(port)
