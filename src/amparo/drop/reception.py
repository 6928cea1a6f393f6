"""One submission from socket to acknowledgement: reads, seals and stores in step, holding only a few pieces at a time.

While a worker seals and writes one batch, the next is read, unless many are sending; when the worker is behind, nothing
is read, and the peer feels it (back-pressure). Whatever goes wrong, the temporary ciphertext is removed and nothing is
listed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable
from concurrent.futures import Future
from functools import partial
from typing import Final

from amparo.drop.beside import state_of
from amparo.drop.blobs import BlobWriter
from amparo.drop.body import Body
from amparo.drop.form import boundary_of
from amparo.drop.intake import OVERHEAD, Intake
from amparo.drop.model import StoredEnvelope
from amparo.drop.receipt import Receipt
from amparo.drop.room import Room
from amparo.drop.sealing import Sealing

WHOLE: Final = 256 * 1024
"""Bytes of a form that is read whole before it is sealed."""


class Submission:
    """One submission on its way in. InputError at once unless its Content-Type is that of a form."""

    def __init__(self, room: Room, content_type: str) -> None:
        self._room, self._type = room, content_type
        self._begun: Sealing | None = None
        boundary_of(content_type)

    @property
    def intake(self) -> Intake | None:
        """What has come of the form, for the page about what went wrong."""
        return None if self._begun is None else self._begun.intake

    async def receive(self, body: Body, expected: int) -> Receipt:
        """Take the whole body. When this returns, the envelope is stored for good."""
        with self._room.crowd.one_more():
            # What would be held whole anyway needs one visit to a worker instead of three.
            whole = 0 < expected <= min(WHOLE, self._room.crowd.share)
            return await (self._receive_whole(body, expected) if whole else self._receive_pieces(body, expected))

    async def _receive_whole(self, body: Body, expected: int) -> Receipt:
        room, whole = self._room, await body.whole(expected)
        state = state_of(room.newsroom, room.forms)

        async def here() -> tuple[Receipt, Awaitable[StoredEnvelope]]:
            receipt, lasting = await room.start(self._at_once, whole)
            return receipt, asyncio.wrap_future(lasting)

        return await room.beside.keep(room.store, state, self._type, whole, here)

    async def _receive_pieces(self, body: Body, expected: int) -> Receipt:
        room = self._room
        writer = await room.start(room.store.begin, expected + expected // 8 + OVERHEAD if expected else 0)
        try:
            rest = await pump(body, room, partial(self._step, writer))
            if self._sealing.intake.may_want_replies:
                await room.start(self._step, writer, rest)
                rest = b""
                if (asked := self._sealing.asks_for()) is not None:
                    self._sealing.bring(await room.beside.reach(*asked))
            return await room.start(self._conclude, writer, rest)
        finally:
            await asyncio.shield(room.start(room.store.discard, writer))

    def _at_once(self, whole: bytes) -> tuple[Receipt, Future[StoredEnvelope]]:
        store = self._room.store
        writer = store.begin(len(whole) + OVERHEAD)
        try:
            sealed, receipt = self._sealing.whole(whole)
            writer.write(sealed)
            return receipt, store.hand_in(writer)
        finally:
            store.discard(writer)

    @property
    def _sealing(self) -> Sealing:
        if self._begun is None:
            room = self._room
            self._begun = room.terms.begin(room.newsroom.standing, self._type, room.store.today)
        return self._begun

    def _step(self, writer: BlobWriter, batch: bytes) -> None:
        for ciphertext in self._sealing.push(batch):
            writer.write(ciphertext)

    def _conclude(self, writer: BlobWriter, rest: bytes) -> Receipt:
        self._step(writer, rest)
        last, receipt = self._sealing.finish()
        for ciphertext in last:
            writer.write(ciphertext)
        self._room.store.keep(writer)
        return receipt


async def pump(pieces: AsyncIterable[bytes], room: Room, take: Callable[[bytes], None]) -> bytes:
    """Have a worker `take` batches, one at a time and in order; the unfinished rest. In a small crowd the next is read
    meanwhile, in a large one a worker takes those of many at once.
    """
    crowd = room.crowd
    batch: list[bytes] = []
    size = 0
    running: asyncio.Future[None] | None = None
    try:
        async for piece in pieces:
            batch.append(piece)
            size += len(piece)
            del piece
            if size >= crowd.share:
                if running is not None:
                    await running
                start = room.visits.start if crowd.is_large else room.start
                # A batch of one piece is not copied.
                running = start(partial(take, b"".join(batch)))
                batch.clear()
                size = 0
                if crowd.is_large:
                    await running
        if running is not None:
            await running
        return b"".join(batch)
    finally:
        # On an error the worker may still be at it: let it end before anybody cleans up under it.
        if running is not None and not running.done():
            await asyncio.wait([running])
        if running is not None and running.done() and not running.cancelled():
            running.exception()
