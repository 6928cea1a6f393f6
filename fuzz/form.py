"""Target: a browser's form, from the bytes of a request to the envelope (amparo.drop.form, intake; RFC 7578).

The first two bytes say how the rest is cut into pieces. However it is cut, the same must come of it; and what was taken
must open again with the same files.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from datetime import date

from amparo.drop.form import Event, FileData, FormLimits, FormReader, boundary_of
from amparo.drop.intake import Intake
from amparo.errors import AmparoError
from amparo.seal.age import X25519Identity, open_bytes
from amparo.seal.envelope import EnvelopeReader, EnvelopeSealer, SubmissionDraft
from amparo.seal.form import Channel, Kind, Question

BOUNDARY = "b"
LIMITS = FormLimits(parts=8, text=2000, header_line=256, headers=4)
BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)")
WORDS = "acid acid acid acid acid acid acid"
READER = X25519Identity.generate()
DAY = date(2026, 1, 1)
CHANNELS = {"tips": Channel("tips", "Tips", questions=(Question("when", "When?", Kind.DATE),))}


def seeds() -> Iterator[bytes]:
    """Forms as browsers send them, and near misses."""
    part = b'--b\r\nContent-Disposition: form-data; name="'
    message = part + b'message"\r\n\r\nhello\r\n'
    file = part + b'f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\ncontent\r\n'
    for cut in (b"\x00\x01", b"\x01\x00", b"\x00\x07", b"\xff\xff"):
        yield cut + message + b"--b--\r\n"
        yield cut + message + file + b"--b--\r\n"
        yield cut + part + b'no_replies"\r\n\r\nyes\r\n' + message + file * 3 + b"--b--"
    yield b"\x00\x05" + part + b"f\"; filename*=UTF-8''%e2%82%ac.txt\r\n\r\n\r\n--b--\r\n"
    yield b"\x00\x05" + part + b'f"; filename="../\\x"\r\nX-Y: z\r\n\r\n\r\n--b\r\n--b--\r\n'
    channel = part + b'channel"\r\n\r\ntips\r\n' + part + b'answer-when"\r\n\r\n2024-05\r\n'
    yield b"\x00\x09" + channel + part + b'no_replies"\r\n\r\nyes\r\n' + file + b"--b--\r\n"
    yield b"\x00\x03preamble\r\n" + message + b"--b --\r\nepilogue"
    yield b"\x00\x03" + part + b'passphrase"\r\n\r\n' + WORDS.encode() + b"\r\n--b--\r\n"


def one(data: bytes) -> None:
    """Cut as told, and whole: the same events. Then all the way into an envelope and out again."""
    step, body = int.from_bytes(data[:2], "big") or 1, data[2:]
    cut, whole = joined(events(body, step)), joined(events(body, max(1, len(body))))
    # Around a bare line break in a header the parser is stricter when it comes in pieces: it may refuse, nothing else.
    assert cut == whole or (cut == ["refused"] and BARE.search(body))
    boundary_or_not(body)
    seal_and_open(body, step)


def events(body: bytes, step: int) -> list[Event | str]:
    """What the reader says of a body that comes `step` bytes at a time, or only that it refuses it.

    Why may depend on the pieces: of a body that is both damaged and cut off, the damage is seen when it comes as one.
    """
    reader, found = FormReader(BOUNDARY, LIMITS), []
    try:
        for at in range(0, len(body), step):
            found += reader.push(body[at : at + step])
        reader.finish()
    except AmparoError:
        return ["refused"]
    return found


def joined(found: list[Event | str]) -> list[Event | str | bytes]:
    """Neighbouring pieces of one file put together."""
    whole: list[Event | str | bytes] = []
    for event in found:
        if not isinstance(event, FileData):
            whole.append(event)
        elif whole and isinstance(whole[-1], bytes):
            whole[-1] += event.data
        elif event.data:
            whole.append(event.data)
    return whole


def boundary_or_not(body: bytes) -> None:
    with contextlib.suppress(AmparoError):
        assert 0 < len(boundary_of(body[:300].decode("latin-1"))) <= 200


def seal_and_open(body: bytes, step: int) -> None:
    intake = Intake(BOUNDARY, CHANNELS.get, lambda _channel: EnvelopeSealer([READER.recipient]), LIMITS)
    sealed = bytearray()
    try:
        for at in range(0, len(body), step):
            for piece in intake.push(body[at : at + step]):
                sealed += piece
        told = intake.told()
    except AmparoError:
        return
    for piece in intake.finish(SubmissionDraft(told.message, DAY)):
        sealed += piece
    reader = EnvelopeReader(io.BytesIO(open_bytes(bytes(sealed), [READER])))
    reader.verify()
    assert reader.submission.message == told.message and reader.submission.files == intake.received
