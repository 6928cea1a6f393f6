"""What the desk's pages set going and do not wait for: a fetch, so far. One at a time, in a thread of its own.

A page asks for the state and shows it; the work itself is the same rule the command runs, and survives a kill the same
way.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from amparo.desk.collecting import Step
from amparo.desk.fetch import Summary, fetch
from amparo.desk.room import Desk
from amparo.errors import AmparoError


@dataclass(frozen=True, slots=True)
class FetchState:
    """`running`, with the last step reported; otherwise how the last fetch of this process ended, if there was one."""

    running: bool = False
    step: Step | None = None
    summary: Summary | None = None
    error: AmparoError | None = None


class Jobs:
    """The background work of one desk's pages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._fetch = FetchState()

    def fetch_state(self) -> FetchState:
        """The state now; a value, not a view."""
        return self._fetch

    def start_fetch(self) -> None:
        """Start a fetch unless one is running."""
        with self._lock:
            if self._fetch.running:
                return
            self._fetch = FetchState(running=True)
        threading.Thread(target=self._run_fetch, name="fetch", daemon=True).start()

    def _run_fetch(self) -> None:
        done = FetchState()
        try:
            done = FetchState(summary=fetch(self._desk, report=self._report))
        except AmparoError as error:
            done = FetchState(error=error)
        finally:
            # Also after a surprise: a page must not say for ever that a fetch is running.
            self._fetch = done

    def _report(self, step: Step) -> None:
        self._fetch = FetchState(running=True, step=step)
