"""The search engine over the desk's documents, with what the desk alone knows: which documents are near-duplicates of
one, which are of its thread; and the index brought up to date before it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amparo.desk.disk import only_one
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.indexing import Progress, catch_up, is_behind
from amparo.errors import StateError

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
