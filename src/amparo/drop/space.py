"""Room on the disk, promised before it is used, so that uploads together never take what must stay free."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from amparo.errors import FullError

GROWTH = 16 * 1024 * 1024
"""How much an upload of unknown length claims at a time, bytes."""


def full() -> FullError:
    """The one error of a full disk."""
    return FullError(
        "There is no room left on this server for what you sent.",
        "Nothing of it was stored. Try again tomorrow, or send less at a time.",
    )


class Space:
    """The free room of the disk under `folder`, less what uploads under way were promised, less `keep_free`."""

    def __init__(self, folder: Path, keep_free: int) -> None:
        self._folder = folder
        self.keep_free = keep_free
        self._promised = 0
        self._lock = threading.Lock()

    def available(self) -> int:
        """Bytes that one more upload could claim; negative when the reserve is touched."""
        disk = os.statvfs(self._folder)
        return disk.f_bavail * disk.f_frsize - self.keep_free - self._promised

    def claim(self, size: int) -> Claim:
        """Promise `size` bytes to one upload; FullError when they are not there."""
        claim = Claim(self)
        claim.grow(size)
        return claim

    def _promise(self, size: int) -> None:
        with self._lock:
            if size > 0 and size > self.available():
                raise full()
            self._promised += size


class Claim:
    """What one upload was promised and has not written yet."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._left = 0

    def grow(self, size: int) -> None:
        """Promise more; FullError when it is not there."""
        self._space._promise(size)
        self._left += size

    def spend(self, size: int) -> None:
        """About to write `size` bytes: they leave the promise, which grows when it falls short."""
        if size > self._left:
            self.grow(max(size - self._left, GROWTH if self._space.available() > 2 * GROWTH else 0))
        self._space._promise(-size)
        self._left -= size

    def release(self) -> None:
        """Give back what was not written."""
        self._space._promise(-self._left)
        self._left = 0
