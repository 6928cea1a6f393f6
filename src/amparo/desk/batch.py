"""Batch search: thousands of names or queries, one answer each. A row that is not understood says so, with the place,
and the others are asked; killed, it goes on where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from amparo.desk import batch_store
from amparo.desk.batch_store import Answer, BatchId
from amparo.desk.holdings import Holdings
from amparo.desk.names_file import as_name, rows
from amparo.errors import StateError
from amparo.search.faults import QueryError
from amparo.web.table import csv_line

Progress = Callable[[int, int], None]
_STEP = 100
SHOWN = 5
"""Documents kept by name for each row; the count is of all."""
HEADER = ("line", "query", "total", "error", "hint", "character", "documents", "titles")


def begin(
    holdings: Holdings,
    data: bytes,
    name: str,
    *,
    collection: str,
    as_names: bool,
    now: datetime,
) -> BatchId:
    """Write down what is asked; the same file asked in the same way takes up what was not finished. InputError for a
    file without rows. Its `name` tells whether it is a table.
    """
    is_csv = name.lower().endswith((".csv", ".tsv"))
    found = rows(data, is_csv=is_csv)
    manner = f"{collection}\0{as_names}\0{is_csv}\0".encode()
    fingerprint = hashlib.sha256(manner + data).hexdigest()
    return batch_store.begin(holdings.database, fingerprint, name, collection, as_names, found, now)


def ask(holdings: Holdings, batch: BatchId, progress: Progress = lambda done, whole: None) -> None:
    """Ask every row that has no answer yet. Answers are kept a hundred at a time. StateError when there is no such
    batch, or no longer.
    """
    while True:
        told = batch_store.find(holdings.database, batch)
        if told is None:
            raise StateError("There is no such batch search.", "It was deleted; upload the file again.")
        progress(told.whole - told.waiting, told.whole)
        waiting = batch_store.waiting(holdings.database, batch, _STEP)
        if not waiting:
            return
        answered = [_answer(holdings, line, query, told.collection, told.as_names) for line, query in waiting]
        batch_store.put_answers(holdings.database, batch, answered)


def _answer(holdings: Holdings, line: int, text: str, collection: str, as_names: bool) -> Answer:
    query = as_name(text) if as_names else text
    if not query:
        hint = "Write at least one word of it."
        return Answer(line, text, None, "There is no word in this name.", hint, 1, ())
    try:
        total, documents = holdings.engine.brief(query, collection=collection or None, limit=SHOWN)
    except QueryError as error:
        return Answer(line, text, None, error.what, error.hint, error.position + 1, ())
    return Answer(line, text, total, "", "", 0, documents)


def answer_json(answer: Answer) -> dict[str, object]:
    """One row with stable keys; `character` is null when no place is meant."""
    return {
        "line": answer.line,
        "query": answer.query,
        "total": answer.total,
        "error": answer.error or None,
        "hint": answer.hint or None,
        "character": answer.character or None,
        "documents": [{"document": each.document, "title": each.title} for each in answer.documents],
    }


def csv_lines(answers: Iterable[Answer]) -> Iterator[str]:
    """A table with its header; several documents of one cell are parted by "; "."""
    yield csv_line(HEADER)
    for each in answers:
        yield csv_line(
            (
                str(each.line),
                each.query,
                "" if each.total is None else str(each.total),
                each.error,
                each.hint,
                str(each.character or ""),
                "; ".join(brief.document for brief in each.documents),
                "; ".join(brief.title for brief in each.documents),
            )
        )
