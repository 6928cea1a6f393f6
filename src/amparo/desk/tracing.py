"""Traces and languages of documents that were kept before there were any: found out from their records, in steps that
can be cut off.
"""

from __future__ import annotations

import sqlite3

from amparo.desk import traces_store
from amparo.desk.documents_store import document_json, put_record
from amparo.desk.sqlite import transaction
from amparo.records.described import beginning, trace_of
from amparo.records.language import detect
from amparo.records.model import DocumentId, Kind

_STEP = 500


def trace_missing(database: sqlite3.Connection) -> int:
    """Give every document its trace, and a language where it has none; how many there were."""
    done, last = 0, ""
    while waiting := traces_store.without_trace(database, last, _STEP):
        with transaction(database):
            for document in waiting:
                _trace_one(database, document)
        done, last = done + len(waiting), waiting[-1]
    return done


def _trace_one(database: sqlite3.Connection, document: DocumentId) -> None:
    data = document_json(database, document)
    if data is None:
        return
    text = beginning(data["pages"])
    traces_store.put(database, document, trace_of(Kind(data["kind"]), data["title"], text, data["fields"]))
    if not data["language"] and (language := detect(text)):
        put_record(database, document, {**data, "language": language})
