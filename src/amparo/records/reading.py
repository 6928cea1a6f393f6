"""What a reader is given and what it finds. Spec: specs/records.md, "Reading".

A reader takes one input and yields what it finds: records, parts that are files of their own and are to be read in
turn, and reasons why something could not be read. A reader never raises for the bytes it is given: a bad file is a
finding, not an error.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

from amparo.records.model import Record
from amparo.records.passwords import Keyring

MEBIBYTE = 1024 * 1024


class Reason(StrEnum):
    """Why a file yielded no document. The codes of `desk failures`."""

    PASSWORD_PROTECTED = "password_protected"  # noqa: S105 - the name of a condition
    CORRUPT = "corrupt"
    EMPTY = "empty"
    EMPTY_AFTER_OCR = "empty_after_ocr"
    MISSING_TOOL = "missing_tool"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TIMED_OUT = "timed_out"
    UNSUPPORTED = "unsupported"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a file. `untrusted_name` is what the container calls it: shown, never used as a path."""

    untrusted_name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why the input, or the part of it named, could not be read. `explanation` is one plain sentence of ours."""

    reason: Reason
    explanation: str
    untrusted_name: str = ""


Found = Record | Part | Unreadable


@dataclass(frozen=True, slots=True)
class Left:
    """Why pictures in a document were left unread. `explanation` is a plain sentence of ours about them."""

    reason: Reason
    explanation: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one input may hold. Sizes in bytes; `ratio` applies once `free` bytes have been unpacked."""

    whole: int = 256 * MEBIBYTE
    part: int = 256 * MEBIBYTE
    parts: int = 1_000_000
    unpacked: int = 64 * 1024 * MEBIBYTE
    ratio: int = 200
    free: int = 64 * MEBIBYTE
    pages: int = 50_000


BOUNDS = Bounds()


def _nothing() -> None:
    """Nobody waits to hear that work goes on."""


@dataclass(frozen=True, slots=True)
class Ocr:
    """How pictures are read: `languages` as tesseract names them, joined by +; at most `seconds` for one input;
    `working` is called while it takes long.
    """

    languages: str = "eng"
    seconds: float = 1800.0
    working: Callable[[], None] = _nothing


OCR = Ocr()


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: seekable, of `size` bytes, called `untrusted_name`. `met`: the families of readers it comes to,
    in order. `left`: how many pictures in it were left unread, and why.
    `keyring`: passwords to try where it is locked.
    """

    file: BinaryIO
    size: int
    untrusted_name: str
    bounds: Bounds = BOUNDS
    ocr: Ocr = OCR
    met: dict[str, None] = field(default_factory=dict)
    left: Counter[Left] = field(default_factory=Counter)
    keyring: Keyring = field(default_factory=Keyring)

    @classmethod
    def of(cls, data: bytes, untrusted_name: str, bounds: Bounds = BOUNDS, ocr: Ocr = OCR) -> Input:
        """An input held in memory."""
        return cls(io.BytesIO(data), len(data), untrusted_name, bounds, ocr)

    def head(self, length: int) -> bytes:
        """The first bytes."""
        self.file.seek(0)
        return self.file.read(length)

    def tail(self, length: int) -> bytes:
        """The last bytes."""
        self.file.seek(max(self.size - length, 0))
        return self.file.read(length)

    def whole(self) -> bytes | None:
        """All bytes, or None when that would be more than `bounds.whole`."""
        if self.size > self.bounds.whole:
            return None
        self.file.seek(0)
        # Never more than there is: memory is taken for what is asked, and given back, which costs as much as a mail.
        return self.file.read(self.size)


TOO_LARGE_WHOLE = Unreadable(Reason.TOO_LARGE, "This file is larger than what is read in one piece.")


def refuse(reason: Reason, explanation: str) -> Iterator[Found]:
    """A reader's answer when there is nothing but a reason."""
    yield Unreadable(reason, explanation)
