"""The embedded engine: Tantivy over one directory. One process writes at a time; any number read.

The directory is named for its layout. When that changes, a new directory is begun beside the old one, which the
owner of the documents sees as an empty index and fills again; then it calls `forget_older`.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from amparo.errors import StateError, StoreError
from amparo.search import counts
from amparo.search.analysis import NAME, analyzer
from amparo.search.counts import REMEMBERED, Question
from amparo.search.engine import Brief, Facets, Hit, Indexed, Results, Sort
from amparo.search.entry import brief, count_of, entry, hit
from amparo.search.faults import QueryError
from amparo.search.matching import Finder, finder
from amparo.search.query import parse
from amparo.search.resolving import MOST_TEXTS, Meanings, Relations, Resolver, places
from amparo.search.schema import layout, schema
from amparo.search.stemming import Stems, no_stems
from amparo.search.translate import Translator
from amparo.search.tree import Or

HEAP = 128 * 1024 * 1024
_DIRECTORY = re.compile(r"v\d+(-[0-9a-f]{8})?")


@dataclass(frozen=True, slots=True)
class _Asked:
    """One query: the state of the index that is asked, the query against it, what marks its matches, what tells it
    from all others, and the passages that a question about meaning found.
    """

    searcher: tantivy.Searcher
    wanted: Query
    finds: Finder
    question: Question
    places: Mapping[str, tuple[int, int]]


@contextmanager
def _written() -> Iterator[None]:
    """Raises StoreError for what Tantivy says when the disk fails: at a commit, or at whatever comes after."""
    try:
        yield
    except ValueError:
        raise StoreError("The search index cannot be written.", "Check that the disk has room.") from None


class TantivyEngine:
    """`amparo.search.engine.Engine` over a directory of its own."""

    def __init__(
        self,
        index: tantivy.Index,
        path: Path,
        relations: Relations | None,
        most_texts: int,
        stems: Stems,
        meanings: Meanings | None,
    ) -> None:
        self._index, self._path, self._relations, self._most_texts = index, path, relations, most_texts
        self._stems, self._meanings = stems, meanings
        self._translator = Translator(index)
        self._writer: tantivy.IndexWriter | None = None
        self._state: counts.State | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        relations: Relations | None = None,
        *,
        most_texts: int = MOST_TEXTS,
        stems: Stems = no_stems,
        meanings: Meanings | None = None,
    ) -> TantivyEngine:
        """The index under `path`, made when missing. Raises StoreError.

        `relations` is what the room knows of its documents; `most_texts` bounds the texts that the expressions of one
        query are tried on. `stems` tells the languages of collections, `meanings` what is near to a question.
        """
        directory = path / layout()
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            index = tantivy.Index(schema(), path=str(directory))
        except (OSError, ValueError):
            raise StoreError(
                "The search index cannot be opened.",
                "Check that the home directory is writable. A broken index may be deleted: it is filled again.",
            ) from None
        index.register_tokenizer(NAME, analyzer())
        return cls(index, path, relations, most_texts, stems, meanings)

    # -- writing --

    def add(self, documents: Iterable[Indexed]) -> None:
        """Take in documents; one with an identity already known replaces it."""
        writer = self._writing()
        for document in documents:
            new = entry(document)
            with _written():
                writer.delete_documents_by_term("id", document.id)
                writer.add_document(new)

    def delete(self, ids: Iterable[str]) -> None:
        """Forget documents; unknown ones are fine."""
        writer = self._writing()
        for document in ids:
            with _written():
                writer.delete_documents_by_term("id", document)

    def commit(self) -> None:
        """Make everything added and deleted so far durable, and found."""
        if self._writer is not None:
            with _written():
                self._writer.commit()
            self._index.reload()

    def close(self) -> None:
        """Wait for background work and let go of the lock."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            # What background work cannot write, on a full disk say, nobody was told to be durable.
            with suppress(ValueError):
                writer.wait_merging_threads()

    def forget_older(self) -> None:
        """Delete the indexes of other layouts: this one holds everything now."""
        for other in self._path.iterdir():
            if other.name != layout() and _DIRECTORY.fullmatch(other.name):
                shutil.rmtree(other, ignore_errors=True)

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(HEAP, 1)
            except ValueError:
                hint = "Wait until the other command has ended."
                raise StateError("Another process is writing to the search index.", hint) from None
        return self._writer

    # -- reading --

    def count(self) -> int:
        """Documents committed."""
        return self._searcher()[1].num_docs

    def search(
        self,
        query: str,
        *,
        collection: str | None = None,
        limit: int = 20,
        offset: int = 0,
        sort: Sort = Sort.RELEVANCE,
        facets: bool = False,
    ) -> Results:
        """The matches from `offset` on, at most `limit` of them; a limit of 0 only counts."""
        started = time.perf_counter()
        asked = self._query(query, collection)
        searcher = asked.searcher
        with ThreadPoolExecutor(1) as beside:
            # Tantivy works without Python's lock: the counts cost a second pass over what matches, not a wait.
            counting = beside.submit(self._counts, asked) if facets else None
            total, found = self._found(searcher, asked.wanted, max(limit, 1), max(offset, 0), sort)
            hits = tuple(
                hit(searcher.doc(address), score, asked.finds, asked.places)
                for score, address in found[: max(limit, 0)]
            )
            told = counting.result() if counting else {}
        return Results(total, time.perf_counter() - started, hits, told)

    def brief(self, query: str, *, collection: str | None = None, limit: int = 10) -> tuple[int, tuple[Brief, ...]]:
        """How many match, and the best ones by name alone: for thousands of queries one after the other."""
        asked = self._query(query, collection)
        total, found = self._found(asked.searcher, asked.wanted, max(limit, 1), 0, Sort.RELEVANCE)
        return total, tuple(brief(asked.searcher.doc(address)) for _, address in found[: max(limit, 0)])

    def walk(
        self,
        query: str,
        *,
        collection: str | None = None,
        sort: Sort = Sort.RELEVANCE,
        only: Collection[int] | None = None,
    ) -> tuple[int, Iterator[Hit]]:
        """How many match, and every one of them, from one state of the index; with `only`, those with these keys."""
        asked = self._query(query, collection)
        total, _ = self._found(asked.searcher, asked.wanted, 1, 0, sort)
        return total, self._walk(asked, total, sort, only)

    def _walk(self, asked: _Asked, total: int, sort: Sort, only: Collection[int] | None) -> Iterator[Hit]:
        searcher = asked.searcher
        if total and only != set():
            # One ranking of all: asking page by page would rank everything before a page again and again.
            _, found = self._found(searcher, asked.wanted, total, 0, sort)
            keys = searcher.fast_field_values("key", [address for _, address in found]) if only is not None else ()
            for place, (score, address) in enumerate(found):
                if only is None or keys[place] in only:
                    yield hit(searcher.doc(address), score, asked.finds, asked.places)

    def keys(self, query: str, *, collection: str | None = None) -> list[int]:
        """The keys (`entry.key`) of all matches, in no order: what is new is told by them, without reading a text."""
        asked = self._query(query, collection)
        total, _ = self._found(asked.searcher, asked.wanted, 1, 0, Sort.RELEVANCE)
        result = asked.searcher.search(asked.wanted, limit=max(total, 1), count=False, order_by_field="key")
        return [value for value, _ in result.hits]

    def _searcher(self) -> tuple[counts.State, tantivy.Searcher]:
        """The index as it is now, and as of which state at least: another thread may have seen a commit since. It is
        read anew only when somebody committed: that takes longer than many queries.
        """
        state = counts.state(self._path / layout())
        if state != self._state:
            self._index.reload()
            self._state = state
        return state, self._index.searcher()

    def _query(self, text: str, collection: str | None) -> _Asked:
        tree = parse(text)
        state, searcher = self._searcher()
        inside = []
        if collection is not None:
            within = Query.const_score_query(self._translator.exact("collection", collection), 0.0)
            inside = [(Occur.Must, within)]
        stems, most = self._stems(), self._most_texts
        resolver = Resolver(searcher, self._translator, self._relations, most, stems, collection, self._meanings)
        resolved = resolver.resolve(tree, tuple(inside))
        wanted = self._translator.query(resolved)
        if inside:
            wanted = Query.boolean_query([(Occur.Must, wanted), *inside])
        finds = finder(tree if resolved == tree else Or((tree, resolved)))
        return _Asked(searcher, wanted, finds, (state, resolved, collection), places(resolved))

    def _found(
        self, searcher: tantivy.Searcher, wanted: Query, limit: int, offset: int, sort: Sort
    ) -> tuple[int, list[tuple[float, tantivy.DocAddress]]]:
        field = None if sort is Sort.RELEVANCE else sort.value
        try:
            result = searcher.search(wanted, limit=limit, offset=offset, count=True, order_by_field=field)
        except ValueError:
            raise QueryError("This query matches too many different words.", "Write longer beginnings.", 0) from None
        # Ordered by a field, the first of each pair is the field's value, not a score.
        return count_of(result), [(float(score) if field is None else 0.0, address) for score, address in result.hits]

    def _counts(self, asked: _Asked) -> Facets:
        known = REMEMBERED.get(asked.question)
        if known is None:
            known = counts.count(asked.searcher, asked.wanted)
            REMEMBERED.put(asked.question, known)
        return known
