"""Reading a file behind the wall: the converter that runs inside, and the client that believes nothing it says.

What crosses: for each finding its JSON, then its bytes, then an end mark. On our side every finding is parsed anew
into a `Record`, `Part` or `Unreadable`, and a record's hash is compared with the bytes we have. Spec:
specs/records.md, "The wall".
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from typing import Any

from amparo.errors import InputError
from amparo.records.model import Record, record_from_json, record_to_json
from amparo.records.read import read
from amparo.records.reading import BOUNDS, OCR, Found, Input, Ocr, Part, Reason, Unreadable
from amparo.sandbox.pulse import beat
from amparo.sandbox.worker import ConverterError, Outcome, Worker

CONVERTER = "amparo.desk.extraction:convert"

RECORD, PART, UNREADABLE, BYTES, END = 16, 17, 18, 19, 20
LONGEST_JSON = 1024 * 1024 * 1024
LONGEST_EXPLANATION = 300

_REASONS = {
    Outcome.TIMED_OUT: Unreadable(Reason.TIMED_OUT, "Reading this file took too long and was stopped."),
    Outcome.CRASHED: Unreadable(Reason.CRASHED, "The reader broke down on this file; it was replaced."),
    Outcome.TOO_MUCH: Unreadable(Reason.TOO_LARGE, "Reading this file gave out more than it may."),
}
_NONSENSE = Unreadable(Reason.CRASHED, "The reader gave an answer that makes no sense; it was replaced.")


# -- inside the wall --


def convert(descriptor: int, request: bytes) -> Iterator[tuple[int, bytes]]:
    """The converter: every finding about the open file, as frames."""
    told = json.loads(request)
    with os.fdopen(os.dup(descriptor), "rb") as file:
        given = Input(file, told["size"], told["name"], ocr=Ocr(told["languages"], working=beat))
        for finding in read(given):
            yield from _frames(finding, given)


def _frames(finding: Found, given: Input) -> Iterator[tuple[int, bytes]]:
    match finding:
        case Record():
            whole = len(finding.original) == given.size and finding.original == given.whole()
            yield RECORD, _json({**record_to_json(finding), "whole": whole})
            if not whole:
                yield BYTES, finding.original
        case Part():
            yield PART, _json({"name": finding.untrusted_name})
            yield BYTES, finding.data
        case Unreadable():
            told = {"reason": finding.reason, "explanation": finding.explanation, "name": finding.untrusted_name}
            yield UNREADABLE, _json(told)
    yield END, b""


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")


# -- outside --


def extract(
    worker: Worker,
    descriptor: int,
    size: int,
    name: str,
    whole: Callable[[], bytes],
    languages: str = OCR.languages,
) -> Iterator[Found]:
    """Every finding about an open file. `whole` gives the file's bytes as we have them, `languages` those of its
    pictures. Never raises for what is in the file.
    """
    request = json.dumps({"size": size, "name": name[-1_000:], "languages": languages}).encode()
    frames = worker.run(descriptor, request)
    try:
        yield from _findings(frames, whole)
    except ConverterError as error:
        yield _REASONS[error.outcome]
    except (InputError, ValueError, KeyError, TypeError, RecursionError):
        # Closing the iterator kills the worker: it has said something its program cannot say.
        frames.close()
        yield _NONSENSE


def _findings(frames: Iterator[tuple[int, bytes]], whole: Callable[[], bytes]) -> Iterator[Found]:
    head, data = bytearray(), bytearray()
    kind = 0
    for code, payload in frames:
        if code == END:
            yield _finding(kind, json.loads(head), bytes(data), whole)
            head, data, kind = bytearray(), bytearray(), 0
        elif code == BYTES and kind:
            data += payload
        elif code in (RECORD, PART, UNREADABLE) and kind in (0, code) and not data:
            kind = code
            head += payload
        else:
            raise ValueError("frames out of order")
        if len(head) > LONGEST_JSON or len(data) > BOUNDS.part:
            raise ConverterError(Outcome.TOO_MUCH, "The converter gave out more than it may.")


def _finding(kind: int, told: Any, data: bytes, whole: Callable[[], bytes]) -> Found:
    if not isinstance(told, dict):
        raise ValueError("not a mapping")
    if kind == RECORD:
        return record_from_json(told, whole() if told.get("whole") is True else data)
    if kind == PART:
        return Part(_text(told["name"]), data)
    return Unreadable(Reason(told["reason"]), _text(told["explanation"])[:LONGEST_EXPLANATION], _text(told["name"]))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value
