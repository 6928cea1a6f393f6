"""Forms of a word in collections with a language: found there, marked, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from amparo.search.engine import Indexed
from amparo.search.stemming import LANGUAGES, forms
from amparo.search.tantivy_engine import TantivyEngine

TEXTS = {
    "e1": ("english", "Two crates are missing from the depots of the ministry."),
    "e2": ("english", "The crate was heavy; nobody ran with it."),
    "e3": ("english", "Universities and ponies, running and pony"),
    "g1": ("german", "Die Kisten sind weg, und die Häuser auch."),
    "p1": ("plain", "Crates and depots, as they are written."),
}
STEMS = {"english": "eng", "german": "deu"}


@pytest.fixture(scope="module")
def languages() -> dict[str, str]:
    return dict(STEMS)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, languages: dict[str, str]) -> Iterator[TantivyEngine]:
    place = tmp_path_factory.mktemp("index")
    with closing(TantivyEngine.open(place, stems=lambda: languages)) as opened:
        opened.add(
            Indexed(id=name, title=name, pages=(text,), kind="plain", collections=(collection,), name=name)
            for name, (collection, text) in TEXTS.items()
        )
        opened.commit()
        yield opened


def found(engine: TantivyEngine, query: str, collection: str | None = None) -> set[str]:
    return {hit.document for hit in engine.search(query, collection=collection).hits}


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ("crate", {"e1", "e2"}),
        ("crates", {"e1", "e2", "p1"}),
        ("depot", {"e1"}),
        ("text:depot", {"e1"}),
        ('"crate"', {"e2"}),
        ('"crates are"', {"e1"}),
        ("kiste", {"g1"}),
        ("haus", {"g1"}),
        ("universities", {"e3"}),
        ("pony", {"e3"}),
        ("crate -depot", {"e2"}),
        ("crate AND missing", {"e1"}),
        ("crat*", {"e1", "e2", "p1"}),
        ("ru", set()),
        ("title:crate", set()),
    ],
)
def test_a_word_finds_its_forms_where_a_language_was_chosen(
    engine: TantivyEngine, query: str, documents: set[str]
) -> None:
    assert found(engine, query) == documents


def test_inside_one_collection_its_own_language_counts(engine: TantivyEngine) -> None:
    assert found(engine, "depot", "english") == {"e1"} and found(engine, "depot", "plain") == set()
    assert found(engine, "depots", "plain") == {"p1"} and found(engine, "kiste", "english") == set()


def test_forms_are_marked(engine: TantivyEngine) -> None:
    (hit,) = engine.search("depot missing").hits
    assert [piece.text for piece in hit.snippet if piece.is_match] == ["missing", "depots"]


def test_a_language_can_be_chosen_and_dropped_at_any_time(engine: TantivyEngine, languages: dict[str, str]) -> None:
    languages["plain"] = "eng"
    assert found(engine, "depot") == {"e1", "p1"}
    languages.clear()
    assert found(engine, "depot") == set() and found(engine, "crate") == {"e2"}
    languages.update(STEMS)
    assert found(engine, "depot") == {"e1"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_takes_any_word(language: str) -> None:
    for word in ("crate", "häuser", "книги", "x", "", "1234", "ß" * 300, "\u0301abc"):
        assert word not in forms(word, language, lambda beginning: [beginning + "e", beginning, "crates"])
