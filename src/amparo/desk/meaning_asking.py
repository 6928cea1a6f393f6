"""The answer to `meaning:"..."` in a query: the documents whose passages come nearest. Without the extra, or before a
collection was read (`meaning.py`), it says so and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from amparo.desk.meaning_store import exists, open_store
from amparo.errors import StateError
from amparo.search.tree import Near

MOST_NEAR = 200
INSTALL = "Add it once, as docs/searching.md says: make meaning"


def nearest_to(desk: Path, question: str, allowed: Sequence[int] | None) -> tuple[Near, ...]:
    """The nearest documents under `desk` (HOME/desk), nearest first, among those with the keys that are allowed. Raises
    StateError where that cannot be said.
    """
    try:
        # Only here: a desk without the extra has none of what they import.
        from amparo.search.meaning import edition, vectors
        from amparo.search.nearest import nearest
    except ImportError:
        raise StateError("Searching by meaning is not installed here.", INSTALL) from None
    if not any(map(str.isalpha, question)):
        raise StateError("This has no letters, and so no meaning.", "Ask in a few words, or a sentence.")
    if not exists(desk, edition()):
        hint = "Read a collection once: amparo desk meaning --collection NAME"
        raise StateError("No document has been read for its meaning yet.", hint)
    with open_store(desk, edition()) as store:
        found = nearest(store.files, store.rows, vectors([question])[0], MOST_NEAR, allowed)
        documents = store.documents(each.key for each in found)
    return tuple(
        Near(documents[each.key], round(each.closeness, 4), each.start, each.end)
        for each in found
        if each.key in documents
    )
