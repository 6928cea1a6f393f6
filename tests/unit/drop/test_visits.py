"""Work done together in visits: each is done once and in its order, and hears only of itself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from amparo.drop.visits import Visits


class Counting(ThreadPoolExecutor):
    """One worker; how many visits there were."""

    visits = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.visits += 1
        return super().submit(fn, *args, **kwargs)


def test_what_comes_while_a_worker_is_busy_is_one_visit_in_its_order() -> None:
    done: list[int] = []
    go_on = threading.Event()

    def wait() -> None:
        if go_on.wait(10):
            done.append(0)

    async def all_of_them() -> None:
        visits = Visits(workers)
        first = visits.start(wait)
        rest = [visits.start(partial(done.append, number)) for number in range(1, 100)]
        go_on.set()
        await asyncio.gather(first, *rest)
        await visits.start(partial(done.append, 100))

    with Counting(1) as workers:
        asyncio.run(all_of_them())
        assert workers.visits == 3
    assert done == list(range(101))


def test_an_error_is_told_to_its_own_alone_and_who_left_hinders_nobody() -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError

    async def all_of_them() -> None:
        visits = Visits(workers)
        visits.start(partial(done.append, "first"))
        failed = visits.start(fail)
        left, last = (visits.start(partial(done.append, name)) for name in ("left", "last"))
        left.cancel()
        with pytest.raises(ValueError):
            await failed
        await last

    with Counting(1) as workers:
        asyncio.run(all_of_them())
        assert workers.visits == 2
    assert done == ["first", "left", "last"]
