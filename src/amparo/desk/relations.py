"""Which documents of the desk stand in a relation to one, for `near-duplicates:ID` and `thread:ID` in a query."""

from __future__ import annotations

import sqlite3

from amparo.desk import near_duplicates, threads
from amparo.desk.beginnings import find_document
from amparo.search.resolving import Relations


def relations(database: sqlite3.Connection) -> Relations:
    """Answers from this database, for an identity or its beginning; the document itself is among them."""

    def related(relation: str, beginning: str) -> tuple[str, ...] | None:
        document = find_document(database, beginning.strip().lower())
        if document is None:
            return None
        if relation == "thread":
            others = [message.document for message in threads.thread(database, document)]
        else:
            others = [other for other, _ in near_duplicates.near(database, document)]
        return (document, *(other for other in others if other != document))

    return related
