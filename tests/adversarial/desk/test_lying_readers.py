"""A worker taken over by the file that it reads: what it says of text that it does not give is nonsense, never a
document.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from hashlib import sha256
from typing import Any, cast

import pytest

from amparo.desk.extraction import BYTES, END, PART, RECORD, SHORT, TEXT, UNREADABLE, Extraction, Given, Told
from amparo.records.model import Kind, Record, record_to_json
from amparo.records.page_image import Word
from amparo.records.reading import Reason, Unreadable
from amparo.sandbox.worker import Worker

ORIGINAL = "Güte\n\fZwei".encode()
PAGES = ("Güte\n", "Zwei")
Frames = list[tuple[int, bytes]]


class Says:
    """Stands at the end of a worker's channel: these frames came out of it."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames

    def run(self, descriptor: int, request: bytes) -> Generator[tuple[int, bytes], None, None]:
        yield from self._frames

    def close(self) -> None:
        """Nothing runs."""


def told(frames: Frames) -> list[Told]:
    given = Given(0, len(ORIGINAL), "a.txt", lambda: ORIGINAL, sha256(ORIGINAL).hexdigest())
    return list(Extraction(cast("Worker", Says(frames)), given).run())


def record(pages: Any = (5, 4), text: bytes = "".join(PAGES).encode(), **more: Any) -> Frames:
    data = record_to_json(Record(Kind.PLAIN, "a", PAGES, ORIGINAL, "text/plain", "a.txt"))
    said = {**data, "pages": pages, "trace": None, "whole": True, "reader": "text", "opened": False, **more}
    return [(RECORD, json.dumps(said).encode()), (TEXT, text), (END, b"")]


def test_the_truth_is_believed_however_it_is_cut() -> None:
    head, (_, text), end = record()
    for cut in range(len(text) + 1):  # inside of a character too
        (found,) = told([head, (TEXT, text[:cut]), (TEXT, text[cut:]), end])
        assert isinstance(found.found, Record)
        assert found.found.pages == PAGES


BOX = [0.1, 0.1, 0.2, 0.2]


def test_places_of_words_come_as_they_were_said() -> None:
    (found,) = told(record(places={"2": [["Zwei", [BOX]]]}))
    assert isinstance(found.found, Record)
    assert found.found.places == {2: (Word("Zwei", ((0.1, 0.1, 0.2, 0.2),)),)}


@pytest.mark.parametrize(
    "places",
    [
        [["Zwei", [BOX]]],
        {"-1": []},
        {"٢": []},
        {"9" * 10: []},
        {"1": "Zwei"},
        {"1": [["Zwei", [[0.1, 0.1, 0.2, 1.2]]]]},
        {"1": [["Zwei", [[0.3, 0.1, 0.2, 0.2]]]]},
        {"1": [["Zwei", [[float("nan"), 0.1, 0.2, 0.2]]]]},
        {"1": [["Z" * 2_001, [BOX]]]},
        {"1": [["Zwei", [BOX] * 21]]},
        {"1": [[7, [BOX]]]},
    ],
)
def test_a_lie_about_places_is_no_document(places: Any) -> None:
    (found,) = told(record(places=places))
    assert isinstance(found.found, Unreadable)
    assert found.found.reason is Reason.CRASHED


@pytest.mark.parametrize(
    "lie",
    [
        record(pages=[5, 5]),
        record(pages=[5]),
        record(pages=[10, -1]),
        record(pages=[True, 8]),
        record(pages=[5.0, 4.0]),
        record(pages=["Güte\n", "Zwei"]),
        record(pages={"5": 4}),
        record(pages=None),
        record(text=b"\xff" * 9),
        [record()[0], (END, b"")],
        [(TEXT, b"G"), *record()],
        [record()[0], record()[1], record()[0], (END, b"")],
        [record()[0], (BYTES, b"x"), record()[1], (END, b"")],
        [(UNREADABLE, b"{}"), (TEXT, b"x"), (END, b"")],
    ],
    ids=[
        "more_than_said", "less_than_said", "negative", "truth_as_a_number", "fractions", "pages_as_before", "mapping",
        "nothing", "not_utf8", "no_text", "text_first", "head_behind_text", "text_behind_bytes", "text_of_a_reason",
    ],
)  # fmt: skip
def test_a_lie_about_text_is_no_document(lie: Frames) -> None:
    (found,) = told(lie)
    assert isinstance(found.found, Unreadable)
    assert found.found.reason is Reason.CRASHED


@pytest.mark.parametrize(
    ("frames", "calls"),
    [
        (record(), ["answered", "told"]),
        ([(UNREADABLE, b'{"reason": "empty", "explanation": "", "name": "", "reader": "", "opened": false}'),
          (END, b"")], ["answered", "told"]),
        ([(PART, b'{"name": "a", "opened": false}'), (BYTES, b"part"), (END, b"")], ["told"]),
        ([(RECORD, b"{}"), (TEXT, bytes(SHORT)), (TEXT, b"more"), (END, b"")], ["told"]),
    ],
)  # fmt: skip
def test_the_worker_is_free_only_after_a_short_answer_without_parts(frames: Frames, calls: list[str]) -> None:
    """A part is read by the same worker before any other file."""
    given, happened = Given(0, len(ORIGINAL), "a.txt", lambda: ORIGINAL), list[str]()
    worker = cast("Worker", Says(frames))
    for _ in Extraction(worker, given, answered=lambda: happened.append("answered")).run():
        happened.append("told")
    assert happened == calls


def test_the_command_that_adds_loads_no_reader() -> None:
    """What is not there cannot be reached by a worker that was taken over."""
    program = "import sys, amparo.cli.desk_adding; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    readers = [name for name in loaded if name.startswith(("amparo.records.readers.", "pypdfium2", "lxml", "PIL"))]
    assert "amparo.desk.extraction" in loaded and not readers
