"""Before you start, How this works, and the closed door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from amparo.drop.newsroom import Door
from amparo.drop.pages.show import show
from amparo.drop.room import Room, room_of
from amparo.drop.sealer_page import sealer_page
from amparo.seal.form import Channel

FEW_DAYS = 14


@dataclass(frozen=True, slots=True)
class StartPage:
    """Context of start.html.

    `onion`: the drop's address, or empty. `channels`: those to choose from, none when there is no choice. `last_day`:
    when few days are left to send, the last of them, or empty. `sealer`: SHA-256 of the offline page, or empty.
    """

    newsroom: str
    fingerprint: str
    onion: str = ""
    channels: tuple[Channel, ...] = ()
    last_day: str = ""
    sealer: str = ""


@dataclass(frozen=True, slots=True)
class HowPage:
    """Context of how.html."""

    newsroom: str


@dataclass(frozen=True, slots=True)
class TonguesPage:
    """Context of tongues.html: none beside what every page of the drop has."""


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
    offered = room.forms.offered()
    return show(
        room,
        "start.html",
        StartPage(
            newsroom=room.name,
            fingerprint=room.newsroom.standing.fingerprint,
            onion=room.settings.onion,
            channels=offered if len(offered) > 1 else (),
            last_day=_ending(room),
            sealer=sealer_page(room.store.folder).sha256,
        ),
    )


def how(request: Request) -> Response:
    """How this works, and against what it does not protect."""
    room = room_of(request)
    return show(room, "how.html", HowPage(room.name))


def _ending(room: Room) -> str:
    """The last day to send on, when the newsroom should long have published more days, or nothing.

    A desk that looks in publishes them a month ahead; the roster is public, so this tells nothing new.
    """
    roster = room.newsroom.standing.roster
    if roster is None or roster.last_day - room.store.today() > timedelta(days=FEW_DAYS):
        return ""
    return roster.last_day.isoformat()


def all_languages(request: Request) -> Response:
    """Every language these pages are there in."""
    return show(room_of(request), "tongues.html", TonguesPage())


def is_open(room: Room) -> bool:
    """Whether submissions are taken now."""
    return room.newsroom.standing.door(room.store.today()) is Door.OPEN


def closed(room: Room, *, refused: bool = False) -> Response:
    """Why nothing can be sent, and what to do instead; `refused` when it answers a submission."""
    standing = room.newsroom.standing
    ended = "" if standing.roster is None else standing.roster.last_day.isoformat()
    context = ClosedPage(room.name, standing.fingerprint, ended, refused, standing.revoked)
    return show(room, "closed.html", context, status=503)
