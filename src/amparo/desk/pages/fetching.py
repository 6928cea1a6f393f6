"""Fetch now: starts it, and shows how it goes until it is done."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from amparo.desk.jobs import FetchState
from amparo.desk.pages.show import Page, jobs_of, read_form, see_other, show

SECONDS = "2"


@dataclass(frozen=True, slots=True)
class Fetching(Page):
    """How the fetch goes. `percent` of the envelope on its way."""

    state: FetchState
    percent: int


async def start(request: Request) -> Response:
    """Start a fetch unless one is running, then show it."""
    await read_form(request)
    jobs_of(request).start_fetch()
    return see_other("/fetch")


def progress(request: Request) -> Response:
    """How it goes; the browser asks again by itself while it runs."""
    state = jobs_of(request).fetch_state()
    percent = 100 * state.step.here // state.step.size if state.step and state.step.size else 0
    response = show(request, "fetching.html", Fetching("inbox", state, percent))
    if state.running:
        response.headers["Refresh"] = SECONDS
    return response
