"""The process beside the server (amparo.drop.beside): takes forms from its lines, seals and writes them.

One thread seals, one form after the other; a second makes last what was written meanwhile, all of it at once, and
answers. So no form waits for another's disk, and no thread for another's turn at the interpreter (docs/adr/0242). What
it knows of the newsroom it reads from the drop's home, whose only writer is the server, and seals only when that is
what the server means. It ends with the server, however that ends, and keeps nothing of a form.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import queue
import select
import signal
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

from amparo.drop.beside import ANSWERED, ASKED, Beside, Order, state_of
from amparo.drop.forms import Forms
from amparo.drop.lasting import Unsynced, make_last, write_new
from amparo.drop.memory import lock_pages
from amparo.drop.newsroom import Newsroom
from amparo.drop.sealing import Terms
from amparo.drop.settings import Settings
from amparo.errors import AmparoError, StateError
from amparo.web.problems import report

LINES: Final = 12
"""Forms under way in one process: while some wait for the disk another is sealed."""
MOST: Final = 3
"""Processes, at most; as many as there are processors, and none where there is one."""
COLLECT: Final = 1.0, 10.0
"""Seconds after a form when garbage is collected (amparo.drop.forgetting says why)."""
DECLINED: Final = b"0 "
_PR_SET_PDEATHSIG: Final = 1


def beside(folder: Path, settings: Settings, processes: int | None = None) -> Beside:
    """Fork the processes. Only where there is one thread, and before anything is open that they must not hold."""
    processors = os.cpu_count() or 1
    wanted = (min(MOST, processors) if processors > 1 else 0) if processes is None else processes
    server, started = os.getpid(), list[int]()
    lines: list[socket.socket] = []
    for _ in range(wanted):
        pairs = [socket.socketpair() for _ in range(LINES)]
        process = os.fork()
        if not process:
            for line in (*lines, *(ours for ours, _ in pairs)):
                line.close()
            _work(Workbench(folder, settings), [theirs for _, theirs in pairs], server)
        started.append(process)
        for ours, theirs in pairs:
            theirs.close()
            lines.append(ours)
    return Beside(lines, started)


@dataclass(frozen=True, slots=True)
class Written:
    """An envelope that does not last yet; `answer` is its size in bytes, a space and the receipt."""

    file: Unsynced
    answer: bytes = field(repr=False)


class Workbench:
    """Seals orders. Used from one thread."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._known: tuple[str, Newsroom, Terms] | None = None

    def seal(self, order: Order, form: bytes) -> Written | None:
        """None when it is declined; then nothing is left of it."""
        try:
            newsroom, terms = self._as_named(order.state)
            day = date.fromisoformat(order.day)
            sealed, receipt = terms.begin(newsroom.standing, order.content_type, lambda: day).whole(form)
            if len(sealed) > order.most:
                return None
            file = write_new(order.path, sealed, day)
        except AmparoError:
            return None
        return Written(file, b"%d %b" % (len(sealed), receipt.to_bytes()))

    def _as_named(self, state: str) -> tuple[Newsroom, Terms]:
        """The newsroom of this name, read anew when it has changed; StateError when the home does not hold it."""
        if self._known is None or self._known[0] != state:
            newsroom = Newsroom(self._folder)
            forms = Forms(self._folder, newsroom)
            self._known = state_of(newsroom, forms), newsroom, Terms(forms, self._settings, os.urandom)
        named, newsroom, terms = self._known
        if named != state:
            raise StateError("The newsroom changes at this moment.")
        return newsroom, terms


def _work(bench: Workbench, lines: Sequence[socket.socket], server: int) -> NoReturn:
    """Until the server is gone. Signals that end the server go to it alone: what is under way is finished first."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        lock_pages()
        if os.getppid() == server:
            serve(bench, lines)
    finally:
        os._exit(0)


_Waiting = queue.SimpleQueue[tuple[socket.socket, Written] | None]


def serve(bench: Workbench, lines: Sequence[socket.socket]) -> None:
    """Seal what comes over the lines until the last of them ends."""
    written: _Waiting = queue.SimpleQueue()
    syncing = threading.Thread(target=_make_all_last, args=(written,), daemon=True)
    syncing.start()
    chooser, open_lines = select.poll(), {line.fileno(): line for line in lines}
    for handle in open_lines:
        chooser.register(handle, select.POLLIN)
    due: list[float] = []
    while open_lines:
        for handle, _ in chooser.poll(max(0.0, due[0] - time.monotonic()) * 1000 if due else None):
            if not _next(bench, open_lines[handle], written):
                chooser.unregister(handle)
                del open_lines[handle]
            due = due or [time.monotonic() + delay for delay in COLLECT]
        if due and due[0] <= time.monotonic():
            del due[0]
            gc.collect()
    written.put(None)
    syncing.join()


def _next(bench: Workbench, line: socket.socket, written: _Waiting) -> bool:
    """Seal one form; False when the line has ended. In a frame of its own, so that nothing refers to the form after."""
    try:
        head, length = ASKED.unpack(_read(line, ASKED.size))
        both = memoryview(_read(line, head + length))
        order, form = Order.parse(bytes(both[:head])), bytes(both[head:])
    except (EOFError, OSError):
        return False
    try:
        sealed = bench.seal(order, form)
    except Exception as error:
        report(error)
        sealed = None
    if sealed is None:
        _answer(line, DECLINED)
    else:
        written.put((line, sealed))
    return True


def _make_all_last(written: _Waiting) -> None:
    while _make_last(written):
        pass


def _make_last(written: _Waiting) -> bool:
    """Make last and answer all that waits, once something does; False at the end. A frame of its own, as `_next`."""
    group = [written.get()]
    with contextlib.suppress(queue.Empty):
        while group[-1] is not None:
            group.append(written.get_nowait())
    waiting = [each for each in group if each is not None]
    lasting = make_last([each.file for _, each in waiting])
    for (line, each), lasts in zip(waiting, lasting, strict=True):
        _answer(line, each.answer if lasts else DECLINED)
    return group[-1] is not None


def _answer(line: socket.socket, answer: bytes) -> None:
    # A line that broke has nobody who waits.
    with contextlib.suppress(OSError):
        line.sendall(ANSWERED.pack(len(answer)) + answer)


def _read(line: socket.socket, size: int) -> bytes:
    """So many bytes; EOFError when the line ends before."""
    read = line.recv(size, socket.MSG_WAITALL) if size else b""
    if len(read) < size:
        raise EOFError
    return read
