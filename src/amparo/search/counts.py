"""The counts beside hits, by kind, type, language, month and the like; remembered while the index stays as it is, since
the next page of hits and another order have the same ones.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tantivy

from amparo.search.engine import Facets
from amparo.search.schema import COUNTED
from amparo.search.tree import Node

FACET_OF = {"feature": "has"}
"""The facet that a field of the index counts for, where they have different names."""
MOST_VALUES = 1_000
MOST_REMEMBERED = 64
_MOST_MONTHS = 65_000

State = tuple[Path, int, int]
"""An index and its state: its directory, when its list of segments was written, and as which file."""
Question = tuple[State, Node, str | None]
"""A query in a state of an index, and the only collection that is looked in."""


class Remembered:
    """The last counts, at most MOST_REMEMBERED of them; for all indexes and threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: OrderedDict[Question, Facets] = OrderedDict()

    def get(self, question: Question) -> Facets | None:
        """What was counted for the same question in the same state."""
        with self._lock:
            return self._counts.get(question)

    def put(self, question: Question, counts: Facets) -> None:
        """Remember, and forget the oldest."""
        with self._lock:
            self._counts[question] = counts
            if len(self._counts) > MOST_REMEMBERED:
                self._counts.popitem(last=False)

    def forget(self) -> None:
        """Forget everything: for measuring."""
        with self._lock:
            self._counts.clear()


REMEMBERED = Remembered()


def state(directory: Path) -> State:
    """The state that an index is in now; each commit makes another one, and so does deleting it."""
    try:
        written = (directory / "meta.json").stat()
    except FileNotFoundError:
        return directory, 0, 0
    return directory, written.st_mtime_ns, written.st_ino


def count(searcher: tantivy.Searcher, wanted: tantivy.Query) -> Facets:
    """All counts of the documents that match, in one pass over them."""
    fields: dict[str, Any] = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in COUNTED}
    fields["month"] = {"terms": {"field": "month", "size": _MOST_MONTHS}}
    found = searcher.aggregate(wanted, fields)
    counts = {FACET_OF.get(name, name): _counts(found[name]) for name in COUNTED}
    months = sorted((int(bucket["key"]), int(bucket["doc_count"])) for bucket in found["month"]["buckets"])
    return {**counts, "month": tuple((f"{month // 12:04}-{month % 12 + 1:02}", n) for month, n in months)}


def _counts(answer: Mapping[str, list[dict[str, Any]]]) -> tuple[tuple[str, int], ...]:
    return tuple((str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"])
