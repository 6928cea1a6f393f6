"""Come back, and Replies."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from amparo.drop.letters import Letter, look
from amparo.drop.pages.front import is_open
from amparo.drop.pages.show import REPLIES_PAGE, show, small_form
from amparo.drop.room import Room, room_of
from amparo.seal.passphrase import PassphraseError, parse

FARTHEST = 9_999
"""Highest window of replies that can be asked for."""
MOST_SUGGESTIONS = 4


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """Context of return.html. `typed` is what was typed, given back for correction."""

    typed: str = ""
    error: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """Context of replies.html. `number` is the window shown, 0 for the first replies; `later` the next one."""

    passphrase: str
    letters: tuple[Letter, ...]
    unreadable: int
    number: int
    later: int
    open: bool


def come_back(request: Request) -> Response:
    """The form that asks for the seven words."""
    return show(room_of(request), "return.html", ReturnPage())


async def replies(request: Request) -> Response:
    """What lies under these words; the form again, with the nearest words offered, when they are none of ours."""
    room = room_of(request)
    fields = await small_form(request)
    typed = fields.get("passphrase", "")
    try:
        passphrase = parse(typed)
    except PassphraseError as error:
        return _mistyped(room, typed, error)
    number = _number(fields.get("number", ""))
    standing = room.newsroom.standing
    mail = await room.start(look, passphrase, standing, room.store, number)
    context = RepliesPage(
        passphrase=str(passphrase),
        letters=mail.letters,
        unreadable=mail.unreadable,
        number=number,
        later=number + 1,
        open=is_open(room),
    )
    desks = 1 if standing.roster is None else len(standing.roster.desks)
    return show(room, "replies.html", context, size=REPLIES_PAGE * desks)


def _mistyped(room: Room, typed: str, error: PassphraseError) -> Response:
    suggestions = tuple(str(each) for each in error.suggestions[:MOST_SUGGESTIONS])
    return show(room, "return.html", ReturnPage(typed[:200], error.what, suggestions), status=400)


def _number(untrusted: str) -> int:
    """The window asked for; the first one when that is no number of ours."""
    return min(int(untrusted), FARTHEST) if untrusted.isascii() and untrusted.isdigit() and len(untrusted) < 9 else 0
