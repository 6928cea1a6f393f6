"""The embedded engine: Tantivy over one directory. One process writes at a time; any number read.

The directory carries the number of its layout. When that changes, a new directory is begun beside the old one,
which the owner of the documents sees as an empty index and fills again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from amparo.errors import StateError, StoreError
from amparo.search import fields
from amparo.search.analysis import NAME, analyzer, prepare
from amparo.search.engine import Facets, Hit, Indexed, Results, Sort
from amparo.search.matching import Finder, finder
from amparo.search.query import QueryError, parse
from amparo.search.snippets import PAGE_END, snippet
from amparo.search.translate import BODY, Translator

LAYOUT = "v1"
HEAP = 128 * 1024 * 1024
SHOWN = "shown"
"""The stored field: what hits show, as JSON."""
MOST_YEARS = 1_000

# What records call their fields, where a query uses another word.
_RECORD_FIELDS = {
    "tags": "tag",
    "references": "reference",
    "persons": "person",
    "attachments": "attachment",
    "cc": "to",
    "bcc": "to",
}


def schema() -> tantivy.Schema:
    """Word fields for searching, whole fields for filtering and counting, a stored text for snippets."""
    builder = tantivy.SchemaBuilder()
    for name in (BODY, *fields.WORDS):
        builder.add_text_field(name, stored=False, tokenizer_name=NAME, index_option="position")
    for name in fields.EXACT:
        builder.add_text_field(name, stored=False, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(SHOWN, stored=True)
    for name in ("first_day", "last_day", "year", "newest", "oldest"):
        builder.add_integer_field(name, stored=False, indexed=True, fast=True)
    return builder.build()


class TantivyEngine:
    """`amparo.search.engine.Engine` over a directory of its own."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._translator = Translator(self._schema)
        self._writer: tantivy.IndexWriter | None = None

    @classmethod
    def open(cls, path: Path) -> TantivyEngine:
        """The index under `path`, made when missing. Raises StoreError."""
        directory = path / LAYOUT
        try:
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            index = tantivy.Index(schema(), path=str(directory))
        except (OSError, ValueError):
            raise StoreError(
                "The search index cannot be opened.", "Check that the home directory is writable."
            ) from None
        index.register_tokenizer(NAME, analyzer())
        return cls(index)

    # -- writing --

    def add(self, documents: Iterable[Indexed]) -> None:
        """Take in documents; one with an identity already known replaces it."""
        writer = self._writing()
        for document in documents:
            writer.delete_documents_by_term("id", document.id)
            writer.add_document(_entry(document))

    def delete(self, ids: Iterable[str]) -> None:
        """Forget documents; unknown ones are fine."""
        writer = self._writing()
        for document in ids:
            writer.delete_documents_by_term("id", document)

    def commit(self) -> None:
        """Make everything added and deleted so far durable, and found."""
        if self._writer is not None:
            try:
                self._writer.commit()
            except ValueError:
                raise StoreError("The search index cannot be written.", "Check that the disk has room.") from None
            self._index.reload()

    def close(self) -> None:
        """Wait for background work and let go of the lock."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.wait_merging_threads()

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
        self._index.reload()
        return self._index.searcher().num_docs

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
        wanted, finds = self._query(query, collection)
        self._index.reload()
        searcher = self._index.searcher()
        total, found = self._found(searcher, wanted, max(limit, 1), max(offset, 0), sort)
        hits = tuple(_hit(searcher.doc(address), score, finds) for score, address in found[: max(limit, 0)])
        counts = self._facets(searcher, wanted) if facets else {}
        return Results(total, time.perf_counter() - started, hits, counts)

    def walk(
        self, query: str, *, collection: str | None = None, sort: Sort = Sort.RELEVANCE
    ) -> tuple[int, Iterator[Hit]]:
        """How many match, and every one of them, from one state of the index."""
        wanted, finds = self._query(query, collection)
        self._index.reload()
        searcher = self._index.searcher()
        total, _ = self._found(searcher, wanted, 1, 0, sort)
        return total, self._walk(searcher, wanted, finds, total, sort)

    def _walk(self, searcher: tantivy.Searcher, wanted: Query, finds: Finder, total: int, sort: Sort) -> Iterator[Hit]:
        if total:
            # One ranking of all: asking page by page would rank everything before a page again and again.
            _, found = self._found(searcher, wanted, total, 0, sort)
            for score, address in found:
                yield _hit(searcher.doc(address), score, finds)

    def _query(self, text: str, collection: str | None) -> tuple[Query, Finder]:
        tree = parse(text)
        wanted = self._translator.query(tree)
        if collection is not None:
            inside = Query.const_score_query(self._translator.exact("collection", collection), 0.0)
            wanted = Query.boolean_query([(Occur.Must, wanted), (Occur.Must, inside)])
        return wanted, finder(tree)

    def _found(
        self, searcher: tantivy.Searcher, wanted: Query, limit: int, offset: int, sort: Sort
    ) -> tuple[int, list[tuple[float, tantivy.DocAddress]]]:
        field = None if sort is Sort.RELEVANCE else sort.value
        try:
            result = searcher.search(wanted, limit=limit, offset=offset, count=True, order_by_field=field)
        except ValueError:
            raise QueryError("This query matches too many different words.", "Write longer beginnings.", 0) from None
        count: int = result.count  # type: ignore[attr-defined]
        # Ordered by a field, the first of each pair is the field's value, not a score.
        return count, [(float(score) if field is None else 0.0, address) for score, address in result.hits]

    def _facets(self, searcher: tantivy.Searcher, wanted: Query) -> Facets:
        asked = {name: {"terms": {"field": name, "size": MOST_YEARS}} for name in ("kind", "collection", "year")}
        found = searcher.aggregate(wanted, asked)
        counts = {
            name: tuple(
                (str(bucket["key"]).removesuffix(".0"), int(bucket["doc_count"])) for bucket in answer["buckets"]
            )
            for name, answer in found.items()
        }
        return {**counts, "year": tuple(sorted(counts["year"], key=lambda pair: int(pair[0])))}


def _entry(document: Indexed) -> tantivy.Document:
    """A document as Tantivy takes it."""
    entry = tantivy.Document()
    text = PAGE_END.join(document.pages)
    word_fields = _word_fields(document, text)
    for name, values in word_fields.items():
        for value in values:
            entry.add_text(name, value)
            if name != "text":
                entry.add_text(BODY, value)
    entry.add_text(BODY, word_fields["text"][0])
    # Found by its folder when asked for by name, but the folder is no part of the document.
    entry.add_text("name", prepare(_clean(document.path)))
    for name, value in (("id", document.id), ("kind", document.kind), ("lang", document.language or "")):
        entry.add_text(name, value.lower())
    for collection in document.collections:
        entry.add_text("collection", collection)
    entry.add_bytes(SHOWN, _shown(document, text))
    _add_days(entry, document)
    return entry


def _word_fields(document: Indexed, text: str) -> dict[str, list[str]]:
    """Values by query field; fields no query can name go where every search looks."""
    values: dict[str, list[str]] = {
        "title": [document.title],
        "name": [document.name],
        "from": list(document.sender),
        "to": list(document.recipients),
        "text": [text],
    }
    for name, more in document.fields.items():
        field = _RECORD_FIELDS.get(name, name)
        values.setdefault(field if field in fields.WORDS else BODY, []).extend(more)
    return {name: [prepare(_clean(value)) for value in more] for name, more in values.items()}


def _shown(document: Indexed, text: str) -> bytes:
    shown = {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "name": document.name,
        "path": document.path,
        "date": document.date,
        "collections": document.collections,
        "from": document.sender,
        "to": document.recipients,
        "text": text,
    }
    return _clean(json.dumps(shown, ensure_ascii=False)).encode()


def _add_days(entry: tantivy.Document, document: Indexed) -> None:
    first, last = document.first_day, document.last_day
    if first is not None and last is not None:
        entry.add_integer("first_day", first.toordinal())
        entry.add_integer("last_day", last.toordinal())
        entry.add_integer("year", first.year)
    entry.add_integer("newest", first.toordinal() if first else 0)
    entry.add_integer("oldest", -first.toordinal() if first else -(10**9))


def _clean(text: str) -> str:
    """Lone surrogates have no UTF-8 and would be refused."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _hit(entry: tantivy.Document, score: float, finds: Finder) -> Hit:
    shown = json.loads(bytes(entry.get_first(SHOWN) or b"{}"))
    page, pieces = snippet(shown["text"], finds)
    return Hit(
        document=shown["id"],
        page=page,
        title=shown["title"],
        snippet=pieces,
        score=score,
        kind=shown["kind"],
        name=shown["name"],
        path=shown["path"],
        date=shown["date"],
        collections=tuple(shown["collections"]),
        sender=tuple(shown["from"]),
        recipients=tuple(shown["to"]),
    )
