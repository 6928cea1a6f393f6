"""Search: one field, hits with the lines that show why, counts aside that narrow, and help on the language."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import documents_store
from amparo.desk.pages.document import address as document_address
from amparo.desk.pages.paging import Paging, paging
from amparo.desk.pages.show import Page, desk_of, json, page_number, show
from amparo.search.engine import Hit, Results, Sort
from amparo.search.query import QueryError
from amparo.search.tantivy_engine import TantivyEngine

PER_PAGE = 20
DEEPEST = 10_000
"""Hits that can be paged through; `desk search --all` gives every one."""


@dataclass(frozen=True, slots=True)
class Found:
    """One hit and the address of the page of text it is on."""

    hit: Hit
    address: str


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One value of a facet: how many hits it leaves, and the address of the search that has it."""

    value: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A query that is not understood: the parts before, at and after the character in question."""

    what: str
    hint: str
    before: str
    at: str
    after: str


@dataclass(frozen=True, slots=True)
class SearchPage(Page):
    """A search and its answer; without a query, only the field and the help. `results` None: none was made."""

    query: str
    collection: str
    titles: Mapping[str, str]
    sort: str
    mistake: Mistake | None
    results: Results | None
    found: tuple[Found, ...]
    facets: Mapping[str, tuple[Narrowing, ...]]
    sorted_by: Mapping[str, str]
    as_json: str
    paging: Paging | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    query: str
    collection: str
    sort: Sort
    number: int

    @classmethod
    def of(cls, request: Request) -> Asked:
        """Read the address; what is not understood there means its default."""
        given = request.query_params
        sort = Sort(given["sort"]) if given.get("sort") in list(Sort) else Sort.RELEVANCE
        number = min(page_number(request), DEEPEST // PER_PAGE)
        return cls(given.get("q", "").strip(), given.get("collection", ""), sort, number)

    def address(self, **other: str) -> str:
        """The address of this search with something else in it, from its first page."""
        parameters = {"q": self.query, "collection": self.collection, "sort": self.sort.value, **other}
        if parameters["sort"] == Sort.RELEVANCE:
            del parameters["sort"]
        return "/search?" + urlencode({name: value for name, value in parameters.items() if value})


def search(request: Request) -> Response:
    """The page, or with `?format=json` the hits as data."""
    asked = Asked.of(request)
    results, mistake = None, None
    if asked.query:
        try:
            results = _results(request, asked)
        except QueryError as error:
            mistake = _mistake(asked.query, error)
    if request.query_params.get("format") == "json":
        return json(_as_data(results)) if results else json(_refused(mistake), status=400)
    return show(request, "search.html", _context(request, asked, results, mistake))


def _results(request: Request, asked: Asked) -> Results:
    with closing(TantivyEngine.open(desk_of(request).settings.index)) as engine:
        return engine.search(
            asked.query,
            collection=asked.collection or None,
            limit=PER_PAGE,
            offset=(asked.number - 1) * PER_PAGE,
            sort=asked.sort,
            facets=True,
        )


def _context(request: Request, asked: Asked, results: Results | None, mistake: Mistake | None) -> SearchPage:
    with desk_of(request).database() as database:
        titles = documents_store.titles(database)
    hits, facets = (results.hits, results.facets) if results else ((), {})
    words = urlencode({"q": asked.query})
    return SearchPage(
        here="search",
        query=asked.query,
        collection=asked.collection,
        titles=titles,
        sort=asked.sort.value,
        mistake=mistake,
        results=results,
        found=tuple(Found(hit, document_address(hit.document, hit.page, words)) for hit in hits),
        facets={name: _narrowings(asked, name, values) for name, values in facets.items()},
        sorted_by={order.value: asked.address(sort=order.value) for order in Sort},
        as_json=asked.address(format="json"),
        paging=paging(asked.number, PER_PAGE, min(results.total, DEEPEST), asked.address() + "&page=")
        if results
        else None,
    )


def _narrowings(asked: Asked, facet: str, values: tuple[tuple[str, int], ...]) -> tuple[Narrowing, ...]:
    return tuple(Narrowing(value, count, _narrowed(asked, facet, value)) for value, count in values)


def _narrowed(asked: Asked, facet: str, value: str) -> str:
    if facet == "collection":
        return asked.address(collection=value)
    # A query with OR in it is one thing to narrow, not its last alternative.
    query = f"({asked.query})" if " OR " in asked.query or "|" in asked.query else asked.query
    return asked.address(q=f"{query} {'date' if facet == 'year' else facet}:{value}")


def _mistake(query: str, error: QueryError) -> Mistake:
    place = min(error.position, len(query))
    return Mistake(error.what, error.hint, query[:place], query[place : place + 1], query[place + 1 :])


def _refused(mistake: Mistake | None) -> dict[str, object]:
    if mistake is None:
        return {"error": "There is no query.", "hint": "Give one as q."}
    return {"error": mistake.what, "hint": mistake.hint, "position": len(mistake.before)}


def _as_data(results: Results) -> dict[str, object]:
    return {
        "total": results.total,
        "seconds": results.seconds,
        "hits": [
            {
                "document": hit.document,
                "path": hit.path,
                "title": hit.title,
                "page": hit.page,
                "snippet": hit.snippet_text,
                "score": hit.score,
                "kind": hit.kind,
                "date": hit.date,
                "collections": hit.collections,
            }
            for hit in results.hits
        ],
    }
