"""Turns at reading: few at a time, in order, and none for who has nothing to read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from amparo.web.turns import Turn, Turns

MOST = 3


class Crowd:
    """Connections that note when their turn came."""

    def __init__(self, size: int) -> None:
        self.came: list[int] = []
        turns, loop = Turns(MOST), asyncio.get_running_loop()
        self.turns = [Turn(turns, loop, self._noting(number)) for number in range(size)]

    def _noting(self, number: int) -> Callable[[], None]:
        return lambda: self.came.append(number)

    @property
    def holding(self) -> list[int]:
        return [number for number, turn in enumerate(self.turns) if turn.is_held]


async def two_passes() -> None:
    """What is looked at after the next pass of the loop was."""
    for _ in range(3):
        await asyncio.sleep(0)


def test_they_come_in_order_and_are_kept_while_what_was_read_is_worked_on() -> None:
    async def story() -> None:
        crowd = Crowd(6)
        for turn in crowd.turns:
            turn.ask()
        for turn in crowd.turns[:MOST]:
            turn.use(is_more=True)
        await two_passes()
        assert crowd.holding == [0, 1, 2]
        crowd.turns[1].end()
        crowd.turns[1].ask()
        assert crowd.holding == [0, 2, 3] and crowd.came == [0, 1, 2, 3]
        crowd.turns[3].use(is_more=False)
        assert crowd.holding == [0, 2, 4]
        crowd.turns[5].end()
        crowd.turns[0].end()
        assert crowd.came == [0, 1, 2, 3, 4, 1], "who left the queue is passed over"

    asyncio.run(story())


def test_who_finds_nothing_to_read_keeps_nobody_waiting() -> None:
    async def story() -> None:
        crowd = Crowd(3 * MOST)
        for turn in crowd.turns:
            turn.ask()
        for _ in range(3):
            await two_passes()
        assert crowd.came == list(range(3 * MOST)) and crowd.holding == []
        crowd.turns[0].ask()
        crowd.turns[0].end()
        crowd.turns[0].ask()
        await asyncio.sleep(0)
        assert crowd.holding == [0], "the look at the turn before is none at this one"

    asyncio.run(story())


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["ask", "end", "work", "idle", "pass"])), max_size=60))
def test_never_more_than_may_and_nobody_waits_while_one_is_free(deeds: list[tuple[int, str]]) -> None:
    async def story() -> None:
        crowd, waiting = Crowd(10), set[int]()
        for number, deed in deeds:
            turn = crowd.turns[number]
            match deed:
                case "ask" if not turn.is_held:
                    waiting.add(number)
                    turn.ask()
                case "end":
                    waiting.discard(number)
                    turn.end()
                case "work" | "idle" if turn.is_held:
                    turn.use(is_more=deed == "work")
                case "pass":
                    await asyncio.sleep(0)
            waiting -= set(crowd.came)
            crowd.came.clear()
            assert len(crowd.holding) <= MOST
            assert not waiting or len(crowd.holding) == MOST

    asyncio.run(story())
