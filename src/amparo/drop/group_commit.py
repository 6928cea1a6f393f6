"""One thread that makes many submissions last at once: whoever waits when it looks shares one sync and one commit.

After the commit the order in which rows came is still to be seen on the disk. Hiding it means writing the database
anew, which costs more than the commit; so it is done as soon as nothing new has come for a moment, and at the latest a
second after (docs/adr/0091).
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Final, Generic, TypeVar

from amparo.web.problems import report

T = TypeVar("T")
_Done = Future[T] | asyncio.Future[T]
_Entry = tuple[T, _Done[T]]

QUIET: Final = 0.05
"""Seconds without anything new after which the order is hidden."""
LATEST: Final = 1.0
"""Seconds after which it is hidden however much comes."""
MOST: Final = 256


class GroupCommit(Generic[T]):
    """`commit` makes several items last, or raises and none does; `undo` clears away one that does not; `settle` hides
    their order.

    A `settle` that fails, on a disk that does, is reported and tried again after the next commit: what was thanked for
    lasts all the same, and the door must not stick.
    """

    def __init__(
        self, commit: Callable[[Sequence[T]], None], settle: Callable[[], None], undo: Callable[[T], None] | None = None
    ) -> None:
        self._commit, self._settle, self._undo = commit, settle, undo
        self._queue: queue.SimpleQueue[_Entry[T] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._settled = threading.Event()
        self._settled.set()

    def add(self, item: T) -> Future[T]:
        """Gives the item once it lasts, or what the commit raised. It cannot be called back."""
        done: Future[T] = Future()
        done.set_running_or_notify_cancel()
        self._put(item, done)
        return done

    def add_awaited(self, item: T) -> asyncio.Future[T]:
        """As `add`, from an event loop, which is woken once for all that one commit made last."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._put(item, done)
        return done

    def _put(self, item: T, done: _Done[T]) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="drop-commit", daemon=True)
                self._thread.start()
            self._queue.put((item, done))

    def settle(self) -> None:
        """Returns when the order of what was added before is hidden, or could not be."""
        self._settled.wait()

    def close(self) -> None:
        """End; what was added is settled."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            since = time.monotonic()
            self._settled.clear()
            ending = self._take(first)
            while not ending and (left := min(QUIET, since + LATEST - time.monotonic())) > 0:
                try:
                    entry = self._queue.get(timeout=left)
                except queue.Empty:
                    break
                ending = entry is None or self._take(entry)
            try:
                self._settle()
            except Exception as error:
                report(error)
            self._settled.set()
            if ending:
                return

    def _take(self, first: _Entry[T]) -> bool:
        """Commit this one and whatever else waits by now. True when the end was asked for."""
        group, ending = [first], False
        with suppress(queue.Empty):
            while len(group) < MOST and not ending:
                entry = self._queue.get_nowait()
                if entry is None:
                    ending = True
                else:
                    group.append(entry)
        if not self._make_last(group) and len(group) > 1:
            # One of them spoils it for all: each alone.
            for entry in group:
                self._make_last([entry])
        return ending

    def _make_last(self, group: Sequence[_Entry[T]]) -> bool:
        try:
            self._commit([item for item, _ in group])
        except BaseException as error:
            if len(group) == 1:
                self._refuse(*group[0], error)
            return False
        _tell(group)
        return True

    def _refuse(self, item: T, done: _Done[T], why: BaseException) -> None:
        try:
            if self._undo is not None:
                self._undo(item)
        except Exception as error:
            report(error)
        if isinstance(done, Future):
            done.set_exception(why)
        else:
            _wake(done.get_loop(), _fail, done, why)


def _tell(group: Sequence[_Entry[T]]) -> None:
    """Each loop is woken once: waking it costs more than telling it."""
    awaited: dict[asyncio.AbstractEventLoop, list[tuple[T, asyncio.Future[T]]]] = {}
    for item, done in group:
        if isinstance(done, Future):
            done.set_result(item)
        else:
            awaited.setdefault(done.get_loop(), []).append((item, done))
    for loop, entries in awaited.items():
        _wake(loop, _finish, entries)


def _wake(loop: asyncio.AbstractEventLoop, what: Callable[..., None], *arguments: object) -> None:
    # A loop that was closed has nobody left to tell.
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(what, *arguments)


def _finish(entries: Sequence[tuple[T, asyncio.Future[T]]]) -> None:
    for item, done in entries:
        if not done.done():
            done.set_result(item)


def _fail(done: asyncio.Future[T], why: BaseException) -> None:
    if not done.done():
        done.set_exception(why)
