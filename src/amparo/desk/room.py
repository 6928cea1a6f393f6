"""What every verb and page of the desk works with: settings, keys, database, the drop, the time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from amparo.desk.drop_client import DropClient
from amparo.desk.keys import DeskKeys, load_keys
from amparo.desk.settings import Settings, load
from amparo.desk.store import open_database
from amparo.errors import StateError

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk under `home` (HOME, not HOME/desk).

    Settings and keys are read anew each time: pairing in a terminal changes them under a desk that serves pages.
    """

    home: Path
    clock: Clock = system_clock
    given: Settings | None = None
    """Settings that are not in the file, or not yet; None reads the file."""
    root_key: Path | None = None
    """Where the newsroom's root key is, when it is not among the desk's keys."""

    @property
    def settings(self) -> Settings:
        """The settings as they are now; StateError when there is no desk here."""
        return self.given or load(self.home)

    @property
    def keys(self) -> DeskKeys:
        """The newsroom's and the desk's keys."""
        return load_keys(self.settings.keys, self.root_key)

    @property
    def today(self) -> date:
        """The day now, UTC, as drop and roster count days."""
        return self.clock().date()

    @contextmanager
    def database(self) -> Iterator[sqlite3.Connection]:
        """A connection for one thread, closed at the end of the block."""
        with closing(open_database(self.settings.database)) as database:
            yield database

    @contextmanager
    def drop(self) -> Iterator[DropClient]:
        """A client of the drop this desk is paired with; StateError before pairing."""
        settings = self.settings
        if not settings.drop:
            raise StateError("This desk is not paired with a drop yet.", "Run: amparo desk pair DROP_URL")
        client = DropClient(settings.drop, settings.desk, self.keys.request_key, self.clock, socks=settings.socks)
        with closing(client):
            yield client
