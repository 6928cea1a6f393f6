"""The server under every room: uvicorn over `amparo.web.protocol`, and nothing said that need not be.

There is no access log, no `Server` and no `Date` header, and no surprise reaches a log with its message. A Unix socket
is made with mode 0600 before anything listens on it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import socket
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, cast

import uvicorn

from amparo.errors import StoreError
from amparo.web.handing import Doorkeeping, Handed
from amparo.web.problems import report
from amparo.web.protocol import DeadlineProtocol, Deadlines


class _Server(uvicorn.Server):
    """A server that says when it listens, and that ends without raising the signal which ended it again.

    Where there are `doorkeepers`, they accept what comes on the first of its sockets.
    """

    on_ready: Callable[[], None] | None = None
    doorkeepers: Doorkeeping | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(_quietly)
        self._door, *others = sockets or []
        await super().startup(sockets=others)
        if self.doorkeepers is None or not self.doorkeepers.open(self._door, self):
            await self.accept()
        if self.on_ready is not None and not self.should_exit:
            self.on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.doorkeepers is not None:
            await self.doorkeepers.close()
        await super().shutdown(sockets=sockets)

    async def accept(self) -> None:
        loop, backlog = asyncio.get_running_loop(), self.config.backlog
        self.servers.append(await loop.create_server(self._protocol, sock=self._door, backlog=backlog))

    async def take(self, handed: Handed) -> None:
        handed.connection.setblocking(False)
        protocol = self._protocol()
        protocol.handed = handed
        await asyncio.get_running_loop().connect_accepted_socket(lambda: protocol, handed.connection)

    def _protocol(self) -> DeadlineProtocol:
        made = cast(type[DeadlineProtocol], self.config.http_protocol_class)
        return made(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

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
    doorkeepers: Doorkeeping | None = None,
) -> None:
    """Serve an ASGI app until SIGTERM or SIGINT; `on_ready` is called once requests are answered.

    `also`: more sockets; a request's `scope["server"]` tells through which one it came. `doorkeepers` accept what comes
    on `sock`, and hand over what they do not answer.
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
    server.on_ready, server.doorkeepers = on_ready, doorkeepers
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
