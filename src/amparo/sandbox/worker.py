"""Our side of the wall: starts a worker, gives it files one after another, takes back frames, and kills it when it
misbehaves.

A worker that crashed, hung or said too much is replaced before the next job; the job it had fails alone.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import time
from collections.abc import Generator, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from amparo.errors import SandboxError
from amparo.sandbox import frames
from amparo.sandbox.limits import Limits
from amparo.sandbox.walls import Wall, environment, python

_START_SECONDS = 60.0
_GOODBYE_SECONDS = 2.0
_RECEIVE = 64 * 1024
"""Memory is taken for what is asked: a mebibyte is mapped and given back each time, which takes longer than a mail."""


class Outcome(StrEnum):
    """How a job ended that did not end well."""

    TIMED_OUT = "timed_out"
    CRASHED = "crashed"
    TOO_MUCH = "too_much"


class ConverterError(SandboxError):
    """A job failed; the worker that had it is gone. `outcome` says how."""

    def __init__(self, outcome: Outcome, what: str) -> None:
        super().__init__(what)
        self.outcome = outcome


class Worker:
    """One worker behind one wall; starts when the first job comes. For one thread: the worker dies with the thread that
    started it."""

    def __init__(
        self, wall: Wall, converter: str, limits: Limits | None = None, *, modules: Sequence[Path] = ()
    ) -> None:
        """`converter` is `package.module:function`, a generator of (code, payload) from (descriptor, request).

        `modules` are folders to import it from, when it is neither ours nor installed; they can be read behind the
        wall.
        """
        self._wall = wall
        self._modules = tuple(modules)
        self._converter = converter
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._begun: tuple[int, bytes, float] | None = None
        self._jobs = 0
        self._waited = 0.0
        self._buffer = bytearray()

    def begin(self, descriptor: int, request: bytes) -> None:
        """Hand over the next job while the answer to the last one, which has come whole, is still being looked at.
        `run` must follow with the same job; it is also what says how that goes, and what begins it where this did not.
        """
        if self._channel is None or self._begun is not None or self._is_spoiled():
            return
        with contextlib.suppress(ConverterError):
            self._send(self._channel, descriptor, request)
            self._begun = (descriptor, request, time.monotonic())

    def run(self, descriptor: int, request: bytes) -> Generator[tuple[int, bytes], None, None]:
        """What the converter says about the open file, frame by frame. Raises ConverterError.

        Leaving the iterator early kills the worker: what it would still say belongs to no job.
        """
        begun, said = self._take_begun(descriptor, request), False
        channel = self._started()
        complete = False
        try:
            if not begun:
                self._send(channel, descriptor, request)
            for frame in self._answers(channel):
                said = True
                yield frame
            complete = True
        except ConverterError as error:
            if not begun or said or error.outcome is not Outcome.CRASHED:
                raise
        finally:
            self._jobs += 1
            if not complete or self._jobs >= self._limits.jobs or self._waited > self._limits.life:
                self.close()
        if not complete:
            # It may have broken down on the file before; this one gets a worker that has seen no other.
            yield from self.run(descriptor, request)

    def _take_begun(self, descriptor: int, request: bytes) -> bool:
        """Whether this very job is under way; else no job is."""
        begun, self._begun = self._begun, None
        if begun is not None and begun[:2] == (descriptor, request):
            # A worker's time is counted from where it began, though nobody waited for it yet.
            self._waited += time.monotonic() - begun[2]
            return True
        if begun is not None or self._is_spoiled():
            self.close()
        return False

    def _send(self, channel: socket.socket, descriptor: int, request: bytes) -> None:
        try:
            socket.send_fds(channel, [request], [descriptor])
        except OSError:
            raise ConverterError(Outcome.CRASHED, "The converter ended by itself.") from None

    def abort(self) -> None:
        """Kill the worker at once, from any thread: a `run` under way ends as crashed."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the worker."""
        channel, self._channel = self._channel, None
        process, self._process = self._process, None
        self._buffer.clear()
        self._begun = None
        self._jobs = 0
        self._waited = 0.0
        if channel is not None:
            channel.close()
        if process is not None:
            # bwrap runs the worker as its child and dies with it; killing bwrap kills the worker (--die-with-parent).
            process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GOODBYE_SECONDS)

    def _is_spoiled(self) -> bool:
        """Whether the worker spoke or ended after its last job was done: then it does not run our program any more."""
        if self._channel is None:
            return False
        try:
            self._channel.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return bool(self._buffer)
        except OSError:
            return True
        # Something was there to read, or the worker is gone.
        return True

    def _answers(self, channel: socket.socket) -> Iterator[tuple[int, bytes]]:
        limits = self._limits
        said = count = 0
        waited = self._waited
        while True:
            code, payload = self._frame(channel, min(limits.silence, limits.job - (self._waited - waited)))
            said += len(payload)
            count += 1
            if said > limits.output or count > limits.frames:
                raise ConverterError(Outcome.TOO_MUCH, "The converter gave out more than it may.")
            if code == frames.DONE:
                return
            if code == frames.FAULT:
                raise ConverterError(Outcome.CRASHED, "The converter failed.")
            if code == frames.WORKING:
                continue
            if code < frames.FIRST_OWN:
                raise ConverterError(Outcome.CRASHED, "The converter said something that has no meaning.")
            yield code, payload

    def _frame(self, channel: socket.socket, seconds: float) -> tuple[int, bytes]:
        """The next frame; waits at most `seconds` for the whole of it."""
        frame = self._received()
        if frame is None:
            started = time.monotonic()
            while frame is None:
                self._receive(channel, started + seconds)
                frame = self._received()
            self._waited += time.monotonic() - started
        return frame

    def _received(self) -> tuple[int, bytes] | None:
        """The next frame, once all of it has come."""
        buffer, start = self._buffer, frames.HEADER.size
        if len(buffer) < start:
            return None
        code, size = frames.HEADER.unpack_from(buffer)
        if size > frames.LARGEST:
            raise ConverterError(Outcome.TOO_MUCH, "The converter gave out more than it may.")
        if len(buffer) < start + size:
            return None
        payload = bytes(memoryview(buffer)[start : start + size])
        del buffer[: start + size]
        return code, payload

    def _receive(self, channel: socket.socket, deadline: float) -> None:
        """Wait for some more bytes."""
        waiting = select.poll()
        waiting.register(channel, select.POLLIN)
        if not waiting.poll(max(deadline - time.monotonic(), 0.001) * 1000):
            raise ConverterError(Outcome.TIMED_OUT, "The converter took too long.")
        try:
            piece = channel.recv(_RECEIVE)
        except OSError:
            piece = b""
        if not piece:
            raise ConverterError(Outcome.CRASHED, "The converter ended by itself.")
        self._buffer += piece

    def _started(self) -> socket.socket:
        if self._channel is None:
            self._channel = self._start()
            try:
                code, _ = self._frame(self._channel, _START_SECONDS)
            except ConverterError:
                self.close()
                raise SandboxError(
                    "The converter could not be started.", "Complete the installation: make setup"
                ) from None
            if code != frames.READY:
                self.close()
                raise SandboxError("The converter could not be started.")
        return self._channel

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        # Never blocks: `_receive` waits, and what is sent is less than the channel holds.
        ours.setblocking(False)
        limits = self._limits
        program = [*python(), "-m", "amparo.sandbox.inside", str(theirs.fileno()), self._converter]
        program += [str(number) for number in (limits.memory, limits.cpu, limits.descriptors)]
        with theirs:
            self._process = subprocess.Popen(
                self._wall.command(program, self._modules),
                env={**environment(self._modules), "PATH": os.environ.get("PATH", os.defpath)},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        return ours
