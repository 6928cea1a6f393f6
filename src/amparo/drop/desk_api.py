"""The desk API: list, fetch and remove envelopes, leave replies, replace the roster. Specified in specs/desk-api.md.

Every request but those for the roster is signed by a desk's key; the roster carries its own signature.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from amparo.drop.body import Body
from amparo.drop.collected import Collected
from amparo.drop.health import Health, health_of
from amparo.drop.model import Tag
from amparo.drop.room import Room, room_of
from amparo.drop.store import parse_id
from amparo.errors import AmparoError, InputError, NoMatchError, RollbackError
from amparo.seal.form import MAX_FORM
from amparo.seal.note import MAX_NOTE, Verifier
from amparo.seal.reply import REPLY_SIZE
from amparo.seal.succession import MAX_LINEAGE
from amparo.web.problems import status_of

T = TypeVar("T")

Endpoint = Callable[[Request], Awaitable[Response]]

_TAG = re.compile(r"[0-9a-f]{64}", re.ASCII)


def answering_json(endpoint: Endpoint) -> Endpoint:
    """The endpoint, with its errors as JSON objects `error` and `hint`."""

    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except AmparoError as error:
            return JSONResponse({"error": error.what, "hint": error.hint}, status_of(error))

    return answered


@answering_json
async def roster(request: Request) -> Response:
    """GET /roster: the roster's note, for whoever asks, and the root key it claims, for whoever has a fingerprint."""
    standing = room_of(request).newsroom.standing
    if standing.note is None:
        raise NoMatchError("This drop has no roster yet.")
    return Response(standing.note, headers={"Amparo-Root": str(standing.root)}, media_type="text/plain; charset=utf-8")


@answering_json
async def health(request: Request) -> Response:
    """GET /desk/v1/health: how the drop stands, and its log of its own configuration."""
    room = room_of(request)
    _desk_of(room, request, None)

    def look() -> Health:
        return health_of(room.store, room.configuration, locked=room.locked)

    return JSONResponse((await room.start(look)).to_json())


@answering_json
async def put_roster(request: Request) -> Response:
    """PUT /desk/v1/roster: the note's own signature decides. 201 for a first roster, 200 for a later one."""
    room = room_of(request)
    note = await Body(request.receive).whole(MAX_NOTE)
    vkey = request.headers.get("amparo-root", "")
    first = room.newsroom.standing.roster is None
    accepted = await _taken(room, room.newsroom.accept, note, Verifier.parse(vkey) if vkey else None)
    await room.start(Collected(room.store).settle, accepted)
    await room.start(room.configuration.entries)
    return JSONResponse({"issued": accepted.issued.isoformat()}, 201 if first else 200)


@answering_json
async def form(request: Request) -> Response:
    """GET /form: the form's note, for whoever asks; 404 without one."""
    note = room_of(request).forms.held.note
    if note is None:
        raise NoMatchError("This drop has no form.")
    return Response(note, media_type="text/plain; charset=utf-8")


@answering_json
async def put_form(request: Request) -> Response:
    """PUT /desk/v1/form: the note's own signature decides. 201 for a first form, 200 for a later one."""
    room = room_of(request)
    note = await Body(request.receive).whole(MAX_FORM)
    first = room.forms.held.form is None
    accepted = await _taken(room, room.forms.accept, note)
    await room.start(room.configuration.entries)
    return JSONResponse({"issued": accepted.issued.isoformat(), "edition": accepted.edition}, 201 if first else 200)


@answering_json
async def succession(request: Request) -> Response:
    """GET /succession: how the root key came to be what it is, for whoever knows an older one; empty when it never
    changed.
    """
    return Response(room_of(request).newsroom.standing.successions, media_type="text/plain; charset=utf-8")


@answering_json
async def put_succession(request: Request) -> Response:
    """PUT /desk/v1/succession: one note, a succession or a revocation; its own signatures decide."""
    room = room_of(request)
    note = await Body(request.receive).whole(MAX_LINEAGE)
    root = await _taken(room, room.newsroom.succeed, note)
    await room.start(room.configuration.entries)
    return JSONResponse({"root": str(root)})


async def _taken(room: Room, accept: Callable[..., T], *note: object) -> T:
    """What the note says, once it is what every process seals by."""
    try:
        return await room.start(accept, *note)
    finally:
        room.doorkeepers.tell()


@answering_json
async def envelopes(request: Request) -> Response:
    """GET /desk/v1/envelopes: what is stored and this desk does not have yet, by random id."""
    room = room_of(request)
    desk = _desk_of(room, request, None)
    stored = await room.start(Collected(room.store).waiting_for, desk)
    listed = [{"id": each.id, "size": each.size, "day": each.day.isoformat()} for each in stored]
    return JSONResponse({"envelopes": listed})


@answering_json
async def envelope(request: Request) -> Response:
    """GET /desk/v1/envelopes/{id}: the age file; a Range goes on where an earlier download stopped."""
    room = room_of(request)
    _desk_of(room, request, None)
    path = await room.start(room.store.path, parse_id(request.path_params["id"]))
    if path is None or not path.exists():
        raise NoMatchError("There is no such envelope here.", "List them again.")
    return FileResponse(path, media_type="application/octet-stream")


@answering_json
async def remove(request: Request) -> Response:
    """DELETE /desk/v1/envelopes/{id}: the desk has it safe; 204 also when it is gone already."""
    room = room_of(request)
    desk = _desk_of(room, request, None)
    id_ = parse_id(request.path_params["id"])
    await room.start(Collected(room.store).remove, id_, desk, room.newsroom.standing.roster)
    return Response(status_code=204)


@answering_json
async def put_reply(request: Request) -> Response:
    """PUT /desk/v1/replies/{tag}: 201, also for the same again; 409 when another reply lies under this tag."""
    room = room_of(request)
    body = await Body(request.receive).whole(REPLY_SIZE)
    _desk_of(room, request, body)
    tag = request.path_params["tag"]
    if not _TAG.fullmatch(tag) or len(body) != REPLY_SIZE:
        raise InputError(f"A reply is {REPLY_SIZE} bytes under a tag of 64 hexadecimal digits.")
    if not await room.start(room.store.add_reply, Tag(bytes.fromhex(tag)), body):
        raise RollbackError("Another reply already lies under this tag.", "Use the next token.")
    return Response(status_code=201)


def _desk_of(room: Room, request: Request, body: bytes | None) -> str:
    """The desk whose signature this request carries; raises when none does."""
    path = request.scope["raw_path"].decode("ascii")
    headers = dict(request.headers.items())
    roster = room.newsroom.standing.roster
    return room.access.desk_of(roster, request.method, path, headers, body, room.clock())
