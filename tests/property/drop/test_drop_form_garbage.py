"""Whatever bytes arrive as a form, in whatever pieces: events or one of our errors, never a surprise, never a hang."""

from __future__ import annotations

import contextlib
import time
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.drop.form import FileData, FormLimits, FormReader, boundary_of
from amparo.errors import InputError, TooLargeError, TruncatedError

LIMITS = FormLimits(parts=30, text=10_000)
WORDS = st.sampled_from(
    [
        b"--b",
        b"--b--",
        b"\r\n",
        b"\r",
        b"\n",
        b"--",
        b"Content-Disposition: form-data; ",
        b'name="message"',
        b"; filename=",
        b'"a.txt"',
        b"filename*=utf-8''x",
        b"Content-Type: multipart/mixed; boundary=b",
        b"Content-Length: 3",
        b"Content-Transfer-Encoding: base64",
        b"\\",
        b'"',
        b"\0",
        b"\xff",
        b"x" * 3000,
        b": ",
        b" ",
        b"\t",
    ]
)
ANYTHING = st.lists(WORDS | st.binary(max_size=12), max_size=60).map(b"".join)
WHOLE = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\ncontent\r\n--b--\r\n'


def outcome(pieces: list[bytes]) -> object:
    """The events, file contents joined, or the kind of error."""
    reader = FormReader("b", LIMITS)
    seen: list[object] = []
    content = bytearray()
    try:
        for piece in pieces:
            for event in reader.push(piece):
                if isinstance(event, FileData):
                    content += event.data
                else:
                    seen.append(event)
        reader.finish()
    except InputError as error:
        return type(error)
    return seen, bytes(content)


@given(ANYTHING)
def test_garbage_is_one_of_our_errors(data: bytes) -> None:
    outcome([data])


@given(st.integers(0, len(WHOLE)), ANYTHING, st.integers(0, len(WHOLE)))
def test_a_form_spoilt_in_one_place(place: int, put: bytes, skip: int) -> None:
    outcome([WHOLE[:place] + put + WHOLE[max(place, skip) :]])


@given(ANYTHING, st.lists(st.integers(0, 400), max_size=6))
def test_no_two_readings_of_one_form(data: bytes, cuts: list[int]) -> None:
    """How the network cuts a body must not decide what was in it; which error a broken one gets may differ."""
    form = b"--b\r\n" + data + b"\r\n--b--\r\n"
    places = [0, *sorted(min(cut, len(form)) for cut in cuts), len(form)]
    one, other = outcome([form]), outcome([form[start:end] for start, end in pairwise(places)])
    assert one == other or (isinstance(one, type) and isinstance(other, type))


@given(st.text(max_size=100))
def test_any_content_type(text: str) -> None:
    with contextlib.suppress(InputError):
        assert boundary_of(text)


def endless_beginning() -> Iterator[bytes]:
    yield from (b"\r\n" * 32_768 for _ in range(512))


def endless_line_breaks() -> Iterator[bytes]:
    yield b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
    yield from (b"\r\n--" * 16_384 for _ in range(512))


def endless_almost_boundaries() -> Iterator[bytes]:
    yield b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
    yield from (b"\r\n--\r\n-\r\n--B" * 4096 for _ in range(512))


def endless_file() -> Iterator[bytes]:
    yield b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
    yield from (b"\r" * 65_536 for _ in range(512))


def endless_epilogue() -> Iterator[bytes]:
    yield WHOLE
    yield from (b"\r\n--b\r\n" * 8192 for _ in range(512))


@pytest.mark.parametrize(
    "attack", [endless_beginning, endless_line_breaks, endless_almost_boundaries, endless_file, endless_epilogue]
)
def test_what_does_not_end_takes_neither_memory_nor_more_time_than_its_length(attack: object) -> None:
    assert callable(attack)
    reader = FormReader("b", LIMITS)
    tracemalloc.start()
    start = time.process_time()
    try:
        for piece in attack():
            for _ in reader.push(piece):
                pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 << 20
    assert time.process_time() - start < 10, "32 MiB at 3 MB/s, with every allocation traced"


@pytest.mark.parametrize(
    ("attack", "kind"),
    [
        (b"--b\r\nX: " + b"x" * 1_000_000, TooLargeError),
        (b"--b\r\n" + b"x" * 1_000_000, TooLargeError),
        (b"--b\r\n" + b"A: b\r\n" * 100_000, TooLargeError),
        (b"--b\r\nA: b\r\n" + b" c\r\n" * 100_000, TooLargeError),
        (b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n\r\n' * 100_000, TooLargeError),
        (b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n' + b"x" * 1_000_000, TooLargeError),
        (b"--b\r\nContent-Disposition: form-data; " + b"a=b; " * 800 + b"\r\n\r\n", TruncatedError),
        (b'--b\r\nContent-Disposition: form-data; name="' + b"\\" * 4000 + b"\r\n\r\n", TruncatedError),
    ],
)
def test_what_exceeds_a_limit_is_stopped_at_it(attack: bytes, kind: type[InputError]) -> None:
    start = time.process_time()
    for size in (len(attack), 1000):
        pieces = [attack[place : place + size] for place in range(0, len(attack), size)]
        assert outcome(pieces) is kind
    assert time.process_time() - start < 3
