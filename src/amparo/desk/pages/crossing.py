"""A list of names, pasted or given in a field, crossed with a collection."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import documents_store
from amparo.desk.crossing import Crossed, Crossing, rows
from amparo.desk.documents_store import Collection
from amparo.desk.pages.entities import Scope
from amparo.desk.pages.show import Page, desk_of, not_found, read_form, show
from amparo.desk.room import Desk
from amparo.search.tantivy_engine import TantivyEngine

MOST = 500
"""Names that a page takes at once; the command takes any number."""


@dataclass(frozen=True, slots=True)
class CrossingPage(Page):
    """The form, and the answers when names were given. `left_out` rows were too many for a page."""

    scope: Scope
    collections: tuple[Collection, ...]
    names: str
    crossed: tuple[Crossed, ...]
    left_out: int


def ask(request: Request) -> Response:
    """The empty form."""
    return show(request, "crossing.html", _page(desk_of(request), request.query_params.get("collection", ""), ""))


async def cross(request: Request) -> Response:
    """The form with what was found."""
    form = await read_form(request)
    desk, collection, names = desk_of(request), form.get("collection", ""), form.get("names", "")
    return show(request, "crossing.html", await run_in_threadpool(_page, desk, collection, names))


def _page(desk: Desk, collection: str, names: str) -> CrossingPage:
    with desk.database() as database, closing(TantivyEngine.open(desk.settings.index)) as engine:
        known = documents_store.collections(database)
        if not collection and known:
            collection = known[0].name
        identity = documents_store.find_collection(database, collection)
        if identity is None and collection:
            raise not_found()
        title = documents_store.titles(database).get(collection, collection)
        listed = [*rows(names.encode("utf-8"))] if identity is not None and names.strip() else []
        crossed: tuple[Crossed, ...] = ()
        if listed and identity is not None:
            ready = Crossing(database, engine, identity, collection)
            crossed = tuple(ready.cross(row) for row in listed[:MOST])
    return CrossingPage(
        here="collections",
        scope=Scope(identity, collection, title),
        collections=known,
        names=names,
        crossed=crossed,
        left_out=max(0, len(listed) - MOST),
    )
