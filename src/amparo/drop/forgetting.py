"""Lets the process forget what it has handled: freed memory is overwritten, and what cycles hold is freed soon.

Python frees a passphrase or a page and leaves its bytes lying until they are needed again; measured, an idle drop still
held most passphrases of the last days (bench/seizure). So the drop runs on the system's allocator instead of Python's
own, told to fill what is freed, without the cache that escapes that. It listens to this only at its start, so the
process begins anew, once. docs/adr/0115 has the price.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

ALLOCATOR: Final = "PYTHONMALLOC", "malloc"
TUNABLES: Final = (
    "GLIBC_TUNABLES",
    "glibc.malloc.perturb=85:glibc.malloc.tcache_count=0"
    ":glibc.malloc.mmap_threshold=4194304:glibc.malloc.trim_threshold=4194304:glibc.malloc.arena_max=1"
    ":glibc.malloc.hugetlb=1",
)
"""85: freed bytes become 0x55. The cache of each thread is off: glibc does not fill what goes there. What takes 4 MiB
or more, Argon2id's memory say, goes back to the system each time instead of staying with a thread; less than that, at
the end of a heap, stays and is overwritten. By default it would go back from 128 KiB on and be taken anew for every
piece of a body, which costs more than what is done with the piece (docs/adr/0240). One heap for all threads: each with
its own would keep as much. In large pages where the system has them (docs/adr/0271)."""
DELAYS: Final = 1.0, 10.0, 90.0
"""Seconds after a request: when it is over, when its connection was kept and closed, when it was cut off."""


def overwrite_freed() -> bool:
    """Begin this process anew, with the same words, so that freed memory is overwritten; False where that is unknown.

    To be called before anything else: it does not return unless that is already so. The variables go no further.
    """
    if not _is_glibc():
        return False
    if os.environ.get(ALLOCATOR[0]) != ALLOCATOR[1] or os.environ.get(TUNABLES[0]) != TUNABLES[1]:
        environment = {**os.environ, ALLOCATOR[0]: ALLOCATOR[1], TUNABLES[0]: TUNABLES[1]}
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606 no shell is wanted
    del os.environ[ALLOCATOR[0]], os.environ[TUNABLES[0]]
    return True


def spare_what_stays() -> None:
    """Leave what is loaded by now out of every later collection: it stays, and looking through it takes 30 ms."""
    gc.collect()
    gc.freeze()


def _is_glibc() -> bool:
    try:
        return str(os.confstr("CS_GNU_LIBC_VERSION")).startswith("glibc")
    except (ValueError, OSError):
        return False


class Forgetting:
    """Collects garbage a little after each request: cycles, of errors and connections say, hold what was sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._planned: set[float] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then plan what is not yet planned."""
        try:
            await self._app(scope, receive, send)
        finally:
            if scope["type"] == "http":
                for delay in DELAYS:
                    self._plan(delay)

    def _plan(self, delay: float) -> None:
        if delay not in self._planned:
            self._planned.add(delay)
            asyncio.get_running_loop().call_later(delay, self._collect, delay)

    def _collect(self, delay: float) -> None:
        self._planned.discard(delay)
        gc.collect()
