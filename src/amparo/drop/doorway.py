"""Takes texts at the door, in a process that seals: accepts, reads, seals, makes last and answers, all by itself.

Only what came whole within a moment, in the one spelling that `amparo.web.plain_request` knows, for /send, without a
wish for replies, and within the leave that the server gave (amparo.drop.taking). Every other connection goes to the
server with what came on it, before anything was answered: so every page, every refusal, every large form and every slow
peer is the server's, and so is a connection that is kept after the thanks. Nobody is thanked before the server was told
what lasts (docs/adr/0281).
"""

from __future__ import annotations

import array
import select
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from amparo.drop.lasting import make_last
from amparo.drop.leave import Kind, Leave, kept, word
from amparo.drop.taking import Taken, Taking
from amparo.drop.thanking import Thanking
from amparo.web.plain_request import Left, PlainRequest, plain_request
from amparo.web.problems import report

READ: Final = 64 * 1024
"""Bytes of a request that is taken here."""
TOGETHER: Final = 8
"""Texts, at most, that are made last at once: the first of them waits for the last to be sealed."""
HELD: Final = 32
"""Connections, at most, whose request is not whole yet; of a crowd of them the server has the rest."""
PATIENCE: Final = 1.0
"""Seconds until such a connection is the server's."""
LEAVE: Final = 4096
"""Bytes of what the server says that are asked for at a time."""
_NOTHING: Final = bytes(READ)


@dataclass(slots=True)
class _Peer:
    connection: socket.socket
    due: float
    came: bytes = field(default=b"", repr=False)


_Group = list[tuple[_Peer, PlainRequest, Taken]]


class Doorway:
    """`line` brings the server's leave, `post` takes what is said to it, under this process's `number`."""

    def __init__(self, number: int, taking: Taking, thanking: Thanking, line: socket.socket, post: socket.socket):
        self._number, self._taking, self._thanking = number, taking, thanking
        self._line, self._post = line, post
        self._line.setblocking(False)
        self._said = b""
        self._ended = False
        self._listening: socket.socket | None = None
        self._peers: dict[int, _Peer] = {}
        self._buffer = memoryview(bytearray(READ))

    def open(self, chooser: select.epoll) -> None:
        """From now on `chooser` is where this door waits."""
        self._chooser = chooser
        chooser.register(self._line, select.EPOLLIN)

    @property
    def due(self) -> float | None:
        """When it is to be attended to at the latest, on the monotonic clock."""
        return min((peer.due for peer in self._peers.values()), default=None)

    def attend(self, ready: Iterable[int]) -> None:
        """Do all that is to be done now; these handles are ready."""
        group: _Group = []
        for handle in ready:
            if self._listening is not None and handle == self._listening.fileno():
                self._accept(group)
            elif peer := self._peers.pop(handle, None):
                self._chooser.unregister(handle)
                self._look(peer, group)
        self._hear()
        self._finish(group)
        now = time.monotonic()
        for handle in [handle for handle, peer in self._peers.items() if peer.due <= now]:
            self._let_go(handle)
        if self._ended and self._line.fileno() >= 0:
            self._close()

    def _accept(self, group: _Group) -> None:
        while self._listening is not None and not self._ended and len(group) < TOGETHER:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                # Nobody is left, or nothing can be opened now: then somebody else may.
                return
            connection.setblocking(False)
            # A peer that came after the server changed is served by what it changed to.
            self._hear()
            self._look(_Peer(connection, time.monotonic() + PATIENCE), group)

    def _look(self, peer: _Peer, group: _Group) -> None:
        """Read on, and take it, wait for more or hand it over. Of one that went away nothing is kept."""
        wanted = READ - len(peer.came)
        try:
            size = peer.connection.recv_into(self._buffer[:wanted])
        except BlockingIOError:
            self._hold(peer)
            return
        except OSError:
            size = 0
        if not size:
            peer.connection.close()
            return
        peer.came += bytes(self._buffer[:size])
        self._buffer[:size] = _NOTHING[:size]
        request = plain_request(peer.came, READ)
        if request is Left.UNFINISHED:
            self._hold(peer)
        elif request is not Left.OTHER and (taken := self._take(request)) is not None:
            group.append((peer, request, taken))
        else:
            self._hand(peer.connection, Kind.HANDED, peer.came)

    def _take(self, request: PlainRequest) -> Taken | None:
        if not self._thanking.is_for_here(request):
            return None
        try:
            return self._taking.seal(request.header(b"content-type"), request.body)
        except Exception as error:
            report(error)
            return None

    def _finish(self, group: _Group) -> None:
        """Make all of them last, say so, and thank. What does not last is the server's to try, or to refuse."""
        if not group:
            return
        lasting = make_last([taken.file for _, _, taken in group])
        done = [taken.envelope for (_, _, taken), lasts in zip(group, lasting, strict=True) if lasts]
        if done:
            self._post.send(word(Kind.KEPT, self._number, kept(done)))
        for (peer, request, taken), lasts in zip(group, lasting, strict=True):
            if lasts:
                self._thank(peer.connection, request, taken)
            else:
                self._taking.take_back(taken)
                self._hand(peer.connection, Kind.HANDED, peer.came)

    def _thank(self, connection: socket.socket, request: PlainRequest, taken: Taken) -> None:
        try:
            answer = self._thanking.answer(request, self._taking.newsroom, taken.receipt)
        except Exception as error:
            report(error)
            connection.close()
            return
        try:
            sent = connection.send(answer)
        except BlockingIOError:
            sent = 0
        except OSError:
            # Nobody is there any more.
            connection.close()
            return
        if sent < len(answer):
            self._hand(connection, Kind.LAST_REST if request.closes else Kind.REST, answer[sent:])
        elif request.closes:
            connection.close()
        else:
            self._hand(connection, Kind.HANDED, b"")

    def _hold(self, peer: _Peer) -> None:
        if len(self._peers) >= HELD:
            self._hand(peer.connection, Kind.HANDED, peer.came)
            return
        self._peers[peer.connection.fileno()] = peer
        self._chooser.register(peer.connection, select.EPOLLIN)

    def _let_go(self, handle: int) -> None:
        peer = self._peers.pop(handle)
        self._chooser.unregister(handle)
        self._hand(peer.connection, Kind.HANDED, peer.came)

    def _hand(self, connection: socket.socket, kind: Kind, what: bytes) -> None:
        """It is the server's from now on."""
        handles = array.array("i", [connection.fileno()])
        with connection:
            self._post.sendmsg([word(kind, self._number), what], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handles)])

    def _hear(self) -> None:
        """Read what the server said by now. When it ended the line, this door is to be closed."""
        with suppress(BlockingIOError):
            while not self._ended:
                said, handles, _, _ = socket.recv_fds(self._line, LEAVE, 1)
                if handles:
                    self._listen(socket.socket(fileno=handles[0]))
                *lines, self._said = (self._said + said).split(b"\n")
                for line in filter(None, lines):
                    self._taking.allow(Leave.parse(line))
                    self._post.send(word(Kind.HEARD, self._number))
                self._ended = not said

    def _listen(self, listening: socket.socket) -> None:
        """One process is woken for a connection, not all (epoll_ctl(2))."""
        listening.setblocking(False)
        self._listening = listening
        self._chooser.register(listening, select.EPOLLIN | select.EPOLLEXCLUSIVE)

    def _close(self) -> None:
        """Whoever is half in is the server's; that the line ends tells it that nothing more comes."""
        if self._listening is not None:
            # Others have it open: closing it here alone would leave it with the chooser.
            self._chooser.unregister(self._listening)
            self._listening.close()
            self._listening = None
        for handle in list(self._peers):
            self._let_go(handle)
        self._line.close()
