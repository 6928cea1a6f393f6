"""The clocks: which report is to be acknowledged or answered first, and what people decide about one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import clocks_store, submissions_store
from amparo.desk.clocks import Due, clock_json
from amparo.desk.pages.paging import Paging, paged
from amparo.desk.pages.show import Page, desk_of, json, not_found, page_number, read_form, see_other, show
from amparo.desk.submissions import SubmissionId
from amparo.errors import InputError

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Clocks(Page):
    """One page of what is due. `late` and `soon` count over all of them; `off`: this desk runs no clocks."""

    today: date
    off: bool
    running: int
    late: int
    soon: int
    due: tuple[Due, ...]
    paging: Paging


def clocks(request: Request) -> Response:
    """What is due first comes first."""
    desk = desk_of(request)
    with desk.database() as database:
        everything = clocks_store.due(database) if desk.settings.runs_clocks else ()
    shown, paging = paged(everything, page_number(request), PER_PAGE, "/clocks?page=")
    late = sum(each.clock.late(desk.today) for each in everything)
    context = Clocks(
        here="clocks",
        today=desk.today,
        off=not desk.settings.runs_clocks,
        running=sum(each.clock.running for each in everything),
        late=late,
        soon=sum(each.clock.soon(desk.today) for each in everything) - late,
        due=shown,
        paging=paging,
    )
    return show(request, "clocks.html", context)


def clocks_json(request: Request) -> Response:
    """The same as data."""
    desk = desk_of(request)
    with desk.database() as database:
        return json([due_json(each, desk.today) for each in clocks_store.due(database)])


def due_json(due: Due, today: date) -> dict[str, object]:
    """One line of `desk clocks --json`."""
    head = {"submission": due.submission.id, "conversation": due.submission.conversation}
    return {**head, "received": due.submission.received.isoformat(), **clock_json(due.clock, today)}


async def decide(request: Request) -> Response:
    """Feedback was given; more time; no report; or all that taken back."""
    form = await read_form(request)
    return await run_in_threadpool(_decide, request, form.get("what", ""), form.get("reason", ""))


def _decide(request: Request, what: str, reason: str) -> Response:
    desk, identity = desk_of(request), SubmissionId(request.path_params["id"])
    with desk.database() as database:
        if submissions_store.submission(database, identity) is None:
            raise not_found()
        if what == "feedback":
            clocks_store.give_feedback(database, identity, desk.today)
        elif what == "extend":
            clocks_store.extend(database, identity, reason, desk.today)
        elif what == "set-aside":
            clocks_store.set_aside(database, identity, reason, desk.today)
        elif what == "reopen":
            clocks_store.reopen(database, identity)
        else:
            raise InputError("The form is not understood.", "Go back and send it again.")
    return see_other(f"/submissions/{identity}#clock")
