"""Search: one field, hits with the lines that show why, counts and dates that narrow, and help on the language.

All hits can be paged through and taken away as a table: there is no last page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from amparo.desk import documents_store
from amparo.desk.background import Going
from amparo.desk.hit_rows import csv_lines, hit_json, json_lines
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.indexing import is_behind
from amparo.desk.pages.document import language_name
from amparo.desk.pages.found import Found
from amparo.desk.pages.found import found as found_of
from amparo.desk.pages.paging import Paging, paging
from amparo.desk.pages.search_dates import Dates, dates_of
from amparo.desk.pages.search_help import EXAMPLES, Example
from amparo.desk.pages.show import Page, desk_of, json, page_number, search_jobs_of, show
from amparo.desk.searching import as_found_in
from amparo.search.engine import Hit, Results, Sort
from amparo.search.features import SPECIAL
from amparo.search.query import QueryError, parse
from amparo.search.remarks import remark
from amparo.search.tree import Or

PER_PAGE = 20
EXPORTS: Mapping[str, tuple[str, Callable[[Iterable[Hit]], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", csv_lines),
    "jsonl": ("application/x-ndjson", json_lines),
}
"""Forms in which every hit can be taken away: media type, and what writes it."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One value of a facet: what people read for it, how many hits it leaves, and the address of that search."""

    value: str
    words: str
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
    remark: str
    """What else to say beside the hits."""
    results: Results | None
    found: tuple[Found, ...]
    facets: Mapping[str, tuple[Narrowing, ...]]
    dates: Dates | None
    sorted_by: Mapping[str, str]
    exports: Mapping[str, str]
    paging: Paging | None
    filling: Going | None
    """How far the index is, while it is being filled."""
    examples: tuple[Example, ...] = EXAMPLES


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
        return cls(given.get("q", "").strip(), given.get("collection", ""), sort, page_number(request))

    def address(self, **other: str) -> str:
        """The address of this search with something else in it, from its first page."""
        parameters = {"q": self.query, "collection": self.collection, "sort": self.sort.value, **other}
        if parameters["sort"] == Sort.RELEVANCE:
            del parameters["sort"]
        return "/search?" + urlencode({name: value for name, value in parameters.items() if value})

    def narrowed(self, field: str, value: str) -> str:
        """The address of the part of this search that has a value."""
        if field == "collection":
            return self.address(collection=value)
        # A query with OR in it is one thing to narrow, not its last alternative.
        query = f"({self.query})" if isinstance(parse(self.query), Or) else self.query
        return self.address(q=f"{query} {field}:{value}".removeprefix("* "))


def search(request: Request) -> Response:
    """The page, or with `?format=json` its hits as data, with `csv` or `jsonl` every hit."""
    asked = Asked.of(request)
    form = request.query_params.get("format", "")
    results, mistake = None, None
    with open_holdings(desk_of(request).home) as holdings:
        if is_behind(holdings.database, holdings.engine):
            search_jobs_of(request).fill_index()
        if asked.query:
            try:
                if form in EXPORTS:
                    return _export(request, asked, form)
                results = _results(holdings, asked)
            except QueryError as error:
                mistake = _mistake(asked.query, error)
    if form:
        return json(_as_data(results)) if results else json(_refused(mistake), status=400)
    return show(request, "search.html", _context(request, asked, results, mistake))


def _results(holdings: Holdings, asked: Asked) -> Results:
    found = holdings.engine.search(
        asked.query,
        collection=asked.collection or None,
        limit=PER_PAGE,
        offset=(asked.number - 1) * PER_PAGE,
        sort=asked.sort,
        facets=True,
    )
    return replace(found, hits=tuple(as_found_in(holdings.database, asked.collection, found.hits)))


def _export(request: Request, asked: Asked, form: str) -> Response:
    """Every hit, written while it is read; the query is understood before the first byte goes out."""
    media_type, write = EXPORTS[form]
    with ExitStack() as opening:
        holdings = opening.enter_context(open_holdings(desk_of(request).home))
        _, hits = holdings.engine.walk(asked.query, collection=asked.collection or None, sort=asked.sort)
        opened = opening.pop_all()

    def lines() -> Iterator[str]:
        with opened:
            yield from write(as_found_in(holdings.database, asked.collection, hits))

    headers = {"Content-Disposition": f'attachment; filename="hits.{form}"'}
    return StreamingResponse(lines(), media_type=media_type, headers=headers)


def _context(request: Request, asked: Asked, results: Results | None, mistake: Mistake | None) -> SearchPage:
    with desk_of(request).database() as database:
        titles = documents_store.titles(database)
        found = found_of(database, results.hits if results else (), asked.query)
    facets = results.facets if results else {}
    filling = search_jobs_of(request).indexing.state
    return SearchPage(
        here="search",
        query=asked.query,
        collection=asked.collection,
        titles=titles,
        sort=asked.sort.value,
        mistake=mistake,
        remark=remark(asked.query) if results else "",
        results=results,
        found=found,
        facets=_facets(asked, results) if results else {},
        dates=dates_of(facets.get("month", ()), lambda value: asked.narrowed("date", value)),
        sorted_by={order.value: asked.address(sort=order.value) for order in Sort},
        exports={form: asked.address(format=form) for form in (*EXPORTS, "json")},
        paging=paging(asked.number, PER_PAGE, results.total, asked.address() + "&page=") if results else None,
        filling=filling if filling.running or filling.error else None,
    )


def _facets(asked: Asked, results: Results) -> Mapping[str, tuple[Narrowing, ...]]:
    """Those that would leave something out."""
    narrowings = {
        name: _narrowings(asked, name, values)
        for name, values in results.facets.items()
        if name != "month" and not (name == "collection" and asked.collection)
    }
    return {
        name: values
        for name, values in narrowings.items()
        if len(values) > 1 or (values and values[0].count < results.total)
    }


def _narrowings(asked: Asked, facet: str, values: tuple[tuple[str, int], ...]) -> tuple[Narrowing, ...]:
    """Its values; of what documents have, only what no field says."""
    return tuple(
        Narrowing(value, language_name(value) if facet == "lang" else value, count, asked.narrowed(facet, value))
        for value, count in values
        if facet != "has" or value in SPECIAL
    )


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
        "hits": [hit_json(hit) for hit in results.hits],
        "facets": {name: dict(values) for name, values in results.facets.items()},
    }
