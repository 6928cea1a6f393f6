"""What the desk's pages set going and do not wait for: a fetch, and adding files to a collection or trying them again.

Each in a thread of its own, one of each kind at a time; a page asks for the state and shows it. The work itself is the
same rule that the command runs, and survives a kill the same way. How adding goes is in the row of its job, whoever
started it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from amparo.desk import jobs_store
from amparo.desk.adding import add_ordered
from amparo.desk.collecting import Step
from amparo.desk.fetch import Summary, fetch
from amparo.desk.jobs_store import Order, State
from amparo.desk.room import Desk
from amparo.errors import AmparoError
from amparo.records.passwords import NONE, Passwords


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
        self._adding = False
        self._refused: AmparoError | None = None

    def fetch_state(self) -> FetchState:
        """The state now; a value, not a view."""
        return self._fetch

    @property
    def refused(self) -> AmparoError | None:
        """Why the last order given here did not even begin; None when it did."""
        return self._refused

    @property
    def is_adding(self) -> bool:
        """Whether an order given here is under way: its job has a row a moment later."""
        return self._adding

    def start_fetch(self) -> None:
        """Start a fetch unless one is running."""
        with self._lock:
            if self._fetch.running:
                return
            self._fetch = FetchState(running=True)
        _start("fetch", self._run_fetch)

    def start_add(self, order: Order, passwords: Passwords = NONE) -> bool:
        """Start what is ordered; False when something else is being added, here or by a command. `passwords` are tried
        on what is locked and kept nowhere.
        """
        with self._lock:
            if self._adding or self._is_adding_elsewhere():
                return False
            self._adding, self._refused = True, None
        _start("add", lambda: self._run_add(order, passwords))
        return True

    def _is_adding_elsewhere(self) -> bool:
        with self._desk.database() as database:
            return any(job.state is State.RUNNING for job in jobs_store.latest(database, 1))

    def _run_fetch(self) -> None:
        done = FetchState()
        try:
            done = FetchState(summary=fetch(self._desk, report=self._report_fetch))
        except AmparoError as error:
            done = FetchState(error=error)
        finally:
            # Also after a surprise: a page must not say for ever that a fetch is running.
            self._fetch = done

    def _run_add(self, order: Order, passwords: Passwords) -> None:
        try:
            add_ordered(self._desk, order, passwords)
        except AmparoError as error:
            # Once the job has a row, the row says so too.
            self._refused = error
        finally:
            self._adding = False

    def _report_fetch(self, step: Step) -> None:
        self._fetch = FetchState(running=True, step=step)


def _start(name: str, work: Callable[[], None]) -> None:
    threading.Thread(target=work, name=name, daemon=True).start()
