"""tus 1.0, the protocol alone: a request's method and headers in, a step to take or an answer out. Spec: specs/tus.md.

Sans-I/O: it knows neither files nor sockets. `read` judges a request by its headers; `Taking` follows one body; the
functions below them say what each outcome looks like on the wire. Text of the protocol: tus.io, version 1.0.0.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime
from typing import Final

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,creation-with-upload,checksum,termination,expiration"
ALGORITHMS: Final = {"sha256": 32, "sha1": 20}
"""Checksums taken, and the bytes of each. tus demands sha1; a client of ours would use sha256."""
MEDIA_TYPE: Final = "application/offset+octet-stream"
MISMATCH: Final = 460
_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_UNKNOWN: Final = "upload-defer-length", "upload-concat"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: status, headers (lower case), and a sentence for whoever reads it."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the bytes of one body must hash to."""

    algorithm: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A body that comes with a request. `size` in bytes, or None when it is not announced."""

    size: int | None
    checksum: Checksum | None


@dataclass(frozen=True, slots=True)
class Create:
    """Make an upload of `length` bytes, and take its first part when one comes along."""

    length: int
    part: Part | None


@dataclass(frozen=True, slots=True)
class Look:
    """Say how far an upload is."""


@dataclass(frozen=True, slots=True)
class Append:
    """Take a part at `offset`, which must be where the upload stands."""

    offset: int
    part: Part


@dataclass(frozen=True, slots=True)
class Terminate:
    """Remove an upload."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is, in bytes. `last_day`: the last one it is kept for, or None when it is finished."""

    offset: int
    length: int
    last_day: date | None


Step = Create | Look | Append | Terminate


def read(method: str, headers: Mapping[str, str], *, on_upload: bool, largest: int) -> Step | Answer:
    """The step a request asks for, or why not. `headers` by lower-case name; `on_upload`: at an upload's own address;
    `largest`: bytes of the largest upload there is room for."""
    method = headers.get("x-http-method-override", method)
    if method == "OPTIONS":
        return capabilities(largest)
    if headers.get("tus-resumable") != VERSION:
        return _answer(412, "This address speaks tus 1.0.0.", **{"tus-version": VERSION})
    match method, on_upload:
        case "POST", False:
            return _creation(headers, largest)
        case "HEAD", True:
            return Look()
        case "PATCH", True:
            return _append(headers)
        case "DELETE", True:
            return Terminate()
    allowed = "OPTIONS, HEAD, PATCH, DELETE" if on_upload else "OPTIONS, POST"
    return _answer(405, "This address is not asked like that.", allow=allowed)


def _creation(headers: Mapping[str, str], largest: int) -> Step | Answer:
    if any(name in headers for name in _UNKNOWN):
        return _answer(400, "Uploads here have one known length from the beginning.")
    if headers.get("upload-metadata", "").strip():
        return _answer(400, "Metadata is refused: an envelope carries its names inside, sealed.")
    length = _number(headers.get("upload-length"))
    if length is None:
        return _answer(400, "Upload-Length is missing, or not a number.")
    if length > largest:
        return _answer(413, "There is no room here for so much.", **{"tus-max-size": str(largest)})
    part = _part(headers)
    if part is None or isinstance(part, Answer):
        return part or Create(length, None)
    return Create(length, part)


def _append(headers: Mapping[str, str]) -> Step | Answer:
    if headers.get("content-type") != MEDIA_TYPE:
        return _unsupported()
    offset = _number(headers.get("upload-offset"))
    if offset is None:
        return _answer(400, "Upload-Offset is missing, or not a number.")
    part = _part(headers, empty=True)
    return Append(offset, part) if isinstance(part, Part) else part or _unsupported()


def _part(headers: Mapping[str, str], *, empty: bool = False) -> Part | Answer | None:
    """The body that these headers announce; None when they announce none, unless an `empty` one counts."""
    size = _number(headers.get("content-length"))
    if not empty and "transfer-encoding" not in headers and not size:
        return None
    if headers.get("content-type") != MEDIA_TYPE:
        return _unsupported()
    if "upload-checksum" not in headers:
        return Part(size, None)
    checksum = _checksum(headers["upload-checksum"])
    if checksum is None:
        return _answer(400, "Upload-Checksum is malformed, or of a kind not taken here.")
    return Part(size, checksum)


def _checksum(text: str) -> Checksum | None:
    algorithm, _, encoded = text.partition(" ")
    try:
        digest = binascii.a2b_base64(encoded, strict_mode=True)
    except (binascii.Error, ValueError):
        return None
    return Checksum(algorithm, digest) if ALGORITHMS.get(algorithm) == len(digest) else None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def _unsupported() -> Answer:
    return _answer(415, f"A part of an upload is sent as {MEDIA_TYPE}.")


class Taking:
    """Follows one body: no more than `room` bytes of it are wanted, and its checksum, if it has one, must hold."""

    def __init__(self, part: Part, room: int) -> None:
        self._room = room
        self._digest = hashlib.new(part.checksum.algorithm) if part.checksum else None
        self._wanted = part.checksum.digest if part.checksum else b""
        self.overflows = part.size is not None and part.size > room

    @property
    def is_checked(self) -> bool:
        """Whether what comes counts only once its checksum was found right."""
        return self._digest is not None

    def take(self, piece: bytes) -> None:
        """The next bytes of the body. Sets `overflows` when they are more than the upload has left."""
        self._room -= len(piece)
        self.overflows = self.overflows or self._room < 0
        if self._digest is not None:
            self._digest.update(piece)

    def holds(self) -> bool:
        """Whether the whole body is what its checksum says; true without one."""
        return self._digest is None or hmac.compare_digest(self._digest.digest(), self._wanted)


def capabilities(largest: int) -> Answer:
    """OPTIONS: what this server speaks."""
    return Answer(
        204,
        {
            "tus-resumable": VERSION,
            "tus-version": VERSION,
            "tus-extension": EXTENSIONS,
            "tus-max-size": str(largest),
            "tus-checksum-algorithm": ",".join(ALGORITHMS),
        },
    )


def created(address: str, progress: Progress, *, with_part: bool) -> Answer:
    """An upload was made; its address may be relative."""
    headers = {"location": address, **_expiry(progress)}
    if with_part:
        headers["upload-offset"] = str(progress.offset)
    return _answer(201, **headers)


def standing(progress: Progress) -> Answer:
    """HEAD: how far an upload is."""
    headers = {"upload-offset": str(progress.offset), "upload-length": str(progress.length), **_expiry(progress)}
    return _answer(200, **headers)


def appended(progress: Progress) -> Answer:
    """PATCH: the part is here."""
    return _answer(204, **{"upload-offset": str(progress.offset), **_expiry(progress)})


def terminated() -> Answer:
    """DELETE: it is gone."""
    return _answer(204)


def missing() -> Answer:
    """No such upload: it never was, it was removed, or its time was over."""
    return _answer(404, "There is no such upload, or no longer.")


def conflict() -> Answer:
    """The offset is not where the upload stands, or another request has taken the upload over."""
    return _answer(409, "That is not where this upload stands.")


def overflow() -> Answer:
    """The part is longer than what the upload has left; nothing of it was kept."""
    return _answer(413, "That is more than this upload has left.")


def mismatch() -> Answer:
    """The checksum does not hold; nothing of the part was kept."""
    return _answer(MISMATCH, "The part is not what its checksum says.")


def refused(status: int, sentence: str) -> Answer:
    """Any other refusal."""
    return _answer(status, sentence)


def _expiry(progress: Progress) -> dict[str, str]:
    """To the day: the first moment at which the upload is kept no longer."""
    if progress.last_day is None:
        return {}
    end = datetime.fromordinal(progress.last_day.toordinal() + 1).replace(tzinfo=UTC)
    return {"upload-expires": format_datetime(end, usegmt=True)}


def _answer(status: int, sentence: str = "", **headers: str) -> Answer:
    return Answer(status, {"tus-resumable": VERSION, "cache-control": "no-store", **headers}, sentence)
