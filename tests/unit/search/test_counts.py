"""Counts are remembered while the index stays as it is, and no longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from amparo.search import counts, tantivy_engine
from amparo.search.engine import Indexed
from amparo.search.matching import Finder
from amparo.search.query import parse
from amparo.search.tantivy_engine import TantivyEngine
from amparo.search.tree import Node


@pytest.fixture
def engine(tmp_path: Path) -> TantivyEngine:
    made = TantivyEngine.open(tmp_path)
    made.add([Indexed("one", "Harbour", ("the crates",), "plain", ("letters",), "one.txt")])
    made.commit()
    return made


def test_another_page_and_another_engine_do_not_count_again(
    engine: TantivyEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = engine.search("crates", facets=True)
    monkeypatch.setattr(counts, "count", lambda searcher, wanted: pytest.fail("counted again"))
    assert engine.search("crates", facets=True, offset=20).facets == first.facets
    assert TantivyEngine.open(tmp_path).search("crates", facets=True).facets == first.facets
    with pytest.raises(pytest.fail.Exception):
        engine.search("crates", facets=True, collection="letters")


def test_what_was_added_since_is_counted(engine: TantivyEngine, tmp_path: Path) -> None:
    reader = TantivyEngine.open(tmp_path)
    assert reader.search("crates", facets=True).facets["kind"] == (("plain", 1),)
    engine.add([Indexed("two", "Harbour", ("more crates",), "mail", ("letters",), "two.eml")])
    engine.commit()
    assert dict(reader.search("crates", facets=True).facets["kind"]) == {"plain": 1, "mail": 1}
    engine.delete(["one"])
    engine.commit()
    assert dict(reader.search("crates", facets=True).facets["kind"]) == {"mail": 1}


def test_a_commit_seen_by_another_thread_in_the_middle_of_a_search_is_counted(
    engine: TantivyEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, finder = TantivyEngine.open(tmp_path), tantivy_engine.finder

    def meanwhile(tree: Node) -> Finder:
        engine.add([Indexed("two", "Harbour", ("more crates",), "mail", ("letters",), "two.eml")])
        engine.commit()
        assert reader.count() == 2
        return finder(tree)

    monkeypatch.setattr(tantivy_engine, "finder", meanwhile)
    assert reader.search("crates", facets=True).facets["kind"] == (("plain", 1),)
    monkeypatch.setattr(tantivy_engine, "finder", finder)
    assert dict(reader.search("crates", facets=True).facets["kind"]) == {"plain": 1, "mail": 1}


def test_the_oldest_are_forgotten() -> None:
    remembered = counts.Remembered()
    state = (Path("index"), 1, 1)
    for number in range(counts.MOST_REMEMBERED + 1):
        remembered.put((state, parse("crates"), str(number)), {})
    assert remembered.get((state, parse("crates"), "0")) is None
    assert remembered.get((state, parse("crates"), "1")) == {}
