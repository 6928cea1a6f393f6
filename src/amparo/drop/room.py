"""What every request of the drop needs, made once when the app is made and reached through the app's state."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import jinja2
from starlette.requests import Request

from amparo.drop.access import Access
from amparo.drop.beside import Beside
from amparo.drop.configuration import Configuration
from amparo.drop.crowd import Crowd
from amparo.drop.doorkeepers import Doorkeepers
from amparo.drop.forms import Forms
from amparo.drop.model import Clock, Random
from amparo.drop.newsroom import Newsroom
from amparo.drop.sealing import Terms
from amparo.drop.settings import Settings
from amparo.drop.store import Store
from amparo.drop.uploads import Uploads
from amparo.drop.visits import Visits

T = TypeVar("T")

THREADS = 6
"""Workers for sealing, Argon2id (19 MiB each) and the disk; the event loop itself never waits for a disk."""


@dataclass(frozen=True, slots=True)
class Room:
    """The drop at work."""

    settings: Settings
    store: Store
    uploads: Uploads
    newsroom: Newsroom
    forms: Forms
    terms: Terms
    beside: Beside
    doorkeepers: Doorkeepers
    crowd: Crowd
    configuration: Configuration
    access: Access
    pages: jinja2.Environment
    threads: ThreadPoolExecutor
    visits: Visits
    """To `threads`, with small pieces of work."""
    clock: Clock
    random: Random
    locked: bool
    """Whether this process keeps its memory out of swap."""

    @property
    def name(self) -> str:
        """The newsroom's name: the roster's, which is signed, or the setting until there is one."""
        roster = self.newsroom.standing.roster
        return self.settings.newsroom if roster is None else roster.newsroom

    def start(self, work: Callable[..., T], *arguments: object) -> asyncio.Future[T]:
        """Start blocking work on a worker; the future of its answer."""
        return asyncio.get_running_loop().run_in_executor(self.threads, work, *arguments)


def room_of(request: Request) -> Room:
    """The room that answers this request."""
    room: Room = request.app.state.room
    return room
