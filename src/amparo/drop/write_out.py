"""Makes what came of a large upload last while more of it comes, so that the sync before the thanks is short.

No promise: what fails here the sync of the writer's own handle does, and tells of, since every open file hears of an
error for itself (fsync(2), since Linux 4.13). Only to begin writing would not do: a disk with a cache of its own takes
its time when that is flushed (docs/adr/0259).
"""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

EVERY: Final = 8 * 1024 * 1024
"""Bytes of one file that are worth a beginning."""


class WriteOut:
    """One worker for all uploads: a disk does one thing at a time."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, "drop-write-out")

    def begin(self, path: Path) -> Future[None]:
        """Have what was written to this file made to last; the future of its end, or of its failure."""
        return self._worker.submit(_sync, path)


def _sync(path: Path) -> None:
    # It may be gone meanwhile.
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fdatasync(handle)
        finally:
            os.close(handle)
