"""Reading a file behind the wall: our side, which believes nothing that the converter inside (`converting`) says.

What crosses: for each finding its JSON, then the text of its pages, then its bytes, then an end mark; at the end the
readers that had a part in it. Text inside the JSON would take many times as long on both sides. On our side every
finding is parsed anew into a `Record`, `Part` or `Unreadable`, and a record's hash is compared with the bytes we have.
No reader is loaded here: only workers need them. Spec: specs/records.md, "The wall".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from amparo.errors import InputError
from amparo.records.model import record_from_json
from amparo.records.passwords import NONE, Passwords
from amparo.records.reading import BOUNDS, OCR, Found, Part, Reason, Unreadable
from amparo.sandbox.worker import ConverterError, Outcome, Worker

CONVERTER = "amparo.desk.converting:convert"

RECORD, PART, UNREADABLE, BYTES, END, READERS, TEXT = 16, 17, 18, 19, 20, 21, 22
LONGEST_JSON = 1024 * 1024 * 1024
LONGEST_EXPLANATION = 300
MOST_READERS = 50
SHORT = 1024 * 1024
"""Bytes of an answer that are held until all of it is here."""
_READER = re.compile(r"[a-z][a-z0-9_]{0,39}")

_REASONS = {
    Outcome.TIMED_OUT: Unreadable(Reason.TIMED_OUT, "Reading this file took too long and was stopped."),
    Outcome.CRASHED: Unreadable(Reason.CRASHED, "The reader broke down on this file; it was replaced."),
    Outcome.TOO_MUCH: Unreadable(Reason.TOO_LARGE, "Reading this file gave out more than it may."),
}
_CHANGED = Unreadable(Reason.UNREADABLE, "This file changed on disk while it was read. Add it again.")
_NONSENSE = Unreadable(Reason.CRASHED, "The reader gave an answer that makes no sense; it was replaced.")


class ChangedError(InputError):
    """A file on disk is another one than it was when its hash was taken."""


@dataclass(frozen=True, slots=True)
class Given:
    """An open file as we hold it. `whole` gives its bytes, or raises ChangedError; `sha256` is their hash, "" when it
    was not taken.
    """

    descriptor: int
    size: int
    name: str
    whole: Callable[[], bytes]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, and the family of readers that it comes from; "" when none had a part in it. `opened`: one of the
    passwords given opened it.
    """

    found: Found
    reader: str = ""
    opened: bool = False


@dataclass(slots=True)
class Extraction:
    """Every finding about one open file; `readers` are the families it came to, whole once `run` is at its end.
    `answered` is called when the worker has told all, if that was little, before anything is made of it.
    """

    worker: Worker
    given: Given
    languages: str = OCR.languages
    readers: set[str] = field(default_factory=set)
    passwords: Passwords = NONE
    answered: Callable[[], None] | None = None

    def begin(self) -> None:
        """Hand the file to the worker ahead of `run`, while what it said of another is looked at."""
        self.worker.begin(self.given.descriptor, self._request())

    def _request(self) -> bytes:
        given = self.given
        request = {"size": given.size, "name": given.name[-1_000:], "languages": self.languages, "sha256": given.sha256,
                   "passwords": self.passwords.for_worker()}  # fmt: skip
        return json.dumps(request).encode()

    def run(self) -> Generator[Told, None, None]:
        """The findings, one after another. Never raises for what is in the file."""
        frames = self.worker.run(self.given.descriptor, self._request())
        try:
            yield from self._findings(self._whole(frames))
        except ConverterError as error:
            yield Told(_REASONS[error.outcome])
        except ChangedError:
            frames.close()
            self.worker.close()
            yield Told(_CHANGED)
        except (InputError, ValueError, KeyError, TypeError, RecursionError):
            # Closing kills the worker: it has said something its program cannot say.
            frames.close()
            self.worker.close()
            yield Told(_NONSENSE)

    def _whole(self, frames: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
        """The frames. Those of a short answer without parts come when all are here, and `answered` is called before:
        the worker is free by then.
        """
        held: list[tuple[int, bytes]] = []
        size, ended = 0, False
        try:
            for frame in frames:
                held.append(frame)
                size += len(frame[1])
                if size > SHORT or frame[0] == PART:
                    break
            else:
                ended = True
        except ConverterError:
            yield from held
            raise
        if ended and self.answered is not None:
            self.answered()
        yield from held
        yield from frames

    def _findings(self, frames: Iterator[tuple[int, bytes]]) -> Iterator[Told]:
        head, text, data = bytearray(), bytearray(), bytearray()
        kind = 0
        for code, payload in frames:
            if code == END:
                yield self._told(kind, json.loads(head), text, bytes(data))
                head, text, data, kind = bytearray(), bytearray(), bytearray(), 0
            elif code == TEXT and kind == RECORD and not data:
                text += payload
            elif code == BYTES and kind:
                data += payload
            elif code == READERS and not kind:
                self.readers.update(_reader(each) for each in _list(json.loads(payload)))
            elif code in (RECORD, PART, UNREADABLE) and kind in (0, code) and not (text or data):
                kind = code
                head += payload
            else:
                raise ValueError("frames out of order")
            if max(len(head), len(text)) > LONGEST_JSON or len(data) > BOUNDS.part:
                raise ConverterError(Outcome.TOO_MUCH, "The converter gave out more than it may.")

    def _told(self, kind: int, told: Any, text: bytearray, data: bytes) -> Told:
        found = _finding(kind, told, text, data, self.given)
        reader = _reader(told["reader"]) if kind != PART else ""
        self.readers |= {reader} - {""}
        return Told(found, reader, told["opened"] is True)


def _finding(kind: int, told: Any, text: bytearray, data: bytes, given: Given) -> Found:
    if not isinstance(told, dict):
        raise ValueError("not a mapping")
    if kind == RECORD:
        told["pages"] = _pages(told["pages"], text.decode())
        if told.get("whole") is True:
            return record_from_json(told, given.whole(), given.sha256)
        return record_from_json(told, data)
    if kind == PART:
        return Part(_text(told["name"]), data)
    return Unreadable(Reason(told["reason"]), _text(told["explanation"])[:LONGEST_EXPLANATION], _text(told["name"]))


def _pages(lengths: Any, text: str) -> list[str]:
    """The text, cut into pages of these lengths."""
    if not isinstance(lengths, list) or not all(type(length) is int and length >= 0 for length in lengths):
        raise ValueError("not lengths")
    ends = (0, *accumulate(lengths))
    if ends[-1] != len(text):
        raise ValueError("other text than said")
    return [text[start:end] for start, end in pairwise(ends)]


def _reader(value: Any) -> str:
    if value and not _READER.fullmatch(_text(value)):
        raise ValueError("no family of readers")
    return _text(value)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_READERS:
        raise ValueError("not a short list")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value
