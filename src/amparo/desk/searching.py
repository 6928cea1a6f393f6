"""The search engine over the desk's documents, with what the desk alone knows: which documents are near-duplicates of
one, which are of its thread; and the index brought up to date before it is asked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from amparo.desk.disk import only_one
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.indexing import Progress, catch_up, is_behind
from amparo.desk.ledger_said import path_in
from amparo.errors import StateError
from amparo.search.engine import Hit

ADDING = "Adding documents"


@contextmanager
def searchable(home: Path, progress: Progress = lambda done, whole: None) -> Iterator[tuple[Holdings, bool]]:
    """The holdings under HOME, with an index that has every document; and whether it really has: while others add
    documents, it has those of before.
    """
    with open_holdings(home) as holdings:
        yield holdings, bring_up(holdings, progress)


def bring_up(holdings: Holdings, progress: Progress = lambda done, whole: None) -> bool:
    """Fill the index when it is new, of another layout, or was cut off. False when another process is at it."""
    if not is_behind(holdings.database, holdings.engine):
        return True
    try:
        with only_one(holdings.lock, ADDING):
            catch_up(holdings.database, holdings.engine, progress)
    except StateError:
        return False
    return True


def as_found_in(database: sqlite3.Connection, collection: str | None, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits with the place and the name that they have in the one collection that is looked in: the index has the first
    of all.
    """
    for hit in hits:
        path = path_in(database, collection, hit.document) if collection and len(hit.collections) > 1 else None
        yield _at(hit, path) if path and path != hit.path else hit


def _at(hit: Hit, path: str) -> Hit:
    if not hit.path.endswith(f"/{hit.name}"):
        return replace(hit, path=path)
    name = path.rpartition("/")[2]
    # What has no title of its own is called by its file.
    return replace(hit, path=path, name=name, title=name if hit.title == hit.name else hit.title)
