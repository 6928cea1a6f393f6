"""An envelope that was sealed by the offline page, as the form on /offline brings it: one file, and nothing else.

Admitted as an upload by tus is (amparo.drop.sealed): by the shape of its age header as soon as that is here, and by its
length at the end. So at rest it is like any other. Its file name is not looked at; nothing here can open it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial

from amparo.drop.blobs import BlobWriter
from amparo.drop.body import Body
from amparo.drop.form import Field, FileData, FileOpened, FormLimits, FormReader, boundary_of
from amparo.drop.reception import pump
from amparo.drop.room import Room
from amparo.drop.sealed import Shape, shape_of
from amparo.errors import InputError, StateError

LIMITS = FormLimits(parts=4, text=1024)


class SealedForm:
    """Sans-I/O: pieces of the request in, the envelope out; `finish` says whether it was one. InputError when not."""

    def __init__(self, boundary: str, shape: Shape) -> None:
        self._reader = FormReader(boundary, LIMITS)
        self._shape = shape
        self._start = bytearray()
        self._admitted = False
        self._files = 0
        self.size = 0

    def push(self, chunk: bytes) -> Iterator[bytes]:
        """Ciphertext to be stored in that order; none before its header has been found right."""
        for event in self._reader.push(chunk):
            match event:
                case FileOpened():
                    self._files += 1
                    if self._files > 1:
                        raise _one_file()
                case FileData(data):
                    self.size += len(data)
                    yield from self._take(data)
                case Field():
                    raise InputError("The form has a field this page did not make.", "Open the page again.")

    def finish(self) -> None:
        """The body has ended. TruncatedError when that was too early."""
        self._reader.finish()
        if not self.size:
            raise _one_file()
        if not self._admitted:
            self._shape.check_header(bytes(self._start))
        self._shape.check_length(self.size)

    def _take(self, data: bytes) -> Iterator[bytes]:
        if self._admitted:
            yield data
            return
        self._start += data
        if len(self._start) >= self._shape.header:
            self._shape.check_header(bytes(self._start))
            self._admitted = True
            yield bytes(self._start)
            self._start.clear()


def _one_file() -> InputError:
    return InputError("There was no sealed file in what you sent.", "Choose the file that the offline page saved.")


async def receive_sealed(room: Room, body: Body, content_type: str, expected: int) -> int:
    """Take the whole body; the envelope's size. When this returns, it is stored for good."""
    recipients = room.newsroom.standing.recipients(room.store.today())
    if not recipients:
        raise StateError("The door closed while you were sending.")
    form = SealedForm(boundary_of(content_type), shape_of(recipients))
    writer = await room.start(room.store.begin, expected)
    try:
        with room.crowd.one_more():
            rest = await pump(body, room, partial(_step, form, writer))
        await room.start(_conclude, room, form, writer, rest)
        return form.size
    finally:
        await asyncio.shield(room.start(room.store.discard, writer))


def _step(form: SealedForm, writer: BlobWriter, batch: bytes) -> None:
    for ciphertext in form.push(batch):
        writer.write(ciphertext)


def _conclude(room: Room, form: SealedForm, writer: BlobWriter, rest: bytes) -> None:
    _step(form, writer, rest)
    form.finish()
    room.store.keep(writer)
