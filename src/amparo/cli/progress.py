"""Progress on a terminal: one line on stderr that says the step and how far it is; silent when nobody watches."""

from __future__ import annotations

import sys
import time

_EVERY = 0.1


class Steps:
    """Called with a step's name, how many are done, and of how many."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._last = 0.0
        self._step = ""

    def __call__(self, step: str, done: int, whole: int) -> None:
        """Show where the work is; a finished step keeps its line."""
        now = time.monotonic()
        if not self._shown or (now - self._last < _EVERY and done < whole and step == self._step):
            return
        self._last, self._step = now, step
        end = "\n" if done >= whole else ""
        print(f"\r\x1b[K{step}: {done:,} of {whole:,}", end=end, file=sys.stderr, flush=True)
