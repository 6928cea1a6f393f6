"""A piece of work that a page sets going and does not wait for: one at a time, in a thread, with a state to show.

Adding files has more to tell, and a row of its own (`jobs`, `jobs_store`); this is for work whose every step is kept
by what it works on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from amparo.errors import AmparoError


@dataclass(frozen=True, slots=True)
class Going:
    """How far a piece of work is; `error` when it ended badly."""

    running: bool = False
    done: int = 0
    whole: int = 0
    error: AmparoError | None = None


class Background:
    """One piece of work at a time, in a thread; `state` is a value, not a view."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self.state = Going()

    def start(self, work: Callable[[Callable[[int, int], None]], None]) -> bool:
        """Start `work(progress)` unless some is running; whether it was started."""
        with self._lock:
            if self.state.running:
                return False
            self.state = Going(running=True)
        threading.Thread(target=self._run, args=(work,), name=self._name, daemon=True).start()
        return True

    def _run(self, work: Callable[[Callable[[int, int], None]], None]) -> None:
        ended = Going()
        try:
            work(self._report)
        except AmparoError as error:
            ended = Going(error=error)
        finally:
            # Also after a surprise: a page must not say for ever that something is running.
            self.state = ended

    def _report(self, done: int, whole: int) -> None:
        self.state = Going(True, done, whole)
