"""The process beside the server (amparo.drop.beside): takes forms from its lines, seals and writes them, one a thread.

What it knows of the newsroom it reads from the drop's home, whose only writer is the server, and seals only when that
is what the server means. It ends with the server, however that ends, and keeps nothing of a form.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import socket
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, NoReturn

from amparo.drop.beside import ANSWERED, ASKED, Beside, Order, state_of
from amparo.drop.blobs import write_synced
from amparo.drop.forms import Forms
from amparo.drop.memory import lock_pages
from amparo.drop.newsroom import Newsroom
from amparo.drop.sealing import Terms
from amparo.drop.settings import Settings
from amparo.errors import AmparoError, StateError
from amparo.web.problems import report

LINES: Final = 6
"""Forms under way in one process: while one waits for the disk another is sealed."""
MOST: Final = 3
"""Processes, at most; one fewer than there are processors."""
COLLECT: Final = 1.0, 10.0
"""Seconds after a form when garbage is collected (amparo.drop.forgetting says why)."""
DECLINED: Final = b"0 "
_PR_SET_PDEATHSIG: Final = 1


def beside(folder: Path, settings: Settings, processes: int | None = None) -> Beside:
    """Fork the processes. Only where there is one thread, and before anything is open that they must not hold."""
    wanted = min(MOST, (os.cpu_count() or 1) - 1) if processes is None else processes
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


class Workbench:
    """Answers orders. Used from many threads."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder, self._settings = folder, settings
        self._lock = threading.Lock()
        self._known: tuple[str, Newsroom, Terms] | None = None

    def answer(self, order: Order, form: bytes) -> bytes:
        """The envelope's size in bytes, a space and the receipt, once it is on the disk; or that it is declined."""
        path = Path(order.path)
        try:
            newsroom, terms = self._as_named(order.state)
            day = date.fromisoformat(order.day)
            sealed, receipt = terms.begin(newsroom.standing, order.content_type, lambda: day).whole(form)
            if len(sealed) > order.most:
                return DECLINED
            write_synced(path, sealed, day)
        except AmparoError:
            return DECLINED
        return b"%d %b" % (len(sealed), receipt.to_bytes())

    def _as_named(self, state: str) -> tuple[Newsroom, Terms]:
        """The newsroom of this name, read anew when it has changed; StateError when the home does not hold it."""
        with self._lock:
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
            _serve(bench, lines)
    finally:
        os._exit(0)


def _serve(bench: Workbench, lines: Sequence[socket.socket]) -> None:
    came = threading.Event()
    threads = [threading.Thread(target=follow, args=(bench, line, came), daemon=True) for line in lines]
    for thread in threads:
        thread.start()
    while threads[0].is_alive():
        came.wait()
        came.clear()
        for delay in COLLECT:
            threads[0].join(delay)
            gc.collect()


def follow(bench: Workbench, line: socket.socket, came: threading.Event) -> None:
    """Serve one line until it ends; `came` is set after each answer."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            _next(bench, line)
            came.set()
    came.set()


def _next(bench: Workbench, line: socket.socket) -> None:
    """In a frame of its own, so that nothing refers to a form or its answer while the next is waited for."""
    head, length = ASKED.unpack(_read(line, ASKED.size))
    order, form = Order.parse(_read(line, head)), _read(line, length)
    try:
        answer = bench.answer(order, form)
    except Exception as error:
        report(error)
        answer = DECLINED
    line.sendall(ANSWERED.pack(len(answer)) + answer)


def _read(line: socket.socket, size: int) -> bytes:
    """So many bytes; EOFError when the line ends before."""
    read = line.recv(size, socket.MSG_WAITALL) if size else b""
    if len(read) < size:
        raise EOFError
    return read
