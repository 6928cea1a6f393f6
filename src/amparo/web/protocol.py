"""HTTP as every room speaks it: uvicorn's protocol over httptools, with deadlines and bounds that it has not.

Stock uvicorn closes neither a connection that never finishes its headers nor one that stalls in a body (measured, 45
s), and waits without end for a peer to read what was left for it; `DeadlineProtocol` ends all three.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import cast

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from amparo.web.flow import Flow
from amparo.web.handing import Handed
from amparo.web.joining import Joining
from amparo.web.turns import LONG, Turns

MAX_HEADER_BYTES = 16 * 1024
"""Longest request line and headers together, bytes."""
READ_TOGETHER = 3584 * 1024
"""Bytes that are read from all connections before any of it is handled; each has an equal share of them."""
READ_LEAST, READ_MOST = 16 * 1024, 1024 * 1024
READ_IN_TURNS = 64 * 1024
"""Below such a share they take turns at reading more than it."""
_NOTHING = memoryview(bytes(64 * 1024))
MOST_WAITING = 16
"""Requests of one connection that wait for the answer to an earlier one."""
_TOO_LONG_ADDRESS = HTTPStatus.REQUEST_URI_TOO_LONG
_TOO_LONG_HEAD = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE


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


class _Reading(Enum):
    """What the peer is sending."""

    NOTHING = "nothing"
    HEAD = "head"
    BODY = "body"


class DeadlineProtocol(HttpToolsProtocol, asyncio.BufferedProtocol):
    """uvicorn's protocol over httptools with `Deadlines`; one timer a connection for what the peer owes us now. Most of
    what is owed comes: a timer that would end too early is left, looks when it ends, and goes on.

    All connections read into one buffer, which is emptied again before anything else is done: the parser copies what it
    hands on, and memory taken anew for each read costs more than the reading (docs/adr/0240). In a crowd a few at a
    time read much (docs/adr/0283).

    The parser keeps what it is given of a head, of what stands between the chunks of a body and of what comes after
    them, without end: more than MAX_HEADER_BYTES of that in a row ends the connection. uvicorn keeps requests that do
    not wait for an answer, without end: more than MOST_WAITING end it too.
    """

    deadlines = Deadlines()
    _timer: asyncio.TimerHandle | None = None
    _due: float = 0.0
    _owed: str = ""
    _came: int = 0
    _reading = _Reading.NOTHING
    _beside_bodies: int = 0
    _is_too_long = False
    _share: int = READ_LEAST
    _buffer = memoryview(bytearray(READ_MOST))
    _turns = Turns()
    handed: Handed | None = None
    """What another process has done with this connection before it is made here."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start waiting for the first headers."""
        connected = cast(asyncio.Transport, transport)
        super().connection_made(connected)
        self._flow = Flow(connected, self._turns, self.loop, self._held_back_no_more)
        self.flow = self._flow
        self.transport = Joining(connected, self.loop)
        self._owe("headers")
        if self.handed is not None:
            # Before anything is read here: the loop reads from its next turn on.
            self.loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        handed, self.handed = self.handed, None
        if handed is None or self.transport.is_closing():
            return
        if handed.left:
            self.transport.write(handed.left)
        if handed.closes:
            self.timeout_keep_alive_handler()
        elif handed.came:
            self.data_received(handed.came)

    def get_buffer(self, sizehint: int) -> memoryview:
        """Where the next bytes go."""
        return self._buffer[: LONG if self._flow.turn.is_held else self._share]

    def buffer_updated(self, nbytes: int) -> None:
        """Take them out of there, and leave nothing."""
        came = self._buffer[:nbytes]
        try:
            self.data_received(cast(bytes, came))
            if self._flow.turn.is_held:
                self._flow.turn.use(is_more=self._flow.read_paused)
        finally:
            for at in range(0, nbytes, len(_NOTHING)):
                left = came[at : at + len(_NOTHING)]
                left[:] = _NOTHING[: len(left)]

    def data_received(self, data: bytes) -> None:
        """Take bytes, then ask what the peer owes now."""
        self._came += len(data)
        self._beside_bodies += len(data)
        super().data_received(data)
        if self._beside_bodies > MAX_HEADER_BYTES and not self.transport.is_closing():
            self._is_too_long = self._reading is _Reading.HEAD
            self.send_400_response("Too much beside the body.")
        self._reconsider()

    def send_400_response(self, msg: str) -> None:
        """Refuse what came, and end the connection; what came whole before it is answered instead."""
        if self.cycle is not None and not self.cycle.more_body and not self.cycle.response_complete:
            self.cycle.keep_alive = False
            self.flow.pause_reading()
        elif self._is_too_long:
            is_address = len(self.url) > MAX_HEADER_BYTES // 2
            self.transport.write(_refusal(_TOO_LONG_ADDRESS if is_address else _TOO_LONG_HEAD))
            self.transport.close()
        else:
            super().send_400_response(msg)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._reading, self._is_too_long = _Reading.HEAD, False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Headers, but not what stands after the last chunk (RFC 9112, section 7.1.2)."""
        if self._reading is _Reading.HEAD:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The body begins. ValueError, which becomes a refusal, when the head is none that is answered."""
        if not self._is_well_formed() or len(self.pipeline) >= MOST_WAITING:
            raise ValueError
        self._reading = _Reading.BODY
        super().on_headers_complete()

    def _is_well_formed(self) -> bool:
        """Not too long, with exactly one Host (RFC 9112, section 3.2), and of a known end: the parser takes the body of
        a request that asks for another protocol for what comes after it.
        """
        names = [name for name, _ in self.headers]
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        is_addressed = self.parser.get_http_version() == "1.0" or names.count(b"host") == 1
        is_ended = not self.parser.should_upgrade() or not {b"content-length", b"transfer-encoding"} & set(names)
        self._is_too_long = size > MAX_HEADER_BYTES
        return not self._is_too_long and is_addressed and is_ended

    def on_body(self, body: bytes) -> None:
        """A piece of the body: given on without a copy, and the peer held back when too much of it waits."""
        self._beside_bodies = 0
        if self.cycle.response_complete:
            return
        # uvicorn has a bytearray there and only reads it: bytes serve as well, and the only piece is not copied.
        self.cycle.body = cast(bytearray, self.cycle.body + body if self.cycle.body else body)
        share = max(READ_LEAST, min(READ_MOST, READ_TOGETHER // len(self.connections)))
        self._share, self._flow.is_crowded = share, share < READ_IN_TURNS
        if len(self.cycle.body) >= min(HIGH_WATER_LIMIT, share):
            self.flow.pause_reading()
        self.cycle.message_event.set()

    def on_message_complete(self) -> None:
        """The request ended."""
        self._reading, self._beside_bodies = _Reading.NOTHING, 0
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self._owe("")
        self._disarm()
        super().connection_lost(exc)
        self._flow.let_go()

    def on_response_complete(self) -> None:
        """Between two requests uvicorn's own keep-alive timer watches; a pipelined request may already be under way."""
        super().on_response_complete()
        self._reconsider()

    def pause_writing(self) -> None:
        """The peer stopped reading: it owes us progress."""
        super().pause_writing()
        self._flow.turn.end()
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
        self._owed, self._came = what, 0
        if what:
            self._due = self.loop.time() + getattr(self.deadlines, what)
            if self._timer is None or self._timer.when() > self._due:
                self._arm()

    def _arm(self) -> None:
        self._disarm()
        self._timer = self.loop.call_at(self._due, self._look)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        self._timer = None
        if self._owed and self.loop.time() < self._due:
            self._arm()
        elif self._owed:
            self._overdue()

    def _overdue(self) -> None:
        if self._owed == "idle" and self.flow.read_paused:
            self._owe("idle")
        elif self._owed == "writing":
            self.transport.abort()
        else:
            # Whatever was left for this peer may go out, within the deadline for writing.
            self.transport.close()
            self._owe("writing")


def _refusal(status: HTTPStatus) -> bytes:
    said = status.phrase.encode("ascii")
    head = b"HTTP/1.1 %d %b\r\ncontent-type: text/plain; charset=utf-8\r\n" % (status, said)
    return head + b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(said), said)
