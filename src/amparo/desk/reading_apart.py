"""Readers in a process of their own: what they read comes through a socket, packet by packet.

A crew's threads and the thread that files share an interpreter, of which only one can run at a time; where short files
come by the thousand, the workers wait for both (docs/adr/0284). The process is this program again, as trusted as we
are; what is in a file it only hands to workers. It ends with us: killed when the thread that started it ends, and when
the socket closes.
"""

from __future__ import annotations

import marshal
import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager, suppress
from socket import socket, socketpair
from struct import Struct
from typing import Any

from amparo.desk.packet_plain import from_plain, to_plain
from amparo.desk.reading_events import Packet
from amparo.desk.reading_plan import Plan, Reading
from amparo.errors import AmparoError, SandboxError
from amparo.sandbox.seccomp import die_with_parent
from amparo.sandbox.walls import environment

MANY = 1_000
"""Files from which on a process of its own is worth its start, a third of a second."""
_PATIENCE = 0.5
_TURN = 0.0005
"""Seconds after which a thread lets another one run: workers wait for theirs."""
_HELD = 4 * 1024 * 1024
_SIZE = Struct(">Q")


@contextmanager
def readers(plan: Plan) -> Iterator[Reading]:
    """Readers for what is planned: in this process where it is little, else in one of their own."""
    if not plan.has(MANY):
        with plan.here() as reading:
            yield reading
        return
    ours, theirs = socketpair()
    with ours:
        with theirs:
            process = _start(theirs.fileno())
        try:
            # It may be gone already; what is read next says so.
            with suppress(OSError):
                _Channel(ours).send(pickle.dumps(plan))
            yield _Apart(_Channel(ours))
        finally:
            # It has nothing to lose: what it read is read again, and its workers die with it.
            process.kill()
            process.wait()


def _start(descriptor: int) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-P", "-m", "amparo.desk.reading_apart", str(descriptor)]
    # Found where this program was, however it was started.
    env = {**os.environ, "PYTHONPATH": environment()["PYTHONPATH"]}
    return subprocess.Popen(
        program, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=(descriptor,)
    )


class _Channel:
    """Messages over a socket. Memory for what comes is held from one to the next: a mebibyte that is mapped and given
    back for each piece costs more than what it is for.
    """

    def __init__(self, connection: socket) -> None:
        self._connection = connection
        self._held = bytearray(_HELD)

    def send(self, data: bytes) -> None:
        self._connection.sendall(_SIZE.pack(len(data)))
        self._connection.sendall(data)

    def waits(self, seconds: float) -> bool:
        """Whether something has come, within some seconds."""
        waiting = select.poll()
        waiting.register(self._connection, select.POLLIN)
        return bool(waiting.poll(seconds * 1000))

    def receive(self) -> memoryview:
        """The next message, good until the one after is asked for."""
        with self._whole(_SIZE.size) as head:
            (size,) = _SIZE.unpack(head)
        return self._whole(size)

    def _whole(self, size: int) -> memoryview:
        whole = memoryview(self._held if size <= _HELD else bytearray(size))[:size]
        done = 0
        while done < size:
            more = self._connection.recv_into(whole[done:])
            if not more:
                raise EOFError
            done += more
        return whole


class _Apart:
    """Our side."""

    def __init__(self, channel: _Channel) -> None:
        self._channel = channel
        self._in_hand = 0

    @property
    def reading(self) -> int:
        return self._in_hand

    def packets(self) -> Generator[Packet, None, None]:
        while True:
            try:
                told = self._told()
            except (EOFError, OSError):
                hint = "Run the same command again: it goes on where it stopped."
                raise SandboxError("The process that reads files ended by itself.", hint) from None
            match told:
                case ("packet", int(in_hand), events, beside):
                    self._in_hand = in_hand
                    yield from_plain(events, (bytes(self._channel.receive()) for _ in range(beside)))
                case ("failed", what, hint):
                    raise SandboxError(what, hint)
                case ("done",):
                    return
                case _:
                    yield ()

    def _told(self) -> tuple[Any, ...]:
        """The next message; nothing when none came for a while."""
        if not self._channel.waits(_PATIENCE):
            return ()
        told: tuple[Any, ...] = marshal.loads(self._channel.receive())  # noqa: S302 - our own program said it
        return told


def _tell(channel: _Channel, *told: Any) -> None:
    channel.send(marshal.dumps(told))


def _read(channel: _Channel, plan: Plan) -> None:
    """Their side: read all that is planned."""
    with plan.here() as here, closing(here.packets()) as packets:
        for packet in packets:
            beside: list[bytes] = []
            events = to_plain(packet, beside)
            _tell(channel, "packet", here.reading, events, len(beside))
            for original in beside:
                channel.send(original)


def main() -> None:
    """Entry point of the process that reads."""
    die_with_parent()
    # Ctrl-C reaches the whole group; the other side decides what it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setswitchinterval(_TURN)
    with socket(fileno=int(sys.argv[1])) as theirs, suppress(EOFError, OSError):
        channel = _Channel(theirs)
        try:
            _read(channel, pickle.loads(channel.receive()))  # noqa: S301 - from the command that started us
        except AmparoError as error:
            _tell(channel, "failed", error.what, error.hint)
        else:
            _tell(channel, "done")


if __name__ == "__main__":
    main()
