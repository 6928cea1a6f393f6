"""Documents that say nearly the same as one: scans, copies and edits of a text. Spec: specs/records.md,
"Near-duplicates".
"""

from __future__ import annotations

import sqlite3

from amparo.desk import traces_store
from amparo.records.minhash import similarity
from amparo.records.model import DocumentId

LEAST = 0.8
"""The estimated similarity from which on two texts are near-duplicates."""
MOST_COMPARED = 10_000
"""Of more candidates than this, others are left out: the text is a form that fills the collection."""


def near(database: sqlite3.Connection, document: DocumentId) -> tuple[tuple[DocumentId, float], ...]:
    """Near-duplicates of a document with their estimated similarity, most alike first, itself not included.

    Empty when it has none, is too short to have any, or is not here.
    """
    trace = traces_store.trace_of(database, document)
    if trace is None or trace.sketch is None:
        return ()
    sketch = trace.sketch
    found = [
        (each.document, similarity(sketch, each.trace.sketch))
        for each in traces_store.perhaps_like(database, sketch, MOST_COMPARED)
        if each.document != document and each.trace.sketch is not None
    ]
    return tuple(sorted((pair for pair in found if pair[1] >= LEAST), key=lambda pair: (-pair[1], pair[0])))
