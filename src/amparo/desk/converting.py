"""The converter that runs behind the wall: every finding about one file, as the frames that `extraction` describes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from amparo.desk.extraction import BYTES, END, MOST_READERS, PART, READERS, RECORD, TEXT, UNREADABLE
from amparo.records.described import described
from amparo.records.model import Record, record_to_json
from amparo.records.page_image import words_to_json
from amparo.records.passwords import Keyring
from amparo.records.read import read
from amparo.records.reading import Found, Input, Ocr, Part, Unreadable
from amparo.records.trace import trace_to_json
from amparo.sandbox.pulse import beat


def convert(descriptor: int, request: bytes) -> Iterator[tuple[int, bytes]]:
    """The converter: every finding about the open file, as frames."""
    told = json.loads(request)
    with os.fdopen(os.dup(descriptor), "rb") as file:
        keyring = Keyring(tuple(told["passwords"]))
        given = Input(file, told["size"], told["name"], ocr=Ocr(told["languages"], working=beat), keyring=keyring)
        for finding in read(given):
            yield from _frames(finding, given, told["sha256"])
        yield READERS, _json(list(given.met)[:MOST_READERS])


def _frames(finding: Found, given: Input, sha256: str) -> Iterator[tuple[int, bytes]]:
    reader = next(reversed(given.met), "")
    opened = given.keyring.has_opened
    match finding:
        case Record():
            finding = described(finding)
            whole = len(finding.original) == given.size and finding.original == given.whole()
            if whole and sha256:
                finding = finding.known(sha256)
            yield (
                RECORD,
                _json(
                    {
                        **record_to_json(finding),
                        "pages": list(map(len, finding.pages)),
                        "trace": trace_to_json(finding.trace),
                        "places": {str(page): words_to_json(words) for page, words in finding.places.items()},
                        "whole": whole,
                        "reader": reader,
                        "opened": opened,
                    }
                ),
            )
            # Each lone surrogate becomes one sign: the lengths hold.
            yield TEXT, "".join(finding.pages).encode("utf-8", "replace")
            if not whole:
                yield BYTES, finding.original
        case Part():
            yield PART, _json({"name": finding.untrusted_name, "opened": opened})
            yield BYTES, finding.data
        case Unreadable():
            told = {"reason": finding.reason, "explanation": finding.explanation, "name": finding.untrusted_name}
            yield UNREADABLE, _json({**told, "reader": reader, "opened": False})
    yield END, b""


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
