"""What is to be read and with what: all that a crew of readers has to be told, in this process or in another."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from amparo.desk import ledger_store
from amparo.desk.documents_store import CollectionId, FileId, RunId
from amparo.desk.found_files import Patterns, find, number
from amparo.desk.reading_crew import FindKnown, ReadingCrew
from amparo.desk.reading_events import Packet
from amparo.desk.sqlite import connect
from amparo.desk.store import NAME
from amparo.records.passwords import Passwords
from amparo.sandbox.limits import Limits
from amparo.sandbox.walls import Wall


class Reading(Protocol):
    """Readers at work. `reading`: how many files are in their hands."""

    @property
    def reading(self) -> int: ...

    def packets(self) -> Generator[Packet, None, None]:
        """What they read, as `ReadingCrew.packets`. Leaving early stops them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Files under `paths` without `excludes`, for a run of a collection. `home` is HOME/desk; `outdated`: what nobody
    knows the readers of is read again too.
    """

    home: Path
    spools: Path
    collection: CollectionId
    run: RunId
    outdated: bool
    paths: tuple[str, ...]
    excludes: tuple[str, ...]
    languages: str
    wall: Wall
    size: int
    limits: Limits | None
    passwords: Passwords

    def has(self, files: int) -> bool:
        """Whether there are at least so many files under the paths; looks no further."""
        return next(islice(number(self.paths), files - 1, None), 0) == files

    @contextmanager
    def here(self) -> Iterator[Reading]:
        """Readers whose threads are of this process."""
        # A connection of its own: the ledger is asked from other threads, while what was read is written.
        with closing(connect(self.home / NAME)) as asked:
            known = self._known(asked)
            crew = ReadingCrew(
                self.wall,
                self.spools,
                known,
                size=self.size,
                limits=self.limits,
                languages=self.languages,
                passwords=self.passwords,
            )
            yield _Here(crew, self)

    def _known(self, database: sqlite3.Connection) -> FindKnown:
        if not ledger_store.has_files(database, self.collection):
            # No file comes twice in a run, so what the run itself writes need not be asked for.
            return lambda path, sha256: None

        def known(path: str, sha256: str) -> FileId | None:
            return ledger_store.finished_file(
                database, self.collection, path, sha256, self.run, unknown_is_old=self.outdated
            )

        return known


@dataclass(frozen=True, slots=True)
class _Here:
    crew: ReadingCrew
    plan: Plan

    @property
    def reading(self) -> int:
        return self.crew.reading

    def packets(self) -> Generator[Packet, None, None]:
        return self.crew.packets(find(self.plan.paths, Patterns(self.plan.excludes)))
