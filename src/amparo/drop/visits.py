"""Small pieces of work of many requests, done together in one visit to a worker.

To wake a thread for some kilobytes and to be woken by it costs more than sealing them. So while a worker is at it, what
else there is to do is collected, and is the next visit. Whoever brings nothing keeps nobody waiting (docs/adr/0258).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor

Work = Callable[[], None]
_Entry = tuple[Work, asyncio.Future[None]]


class Visits:
    """One visit after the other, to `workers`; of one event loop. Work that takes long would keep the rest waiting."""

    def __init__(self, workers: Executor) -> None:
        self._workers = workers
        self._waiting: list[_Entry] = []
        self._is_under_way = False

    def start(self, work: Work) -> asyncio.Future[None]:
        """Have it done; the future of its end, or of what it raised. It is done also when nobody waits any more."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if not self._is_under_way:
            self._go()
        return done

    def _go(self) -> None:
        works = deque(work for work, _ in self._waiting)
        group = [done for _, done in self._waiting]
        self._waiting.clear()
        visit = asyncio.get_running_loop().run_in_executor(self._workers, _do, works)
        self._is_under_way = True
        visit.add_done_callback(lambda visit: self._tell(group, visit.result()))

    def _tell(self, group: Sequence[asyncio.Future[None]], errors: Sequence[Exception | None]) -> None:
        self._is_under_way = False
        if self._waiting:
            self._go()
        for done, error in zip(group, errors, strict=True):
            if done.done():
                continue
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)


def _do(works: deque[Work]) -> list[Exception | None]:
    """Do each, whatever becomes of the others. None is held on to once it is done: it holds a piece of an upload."""
    errors = list[Exception | None]()
    while works:
        errors.append(_error_of(works.popleft()))
    return errors


def _error_of(work: Work) -> Exception | None:
    try:
        work()
    except Exception as error:
        return error
    return None
