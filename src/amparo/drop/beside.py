"""Seals small forms in processes beside the one that serves, so that it is not one interpreter's turn for everything.

Forked before the server has threads, sockets or a store, so each has the same allocator, forbids dumps as well, and
shares what was loaded. The event loop hands a whole form over one line (a pair of sockets) and thanks when it hears
that its envelope lasts: promises of room, the choice of names and the list of envelopes stay with the server. When all
lines are taken forms wait in the order of coming, and no thread for any of them. A process that knows no good answer
declines, and the server does it itself, as it does when there is no such process: so every refusal, and every page
about one, comes from one place (docs/adr/0131, 0200, 0242, 0257).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import struct
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, cast

from amparo.drop.deriving import Reach
from amparo.drop.forms import Forms
from amparo.drop.intake import OVERHEAD
from amparo.drop.lasting import clear_away
from amparo.drop.newsroom import Newsroom
from amparo.drop.receipt import Receipt
from amparo.drop.store import Store
from amparo.seal.passphrase import Passphrase
from amparo.web.problems import report

ASKED: Final = struct.Struct("!II")
"""Before an order and its form: bytes of each."""
ANSWERED: Final = struct.Struct("!I")
"""Before an answer: its bytes."""
PATIENCE: Final = 60.0
"""Seconds after which a process that did not answer is ended: it was stopped from outside, or its disk was."""
READ_AT_ONCE: Final = 16 * 1024
"""Bytes of an answer that are asked for: asyncio takes as much memory, however little comes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What goes before a form: where its envelope is to lie, at most how long, and by whose keys of which day.

    `state` names the newsroom and its form as the server knows them (`state_of`). Without a path it is no form that
    comes but a passphrase, and `content_type` is the root key that founded the drop: a `Reach` is answered.
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


Here = Callable[[], Awaitable[tuple[Receipt, Awaitable[object]]]]
"""Seals a form in the server itself: the receipt, and what it may be shown after."""


class Beside:
    """The lines to the processes; `connected` while there is a loop that asks. Without any, all is done `here`."""

    def __init__(self, lines: Sequence[socket.socket] = (), processes: Sequence[int] = ()) -> None:
        self.processes = processes
        self._lines = lines
        self._hands: _Hands | None = None

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
        loop = asyncio.get_running_loop()
        lines = tuple([await self._connect(loop, number, each) for number, each in enumerate(self._lines)])
        self._hands = _Hands(lines) if lines else None
        try:
            yield
        finally:
            self._hands = None
            for line in lines:
                line.close()

    async def _connect(self, loop: asyncio.AbstractEventLoop, number: int, line: socket.socket) -> _Line:
        """Each process has an equal share of the lines, in the order of the processes."""
        process = self.processes[number * len(self.processes) // len(self._lines)] if self.processes else None
        _, made = await loop.connect_accepted_socket(lambda: _Line(process), line)
        return made

    async def keep(self, store: Store, state: str, content_type: str, form: bytes, here: Here) -> Receipt:
        """Have a form sealed and kept, or do it `here`; when this returns, the receipt may be shown.

        FullError when there is no room for it, and whatever `here` refuses with.
        """
        turn = None if self._hands is None else await self._hands.take()
        if turn is not None:
            try:
                if (kept := await _keep(turn, store, state, content_type, form)) is not None:
                    return kept
            finally:
                turn.end()
        receipt, lasting = await here()
        await lasting
        return receipt

    async def reach(self, passphrase: Passphrase, founder: str) -> Reach | None:
        """Have keys derived, for a form that is sealed here; None when no process does it."""
        turn = None if self._hands is None else await self._hands.take()
        if turn is None:
            return None
        try:
            done, found = await turn.line.ask(Order("", 0, "", founder, ""), str(passphrase).encode("ascii"))
        finally:
            turn.end()
        return Reach.parse(found) if done else None


async def _keep(turn: _Turn, store: Store, state: str, content_type: str, form: bytes) -> Receipt | None:
    """None when the process declines."""
    receipt = b""
    most = len(form) + len(form) // 8 + OVERHEAD

    async def write(path: Path, day: date) -> int:
        nonlocal receipt
        size = 0
        try:
            size, receipt = await turn.line.ask(Order(str(path), most, day.isoformat(), content_type, state), form)
        finally:
            if not size and turn.line.is_broken:
                clear_away(path.parent, {path.name})
        turn.end()
        return size

    kept = await store.keep_written(most, write)
    return None if kept is None else Receipt.parse(receipt)


class _Turn:
    """A line, until it is given back."""

    def __init__(self, hands: _Hands, line: _Line) -> None:
        self._hands: _Hands | None = hands
        self.line = line

    def end(self) -> None:
        """Let the next one have it; more than once does no harm."""
        hands, self._hands = self._hands, None
        if hands is not None:
            hands.give(self.line)


class _Hands:
    """The lines that are free, of each process its own. Whoever comes first is given one first."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self._whole = len(lines)
        self._free: dict[int | None, list[_Line]] = {line.process: [] for line in lines}
        for line in lines:
            self._free[line.process].append(line)
        self._waiting: deque[asyncio.Future[_Line | None]] = deque()

    async def take(self) -> _Turn | None:
        """A line of the process that has least to do; None when no line is left that is whole."""
        if self._whole and (free := max(self._free.values(), key=len)):
            return _Turn(self, free.pop())
        line = await self._next() if self._whole else None
        return None if line is None else _Turn(self, line)

    async def _next(self) -> _Line | None:
        turn: asyncio.Future[_Line | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and (line := turn.result()) is not None:
                self.give(line)
            raise

    def give(self, line: _Line) -> None:
        """It is free again. A line that broke is not used again; when all have, nobody waits for any."""
        if line.is_broken:
            self._whole -= 1
            while not self._whole and self._waiting:
                _tell(self._waiting.popleft(), None)
            return
        while self._waiting:
            if _tell(self._waiting.popleft(), line):
                return
        self._free[line.process].append(line)


def _tell(turn: asyncio.Future[_Line | None], line: _Line | None) -> bool:
    """False when whoever waited is gone."""
    if turn.done():
        return False
    turn.set_result(line)
    return True


class _Line(asyncio.Protocol):
    """One line to a process; one form at a time. A process that does not answer in time is ended, and with it all of
    its lines: what it had is then sealed by the server, and it can write nothing of that any more.
    """

    def __init__(self, process: int | None) -> None:
        self.process = process
        self._came = bytearray()
        self._asked: asyncio.Future[bytes] | None = None
        self.is_broken = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        # An attribute of asyncio's transports of sockets, 256 KiB by default.
        setattr(transport, "max_size", READ_AT_ONCE)  # noqa: B010 the type does not name it

    async def ask(self, order: Order, form: bytes) -> tuple[int, bytes]:
        """Bytes of the envelope, and the receipt; or nothing of either, as when the line breaks."""
        if self.is_broken:
            return 0, b""
        loop = asyncio.get_running_loop()
        asked = self._asked = loop.create_future()
        late = loop.call_later(PATIENCE, self._end_process)
        head = order.to_bytes()
        self._transport.write(b"".join((ASKED.pack(len(head), len(form)), head, form)))
        try:
            size, _, receipt = (await asked).partition(b" ")
        except ConnectionError as error:
            report(error)
            return 0, b""
        except asyncio.CancelledError:
            # What is answered on it would be taken for the answer to another form.
            self.close()
            raise
        finally:
            late.cancel()
        return int(size), receipt

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

    def _end_process(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """End it; whoever waits for an answer learns that none comes."""
        self.is_broken = True
        self._transport.abort()
