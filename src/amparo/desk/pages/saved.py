"""Saved searches: what is new in each, shown, and taken note of when a person says that it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import documents_store, saved, saved_store
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.pages.found import Found
from amparo.desk.pages.found import found as found_of
from amparo.desk.pages.show import Page, desk_of, json, not_found, read_form, see_other, show
from amparo.search.faults import QueryError

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One saved search with its counts, or with why it cannot be asked any more."""

    saved: saved_store.Saved
    total: int
    new: int
    error: str
    address: str
    search: str


@dataclass(frozen=True, slots=True)
class SavedPage(Page):
    """All saved searches."""

    entries: tuple[Entry, ...]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewsPage(Page):
    """What is new in one. `shown` are the identities of the documents on this page: seen, when a person says so."""

    entry: Entry
    found: tuple[Found, ...]
    shown: str
    titles: Mapping[str, str]


def listed(request: Request) -> Response:
    """All of them."""
    with open_holdings(desk_of(request).home) as holdings:
        entries = tuple(_entry(each, _news(holdings, each)) for each in saved_store.saved(holdings.database))
        titles = documents_store.titles(holdings.database)
    return show(request, "saved.html", SavedPage("search", entries, titles))


def listed_json(request: Request) -> Response:
    """All of them as data."""
    with open_holdings(desk_of(request).home) as holdings:
        entries = [_entry(each, _news(holdings, each)) for each in saved_store.saved(holdings.database)]
    return json(
        [{"name": each.saved.name, "query": each.saved.query, "total": each.total, "new": each.new} for each in entries]
    )


def one(request: Request) -> Response:
    """What is new in one."""
    with open_holdings(desk_of(request).home) as holdings:
        each = saved_store.find(holdings.database, request.path_params["name"])
        if each is None:
            raise not_found()
        told = _news(holdings, each)
        hits = tuple(islice(saved.hits(holdings, told), MOST_SHOWN)) if isinstance(told, saved.News) else ()
        titles = documents_store.titles(holdings.database)
        found = found_of(holdings.database, hits, each.query)
    shown = " ".join(hit.document for hit in hits)
    return show(request, "saved_news.html", NewsPage("search", _entry(each, told), found, shown, titles))


async def add(request: Request) -> Response:
    """Save a search from the search page."""
    form = await read_form(request)
    query, collection = form.get("q", "").strip(), form.get("collection", "")
    await run_in_threadpool(_save, request, form.get("name", "").strip(), query, collection)
    return see_other("/saved")


def _save(request: Request, name: str, query: str, collection: str) -> None:
    with open_holdings(desk_of(request).home) as holdings:
        saved.save(holdings, name, query, collection, datetime.now(UTC))


async def seen(request: Request) -> Response:
    """Those that were shown are seen from now on."""
    form = await read_form(request)
    name = request.path_params["name"]
    with desk_of(request).database() as database:
        saved_store.mark_seen(database, name, saved.keys_of(form.get("shown", "").split()), datetime.now(UTC))
    return see_other(_address(name))


async def delete(request: Request) -> Response:
    """Forget one."""
    with desk_of(request).database() as database:
        saved_store.delete(database, request.path_params["name"])
    return see_other("/saved")


def _news(holdings: Holdings, each: saved_store.Saved) -> saved.News | QueryError:
    try:
        return saved.news(holdings, each)
    except QueryError as refused:
        return refused


def _entry(each: saved_store.Saved, told: saved.News | QueryError) -> Entry:
    wanted = {"q": each.query, "collection": each.collection}
    search = "/search?" + urlencode({name: value for name, value in wanted.items() if value})
    if isinstance(told, QueryError):
        return Entry(each, 0, 0, f"{told.what} {told.hint}", _address(each.name), search)
    return Entry(each, told.total, len(told.keys), "", _address(each.name), search)


def _address(name: str) -> str:
    return f"/saved/{quote(name, safe='')}"
