"""Room on the disk, promised before it is used, so that uploads together never take what must stay free.

What is promised grows with what has come, not with what a peer says will come: otherwise one connection that announces
a disk-full and sends nothing would close the door for everybody else.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

from amparo.errors import FullError

MARGIN = 64 * 1024
"""What an upload under way is promised beside an eighth of what came: room for its padding (Padmé adds at most 12 %)
and its last records, bytes."""


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
        """For an upload that says it has `size` bytes; FullError unless they are there. It is promised nothing yet."""
        if size > 0 and size > self.available():
            raise full()
        return Claim(self)

    @contextlib.contextmanager
    def promised(self, size: int) -> Iterator[None]:
        """Promise `size` bytes for as long as the block runs. FullError when they are not there."""
        self.promise(size)
        try:
            yield
        finally:
            self.promise(-size)

    def promise(self, size: int) -> None:
        """Promise `size` bytes, or take so much of a promise back when it is negative. FullError as above."""
        with self._lock:
            if size > 0 and size > self.available():
                raise full()
            self._promised += size


class Claim:
    """What one upload was promised and has not written yet."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._left = 0
        self._spent = 0

    def spend(self, size: int) -> None:
        """About to write `size` bytes: they leave the promise, which grows first. FullError when there is no room."""
        self._spent += size
        wanted = max(0, size + self._spent // 8 + MARGIN - self._left)
        self._space.promise(wanted)
        self._space.promise(-size)
        self._left += wanted - size

    def release(self) -> None:
        """Give back what was not written."""
        self._space.promise(-self._left)
        self._left = 0
