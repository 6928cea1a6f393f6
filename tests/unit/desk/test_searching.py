"""What the desk adds to a search engine: an index that follows its documents, saved searches, many names at once."""

from __future__ import annotations

import csv
import io
import threading
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest

from amparo.desk import batch, batch_store, documents_store, indexing, jobs_store, saved, saved_store
from amparo.desk.hit_rows import csv_lines
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.indexing import catch_up
from amparo.desk.job import CancelledError, filling
from amparo.desk.names_file import as_name, rows
from amparo.desk.pages.search import Asked
from amparo.desk.progress import Progress
from amparo.desk.searching import searchable
from amparo.desk.sqlite import transaction
from amparo.errors import InputError, StateError
from amparo.records.model import DocumentId, Kind, Record, record_to_json
from amparo.search.engine import Indexed, Sort
from amparo.search.query import parse
from amparo.search.schema import layout
from amparo.search.tantivy_engine import TantivyEngine
from amparo.search.tree import And

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def shelve(holdings: Holdings, texts: dict[str, str], collection: str = "one") -> dict[str, str]:
    """Documents kept without reading files; their identities by title."""
    found = documents_store.make_collection(holdings.database, collection, NOW)
    made = {}
    with transaction(holdings.database):
        for title, text in texts.items():
            record = Record(Kind.PLAIN, title, (text,), f"{title}\n{text}".encode(), "text/plain", f"{title}.txt")
            documents_store.put_document(holdings.database, record, record_to_json(record))
            documents_store.join(holdings.database, found, record.document_id, record.sha256)
            made[title] = record.document_id
    catch_up(holdings.database, holdings.engine)
    return made


@pytest.fixture
def holdings(tmp_path: Path) -> Iterator[Holdings]:
    with open_holdings(tmp_path) as opened:
        yield opened


HARBOUR = {
    "First": "Ana Sample met Ben Example at the harbour about a contract.",
    "Second": "The contract of the harbour was signed by Example, Ben.",
    "Third": "Nothing of note happened.",
}

# -- the index follows --


def test_an_index_of_another_layout_is_made_anew_and_then_deleted(tmp_path: Path) -> None:
    with open_holdings(tmp_path) as holdings:
        shelve(holdings, HARBOUR)
        old = tmp_path / "desk" / "index" / "v1"
        (tmp_path / "desk" / "index" / layout()).rename(old)
    steps: list[tuple[int, int]] = []
    with searchable(tmp_path, lambda done, whole: steps.append((done, whole))) as (holdings, is_whole):
        assert is_whole
        assert holdings.engine.search("harbour").total == 2
    assert steps[-1] == (3, 3)
    assert not old.exists()


def test_an_index_cut_off_while_it_was_made_is_finished(tmp_path: Path) -> None:
    with open_holdings(tmp_path) as holdings:
        made = shelve(holdings, HARBOUR)
        holdings.engine.delete([made["Second"]])
        holdings.engine.commit()
        holdings.database.execute("UPDATE documents SET indexed = 0 WHERE id = ?", (made["Second"],))
    with searchable(tmp_path) as (holdings, _):
        assert holdings.engine.search("harbour").total == 2


def test_a_job_shows_the_filling_of_the_index_and_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_STEP", 1)
    seen: list[int] = []
    with open_holdings(tmp_path) as holdings:
        shelve(holdings, HARBOUR)
        holdings.database.execute("UPDATE documents SET indexed = 0")
        job = jobs_store.begin(holdings.database, jobs_store.Order("one"), NOW)

        def shown(progress: Progress) -> None:
            seen.append(progress.unindexed)
            if progress.unindexed == 1:
                jobs_store.ask_to_cancel(holdings.database, job)

        with pytest.raises(CancelledError):
            catch_up(holdings.database, holdings.engine, filling(holdings.database, job, shown, None))
        row = jobs_store.find(holdings.database, job)
        assert row is not None
        assert (seen, row.progress.unindexed) == ([3, 2, 1], 0)
        stopped = threading.Event()
        stopped.set()
        holdings.database.execute("UPDATE documents SET indexed = 0")
        with pytest.raises(CancelledError):
            catch_up(holdings.database, holdings.engine, filling(holdings.database, job, shown, stopped))
        assert documents_store.waiting_for_index(holdings.database, 9)
    with searchable(tmp_path) as (holdings, is_whole):
        assert is_whole
        assert holdings.engine.search("harbour").total == 2


def test_a_search_while_others_add_answers_from_what_there_is(tmp_path: Path) -> None:
    import fcntl

    with open_holdings(tmp_path) as holdings:
        made = shelve(holdings, HARBOUR)
        holdings.database.execute("UPDATE documents SET indexed = 0 WHERE id = ?", (made["Second"],))
        with holdings.lock.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with searchable(tmp_path) as (again, is_whole):
                assert not is_whole
                assert again.engine.search("harbour").total == 2


# -- relations --


def test_like_finds_what_shares_rare_words_and_not_itself(holdings: Holdings) -> None:
    made = shelve(holdings, HARBOUR | {f"Other {n}": f"filler number {n}" for n in range(20)})
    results = holdings.engine.search(f"like:{made['First'][:8]}")
    assert [hit.document for hit in results.hits] == [made["Second"]]
    marked = {piece.text for piece in results.hits[0].snippet if piece.is_match}
    assert marked >= {"contract", "harbour", "Ben", "Example"}
    assert holdings.engine.search(f"like:{made['First'][:8]} -signed").total == 0


def test_a_relation_names_the_document_itself(holdings: Holdings) -> None:
    made = shelve(holdings, HARBOUR)
    for relation in ("near-duplicates", "thread"):
        assert [hit.document for hit in holdings.engine.search(f"{relation}:{made['Third']}").hits] == [made["Third"]]


# -- saved searches --


def test_new_is_told_by_document_and_not_by_count(holdings: Holdings) -> None:
    made = shelve(holdings, HARBOUR)
    saved.save(holdings, "harbour", "harbour", "", NOW)
    assert saved.news(holdings, saved.named(holdings, "harbour")).keys == frozenset()
    holdings.engine.delete([made["First"]])
    fourth = shelve(holdings, {"Fourth": "A harbour again."})["Fourth"]
    told = saved.news(holdings, saved.named(holdings, "harbour"))
    assert told.total == 2
    assert [hit.document for hit in saved.hits(holdings, told)] == [fourth]


def test_only_what_was_shown_counts_as_seen(holdings: Holdings) -> None:
    shelve(holdings, HARBOUR)
    saved.save(holdings, "harbour", "harbour", "one", NOW)
    made = shelve(holdings, {"Fourth": "A harbour.", "Fifth": "One more harbour."})
    saved_store.mark_seen(holdings.database, "harbour", saved.keys_of([made["Fourth"]]), NOW)
    told = saved.news(holdings, saved.named(holdings, "harbour"))
    assert [hit.document for hit in saved.hits(holdings, told)] == [made["Fifth"]]
    assert saved.news(holdings, saved.named(holdings, "harbour")).keys == told.keys


def test_a_saved_search_refuses_a_taken_name_and_a_wrong_query(holdings: Holdings) -> None:
    saved.save(holdings, "a", "harbour", "", NOW)
    with pytest.raises(StateError):
        saved.save(holdings, "a", "contract", "", NOW)
    for name, query in (("b", "harbour AND"), ("", "harbour"), ("two\nlines", "harbour")):
        with pytest.raises(InputError):
            saved.save(holdings, name, query, "", NOW)
    assert [each.name for each in saved_store.saved(holdings.database)] == ["a"]


# -- many names --


def begin(holdings: Holdings, data: bytes, *, as_names: bool = False, name: str = "names.csv") -> batch_store.BatchId:
    return batch.begin(holdings, data, name, collection="", as_names=as_names, now=NOW)


def test_a_bad_row_names_its_place_and_the_rest_are_asked(holdings: Holdings) -> None:
    shelve(holdings, HARBOUR)
    number = begin(holdings, b'query,why\nharbour,x\n"open,\nharbour AND,y\n\n"""Ana Sample""",z\n,empty\n')
    batch.ask(holdings, number)
    answers = list(batch_store.answers(holdings.database, number))
    assert [(each.line, each.total, each.character) for each in answers] == [
        (2, 2, 0),
        (3, None, 1),
        (4, None, 9),
        (6, 1, 0),
        (7, None, 1),
    ]
    assert all(each.error and each.total is None for each in answers if each.character)
    assert [each.title for each in answers[3].documents] == ["First"]


def test_names_are_found_in_either_order_with_a_letter_between(holdings: Holdings) -> None:
    shelve(
        holdings, HARBOUR | {"Fourth": "Ben Q. Example came.", "Fifth": "Ben went home; later an example was given."}
    )
    number = begin(holdings, b'"Example, Ben"\nBen Example\nNobody Here\n* ? "\n', as_names=True)
    batch.ask(holdings, number)
    totals = [each.total for each in batch_store.answers(holdings.database, number)]
    assert totals == [3, 3, 0, None]


def test_a_batch_cut_off_goes_on_and_a_finished_one_starts_anew(holdings: Holdings) -> None:
    shelve(holdings, HARBOUR)
    data = b"\n".join(f"name{n}".encode() for n in range(250)) + b"\nharbour\n"
    number = begin(holdings, data)

    class Killed(Exception):
        pass

    def kill(done: int, whole: int) -> None:
        if done == 100:
            raise Killed

    with pytest.raises(Killed):
        batch.ask(holdings, number, kill)
    told = batch_store.find(holdings.database, number)
    assert told is not None
    assert (told.whole, told.waiting) == (251, 151)
    assert begin(holdings, data) == number
    steps: list[int] = []
    batch.ask(holdings, number, lambda done, whole: steps.append(done))
    assert steps == [100, 200, 251]
    assert [each.total for each in batch_store.answers(holdings.database, number)][-1] == 2
    assert begin(holdings, data) != number


def test_a_file_without_names_is_refused(holdings: Holdings) -> None:
    for data in (b"", b"\n \n", b"name\n"):
        with pytest.raises(InputError):
            begin(holdings, data)


def test_lines_of_a_text_file_are_taken_whole() -> None:
    found = rows('Sample, Ana\r\n\r\nÉtienne "X"\n'.encode("latin-1"), is_csv=False)
    assert [(row.line, row.query) for row in found] == [(1, "Sample, Ana"), (3, 'Étienne "X"')]
    assert as_name('O\'Neil* "Ann"') == '"O Neil Ann"~4'


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "name",
    ["Nguyễn Văn An", "अनिल कुमार", "আনিসুর রহমান", "مُحَمَّد علي", "דָּוִד לוי", "นายสมชาย ใจดี", "Άρης Βελής"],
)
def test_names_with_marks_on_their_letters_are_found(tmp_path: Path, name: str, form: Literal["NFC", "NFD"]) -> None:
    engine = TantivyEngine.open(tmp_path)
    text = f"A letter of {unicodedata.normalize(form, name)} to the board."
    engine.add([Indexed(id="one", title="", pages=(text,), kind="plain", collections=(), name="one.txt")])
    engine.commit()
    for typed in ("NFC", "NFD"):
        assert engine.brief(as_name(unicodedata.normalize(typed, name)))[0] == 1
    engine.close()


@pytest.mark.parametrize("query", ["a OR b", "a\tOR\nb", "(a)OR(b)", '"a"||"b"', "a OR b c"])
def test_a_count_narrows_all_of_a_query_with_alternatives(query: str) -> None:
    narrowed = Asked(query, "", Sort.RELEVANCE, 1).narrowed("type", "pdf")
    (asked,) = parse_qs(urlsplit(narrowed).query)["q"]
    assert isinstance(parse(asked), And)


def test_under_a_heading_of_one_column_a_comma_belongs_to_the_name() -> None:
    one = rows(b"Name\nSample, Ana\n", is_csv=True)
    two = rows(b"Name,Why\nSample, Ana\n", is_csv=True)
    none = rows(b'"Sample, Ana",seen\n', is_csv=True)
    assert [row.query for row in (*one, *two, *none)] == ["Sample, Ana", "Sample", "Sample, Ana"]


def test_the_column_is_the_one_with_a_heading_whatever_parts_the_cells() -> None:
    for mark in (",", ";", "\t"):
        lines = mark.join(("Id", "Full name", "Why")), mark.join(("7", "Ana Sample", "seen")), mark.join(("8", "", "x"))
        named, unnamed = rows("\n".join(lines).encode(), is_csv=True)
        assert (named.line, named.query, named.error) == (2, "Ana Sample", "")
        assert unnamed.line == 3 and unnamed.error


# -- tables --


def test_no_cell_is_a_formula(holdings: Holdings) -> None:
    shelve(holdings, {'=cmd|" /c calc"!A0': "-1+2 harbour", "@SUM(A1)": "harbour"})
    _, hits = holdings.engine.walk("harbour")
    table = list(csv.reader(io.StringIO("".join(csv_lines(hits)))))
    assert {row[1] for row in table[1:]} == {'\'=cmd|" /c calc"!A0', "'@SUM(A1)"}
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in table for cell in row)
    assert DocumentId(table[1][0])
