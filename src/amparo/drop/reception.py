"""One submission from socket to acknowledgement: reads, seals and stores in step, holding only a few pieces at a time.

While a worker seals and writes one batch, the next is read; when the worker is behind, nothing is read, and the peer
feels it (back-pressure). Whatever goes wrong, the temporary ciphertext is removed and nothing is listed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass

from amparo.drop.blobs import BlobWriter
from amparo.drop.body import Body
from amparo.drop.deriving import derive_in_turn
from amparo.drop.form import FormLimits, boundary_of
from amparo.drop.intake import OTHER_PARTS, OVERHEAD, Intake, Told, draft_of
from amparo.drop.newsroom import Standing
from amparo.drop.room import Room
from amparo.errors import StateError
from amparo.seal.envelope import EnvelopeSealer, SubmittedFile
from amparo.seal.form import Channel
from amparo.seal.passphrase import Passphrase, SourceKeys

BATCH = 256 * 1024
"""Bytes of a request handed to a worker at a time; with the next batch and the server's buffer, all that is held."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What arrived, for the page that thanks."""

    told: Told
    files: tuple[SubmittedFile, ...]


class Submission:
    """The state of one submission on its way in; `told` and `files` serve the page also when it fails."""

    def __init__(self, room: Room, standing: Standing, content_type: str) -> None:
        if not standing.recipients(room.store.today()) or standing.founder is None:
            raise StateError("The door closed while you were writing.")
        limits = FormLimits(
            room.settings.most_files + room.forms.most_fields() + OTHER_PARTS, room.settings.longest_message
        )
        self._store, self._forms, self._random = room.store, room.forms, room.random
        self._root = str(standing.founder)
        self.intake = Intake(boundary_of(content_type), room.forms.channel, self._seal_to, limits)

    async def receive(self, room: Room, body: Body, expected: int) -> Receipt:
        """Take the whole body. When this returns, the envelope is stored for good."""
        if 0 < expected <= BATCH:
            # Held whole anyway: one visit to a worker instead of three.
            return await room.start(self._at_once, await body.whole(BATCH))
        writer = await room.start(self._store.begin, expected + expected // 8 + OVERHEAD if expected else 0)
        try:
            rest = await pump(body, lambda batch: room.start(self._step, writer, batch))
            return await room.start(self._conclude, writer, rest)
        finally:
            await asyncio.shield(room.start(self._store.discard, writer))

    def _at_once(self, whole: bytes) -> Receipt:
        writer = self._store.begin(len(whole) + OVERHEAD)
        try:
            return self._conclude(writer, whole)
        finally:
            self._store.discard(writer)

    def _step(self, writer: BlobWriter, batch: bytes) -> None:
        for ciphertext in self.intake.push(batch):
            writer.write(ciphertext)

    def _conclude(self, writer: BlobWriter, rest: bytes) -> Receipt:
        self._step(writer, rest)
        told = self.intake.told()
        for ciphertext in self.intake.finish(draft_of(told, self._store.today(), self._derive)):
            writer.write(ciphertext)
        self._store.keep(writer)
        return Receipt(told, self.intake.received)

    def _seal_to(self, channel: Channel | None) -> EnvelopeSealer:
        recipients = self._forms.recipients(channel, self._store.today(), self._random)
        return EnvelopeSealer(recipients, random=self._random)

    def _derive(self, passphrase: Passphrase) -> SourceKeys:
        return derive_in_turn(passphrase, self._root)


async def pump(pieces: AsyncIterable[bytes], start: Callable[[bytes], asyncio.Future[None]]) -> bytes:
    """Hand batches to a worker, one at a time and in order, reading the next meanwhile; the unfinished rest."""
    batch: list[bytes] = []
    size = 0
    running: asyncio.Future[None] | None = None
    try:
        async for piece in pieces:
            batch.append(piece)
            size += len(piece)
            if size >= BATCH:
                if running is not None:
                    await running
                # A batch of one piece is not copied.
                running = start(b"".join(batch))
                batch.clear()
                size = 0
        if running is not None:
            await running
        return b"".join(batch)
    finally:
        # On an error the worker may still be at it: let it end before anybody cleans up under it.
        if running is not None and not running.done():
            await asyncio.wait([running])
        if running is not None and running.done() and not running.cancelled():
            running.exception()
