"""Answers leave at whole steps of time, so that what one kind of answer takes longer than another does not show.

What takes less than a step more leaves in the same step, unless the work ends within that time of a step's end:
docs/adr/0208.
"""

from __future__ import annotations

import asyncio
import math
import time
from typing import Final

WORDS: Final = 0.1
"""Seconds, for answers to words: the page for words that are none of ours takes a millisecond longer to make."""
MAILBOX: Final = 0.01
"""Seconds, for looks into a mailbox: one with replies takes a tenth of a millisecond longer."""

_COARSE: Final = 0.002
"""Seconds before a step's end from which on they are counted finely."""


def to_next_step(passed: float, step: float) -> float:
    """Seconds left until a whole number of steps, at least one, has passed."""
    return max(0.0, max(1, math.ceil(passed / step)) * step - passed)


async def wait_for_step(began: float, step: float) -> None:
    """Wait until a whole number of steps has passed since `began`, a time of `time.monotonic`."""
    passed = time.monotonic() - began
    left = to_next_step(passed, step)
    await asyncio.sleep(left - _COARSE)
    # The loop waits whole milliseconds from when it is asked to: by itself it would hand the work's fraction on.
    await asyncio.to_thread(_sleep_until, began + passed + left)


def _sleep_until(end: float) -> None:
    time.sleep(max(0.0, end - time.monotonic()))
