"""Seal it yourself: the offline page and the newsroom's file to download, and the form for what they sealed.

Specs: specs/sealer.md. The newsroom's file says whom to seal to; whoever reads it checks it against the root key.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from amparo.drop.body import Body, EarlyAnswer, announced
from amparo.drop.newsroom import Standing
from amparo.drop.pages.front import closed, is_open
from amparo.drop.pages.show import show
from amparo.drop.pages.trouble import trouble
from amparo.drop.room import Room, room_of
from amparo.drop.sealed_form import receive_sealed
from amparo.drop.sealer_page import NAME, sealer_page
from amparo.errors import AmparoError, InputError, NoMatchError, TooLargeError, TruncatedError
from amparo.web.i18n import N_

NEWSROOM = "newsroom.txt"
HEAD = "amparo/newsroom/v1"


@dataclass(frozen=True, slots=True)
class OfflinePage:
    """Context of offline.html. `sha256` and `size` are the page's, empty and 0 when this drop has none."""

    newsroom: str
    fingerprint: str
    sha256: str
    size: int
    last_day: str
    log: str


@dataclass(frozen=True, slots=True)
class OfflineReceived:
    """Context of offline_received.html. `size` in bytes."""

    newsroom: str
    size: int


def offline(request: Request) -> Response:
    """GET /offline: what to download, how to check it, and the form for the result."""
    room = room_of(request)
    if not is_open(room):
        return closed(room)
    page, standing = sealer_page(room.store.folder), room.newsroom.standing
    last_day = "" if standing.roster is None else standing.roster.last_day.isoformat()
    context = OfflinePage(
        room.name, standing.fingerprint, page.sha256, len(page.content), last_day, room.settings.public_log
    )
    return show(room, "offline.html", context)


def download(request: Request) -> Response:
    """GET /offline/amparo-seal.html: an attachment, so that it is opened where it was saved, never on this site."""
    page = sealer_page(room_of(request).store.folder)
    if not page.content:
        raise NoMatchError("This server does not have the offline page.")
    return _attachment(page.content, NAME, "text/html; charset=utf-8")


def newsroom(request: Request) -> Response:
    """GET /offline/newsroom.txt: the root key, the keys it followed, and the roster."""
    content = newsroom_file(room_of(request).newsroom.standing)
    return _attachment(content, NEWSROOM, "text/plain; charset=utf-8")


def newsroom_file(standing: Standing) -> bytes:
    """The newsroom's file as specs/sealer.md gives it. NoMatchError before the first roster."""
    if standing.root is None or standing.note is None:
        raise NoMatchError("This server has no keys of a newsroom yet.")
    return f"{HEAD}\nroot {standing.root}\n\n".encode() + standing.successions + standing.note


async def send(request: Request) -> Response:
    """POST /offline: take a sealed file. Whatever fails is answered at once; the rest of the body is let pass."""
    room, body = room_of(request), Body(request.receive)
    if not is_open(room):
        return EarlyAnswer(closed(room, refused=True), body)
    try:
        size = await receive_sealed(room, body, request.headers.get("content-type", ""), announced(request.headers))
        return show(room, "offline_received.html", OfflineReceived(room.name, size))
    except ClientDisconnect:
        return Response(status_code=400)
    except AmparoError as error:
        return EarlyAnswer(_refused(room, error), body)


def _refused(room: Room, error: AmparoError) -> Response:
    """The same pages as for the form, with words that fit a sealed file."""
    if isinstance(error, InputError) and not isinstance(error, TruncatedError | TooLargeError):
        error = InputError(
            N_("This is not a file that the offline page sealed for this newsroom’s keys of today."),
            N_(
                "Choose the file called sealed.age. If it is the right one, download the newsroom’s file again and "
                "seal once more: its keys have changed."
            ),
        )
    return trouble(room, error)


def _attachment(content: bytes, name: str, media_type: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-security-policy": "sandbox"}
    return Response(content, headers=headers, media_type=media_type)


ROUTES = (
    Route("/offline", offline, methods=["GET"]),
    Route("/offline", send, methods=["POST"]),
    Route(f"/offline/{NAME}", download),
    Route(f"/offline/{NEWSROOM}", newsroom),
)
