"""Searching by meaning, at the desk: the pass that reads a collection's passages into vectors, apart from ingest, in
steps, only what was not read yet.

An option (docs/adr/0255). A kill loses the step under way and nothing else. `meaning_asking` answers from what it read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from amparo.desk import meaning_store
from amparo.desk.disk import only_one
from amparo.desk.documents_store import CollectionId, document_json
from amparo.desk.holdings import Holdings
from amparo.desk.meaning_store import LOCK, READING, MeaningStore, Reading, open_store
from amparo.errors import StateError
from amparo.search.entry import joined, key
from amparo.search.passages import has_letters, passages

_STEP = 500
"""Passages in one commit, and the documents they belong to."""
Progress = Callable[[int, int], None]
"""Called with the documents read and those to read in all."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a collection is read: documents not read as they are now, of how many."""

    unread: int
    whole: int


def catch_up(
    holdings: Holdings, collection: CollectionId, progress: Progress = lambda done, whole: None
) -> tuple[int, int]:
    """Read what is pending in a collection; how many documents and passages. Raises StateError when the extra is not
    installed, or another process is at it. `progress` may raise to end it; each step is kept.
    """
    from amparo.search.meaning import edition

    with only_one(holdings.home / LOCK, READING), open_store(holdings.home, edition()) as store:
        meaning_store.delete_others(holdings.home, edition())
        store.forget(store.gone())
        pending = store.pending(collection)
        done = count = 0
        progress(0, len(pending))
        for step in _steps(holdings.database, pending):
            count += _read(store, step)
            done += len(step)
            progress(done, len(pending))
    return done, count


def standing(desk: Path, database: sqlite3.Connection, collection: CollectionId) -> Standing | None:
    """How far a collection is read under `desk` (HOME/desk); None when the extra is not installed."""
    try:
        from amparo.search.meaning import edition

        name = edition()
    except (StateError, ImportError):
        return None
    whole = "SELECT count(DISTINCT number) FROM members WHERE collection = ?"
    count = database.execute(whole, (collection,)).fetchone()[0]
    if not meaning_store.exists(desk, name):
        return Standing(count, count)
    with open_store(desk, name) as store:
        return Standing(len(store.pending(collection)), count)


def _steps(database: sqlite3.Connection, pending: Sequence[tuple[str, int]]) -> Iterator[list[_Cut]]:
    """Documents with about so many passages together."""
    step: list[_Cut] = []
    for document, size in pending:
        data = document_json(database, document)
        step.append(_cut(document, size, data) if data is not None else _Cut(document, size, (), ()))
        if sum(len(each.places) for each in step) >= _STEP:
            yield step
            step = []
    if step:
        yield step


@dataclass(frozen=True, slots=True)
class _Cut:
    """A document in passages."""

    document: str
    size: int
    places: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]


def _cut(document: str, size: int, data: dict[str, Any]) -> _Cut:
    text = joined(data["pages"])
    places = [*passages(text)]
    texts = [text[start:end] for start, end in places]
    title = data["title"]
    if title != data["name"] and has_letters(title):
        # What a subject says may stand nowhere in the text; it has no place there.
        places.append((0, 0))
        texts.append(joined((title,)))
    return _Cut(document, size, tuple(places), tuple(texts))


def _read(store: MeaningStore, step: Sequence[_Cut]) -> int:
    import numpy as np

    from amparo.search.meaning import packed, vectors
    from amparo.search.nearest import rows

    texts = [text for each in step for text in each.texts]
    # A book has thousands of passages: their vectors unpacked would take much more room than its text.
    some = [packed(vectors(texts[start : start + _STEP])) for start in range(0, max(len(texts), 1), _STEP)]
    found, scales = (np.concatenate(each) for each in zip(*some, strict=True))
    readings, at = [], 0
    for each in step:
        end = at + len(each.texts)
        number = key(each.document)
        told = rows(number, each.places, scales[at:end]).tobytes()
        readings.append(Reading(each.document, number, each.size, found[at:end].tobytes(), told))
        at = end
    store.put(readings)
    return at
