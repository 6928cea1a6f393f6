"""How a server lets other processes accept its connections, and takes those over that they do not serve themselves."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Handed:
    """A connection from another process, and what came on it; or what is `left` to be sent before it goes on, or
    `closes`.
    """

    connection: socket.socket
    came: bytes = field(default=b"", repr=False)
    left: bytes = field(default=b"", repr=False)
    closes: bool = False


class Server(Protocol):
    """The server, for those who accept in its place."""

    async def take(self, handed: Handed) -> None:
        """Serve a connection as if it had been accepted here."""

    async def accept(self) -> None:
        """Accept connections here from now on."""


class Doorkeeping(Protocol):
    """Those who accept in a server's place."""

    def open(self, listening: socket.socket, server: Server) -> bool:
        """Begin; False when there is nobody to."""

    async def close(self) -> None:
        """End: nothing is accepted or handed over after this."""
