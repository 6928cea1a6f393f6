"""Every error becomes one page, or one JSON object, that says what happened, what it means and what to do next.

One table maps the classes of `amparo.errors` to HTTP statuses. A surprise (any other exception) says so without
details; the terminal gets the kind and the places of it, never its message, which could hold what a peer sent.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import jinja2
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from amparo import errors
from amparo.web.render import page

STATUS: tuple[tuple[type[errors.AmparoError], int], ...] = (
    (errors.TooLargeError, 413),
    (errors.FullError, 507),
    (errors.RollbackError, 409),
    (errors.SandboxError, 422),
    (errors.NoMatchError, 404),
    (errors.InputError, 400),
    (errors.TrustError, 403),
    (errors.StateError, 409),
    (errors.StoreError, 503),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a problem page shows. `title` is a short headline, `what` a sentence, `hint` what to do next or empty."""

    title: str
    what: str
    hint: str
    home: str = "/"


def status_of(error: errors.AmparoError) -> int:
    """The HTTP status of an error: the first class of the table that it is one of."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def of_error(error: errors.AmparoError) -> Problem:
    """The page of one of our own errors."""
    return Problem("That did not work", error.what, error.hint)


HTTP_PROBLEMS: Mapping[int, Problem] = {
    403: Problem("Refused", "This request did not come from a page of this site.", "Open the page here and try again."),
    404: Problem(
        "Not found", "There is nothing at this address.", "Check the address, or start again at the first page."
    ),
    405: Problem("Not possible", "This address does not take that kind of request.", "Start again at the first page."),
}
SURPRISE = Problem(
    "Something broke here", "The fault is ours, not yours.", "Try again; if it happens again, tell the operator."
)


def respond(env: jinja2.Environment, request: Request, problem: Problem, status: int) -> Response:
    """A problem as a page, or as JSON for a client that asks for it."""
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"error": problem.what, "hint": problem.hint}, status_code=status)
    return page(env, "problem.html", problem, status=status)


def exception_handlers(env: jinja2.Environment) -> dict[Any, Callable[[Request, Exception], Response]]:
    """The handlers for `Starlette(exception_handlers=…)`."""

    def ours(request: Request, error: Exception) -> Response:
        known = cast(errors.AmparoError, error)
        return respond(env, request, of_error(known), status_of(known))

    def http(request: Request, error: Exception) -> Response:
        status = cast(HTTPException, error).status_code
        return respond(env, request, HTTP_PROBLEMS.get(status, SURPRISE), status)

    def surprise(request: Request, error: Exception) -> Response:
        report(error)
        return respond(env, request, SURPRISE, 500)

    return {errors.AmparoError: ours, HTTPException: http, Exception: surprise}


def report(error: Exception) -> None:
    """Kind and places of a surprise on stderr; never the message."""
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__)))
    print(f"surprise: {type(error).__name__} at {places}", file=sys.stderr)
