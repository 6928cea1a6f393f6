"""Seals small forms in processes beside the one that serves, so that it is not one interpreter's turn for everything.

Forked before the server has threads, sockets or a store, so each has the same allocator, forbids dumps as well, and
shares what was loaded. A worker thread of the server hands a whole form over one line (a pair of sockets), waits, and
makes last what was written and synced meanwhile: promises of room, rows and names stay with the server. A process that
knows no good answer declines, and the server does it itself, as it does when there is no such process: so every
refusal, and every page about one, comes from one place (docs/adr/0131).
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from amparo.drop.forms import Forms
from amparo.drop.intake import OVERHEAD
from amparo.drop.model import StoredEnvelope
from amparo.drop.newsroom import Newsroom
from amparo.drop.receipt import Receipt
from amparo.drop.store import Store
from amparo.web.problems import report

HandedIn = tuple[Receipt, Future[StoredEnvelope]]
"""A receipt, and when it may be shown: once the future gives the envelope."""


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
    """The lines to the processes; without any, `hand_in` always declines."""

    def __init__(self, lines: Sequence[Connection] = (), processes: Sequence[int] = ()) -> None:
        self.processes = processes
        self._free: queue.SimpleQueue[Connection] = queue.SimpleQueue()
        for line in lines:
            self._free.put(line)

    def close(self) -> None:
        """End the processes. A form that is still under way was not acknowledged."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
        self.processes = ()

    def hand_in(self, store: Store, state: str, content_type: str, form: bytes) -> HandedIn | None:
        """Have a form sealed, and hand it in. None: do it here. FullError when there is no room for it."""
        if self._free.empty():
            return None
        receipt = b""
        most = len(form) + len(form) // 8 + OVERHEAD

        def write(path: Path, day: date) -> int:
            nonlocal receipt
            size, receipt = self._ask(Order(str(path), most, day.isoformat(), content_type, state), form)
            return size

        lasting = store.hand_in_written(most, write)
        return None if lasting is None else (Receipt.parse(receipt), lasting)

    def _ask(self, order: Order, form: bytes) -> tuple[int, bytes]:
        """Bytes of the envelope, and the receipt; or nothing of either. A line that breaks is not used again."""
        try:
            line = self._free.get_nowait()
        except queue.Empty:
            return 0, b""
        try:
            line.send_bytes(order.to_bytes())
            line.send_bytes(form)
            size, _, receipt = line.recv_bytes().partition(b" ")
        except (OSError, EOFError) as error:
            line.close()
            report(error)
            return 0, b""
        self._free.put(line)
        return int(size), receipt
