"""When a connection is read on: at once, or in a crowd when it is its turn (amparo.web.turns)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from uvicorn.protocols.http.flow_control import FlowControl

from amparo.web.turns import Turn, Turns


class Flow(FlowControl):
    """uvicorn's; it waits for a turn while `is_crowded`, and tells when we stop holding the peer back."""

    def __init__(
        self, transport: asyncio.Transport, turns: Turns, loop: asyncio.AbstractEventLoop, on_resume: Callable[[], None]
    ) -> None:
        super().__init__(transport)
        self.is_crowded = False
        self.turn = Turn(turns, loop, self._go_on)
        self._on_resume = on_resume

    def resume_reading(self) -> None:
        """What was read is worked on: read again, or wait for that."""
        if self.turn.is_held:
            self.turn.end()
        if self.read_paused and self.is_crowded:
            self.turn.ask()
        else:
            self._go_on()

    def let_go(self) -> None:
        """Tell nobody any more. Else a connection that ended would hold itself, and what came over it."""
        self.turn.end()
        self._on_resume = _nobody

    def _go_on(self) -> None:
        """The peer's time begins anew."""
        if self.read_paused:
            super().resume_reading()
            self._on_resume()


def _nobody() -> None:
    """Nobody is told."""
