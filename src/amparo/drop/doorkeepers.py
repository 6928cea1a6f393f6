"""The server's side of the processes that take texts at its door (amparo.drop.doorway).

It gives them leave ahead: names and room for the next texts, and by whose keys to seal; it lists what they say lasts,
and serves every connection that they hand over. When one is gone, what it may have left under the names it was given is
removed; when the last is gone, the server accepts connections itself (docs/adr/0281).
"""

from __future__ import annotations

import array
import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Sequence
from typing import Final

from amparo.drop.leave import OPEN, Kind, Leave, parse_kept
from amparo.drop.model import EnvelopeId
from amparo.drop.store import Store
from amparo.errors import FullError
from amparo.web.handing import Handed, Server

IDS: Final = 256
"""Names that one process has ahead: some tenths of a second, in which the server may be busy."""
ROOM: Final = 4 * 1024 * 1024
"""Bytes of the disk that it has ahead, at most."""
SHARE: Final = 16
"""Of what is free it has that part at most, so that a small disk is not promised away to texts."""
PATIENCE: Final = 60.0
"""Seconds within which a process hears what it is told; else it was stopped from outside, or its disk was."""
ENDING: Final = 5.0
"""Seconds for the texts under way when the server ends."""
_LONGEST: Final = 192 * 1024
"""Bytes of the longest thing they say, and more."""


class Doorkeeper:
    """One process, and the line over which it is given leave.

    `ids` and `room` are what it has ahead; `given` and `heard` count what it was told, and `due` is how much of that it
    must have heard by the next look.
    """

    def __init__(self, process: int, line: socket.socket) -> None:
        self.process, self.line = process, line
        line.setblocking(False)
        self.ids: set[EnvelopeId] = set()
        self.room = 0
        self.given = self.heard = self.due = 0
        self.is_gone = False

    def say(self, what: bytes, handles: Sequence[int] = ()) -> None:
        """Never waits: one that does not read is ended."""
        try:
            if socket.send_fds(self.line, [what], handles) < len(what):
                self.end()
        except OSError:
            self.end()

    def end(self) -> None:
        """Its line ends a moment later, and that is heard."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)


class Doorkeepers:
    """All of them; `heard` is where they say what they have to. Without any, the server does everything."""

    def __init__(self, keepers: Sequence[Doorkeeper] = (), heard: socket.socket | None = None) -> None:
        self._keepers, self._heard = keepers, heard
        self._buffer = memoryview(bytearray(_LONGEST)) if keepers else memoryview(b"")
        self._nothing = bytes(len(self._buffer))
        self._tasks: set[asyncio.Future[None]] = set()
        self._ended = asyncio.Event()
        self._watch: asyncio.TimerHandle | None = None
        self._is_open = self._is_closing = False

    def work_for(self, store: Store, state: Callable[[], str]) -> None:
        """Whose envelopes they keep; `state` names the newsroom of now."""
        self._store, self._state = store, state

    def open(self, listening: socket.socket, server: Server) -> bool:
        """Let them accept what comes there, and `server` serve what they hand over. False when there are none."""
        if not self._keepers or self._heard is None:
            return False
        self._loop, self._server = asyncio.get_running_loop(), server
        self._is_open = True
        self._heard.setblocking(False)
        self._loop.add_reader(self._heard, self._hear)
        for keeper in self._keepers:
            self._loop.add_reader(keeper.line, self._lose, keeper)
            keeper.say(OPEN, [listening.fileno()])
            self._allow(keeper)
        self._watch = self._loop.call_later(PATIENCE, self._look)
        return True

    def tell(self) -> None:
        """The newsroom may be another now: whatever they accept from here on is sealed as it is now."""
        for keeper in self._still_there():
            self._give(keeper, Leave(self._state()))

    async def close(self) -> None:
        """Let them end what is under way. When this returns, all that was thanked for is listed."""
        if not self._is_open or self._watch is None:
            return
        self._is_closing = True
        self._watch.cancel()
        for keeper in self._still_there():
            keeper.line.shutdown(socket.SHUT_WR)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ENDING):
                while self._still_there():
                    self._ended.clear()
                    await self._ended.wait()
        if self._heard is not None:
            self._loop.remove_reader(self._heard)
            self._heard.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _still_there(self) -> list[Doorkeeper]:
        return [keeper for keeper in self._keepers if self._is_open and not keeper.is_gone]

    def _allow(self, keeper: Doorkeeper) -> None:
        """Fill up what it has ahead, once half of it is used. Without room it hands everything over, to be refused."""
        room = min(ROOM, self._store.space.available() // SHARE)
        if len(keeper.ids) > IDS // 2 and keeper.room > room // 2:
            return
        more = max(0, room - keeper.room)
        try:
            self._store.space.promise(more)
        except FullError:
            return
        ids = tuple(self._store.new_id() for _ in range(IDS - len(keeper.ids)))
        keeper.ids.update(ids)
        keeper.room += more
        self._give(keeper, Leave(self._state(), ids, more))

    def _give(self, keeper: Doorkeeper, leave: Leave) -> None:
        keeper.given += 1
        keeper.say(leave.to_line())

    def _look(self) -> None:
        """Now and then: whether each has heard what it was told by the last time."""
        self._watch = self._loop.call_later(PATIENCE, self._look)
        for keeper in self._still_there():
            if keeper.heard < keeper.due:
                keeper.end()
            else:
                self._give(keeper, Leave(self._state()))
                keeper.due = keeper.given

    def _hear(self) -> None:
        """All that was said by now, in its order: what is asked after a thanks finds what was thanked for."""
        while self._heard is not None and self._heard.fileno() >= 0:
            try:
                size, with_it, _, _ = self._heard.recvmsg_into(
                    [self._buffer], socket.CMSG_SPACE(array.array("i").itemsize), socket.MSG_CMSG_CLOEXEC
                )
            except BlockingIOError:
                return
            said = bytes(self._buffer[:size])
            self._buffer[:size] = self._nothing[:size]
            handles = array.array("i", b"".join(data for _, _, data in with_it))
            self._take(Kind(said[0]), self._keepers[said[1]], said[2:], handles)

    def _take(self, kind: Kind, keeper: Doorkeeper, what: bytes, handles: Sequence[int]) -> None:
        if kind is Kind.HEARD:
            keeper.heard += 1
        elif kind is Kind.KEPT:
            self._keep(keeper, what)
        elif handles:
            handed = Handed(socket.socket(fileno=handles[0]), *_parts(kind, what), closes=kind is Kind.LAST_REST)
            task = asyncio.ensure_future(self._server.take(handed))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            self._allow(keeper)

    def _keep(self, keeper: Doorkeeper, what: bytes) -> None:
        envelopes = parse_kept(what)
        self._store.list_lasting(envelopes)
        for envelope in envelopes:
            keeper.ids.discard(envelope.id)
            keeper.room -= envelope.size
            self._store.space.promise(-envelope.size)
        self._allow(keeper)

    def _lose(self, keeper: Doorkeeper) -> None:
        """Its line ended, and with it the process, or its work at the door. What it reported counts."""
        self._loop.remove_reader(keeper.line)
        keeper.line.close()
        self._hear()
        keeper.is_gone = True
        self._ended.set()
        self._store.space.promise(-keeper.room)
        if self._is_closing:
            return
        clearing = self._loop.run_in_executor(None, self._store.clear_away, frozenset(keeper.ids))
        self._tasks.add(clearing)
        clearing.add_done_callback(self._tasks.discard)
        if not self._still_there():
            self._tasks.add(asyncio.ensure_future(self._server.accept()))


def _parts(kind: Kind, what: bytes) -> tuple[bytes, bytes]:
    """What came, and what is left to be sent."""
    return (what, b"") if kind is Kind.HANDED else (b"", what)
