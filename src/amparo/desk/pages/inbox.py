"""The inbox, and the envelopes that could not be opened."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import submissions_store
from amparo.desk.fetches_store import LastFetch, last_fetch
from amparo.desk.inbox import Entry, entries, entry_json
from amparo.desk.inbox import unopened_json as unopened_as_json
from amparo.desk.pages.paging import Paging, paged
from amparo.desk.pages.show import Page, desk_of, jobs_of, json, page_number, see_other, show
from amparo.desk.submissions import UnopenedEnvelope
from amparo.desk.warnings import warnings_of

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Inbox(Page):
    """One page of the inbox. `paired` is False before there is a drop; `only_unread` narrows the table."""

    paired: bool
    fetching: bool
    last: LastFetch | None
    total: int
    unread: int
    unopened: int
    warnings: tuple[str, ...]
    only_unread: bool
    entries: tuple[Entry, ...]
    paging: Paging


@dataclass(frozen=True, slots=True)
class Unopened(Page):
    """The envelopes that could not be opened."""

    envelopes: tuple[UnopenedEnvelope, ...]


def front(request: Request) -> Response:
    """The first page is the inbox."""
    return see_other("/inbox")


def inbox(request: Request) -> Response:
    """The table that triages."""
    desk = desk_of(request)
    only_unread = request.query_params.get("show") == "unread"
    with desk.database() as database:
        everything = entries(database, desk.settings, desk.today)
        warnings = warnings_of(database, desk.settings, desk.keys, desk.today)
        last, unopened = last_fetch(database), len(submissions_store.unopened(database))
    listed = tuple(each for each in everything if not (only_unread and each.submission.read))
    address = "/inbox?show=unread&page=" if only_unread else "/inbox?page="
    shown, paging = paged(listed, page_number(request), PER_PAGE, address)
    context = Inbox(
        here="inbox",
        paired=bool(desk.settings.drop),
        fetching=jobs_of(request).fetch_state().running,
        last=last,
        total=len(everything),
        unread=sum(not each.submission.read for each in everything),
        unopened=unopened,
        warnings=warnings,
        only_unread=only_unread,
        entries=shown,
        paging=paging,
    )
    return show(request, "inbox.html", context)


def inbox_json(request: Request) -> Response:
    """All of the inbox as `desk inbox --json` prints it."""
    desk = desk_of(request)
    with desk.database() as database:
        return json([entry_json(each) for each in entries(database, desk.settings, desk.today)])


def unopened(request: Request) -> Response:
    """What could not be opened, and why."""
    with desk_of(request).database() as database:
        return show(request, "unopened.html", Unopened("inbox", submissions_store.unopened(database)))


def unopened_json(request: Request) -> Response:
    """The same as data."""
    with desk_of(request).database() as database:
        return json(unopened_as_json(submissions_store.unopened(database)))
