"""Documents of the desk as the search engine takes them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from amparo.desk.documents_store import collections_of, document_json, mark_indexed, paths_of, waiting_for_index
from amparo.records import edtf
from amparo.records.language import primary
from amparo.search.engine import Engine, Indexed

_STEP = 2_000

Progress = Callable[[int, int], None]
"""Documents done, and of how many."""


def indexed(data: Mapping[str, Any], collections: tuple[str, ...], path: str) -> Indexed:
    """A document from its record as `record_to_json` writes it."""
    days = edtf.days(data["date"]) if data["date"] else None
    return Indexed(
        id=data["id"],
        title=data["title"],
        pages=tuple(data["pages"]),
        kind=data["kind"],
        collections=collections,
        name=data["name"],
        path=path,
        date=data["date"],
        first_day=days.first if days else None,
        last_day=days.last if days else None,
        language=primary(data["language"]),
        sender=tuple(data["from"]),
        recipients=tuple(data["to"]),
        fields={name: tuple(values) for name, values in data["fields"].items()},
        media_type=data.get("media_type", ""),
        size=data.get("size", 0),
    )


def is_behind(database: sqlite3.Connection, engine: Engine) -> bool:
    """Whether there are documents that the index is not known to have: it is new, of a new layout, or was cut off."""
    if waiting_for_index(database, 1):
        return True
    has_documents = database.execute("SELECT EXISTS (SELECT 1 FROM documents)").fetchone()[0]
    return bool(has_documents) and engine.count() == 0


def catch_up(database: sqlite3.Connection, engine: Engine, progress: Progress = lambda done, whole: None) -> int:
    """Give the engine every document it is not known to have; how many. After a kill this closes the gap.

    When it has all of them, indexes of older layouts are deleted. `progress` may raise to end it; each step is kept.
    """
    if engine.count() == 0:
        # A new or lost index: nothing we noted about it holds.
        database.execute("UPDATE documents SET indexed = 0")
    caught_up = 0
    whole: int = database.execute("SELECT count(*) FROM documents WHERE indexed = 0").fetchone()[0]
    if whole:
        progress(0, whole)
    while waiting := waiting_for_index(database, _STEP):
        engine.add(_stored(database, waiting))
        caught_up += len(waiting)
        engine.commit()
        mark_indexed(database, waiting)
        progress(caught_up, max(whole, caught_up))
    engine.forget_older()
    return caught_up


def _stored(database: sqlite3.Connection, documents: tuple[Any, ...]) -> Iterator[Indexed]:
    for document in documents:
        data = document_json(database, document)
        if data is not None:
            yield indexed(data, collections_of(database, document), next(iter(paths_of(database, document)), ""))
