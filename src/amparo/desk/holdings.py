"""Where the desk keeps its documents: database, originals and search index under HOME/desk, opened together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from amparo.desk.disk import make_private_directory
from amparo.desk.documents_store import stems
from amparo.desk.meaning_asking import nearest_to
from amparo.desk.originals import Originals
from amparo.desk.relations import relations
from amparo.desk.settings import desk_home
from amparo.desk.store import NAME, open_database
from amparo.search.tantivy_engine import TantivyEngine


@dataclass(frozen=True, slots=True)
class Holdings:
    """Open holdings; `home` is HOME/desk. The connection serves one thread; the engine and the originals serve any."""

    home: Path
    database: sqlite3.Connection
    originals: Originals
    engine: TantivyEngine

    @property
    def lock(self) -> Path:
        """Held while documents are added: the index takes one writer."""
        return self.home / "ingest.lock"

    @property
    def spools(self) -> Path:
        """Parts of containers wait here, in files without names."""
        return make_private_directory(self.home / "spools")


@contextmanager
def open_holdings(home: Path) -> Iterator[Holdings]:
    """The holdings under HOME (not HOME/desk), made when missing; a desk needs no keys to keep documents."""
    desk = make_private_directory(desk_home(home))
    with (
        closing(open_database(desk / NAME)) as database,
        closing(_engine(desk, database)) as engine,
    ):
        yield Holdings(desk, database, Originals(desk / "files"), engine)


def _engine(desk: Path, database: sqlite3.Connection) -> TantivyEngine:
    told, near = partial(stems, database), partial(nearest_to, desk)
    return TantivyEngine.open(desk / "index", relations(database), stems=told, meanings=near)
