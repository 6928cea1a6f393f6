"""Progress of `amparo desk add` on a terminal: a live line of counts and speed on stderr, by rich; silent when
nobody watches.
"""

from __future__ import annotations

import sys
import time

from rich.console import Console
from rich.live import Live
from rich.text import Text

from amparo.desk.tally import Tally

_EVERY = 0.2


class Counting:
    """Call it with the counts so far; `end` leaves the terminal clean."""

    def __init__(self, collection: str) -> None:
        self._collection = collection
        self._began = self._last = time.monotonic()
        watched = sys.stderr.isatty()
        self._live = Live(console=Console(stderr=True), transient=True, auto_refresh=False) if watched else None
        if self._live is not None:
            self._live.start()

    def __call__(self, tally: Tally) -> None:
        """Show the counts, a few times a second."""
        now = time.monotonic()
        if self._live is None or now - self._last < _EVERY:
            return
        self._last = now
        speed = tally.found / max(now - self._began, 0.001)
        line = f"{self._collection}: {tally.found:,} found, {tally.added:,} added, {tally.duplicates:,} duplicates, "
        self._live.update(Text(line + f"{tally.failed:,} failed, {tally.pages:,} pages, {speed:,.0f} a second"))
        self._live.refresh()

    def end(self) -> None:
        """Take the line away."""
        if self._live is not None:
            self._live.stop()
