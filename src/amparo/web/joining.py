"""Sends the head of an answer together with the beginning of its body: one call to the system, one waking of the peer.

uvicorn writes them one after the other, and asyncio sends at once what it can.
"""

from __future__ import annotations

import asyncio
from typing import Final

HEAD: Final = b"HTTP/1.1 "
MOST: Final = 64 * 1024
"""Bytes of a body's beginning that are worth a copy."""

_Data = bytes | bytearray | memoryview


class Joining(asyncio.Transport):
    """A transport over another that holds a head back until something follows, or the event loop has its next turn."""

    def __init__(self, below: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._below, self._loop = below, loop
        self._head = b""

    def write(self, data: _Data) -> None:
        """Send, or hold when it is a head. A body that looks like one is held as long, and comes in its order."""
        if not self._head and data[: len(HEAD)] == HEAD:
            self._head = bytes(data)
            self._loop.call_soon(self._let_go)
        elif self._head and len(data) <= MOST:
            head, self._head = self._head, b""
            self._below.write(head + data)
        else:
            self._let_go()
            self._below.write(data)

    def is_closing(self) -> bool:
        """As the one below."""
        return self._below.is_closing()

    def close(self) -> None:
        """Close once all is sent."""
        self._let_go()
        self._below.close()

    def abort(self) -> None:
        """Close now; what was not sent is lost."""
        self._head = b""
        self._below.abort()

    def _let_go(self) -> None:
        head, self._head = self._head, b""
        if head:
            self._below.write(head)
