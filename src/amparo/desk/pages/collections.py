"""Collections: all of them, one of them with its documents, and what could not be added to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from sqlite3 import Connection

from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import browsing, documents_store, ledger_store
from amparo.desk.documents_store import Collection, CollectionId, Item, Outcome
from amparo.desk.jobs import AddState
from amparo.desk.pages.paging import Paging, paged, paging
from amparo.desk.pages.show import Page, desk_of, jobs_of, json, not_found, page_number, show

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Shelf:
    """One collection with its counts."""

    collection: Collection
    counts: browsing.Counts


@dataclass(frozen=True, slots=True)
class CollectionsPage(Page):
    """Every collection."""

    shelves: tuple[Shelf, ...]
    adding: AddState


@dataclass(frozen=True, slots=True)
class CollectionPage(Page):
    """One page of one collection."""

    name: str
    title: str
    counts: browsing.Counts
    documents: tuple[browsing.Listed, ...]
    paging: Paging
    adding: AddState


@dataclass(frozen=True, slots=True)
class FailuresPage(Page):
    """What could not be added to one collection."""

    name: str
    failures: tuple[Item, ...]
    paging: Paging


def collections(request: Request) -> Response:
    """Every collection as a card."""
    with desk_of(request).database() as database:
        shelves = tuple(
            Shelf(each, browsing.counts(database, each.id)) for each in documents_store.collections(database)
        )
    return show(request, "collections.html", CollectionsPage("collections", shelves, jobs_of(request).add_state()))


def collections_json(request: Request) -> Response:
    """The same as data."""
    with desk_of(request).database() as database:
        known = documents_store.collections(database)
    return json([{"name": one.name, "title": one.title, "documents": one.documents} for one in known])


def collection(request: Request) -> Response:
    """The documents of one collection in the order of their dates."""
    name, number = request.path_params["name"], page_number(request)
    with desk_of(request).database() as database:
        identity = _known(database, name)
        counts, title = browsing.counts(database, identity), documents_store.titles(database)[name]
        listed = browsing.documents(database, identity, (number - 1) * PER_PAGE, PER_PAGE)
    if request.query_params.get("format") == "json":
        return json([asdict(each) for each in listed])
    context = CollectionPage(
        here="collections",
        name=name,
        title=title,
        counts=counts,
        documents=listed,
        paging=paging(number, PER_PAGE, counts.documents, "?page="),
        adding=jobs_of(request).add_state(),
    )
    return show(request, "collection.html", context)


def failures(request: Request) -> Response:
    """Every file that could not be added, with the reason."""
    name = request.path_params["name"]
    with desk_of(request).database() as database:
        found = tuple(ledger_store.items(database, _known(database, name), [Outcome.FAILED]))
    if request.query_params.get("format") == "json":
        return json([{"path": f.path, "reason": f.reason, "explanation": f.explanation} for f in found])
    shown, pages = paged(found, page_number(request), PER_PAGE, "?page=")
    return show(request, "failures.html", FailuresPage("collections", name, shown, pages))


def _known(database: Connection, name: str) -> CollectionId:
    identity = documents_store.find_collection(database, name)
    if identity is None:
        raise not_found()
    return identity
