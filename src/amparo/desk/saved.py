"""Saved searches: a question that is asked again and again, and what is new since it was last looked at.

New is a document that was not among those seen, whatever the count says: when three came and three went, three are
new. Seen is what was shown, not what was there a moment later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from amparo.desk import saved_store
from amparo.desk.holdings import Holdings
from amparo.desk.saved_store import Saved
from amparo.desk.searching import as_found_in
from amparo.errors import InputError, StateError
from amparo.search.engine import Hit, Sort
from amparo.search.entry import key

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class News:
    """How many documents a saved search finds now, and the keys of those that it had not found when last seen."""

    saved: Saved
    total: int
    keys: frozenset[int]


def save(holdings: Holdings, name: str, query: str, collection: str, now: datetime) -> News:
    """Keep a search; all that it finds now counts as seen. Raises InputError for a name that cannot be shown,
    QueryError for the query, StateError for a name that is taken.
    """
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name != name.strip():
        raise InputError("A saved search needs a name of 1 to 100 printable characters.", "Choose another.")
    keys = holdings.engine.keys(query, collection=collection or None)
    if not saved_store.put(holdings.database, name, query, collection):
        raise StateError("There is a saved search of this name.", "Choose another name, or delete the other first.")
    saved_store.mark_seen(holdings.database, name, keys, now)
    return News(named(holdings, name), len(keys), frozenset())


def named(holdings: Holdings, name: str) -> Saved:
    """The saved search of this name. Raises StateError."""
    found = saved_store.find(holdings.database, name)
    if found is None:
        known = ", ".join(each.name for each in saved_store.saved(holdings.database))
        raise StateError("There is no saved search of this name.", f"There are: {known or 'none yet'}.")
    return found


def news(holdings: Holdings, saved: Saved) -> News:
    """What it finds now that it had not. Raises QueryError when the query means nothing any more."""
    keys = frozenset(holdings.engine.keys(saved.query, collection=saved.collection or None))
    return News(saved, len(keys), keys - saved_store.seen_keys(holdings.database, saved.name))


def hits(holdings: Holdings, told: News) -> Iterator[Hit]:
    """The new documents, newest first."""
    saved = told.saved
    _, found = holdings.engine.walk(saved.query, collection=saved.collection or None, sort=Sort.NEWEST, only=told.keys)
    return as_found_in(holdings.database, saved.collection, found)


def keys_of(documents: Iterable[str]) -> frozenset[int]:
    """The keys of documents by their identities."""
    return frozenset(map(key, documents))
