"""How much of its body each upload may hold, so that a crowd of them needs hardly more memory than a few do.

Nobody waits for anybody: a peer that stalls holds its small share and keeps no other from going on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

TOGETHER: Final = 3584 * 1024
"""Bytes that all uploads under way may hold, each in equal share."""
LEAST: Final = 16 * 1024
MOST: Final = 1024 * 1024
FEW: Final = 64 * 1024
"""Below such a share nothing is read on while what came is worked on."""


class Crowd:
    """The uploads under way; of one event loop."""

    def __init__(self) -> None:
        self._count = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """For as long as an upload runs."""
        self._count += 1
        try:
            yield
        finally:
            self._count -= 1

    @property
    def share(self) -> int:
        """Bytes of a body that one upload may hold now."""
        return max(LEAST, min(MOST, TOGETHER // max(1, self._count)))

    @property
    def is_large(self) -> bool:
        """Whether shares are so small that none should be read while another is being handled."""
        return self.share < FEW
