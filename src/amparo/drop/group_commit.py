"""One thread that makes many submissions last at once: whoever waits when it looks shares one sync.

What nobody waits for comes after: their rows, and hiding the order in which they came, which means writing the database
anew. That is done as soon as nothing new has come for a moment, and at the latest a second after (docs/adr/0091, 0241).
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from enum import Enum
from typing import Final, Generic, TypeVar

from amparo.web.problems import report

T = TypeVar("T")
_Entry = tuple[T, Future[T]]

QUIET: Final = 0.05
"""Seconds without anything new after which the order is hidden."""
LATEST: Final = 1.0
"""Seconds after which it is hidden however much comes."""
MOST: Final = 256


class _Word(Enum):
    """What else the thread is told."""

    NOTED = "noted"
    END = "end"


class GroupCommit(Generic[T]):
    """`commit` makes several items last, or raises and none does; `undo` clears away one that does not; `settle` writes
    their rows and hides their order.

    A `settle` that fails, on a disk that does, is reported and tried again after the next commit: what was thanked for
    lasts all the same, and the door must not stick.
    """

    def __init__(
        self, commit: Callable[[Sequence[T]], None], settle: Callable[[], None], undo: Callable[[T], None] | None = None
    ) -> None:
        self._commit, self._settle, self._undo = commit, settle, undo
        self._queue: queue.SimpleQueue[_Entry[T] | _Word] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._noted = False
        self._settled = threading.Event()
        self._settled.set()

    def add(self, item: T) -> Future[T]:
        """Gives the item once it lasts, or what the commit raised. It cannot be called back."""
        done: Future[T] = Future()
        done.set_running_or_notify_cancel()
        with self._lock:
            self._tell((item, done))
        return done

    def note(self) -> None:
        """Something lasts already, and `settle` is due for it. Never waits; the thread is woken for the first only."""
        with self._lock:
            if self._settled.is_set():
                self._settled.clear()
                self._tell(_Word.NOTED)
            else:
                self._noted = True

    def settle(self) -> None:
        """Returns when the order of what was added before is hidden, or could not be."""
        self._settled.wait()

    def close(self) -> None:
        """End; what was added is settled."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(_Word.END)
            thread.join()

    def _tell(self, what: _Entry[T] | _Word) -> None:
        """The lock is held."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="drop-commit", daemon=True)
            self._thread.start()
        self._queue.put(what)

    def _run(self) -> None:
        ending = False
        while not ending and (first := self._queue.get()) is not _Word.END:
            self._settled.clear()
            ending = self._take(first)
            while True:
                ending = ending or self._until_quiet()
                try:
                    self._settle()
                except Exception as error:
                    report(error)
                if self._is_settled():
                    break

    def _is_settled(self) -> bool:
        """False when something was noted meanwhile that may have come too late."""
        with self._lock:
            noted, self._noted = self._noted, False
            if not noted:
                self._settled.set()
            return not noted

    def _until_quiet(self) -> bool:
        """Commit what comes until nothing has for a moment, or for long enough. True when the end was asked for."""
        since = time.monotonic()
        while (left := min(QUIET, since + LATEST - time.monotonic())) > 0:
            self._noted = False
            try:
                if self._take(self._queue.get(timeout=left)):
                    return True
            except queue.Empty:
                if not self._noted:
                    break
        return False

    def _take(self, first: _Entry[T] | _Word) -> bool:
        """Commit this one and whatever else waits by now. True when the end was asked for."""
        told, group = first, list[_Entry[T]]()
        with suppress(queue.Empty):
            while told is not _Word.END:
                if not isinstance(told, _Word):
                    group.append(told)
                if len(group) == MOST:
                    break
                told = self._queue.get_nowait()
        if group and not self._make_last(group) and len(group) > 1:
            # One of them spoils it for all: each alone.
            for entry in group:
                self._make_last([entry])
        return told is _Word.END

    def _make_last(self, group: Sequence[_Entry[T]]) -> bool:
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
