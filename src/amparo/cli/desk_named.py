"""What a word of a `desk` command names."""

from __future__ import annotations

from collections.abc import Iterable

from amparo.desk.documents_store import CollectionId, collections, find_collection
from amparo.desk.holdings import Holdings
from amparo.errors import StateError


def collection_named(holdings: Holdings, name: str) -> CollectionId:
    """The collection of this name; StateError, with the names there are, when there is none."""
    found = find_collection(holdings.database, name)
    if found is None:
        raise StateError(
            "There is no collection of this name.", _names(item.name for item in collections(holdings.database))
        )
    return found


def _names(names: Iterable[str]) -> str:
    return f"The collections are: {', '.join(names) or 'none yet'}."
