"""Problems: one page for each kind of error, saying what happened, what was lost and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote_plus, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from amparo import errors
from amparo.drop.pages.show import LONGEST_FORM, show
from amparo.drop.room import Room, room_of
from amparo.web.i18n import N_
from amparo.web.problems import report, status_of

LONGEST_CARRIED = LONGEST_FORM - 1024
"""Bytes of a message, as a form encodes it, that a problem page hands on; a longer one has to be entered again."""
NOTHING_STORED = N_("Nothing of it was stored.")
NOTHING_LOST = N_("Nothing was lost.")


@dataclass(frozen=True, slots=True)
class Retry:
    """What a failed attempt hands on: its passphrase, its message, and the other fields it had, by name."""

    passphrase: str
    message: str
    carried: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TroublePage:
    """Context of trouble.html. `lost` says exactly what was lost; `passphrase` is empty when nothing is handed on."""

    title: str
    what: str
    lost: str
    hint: str
    passphrase: str = ""
    message: str = ""
    carried: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """How a source is told of a class of errors. `hint`, where given, replaces the error's own."""

    error: type[errors.AmparoError]
    title: str
    lost: str = NOTHING_STORED
    hint: str = ""


# The first class that fits.
KINDS = (
    Kind(errors.TruncatedError, N_("It was cut off")),
    Kind(errors.TooLargeError, N_("That was too much at once")),
    Kind(
        errors.FullError,
        N_("No room left"),
        hint=N_(
            "What was stored before is safe. Try again tomorrow, or send less at a time; a message without files "
            "needs little room. Your seven words stay good: choose Come back and type them."
        ),
    ),
    Kind(
        errors.StoreError,
        N_("It could not be stored"),
        hint=N_(
            "What was stored before is safe. Try again in an hour, or tomorrow. Your seven words stay good: "
            "choose Come back and type them."
        ),
    ),
    Kind(errors.InputError, N_("That did not work")),
    Kind(
        errors.StateError, N_("Not now"), hint=N_("Go to the first page: it says whether anything can be sent today.")
    ),
    Kind(errors.TrustError, N_("Refused"), NOTHING_LOST),
)
BROWSER_STATUS: dict[int, TroublePage] = {
    403: TroublePage(
        N_("Refused"),
        N_("Your browser says that another site made it send this, so we did not take it."),
        NOTHING_STORED,
        N_("Open the first page here and go on from there."),
    ),
    404: TroublePage(
        N_("Nothing here"),
        N_("There is no page at this address."),
        NOTHING_LOST,
        N_("Check the address, or begin at the first page."),
    ),
    405: TroublePage(
        N_("Nothing to see at this address"),
        N_("This page appears only in answer to a form, so it cannot be opened again by its address."),
        N_("What you sent before is safe, if you saw “We have it”."),
        N_("To add more or to read answers, choose Come back and type your seven words."),
    ),
}
SURPRISE = TroublePage(
    N_("Something broke here"),
    N_("The fault is ours, not yours."),
    N_("If you were sending something, it may not have arrived."),
    N_("Choose Come back, type your seven words and send it once more. If this happens again, come back tomorrow."),
)


def trouble(room: Room, error: errors.AmparoError, retry: Retry | None = None) -> Response:
    """The page of one of our errors."""
    kind = next(kind for kind in KINDS if isinstance(error, kind.error))
    passed = Retry("", "") if retry is None else _bounded(retry)
    context = TroublePage(
        kind.title, error.what, kind.lost, kind.hint or error.hint, passed.passphrase, passed.message, passed.carried
    )
    return show(room, "trouble.html", context, status=status_of(error))


def _bounded(retry: Retry) -> Retry:
    """As much of it as one form may carry: the message, then the rest as a whole."""
    message = retry.message if len(quote_plus(retry.message)) <= LONGEST_CARRIED else ""
    left = LONGEST_CARRIED - len(quote_plus(message))
    return Retry(retry.passphrase, message, retry.carried if len(urlencode(retry.carried)) <= left else ())


def handlers() -> dict[Any, Callable[[Request, Exception], Response]]:
    """The handlers for `Starlette(exception_handlers=…)`."""
    return {errors.AmparoError: _ours, HTTPException: _http, Exception: _surprise}


def refused(room: Room) -> Response:
    """The page for a request that another site made the browser send."""
    return show(room, "trouble.html", BROWSER_STATUS[403], status=403)


def _ours(request: Request, error: Exception) -> Response:
    return trouble(room_of(request), cast(errors.AmparoError, error))


def _http(request: Request, error: Exception) -> Response:
    status = cast(HTTPException, error).status_code
    answer = show(room_of(request), "trouble.html", BROWSER_STATUS.get(status, SURPRISE), status=status)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["allow"] = ", ".join(sorted(_methods(request)))
    return answer


def _methods(request: Request) -> set[str]:
    """All with which something is found at this address."""
    here = (each for each in request.app.routes if each.matches(request.scope)[0] is not Match.NONE)
    return {method for route in here if isinstance(route, Route) for method in route.methods or ()}


def _surprise(request: Request, error: Exception) -> Response:
    report(error)
    return show(room_of(request), "trouble.html", SURPRISE, status=500)
