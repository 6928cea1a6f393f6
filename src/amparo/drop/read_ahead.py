"""Reads one body on while what came before is being written, so that a connection that breaks loses next to nothing.

The server forgets what it has received but not handed on when a peer goes away. Here somebody always asks for more,
from the first moment of a request, until an upload's share is held; only then is the peer held back. In a large crowd
what is being worked on counts as held.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.requests import ClientDisconnect

from amparo.drop.body import Body
from amparo.drop.crowd import Crowd


class ReadAhead:
    """`next` gives what has come; `cut` says, once that is nothing more, whether the peer went away before the end."""

    def __init__(self, body: Body, crowd: Crowd) -> None:
        self.cut = False
        self._body, self._crowd = body, crowd
        self._given = 0
        self._held = bytearray()
        self._over = False
        self._came, self._room = asyncio.Event(), asyncio.Event()
        self._task = asyncio.create_task(self._read())

    async def next(self) -> bytes:
        """All that has come since; waits when that is nothing. Empty at the end. What was given before is done with."""
        self._given = 0
        self._room.set()
        while not self._held and not self._over:
            self._came.clear()
            await self._came.wait()
        data = bytes(self._held)
        self._held.clear()
        self._given = len(data)
        self._room.set()
        return data

    async def stop(self) -> None:
        """Leave the rest of the body to somebody else."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    def _is_enough(self) -> bool:
        under_way = self._given if self._crowd.is_large else 0
        return len(self._held) + under_way >= self._crowd.share

    async def _read(self) -> None:
        try:
            async for piece in self._body:
                self._held += piece
                del piece
                self._came.set()
                while self._is_enough():
                    self._room.clear()
                    await self._room.wait()
        except ClientDisconnect:
            self.cut = True
        finally:
            self._over = True
            self._came.set()
