"""The desk's one database file, `desk.sqlite`: opened here, its tables owned by the `*_store` modules that each
list their migrations.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from amparo.desk import (
    batch_store,
    clocks_store,
    document_numbers,
    documents_store,
    entities_store,
    health_store,
    jobs_store,
    ledger_store,
    page_words_store,
    retention_store,
    saved_store,
    submissions_store,
    traces_store,
)
from amparo.desk.sqlite import connect, migrate

NAME = "desk.sqlite"


def open_database(path: Path) -> sqlite3.Connection:
    """Open `path` (HOME/desk/desk.sqlite), making or upgrading its tables. Autocommit; use
    `amparo.desk.sqlite.transaction` to write.

    One connection serves one thread at a time; open one for each thread. Raises StoreError when the file cannot be
    opened.
    """
    database = connect(path)
    migrate(
        database,
        {
            "documents": documents_store.MIGRATIONS,
            "traces": traces_store.MIGRATIONS,
            "entities": entities_store.MIGRATIONS,
            "ledger": ledger_store.MIGRATIONS,
            "jobs": jobs_store.MIGRATIONS,
            "saved searches": saved_store.MIGRATIONS,
            "batches": batch_store.MIGRATIONS,
            "submissions": submissions_store.MIGRATIONS,
            "clocks": clocks_store.MIGRATIONS,
            "health": health_store.MIGRATIONS,
            "retention": retention_store.MIGRATIONS,
            # After those whose tables it makes anew.
            "numbers": document_numbers.MIGRATIONS,
            "page words": page_words_store.MIGRATIONS,
        },
    )
    return database
