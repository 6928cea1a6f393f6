"""Problems: one page for each kind of error, saying what happened, what was lost and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from amparo import errors
from amparo.drop.pages.show import show
from amparo.drop.room import Room, room_of
from amparo.web.problems import report, status_of

LONGEST_CARRIED = 16_000
"""Characters of a message that a problem page hands on to the next attempt."""
NOTHING_STORED = "Nothing of it was stored."
NOTHING_LOST = "Nothing was lost."


@dataclass(frozen=True, slots=True)
class Retry:
    """What a failed attempt hands on: its passphrase and its message."""

    passphrase: str
    message: str


@dataclass(frozen=True, slots=True)
class TroublePage:
    """Context of trouble.html. `lost` says exactly what was lost; `passphrase` is empty when nothing is handed on."""

    title: str
    what: str
    lost: str
    hint: str
    passphrase: str = ""
    message: str = ""


# The first class that fits gives the headline and what was lost.
KINDS: tuple[tuple[type[errors.AmparoError], str, str], ...] = (
    (errors.TruncatedError, "It was cut off", NOTHING_STORED),
    (errors.TooLargeError, "That was too much at once", NOTHING_STORED),
    (errors.FullError, "No room left", NOTHING_STORED),
    (errors.StoreError, "It could not be stored", NOTHING_STORED),
    (errors.InputError, "That did not work", NOTHING_STORED),
    (errors.StateError, "Not now", NOTHING_STORED),
    (errors.TrustError, "Refused", NOTHING_LOST),
)
BROWSER_STATUS: dict[int, TroublePage] = {
    403: TroublePage(
        "Refused",
        "This did not come from a page of this site, so it was not taken.",
        NOTHING_STORED,
        "Open the first page here and go on from there.",
    ),
    404: TroublePage(
        "Nothing here",
        "There is no page at this address.",
        NOTHING_LOST,
        "Check the address, or begin at the first page.",
    ),
    405: TroublePage(
        "Not that way", "This address cannot be opened like that.", NOTHING_LOST, "Begin again at the first page."
    ),
}
SURPRISE = TroublePage(
    "Something broke here",
    "The fault is ours, not yours.",
    "If you were sending something, nothing of it was stored.",
    "Try again. If it happens again, come back tomorrow.",
)


def trouble(room: Room, error: errors.AmparoError, retry: Retry | None = None) -> Response:
    """The page of one of our errors."""
    title, lost = next((title, lost) for kind, title, lost in KINDS if isinstance(error, kind))
    if retry is None:
        context = TroublePage(title, error.what, lost, error.hint)
    else:
        carried = retry.message if len(retry.message) <= LONGEST_CARRIED else ""
        context = TroublePage(title, error.what, lost, error.hint, retry.passphrase, carried)
    return show(room, "trouble.html", context, status=status_of(error))


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
    return show(room_of(request), "trouble.html", BROWSER_STATUS.get(status, SURPRISE), status=status)


def _surprise(request: Request, error: Exception) -> Response:
    report(error)
    return show(room_of(request), "trouble.html", SURPRISE, status=500)
