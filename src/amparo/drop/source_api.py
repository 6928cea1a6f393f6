"""What a source's own client asks: resumable uploads of envelopes, and replies by token. Specs: tus.md, mailbox.md.

Nothing here sees plaintext or a passphrase. No answer depends on who asks.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from amparo.drop import pacing, tus
from amparo.drop.body import Body, EarlyAnswer
from amparo.drop.model import Tag
from amparo.drop.read_ahead import ReadAhead
from amparo.drop.room import Room, room_of
from amparo.drop.sealed import Shape, shape_of
from amparo.drop.store import Store
from amparo.drop.tus import Answer, Create, Look, Part, Progress, Taking, Terminate
from amparo.drop.upload import TakenOverError, Turn, Upload, UploadId
from amparo.drop.uploads import Uploads, parse_upload_id
from amparo.errors import AmparoError, InputError, NoMatchError, StateError
from amparo.seal.mailbox import TOKEN_SIZE, WINDOW, tag
from amparo.seal.reply import REPLY_SIZE
from amparo.web.problems import status_of

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
LOOK, STILL, MOST_LOOKS = 0.02, 10, 100
"""How an older request on an upload is waited for: seconds between looks, looks without a new byte, looks in all."""
MOST_ASKED = 5
EVERY = 3600.0
"""Seconds between two looks for uploads and replies whose time is over."""


async def mailbox(request: Request) -> Response:
    """POST /mailbox: exactly one window of tokens in, exactly one window of replies out, random bytes where none is.

    A byte after the tokens says which of the replies are to be removed once they have been read from the disk.
    """
    room = room_of(request)
    try:
        asked = await Body(request.receive).whole(WINDOW * TOKEN_SIZE + 1)
        if len(asked) not in (WINDOW * TOKEN_SIZE, WINDOW * TOKEN_SIZE + 1):
            raise InputError(f"A look into a mailbox is {WINDOW} tokens of {TOKEN_SIZE} bytes.")
    except InputError as error:
        return Response(error.what, status_of(error), media_type="text/plain")
    began = time.monotonic()
    replies = await room.start(_window, room, asked)
    await pacing.wait_for_step(began, pacing.MAILBOX)
    return Response(replies, media_type="application/octet-stream")


def _window(room: Room, asked: bytes) -> bytes:
    tags = [Tag(tag(asked[TOKEN_SIZE * place : TOKEN_SIZE * (place + 1)])) for place in range(WINDOW)]
    held = room.store.replies(tags)
    chosen = asked[WINDOW * TOKEN_SIZE] if len(asked) > WINDOW * TOKEN_SIZE else 0
    room.store.remove_replies(each for place, each in enumerate(tags) if chosen >> place & 1)
    filling = room.random(WINDOW * REPLY_SIZE)
    places = enumerate(tags)
    return b"".join(held.get(each, filling[place * REPLY_SIZE : (place + 1) * REPLY_SIZE]) for place, each in places)


async def uploads(request: Request) -> Response:
    """/tus and /tus/{id}: one request of the protocol."""
    room, body = room_of(request), Body(request.receive)
    with room.crowd.one_more():
        ahead = ReadAhead(body, room.crowd)
        try:
            answer = await _answer(room, request, ahead)
        finally:
            await ahead.stop()
    response = Response(answer.sentence, answer.status, dict(answer.headers), "text/plain; charset=utf-8")
    late = answer.status >= 400 and not body.ended and request.method in ("POST", "PATCH")
    return EarlyAnswer(response, body) if late else response


async def _answer(room: Room, request: Request, body: ReadAhead) -> Answer:
    untrusted_id = request.path_params.get("id")
    largest = await room.start(room.uploads.largest)
    headers = dict(request.headers.items())
    step = tus.read(request.method, headers, on_upload=untrusted_id is not None, largest=largest)
    try:
        return step if isinstance(step, Answer) else await _do(room, body, step, untrusted_id)
    except ClientDisconnect:
        return tus.refused(400, "")
    except TakenOverError:
        return tus.conflict()
    except NoMatchError:
        return tus.missing()
    except AmparoError as error:
        return tus.refused(503 if type(error) is StateError else status_of(error), error.what)


async def _do(room: Room, body: ReadAhead, step: tus.Step, untrusted_id: str | None) -> Answer:
    if isinstance(step, Create):
        return await _create(room, body, step)
    id_ = parse_upload_id(untrusted_id or "")
    if id_ is None:
        return tus.missing()
    if isinstance(step, Terminate):
        if not await room.start(_there, room.uploads, id_):
            return tus.missing()
        await room.start(room.uploads.remove, id_)
        return tus.terminated()
    if isinstance(step, Look):
        return await _look(room, id_)
    upload = room.uploads.find(id_)
    if upload is None:
        # An upload that is an envelope already stands at its end: nothing can be added.
        return tus.missing() if await room.start(room.uploads.finished, id_) is None else tus.conflict()
    await _quiet(upload)
    turn = upload.take()
    if step.offset != upload.size:
        return tus.conflict()
    return await _take(room, body, turn, step.part, tus.appended)


async def _quiet(upload: Upload) -> None:
    """Let an older request on this upload write what has come of it already: its connection may just have been cut.

    One that is alive but brings nothing more is not waited for.
    """
    size, since = -1, 0
    for _ in range(MOST_LOOKS):
        if upload.is_idle or since == STILL:
            return
        since = since + 1 if upload.size == size else 0
        size = upload.size
        await asyncio.sleep(LOOK)


def _there(kept: Uploads, id_: Any) -> bool:
    return kept.find(id_) is not None or kept.finished(id_) is not None


async def _look(room: Room, id_: UploadId) -> Answer:
    """How far an upload is; at its end when it is an envelope already, since the last answer may have been lost.

    A request that was under way when its connection broke may begin only now; then it is asked again.
    """
    for _ in range(MOST_ASKED):
        upload = room.uploads.find(id_)
        if upload is None:
            finished = await room.start(room.uploads.finished, id_)
            return tus.missing() if finished is None else tus.standing(finished)
        await _quiet(upload)
        with suppress(TakenOverError):
            return tus.standing(await room.start(room.uploads.finish, upload.take(), _shape(room)))
    raise TakenOverError


async def _create(room: Room, body: ReadAhead, step: Create) -> Answer:
    shape = _shape(room)
    if shape is None:
        raise StateError("The door is closed: the newsroom's roster has run out.")
    upload = await room.start(room.uploads.create, step.length, shape)
    answer = partial(tus.created, f"/tus/{upload.id}", with_part=step.part is not None)
    if step.part is None:
        return answer(room.uploads.progress(upload))
    return await _take(room, body, upload.take(), step.part, answer)


async def _take(room: Room, body: ReadAhead, turn: Turn, part: Part, answer: Callable[[Progress], Answer]) -> Answer:
    """Take one body into the upload. Unless it is checked, what came of it stays when the connection breaks."""
    start = turn.upload.size
    taking = Taking(part, turn.upload.length - start)
    if taking.overflows:
        return tus.overflow()
    claim = room.uploads.claim(turn.upload)
    try:
        turn.begin(checked=taking.is_checked)
        shape = _shape(room)
        await _feed(room, body, taking, lambda data: _write(room, turn, claim, shape, data))
        if taking.overflows or not taking.holds():
            await room.start(turn.cut_back, start)
            return tus.overflow() if taking.overflows else tus.mismatch()
        return answer(await room.start(room.uploads.finish, turn, shape))
    finally:
        turn.end()
        claim.release()


def _write(room: Room, turn: Turn, claim: Any, shape: Shape | None, data: bytes) -> None:
    turn.append(data, claim, room.store.today())
    room.uploads.check(turn, shape)


async def _feed(room: Room, body: ReadAhead, taking: Taking, write: Callable[[bytes], None]) -> None:
    """Write the body in order while it is read on. What came is written also when the peer goes away in the middle."""
    while data := await body.next():
        taking.take(data)
        if taking.overflows:
            return
        await room.start(write, data)
        del data
    if body.cut:
        raise ClientDisconnect


def _shape(room: Room) -> Shape | None:
    recipients = room.newsroom.standing.recipients(room.store.today())
    return shape_of(recipients) if recipients else None


@asynccontextmanager
async def sweeping(kept: Uploads, store: Store) -> AsyncIterator[None]:
    """Removes uploads and replies whose time is over, at the start of the block and once an hour while it runs."""

    async def sweep() -> None:
        while True:
            with suppress(AmparoError):
                await asyncio.to_thread(kept.sweep)
                await asyncio.to_thread(store.sweep)
            await asyncio.sleep(EVERY)

    task = asyncio.create_task(sweep())
    try:
        yield
    finally:
        task.cancel()
