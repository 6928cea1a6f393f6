"""What the search pages set going and do not wait for: filling the index anew, and looking for many names.

Each in a thread of its own, one of each kind at a time. Both go on after a kill where they were.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from amparo.desk.room import Desk
from amparo.desk.searching import searchable
from amparo.errors import AmparoError


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is; `error` when it ended badly."""

    running: bool = False
    done: int = 0
    whole: int = 0
    error: AmparoError | None = None


class Job:
    """One piece of work at a time, in a thread; `state` is a value, not a view."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self.state = Progress()

    def start(self, work: Callable[[Callable[[int, int], None]], None]) -> bool:
        """Start `work(progress)` unless some is running; whether it was started."""
        with self._lock:
            if self.state.running:
                return False
            self.state = Progress(running=True)
        threading.Thread(target=self._run, args=(work,), name=self._name, daemon=True).start()
        return True

    def _run(self, work: Callable[[Callable[[int, int], None]], None]) -> None:
        ended = Progress()
        try:
            work(self._report)
        except AmparoError as error:
            ended = Progress(error=error)
        finally:
            # Also after a surprise: a page must not say for ever that something is running.
            self.state = ended

    def _report(self, done: int, whole: int) -> None:
        self.state = Progress(True, done, whole)


class SearchJobs:
    """The background work of one desk's search pages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.indexing = Job("index")
        self._asking: dict[int, Job] = {}

    def asking(self, batch: int) -> Job:
        """The asking of one batch of names."""
        return self._asking.setdefault(batch, Job("batch"))

    def fill_index(self) -> None:
        """Bring the index up to date."""
        self.indexing.start(self._fill_index)

    def _fill_index(self, progress: Callable[[int, int], None]) -> None:
        with searchable(self._desk.home, progress):
            pass
