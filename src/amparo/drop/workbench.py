"""The process beside the server (amparo.drop.beside): takes forms from its lines, seals and writes them; and texts at
the door (amparo.drop.doorway).

One thread seals, one form after the other; a second makes last what was written meanwhile, all of it at once, and
answers. So no form waits for another's disk, and no thread for another's turn at the interpreter (docs/adr/0242). What
it knows of the newsroom it reads from the drop's home, whose only writer is the server, and seals only when that is
what the server means. It ends with the server, however that ends, and keeps nothing of a form.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import select
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from amparo.drop.beside import ANSWERED, ASKED, Order, state_of
from amparo.drop.deriving import Reach, reach_in_turn
from amparo.drop.forms import Forms
from amparo.drop.lasting import Unsynced, make_last, write_new
from amparo.drop.newsroom import Newsroom
from amparo.drop.receipt import Receipt
from amparo.drop.sealing import Terms
from amparo.drop.settings import Settings
from amparo.errors import AmparoError, StateError
from amparo.seal.passphrase import parse
from amparo.web.problems import report

COLLECT: Final = 1.0, 10.0
"""Seconds after a form when garbage is collected (amparo.drop.forgetting says why)."""
DECLINED: Final = b"0 "


@dataclass(frozen=True, slots=True)
class Written:
    """An envelope of `size` bytes that does not last yet."""

    file: Unsynced
    size: int
    receipt: Receipt = field(repr=False)

    @property
    def answer(self) -> bytes:
        """Its size in bytes, a space and the receipt. Joined: formatting leaves a copy on the thread's stack."""
        return b"".join((b"%d " % self.size, self.receipt.to_bytes()))


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
        return Written(file, len(sealed), receipt)

    def reach(self, order: Order, words: bytes) -> Reach | None:
        """What an envelope is to say of these words."""
        try:
            return reach_in_turn(parse(words.decode("ascii")), order.content_type)
        except AmparoError:
            return None

    @property
    def newsroom(self) -> str:
        """The newsroom's name, as the roster that was last sealed to has it."""
        roster = None if self._known is None else self._known[1].standing.roster
        return self._settings.newsroom if roster is None else roster.newsroom

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


_Waiting = queue.SimpleQueue[tuple[socket.socket, Unsynced, bytes] | None]


class Door(Protocol):
    """What else the loop attends to (amparo.drop.doorway)."""

    def open(self, chooser: select.epoll) -> None:
        """Wait there from now on."""

    def attend(self, ready: Sequence[int]) -> None:
        """These handles are ready, or it is time."""

    @property
    def due(self) -> float | None:
        """When that is, on the monotonic clock."""


def serve(bench: Workbench, lines: Sequence[socket.socket], door: Door | None = None) -> None:
    """Seal what comes over the lines, and at the door, until the last line ends."""
    written: _Waiting = queue.SimpleQueue()
    syncing = threading.Thread(target=_make_all_last, args=(written,), daemon=True)
    syncing.start()
    chooser, open_lines = select.epoll(), {line.fileno(): line for line in lines}
    for handle in open_lines:
        chooser.register(handle, select.EPOLLIN)
    if door is not None:
        door.open(chooser)
    collecting: list[float] = []
    while open_lines:
        ready = [handle for handle, _ in chooser.poll(_until(door, collecting))]
        if door is not None:
            door.attend([handle for handle in ready if handle not in open_lines])
        # One form, which may take an Argon2id; then again whoever is at the door.
        for handle in [handle for handle in ready if handle in open_lines][:1]:
            if not _next(bench, open_lines[handle], written):
                chooser.unregister(handle)
                del open_lines[handle]
        if ready and not collecting:
            collecting = [time.monotonic() + delay for delay in COLLECT]
        if collecting and collecting[0] <= time.monotonic():
            del collecting[0]
            gc.collect()
    chooser.close()
    written.put(None)
    syncing.join()


def _until(door: Door | None, collecting: Sequence[float]) -> float | None:
    """Seconds to wait at most; None without end."""
    held = None if door is None else door.due
    due = [*collecting[:1], *([] if held is None else [held])]
    return max(0.0, min(due) - time.monotonic()) if due else None


def _next(bench: Workbench, line: socket.socket, written: _Waiting) -> bool:
    """Do one order; False when the line has ended. In a frame of its own, so that nothing refers to the form after."""
    try:
        head, length = ASKED.unpack(_read(line, ASKED.size))
        both = memoryview(_read(line, head + length))
        order, form = Order.parse(bytes(both[:head])), bytes(both[head:])
    except (EOFError, OSError):
        return False
    made: Written | Reach | None = None
    try:
        made = bench.seal(order, form) if order.path else bench.reach(order, form)
    except Exception as error:
        report(error)
    match made:
        case None:
            _answer(line, DECLINED)
        case Reach():
            _answer(line, b"".join((b"1 ", made.to_bytes())))
        case Written():
            written.put((line, made.file, made.answer))
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
    lasting = make_last([file for _, file, _ in waiting])
    for (line, _, answer), lasts in zip(waiting, lasting, strict=True):
        _answer(line, answer if lasts else DECLINED)
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
