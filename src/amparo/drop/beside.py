"""Seals small forms in processes beside the one that serves, so that it is not one interpreter's turn for everything.

Forked before the server has threads, sockets or a store, so each has the same allocator, forbids dumps as well, and
shares what was loaded. The event loop hands a whole form over one line (a pair of sockets) and makes last what was
written and synced meanwhile: promises of room, rows and names stay with the server. No thread waits for a line, and
whoever finds none free has his turn in the order of coming. A process that knows no good answer declines, and the
server does it itself, as it does when there is no such process: so every refusal, and every page about one, comes from
one place (docs/adr/0131, 0200).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import struct
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, cast

from amparo.drop.forms import Forms
from amparo.drop.intake import OVERHEAD
from amparo.drop.newsroom import Newsroom
from amparo.drop.receipt import Receipt
from amparo.drop.store import Store
from amparo.web.problems import report

ASKED: Final = struct.Struct("!II")
"""Before an order and its form: bytes of each."""
ANSWERED: Final = struct.Struct("!I")
"""Before an answer: its bytes."""
READ_AT_ONCE: Final = 16 * 1024
"""Bytes of an answer that are asked for: asyncio takes as much memory, however little comes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What goes before a form: where its envelope is to be written, at most how long, and by whose keys of which day.

    `state` names the newsroom and its form as the server knows them (`state_of`).
    """

    path: str
    most: int
    day: str
    content_type: str
    state: str

    def to_bytes(self) -> bytes:
        """As it goes over the line."""
        return json.dumps([self.path, self.most, self.day, self.content_type, self.state]).encode()

    @classmethod
    def parse(cls, data: bytes) -> Order:
        """Read one of our own."""
        return cls(*json.loads(data))


def state_of(newsroom: Newsroom, forms: Forms) -> str:
    """One name for all that decides whom a form is sealed to; two processes with the same name seal alike."""
    standing = newsroom.standing
    return f"{standing.digest}{forms.held.digest}"


class Beside:
    """The lines to the processes; `connected` while there is a loop that asks. Without any, `keep` always declines."""

    def __init__(self, lines: Sequence[socket.socket] = (), processes: Sequence[int] = ()) -> None:
        self.processes = processes
        self._lines = lines
        self._free: asyncio.Queue[_Line | None] = asyncio.Queue()
        self._whole = 0

    def close(self) -> None:
        """End the processes. A form that is still under way was not acknowledged."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
        self.processes = ()

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """The lines belong to the event loop that runs, for as long as the block does; then they end."""
        loop, lines = asyncio.get_running_loop(), list[_Line]()
        for each in self._lines:
            self._whole += 1
            _, line = await loop.connect_accepted_socket(lambda: _Line(self._broken), each)
            lines.append(line)
            self._free.put_nowait(line)
        try:
            yield
        finally:
            for line in lines:
                line.close()

    async def keep(self, store: Store, state: str, content_type: str, form: bytes) -> Receipt | None:
        """Have a form sealed and kept; when this returns a receipt, it may be shown. None: do it here.

        FullError when there is no room for it.
        """
        if not self._whole:
            return None
        receipt = b""
        most = len(form) + len(form) // 8 + OVERHEAD

        async def write(path: Path, day: date) -> int:
            nonlocal receipt
            size, receipt = await self._ask(Order(str(path), most, day.isoformat(), content_type, state), form)
            return size

        kept = await store.keep_written(most, write)
        return None if kept is None else Receipt.parse(receipt)

    async def _ask(self, order: Order, form: bytes) -> tuple[int, bytes]:
        """Bytes of the envelope, and the receipt; or nothing of either. A line that breaks is not used again."""
        if (line := await self._next()) is None:
            return 0, b""
        try:
            size, _, receipt = (await line.ask(order, form)).partition(b" ")
        except ConnectionError as error:
            report(error)
            return 0, b""
        except asyncio.CancelledError:
            # What is answered on it would be taken for the answer to another form.
            line.close()
            raise
        self._free.put_nowait(line)
        return int(size), receipt

    async def _next(self) -> _Line | None:
        """A line that is free; None when none is left, now or for those who wait."""
        while (line := await self._free.get()) is not None and line.is_broken:
            pass
        if line is None:
            self._free.put_nowait(None)
        return line

    def _broken(self) -> None:
        self._whole -= 1
        if not self._whole:
            self._free.put_nowait(None)


class _Line(asyncio.Protocol):
    """One line; one form at a time."""

    def __init__(self, when_broken: Callable[[], None]) -> None:
        self._when_broken = when_broken
        self._came = bytearray()
        self._asked: asyncio.Future[bytes] | None = None
        self.is_broken = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        # An attribute of asyncio's transports of sockets, 256 KiB by default.
        setattr(transport, "max_size", READ_AT_ONCE)  # noqa: B010 the type does not name it

    def ask(self, order: Order, form: bytes) -> asyncio.Future[bytes]:
        """The answer to come; ConnectionError when the line breaks first."""
        asked = self._asked = asyncio.get_running_loop().create_future()
        head = order.to_bytes()
        self._transport.write(b"".join((ASKED.pack(len(head), len(form)), head, form)))
        return asked

    def data_received(self, data: bytes) -> None:
        self._came += data
        if len(self._came) < ANSWERED.size:
            return
        end = ANSWERED.size + ANSWERED.unpack_from(self._came)[0]
        if len(self._came) >= end:
            # Nothing here may go on holding an answer: there is a passphrase in it.
            whole, self._came = bytes(self._came[ANSWERED.size : end]), bytearray()
            asked, self._asked = self._asked, None
            if asked is not None and not asked.done():
                asked.set_result(whole)

    def connection_lost(self, error: Exception | None) -> None:
        self.is_broken = True
        if self._asked is not None and not self._asked.done():
            self._asked.set_exception(ConnectionResetError())
        self._when_broken()

    def close(self) -> None:
        """End it; whoever waits for an answer learns that none comes."""
        self._transport.abort()
