"""Collections: all of them, one of them with its documents, and what could not be added to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from sqlite3 import Connection
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import browsing, documents_store, jobs_store, ledger_said
from amparo.desk.background import Going
from amparo.desk.documents_store import Collection, CollectionId, Item, Outcome
from amparo.desk.jobs_store import Job, Order, State
from amparo.desk.meaning import Standing, standing
from amparo.desk.pages.jobs import start
from amparo.desk.pages.paging import Paging, paging
from amparo.desk.pages.show import (
    Page,
    desk_of,
    json,
    not_found,
    page_number,
    read_form,
    search_jobs_of,
    see_other,
    show,
)
from amparo.desk.reasons import meaning
from amparo.desk.settings import desk_home
from amparo.records.passwords import NONE, Passwords
from amparo.records.reading import Reason

PER_PAGE = 100
NEWS = timedelta(minutes=10)
"""How long a collection's page says how adding to it ended."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One collection with its counts."""

    collection: Collection
    counts: browsing.Counts


@dataclass(frozen=True, slots=True)
class CollectionsPage(Page):
    """Every collection."""

    shelves: tuple[Shelf, ...]
    adding: Job | None


@dataclass(frozen=True, slots=True)
class CollectionPage(Page):
    """One page of one collection."""

    name: str
    title: str
    counts: browsing.Counts
    documents: tuple[browsing.Listed, ...]
    paging: Paging
    adding: Job | None
    by_meaning: Standing | None
    """How far it is read for its meaning; None where that is not installed."""
    reading: Going


@dataclass(frozen=True, slots=True)
class Group:
    """How many items failed for one reason, and what that means."""

    reason: str
    items: int
    meaning: str


@dataclass(frozen=True, slots=True)
class FailuresPage(Page):
    """What could not be added to one collection: `total` by reason, and those listed, of the reason `chosen` if any."""

    name: str
    groups: tuple[Group, ...]
    total: int
    chosen: str
    failures: tuple[Item, ...]
    paging: Paging


def collections(request: Request) -> Response:
    """Every collection as a card."""
    with desk_of(request).database() as database:
        shelves = tuple(
            Shelf(each, browsing.counts(database, each.id)) for each in documents_store.collections(database)
        )
        adding = _news(request, next(iter(jobs_store.latest(database, 1)), None))
    return show(request, "collections.html", CollectionsPage("collections", shelves, adding))


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
        adding = _news(request, jobs_store.last_of(database, name))
        by_meaning = standing(desk_home(desk_of(request).home), database, identity)
    if request.query_params.get("format") == "json":
        return json([asdict(each) for each in listed])
    context = CollectionPage(
        here="collections",
        name=name,
        title=title,
        counts=counts,
        documents=listed,
        paging=paging(number, PER_PAGE, counts.documents, "?page="),
        adding=adding,
        by_meaning=by_meaning,
        reading=search_jobs_of(request).reading.state,
    )
    return show(request, "collection.html", context)


def read_meaning(request: Request) -> Response:
    """Start reading one collection for its meaning, in the background."""
    name = request.path_params["name"]
    with desk_of(request).database() as database:
        search_jobs_of(request).read_meaning(_known(database, name))
    return see_other(f"/collections/{quote(name)}#meaning")


def failures(request: Request) -> Response:
    """Every file that could not be added, by reason."""
    name, number = request.path_params["name"], page_number(request)
    chosen = request.query_params.get("reason", "")
    chosen = chosen if chosen in set(Reason) else ""
    wanted = [chosen] if chosen else []
    is_json = request.query_params.get("format") == "json"
    window = {} if is_json else {"offset": (number - 1) * PER_PAGE, "limit": PER_PAGE}
    with desk_of(request).database() as database:
        identity = _known(database, name)
        groups = ledger_said.reasons(database, identity, Outcome.FAILED)
        found = tuple(ledger_said.items(database, identity, [Outcome.FAILED], reasons=wanted, **window))
    if is_json:
        return json([{"path": f.path, "reason": f.reason, "explanation": f.explanation} for f in found])
    context = FailuresPage(
        here="collections",
        name=name,
        groups=tuple(Group(reason, items, meaning(reason)) for reason, items in groups),
        total=sum(items for _, items in groups),
        chosen=chosen,
        failures=found,
        paging=paging(
            number,
            PER_PAGE,
            sum(items for reason, items in groups if chosen in ("", reason)),
            f"?reason={chosen}&page=" if chosen else "?page=",
        ),
    )
    return show(request, "failures.html", context)


async def retry(request: Request) -> Response:
    """Try again what failed for the reason that the form names, or all of it."""
    form = await read_form(request)
    reason = form.get("reason", "")
    order = Order(request.path_params["name"], retry=True, reasons=(reason,) if reason in set(Reason) else ())
    passwords = Passwords.of_lines(form["passwords"]) if "passwords" in form else NONE
    return await run_in_threadpool(_retry, request, order, passwords)


def _retry(request: Request, order: Order, passwords: Passwords) -> Response:
    with desk_of(request).database() as database:
        _known(database, order.collection)
        languages = jobs_store.ocr_languages(database, (order.collection,))
    return start(request, replace(order, languages=languages), passwords)


def _news(request: Request, job: Job | None) -> Job | None:
    """A job that is worth a word: at work, cut short, or done a moment ago."""
    if job is None or (job.state is State.DONE and job.ended and desk_of(request).clock() - job.ended > NEWS):
        return None
    return job


def _known(database: Connection, name: str) -> CollectionId:
    identity = documents_store.find_collection(database, name)
    if identity is None:
        raise not_found()
    return identity
