"""What the search pages set going and do not wait for: filling the index anew, looking for many names, reading a
collection for its meaning.

One of each kind at a time. All go on after a kill where they were.
"""

from __future__ import annotations

from collections.abc import Callable

from amparo.desk.background import Background
from amparo.desk.documents_store import CollectionId
from amparo.desk.holdings import open_holdings
from amparo.desk.meaning import catch_up
from amparo.desk.room import Desk
from amparo.desk.searching import searchable


class SearchJobs:
    """The background work of one desk's search pages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.indexing = Background("index")
        self.reading = Background("meaning")
        self._asking: dict[int, Background] = {}

    def asking(self, batch: int) -> Background:
        """The asking of one batch of names."""
        return self._asking.setdefault(batch, Background("batch"))

    def fill_index(self) -> None:
        """Bring the index up to date."""
        self.indexing.start(self._fill_index)

    def _fill_index(self, progress: Callable[[int, int], None]) -> None:
        with searchable(self._desk.home, progress):
            pass

    def read_meaning(self, collection: CollectionId) -> None:
        """Read what is pending in a collection for its meaning."""

        def read(progress: Callable[[int, int], None]) -> None:
            with open_holdings(self._desk.home) as holdings:
                catch_up(holdings, collection, progress)

        self.reading.start(read)
