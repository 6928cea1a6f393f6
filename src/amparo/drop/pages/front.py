"""Before you start, How this works, and the closed door."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from amparo.drop.newsroom import Door
from amparo.drop.pages.show import show
from amparo.drop.room import Room, room_of


@dataclass(frozen=True, slots=True)
class StartPage:
    """Context of start.html and how.html."""

    newsroom: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ClosedPage:
    """Context of closed.html. `ended`: last day of the roster, or empty. `refused`: something was just sent in vain.

    `revoked`: the newsroom has withdrawn its root key.
    """

    newsroom: str
    fingerprint: str
    ended: str
    refused: bool
    revoked: bool


def start(request: Request) -> Response:
    """The first page; the closed door when nothing can be sent."""
    room = room_of(request)
    if not is_open(room):
        return closed(room)
    return show(room, "start.html", StartPage(room.name, room.newsroom.standing.fingerprint))


def how(request: Request) -> Response:
    """How this works, and against what it does not protect."""
    room = room_of(request)
    return show(room, "how.html", StartPage(room.name, room.newsroom.standing.fingerprint))


def is_open(room: Room) -> bool:
    """Whether submissions are taken now."""
    return room.newsroom.standing.door(room.store.today()) is Door.OPEN


def closed(room: Room, *, refused: bool = False) -> Response:
    """Why nothing can be sent, and what to do instead; `refused` when it answers a submission."""
    standing = room.newsroom.standing
    ended = "" if standing.roster is None else standing.roster.last_day.isoformat()
    context = ClosedPage(room.name, standing.fingerprint, ended, refused, standing.revoked)
    return show(room, "closed.html", context, status=503)
