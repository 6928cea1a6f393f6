"""What the desk's pages set going and do not wait for: a fetch, and adding a submission's files to a collection.

Each in a thread of its own, one of each kind at a time; a page asks for the state and shows it. The work itself is the
same rule that the command runs, and survives a kill the same way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amparo.desk.adding import add_paths
from amparo.desk.collecting import Step
from amparo.desk.fetch import Summary, fetch
from amparo.desk.room import Desk
from amparo.desk.tally import Tally
from amparo.errors import AmparoError


@dataclass(frozen=True, slots=True)
class FetchState:
    """`running`, with the last step reported; otherwise how the last fetch of this process ended, if there was one."""

    running: bool = False
    step: Step | None = None
    summary: Summary | None = None
    error: AmparoError | None = None


@dataclass(frozen=True, slots=True)
class AddState:
    """What is being added to `collection`, or how that ended. `summary` has the keys of `desk add --json`."""

    running: bool = False
    collection: str = ""
    found: int = 0
    summary: dict[str, Any] | None = None
    error: AmparoError | None = None


class Jobs:
    """The background work of one desk's pages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._fetch = FetchState()
        self._add = AddState()

    def fetch_state(self) -> FetchState:
        """The state now; a value, not a view."""
        return self._fetch

    def add_state(self) -> AddState:
        """The state now; a value, not a view."""
        return self._add

    def start_fetch(self) -> None:
        """Start a fetch unless one is running."""
        with self._lock:
            if self._fetch.running:
                return
            self._fetch = FetchState(running=True)
        _start("fetch", self._run_fetch)

    def start_add(self, paths: tuple[Path, ...], collection: str) -> bool:
        """Start adding files to a collection; False when something else is being added."""
        with self._lock:
            if self._add.running:
                return False
            self._add = AddState(running=True, collection=collection)
        _start("add", lambda: self._run_add(paths, collection))
        return True

    def _run_fetch(self) -> None:
        done = FetchState()
        try:
            done = FetchState(summary=fetch(self._desk, report=self._report_fetch))
        except AmparoError as error:
            done = FetchState(error=error)
        finally:
            # Also after a surprise: a page must not say for ever that a fetch is running.
            self._fetch = done

    def _run_add(self, paths: tuple[Path, ...], collection: str) -> None:
        done = AddState()
        try:
            summary = add_paths(self._desk, paths, collection, lambda tally: self._report_add(tally, collection))
            done = AddState(collection=collection, summary=summary)
        except AmparoError as error:
            done = AddState(collection=collection, error=error)
        finally:
            self._add = done

    def _report_fetch(self, step: Step) -> None:
        self._fetch = FetchState(running=True, step=step)

    def _report_add(self, tally: Tally, collection: str) -> None:
        self._add = AddState(running=True, collection=collection, found=tally.found)


def _start(name: str, work: Callable[[], None]) -> None:
    threading.Thread(target=work, name=name, daemon=True).start()
