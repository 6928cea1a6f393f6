"""One thread that makes many submissions last at once: whoever waits when it looks shares one sync and one commit.

After the commit the order in which rows came is still to be seen on the disk. Hiding it means writing the database
anew, which costs more than the commit; so it is done as soon as nothing new has come for a moment, and at the latest a
second after (docs/adr/0091).
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import Final, Generic, TypeVar

from amparo.web.problems import report

T = TypeVar("T")

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
        self._queue: queue.SimpleQueue[tuple[T, Future[T]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._settled = threading.Event()
        self._settled.set()

    def add(self, item: T) -> Future[T]:
        """Gives the item once it lasts, or what the commit raised. It cannot be called back."""
        done: Future[T] = Future()
        done.set_running_or_notify_cancel()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="drop-commit", daemon=True)
                self._thread.start()
            self._queue.put((item, done))
        return done

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

    def _take(self, first: tuple[T, Future[T]]) -> bool:
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

    def _make_last(self, group: Sequence[tuple[T, Future[T]]]) -> bool:
        try:
            self._commit([item for item, _ in group])
        except BaseException as error:
            if len(group) == 1:
                self._refuse(*group[0], error)
            return False
        for item, done in group:
            done.set_result(item)
        return True

    def _refuse(self, item: T, done: Future[T], why: BaseException) -> None:
        try:
            if self._undo is not None:
                self._undo(item)
        except Exception as error:
            report(error)
        done.set_exception(why)
