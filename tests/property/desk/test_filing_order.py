"""In whatever order readers hand over files, ledger, members, index and sums come out the same, also after a kill."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.desk import ledger_store
from amparo.desk.documents_store import make_collection
from amparo.desk.filing_batch import FilingClerk
from amparo.desk.holdings import open_holdings
from amparo.desk.reading_events import Closed, Event, ItemRead, Known, Opened
from amparo.desk.taking_apart import FoundItem
from amparo.desk.tally import Tally
from amparo.records.model import Kind, Record
from amparo.records.reading import Reason, Unreadable

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def mail(words: str, server: str) -> Record:
    """Mails of the same words are the same, whichever server they passed."""
    original = f"Received: by {server}\n\n{words}".encode()
    return Record(Kind.MAIL, words, (words,), original, "message/rfc822", "m", sender=("a@example.org",))


def plain(words: str, name: str) -> Record:
    return Record(Kind.PLAIN, words, (words,), words.encode(), "text/plain", name)


def failed(words: str) -> Unreadable:
    return Unreadable(Reason.CORRUPT, f"It says {words}.")


items = st.one_of(
    st.builds(mail, st.sampled_from("ab"), st.sampled_from("xyz")),
    st.builds(plain, st.sampled_from("abc"), st.sampled_from("no")),
    st.builds(failed, st.sampled_from("ab")),
)
folders = st.lists(st.lists(items, min_size=1, max_size=3), min_size=1, max_size=6)


def events(number: int, found: list[Record | Unreadable]) -> list[Event]:
    path = f"/folder/{number}"
    told = [ItemRead(path, FoundItem(f"{path}/{place}", what, "text")) for place, what in enumerate(found)]
    return [Opened(path, f"{number:064}"), *told, Closed(path, frozenset(["text"]))]


def outcome(files: list[list[Record | Unreadable]], before: list[int], order: list[int]) -> tuple[object, ...]:
    """All that can be seen after filing in this order, in a run that was killed once the files `before` were filed."""
    with tempfile.TemporaryDirectory() as folder, open_holdings(Path(folder)) as holdings:
        collection = make_collection(holdings.database, "one", NOW)
        run, _ = ledger_store.begin_run(holdings.database, collection, ["/folder"], NOW)
        clerk = FilingClerk(holdings, collection, run, Tally())
        for number in before:
            clerk.add(events(number, files[number]))
        clerk.finish()
        known = {row["path"]: row["id"] for row in holdings.database.execute("SELECT id, path FROM found_files")}
        clerk = FilingClerk(holdings, collection, run, tally := Tally())
        for number in order:
            path = f"/folder/{number}"
            clerk.add([Known(path, known[path])] if path in known else events(number, files[number]))
        clerk.finish()
        assert tally.found == sum(map(len, files))
        assert tally.files == len(files)
        hits = holdings.engine.search("*", limit=100)
        originals = sorted(path.name for path in holdings.originals.directory.rglob("*") if path.is_file())
        return (
            rows(holdings.database, "SELECT path, outcome, document, reason FROM items"),
            rows(holdings.database, "SELECT content_key, document FROM memberships"),
            rows(holdings.database, "SELECT id, sha256, name, indexed FROM documents"),
            sorted((hit.document, hit.path) for hit in hits.hits),
            originals,
            *(getattr(tally, name) for name in ("added", "duplicates", "failed", "pages")),
        )


def rows(database: sqlite3.Connection, query: str) -> list[str]:
    return sorted(repr(tuple(row)) for row in database.execute(query))


@settings(max_examples=10, deadline=None)
@given(folders, st.data())
def test_the_order_of_reading_changes_nothing(files: list[list[Record | Unreadable]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(files))))
    before = data.draw(st.permutations(range(len(files))))[: data.draw(st.integers(0, len(files)))]
    assert outcome(files, before, order) == outcome(files, [], list(range(len(files))))
