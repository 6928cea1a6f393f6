"""A run that was cut off and is taken up: its sums are those of a run that was not, in whatever order files come."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from amparo.desk import ledger_store
from amparo.desk.documents_store import FileId, find_collection, make_collection
from amparo.desk.filing_batch import FilingClerk
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.reading_events import Closed, Event, ItemRead, Known, Opened
from amparo.desk.taking_apart import FoundItem
from amparo.desk.tally import Tally
from amparo.records.model import Kind, Record

NOW = datetime(2026, 11, 30, tzinfo=UTC)
PATHS = ("/in/1.eml", "/in/2.eml", "/in/3.eml")


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    with open_holdings(tmp_path) as held:
        make_collection(held.database, "one", NOW)
        yield held


def copy(path: str) -> list[Event]:
    """A mail that passed through another mailbox: other bytes, the same content."""
    record = Record(Kind.MAIL, "Canal", ("Dredging begins.",), path.encode(), "message/rfc822", "mail.eml")
    sha256 = hashlib.sha256(record.original).hexdigest()
    return [Opened(path, sha256), ItemRead(path, FoundItem(path, record, "mail")), Closed(path, frozenset({"mail"}))]


def a_run(holdings: Holdings, files: list[list[Event]]) -> Tally:
    """File these in a process of its own; the run is not finished."""
    collection = find_collection(holdings.database, "one")
    assert collection is not None
    run, _ = ledger_store.begin_run(holdings.database, collection, ["/in"], NOW)
    clerk = FilingClerk(holdings, collection, run, tally := Tally())
    for events in files:
        clerk.add(events)
    clerk.finish()
    return tally


def known(holdings: Holdings, path: str) -> FileId:
    row = holdings.database.execute("SELECT id FROM found_files WHERE path = ?", (path,)).fetchone()
    return FileId(row["id"])


@pytest.mark.parametrize("order", list(permutations(PATHS)))
@pytest.mark.parametrize("before", [(PATHS[2],), (PATHS[1],), (PATHS[2], PATHS[1])])
def test_copies_count_once_each_in_every_order(
    holdings: Holdings, order: tuple[str, ...], before: tuple[str, ...]
) -> None:
    a_run(holdings, [copy(path) for path in before])
    again = a_run(holdings, [[Known(path, known(holdings, path))] if path in before else copy(path) for path in order])
    assert (again.added, again.duplicates, again.pages, again.files) == (1, 2, 1, 3)


def test_a_file_cut_off_within_counts_what_comes_again_once(holdings: Holdings) -> None:
    """Its items are read again; what the cut-off process wrote of it counts when it comes, not before."""
    opened, item, closed = copy(PATHS[1])
    a_run(holdings, [[opened, item]])  # killed before the end of the file
    again = a_run(holdings, [[opened], copy(PATHS[0]), [item, closed]])
    assert (again.added, again.duplicates, again.pages) == (1, 1, 1)
