"""Converters that say what ours would not: run behind a real wall in place of `amparo.desk.page_reading:convert`."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator

SIZE, PIXELS, WORDS = 16, 17, 18
ONE = struct.pack(">HH", 1, 1)
Frames = Iterator[tuple[int, bytes]]


def truth(descriptor: int, request: bytes) -> Frames:
    """One white dot, one word: what is believed."""
    yield from ((SIZE, ONE), (PIXELS, b"\xff" * 3), (WORDS, json.dumps([["word", [[0, 0, 1, 1]]]]).encode()))


def picture_file_for_pixels(descriptor: int, request: bytes) -> Frames:
    """A picture file where pixels belong."""
    yield from ((SIZE, ONE), (PIXELS, b"\x89PNG\r\n\x1a\n" + bytes(50)), (WORDS, b"[]"))


def size_beyond_all_bounds(descriptor: int, request: bytes) -> Frames:
    """As large as the two numbers can say."""
    yield from ((SIZE, b"\xff" * 4), (PIXELS, b"\xff" * 3), (WORDS, b"[]"))


def pixels_without_end(descriptor: int, request: bytes) -> Frames:
    """More than may cross."""
    yield SIZE, ONE
    while True:
        yield PIXELS, bytes(4_000_000)


def places_off_the_page(descriptor: int, request: bytes) -> Frames:
    """A box that would cover the controls around the page."""
    yield from ((SIZE, ONE), (PIXELS, b"\xff" * 3), (WORDS, json.dumps([["word", [[-9, -9, 9, 9]]]]).encode()))


def unknown_code(descriptor: int, request: bytes) -> Frames:
    """A frame that means nothing."""
    yield from ((SIZE, ONE), (PIXELS, b"\xff" * 3), (WORDS, b"[]"), (99, b"x"))


def deep_words(descriptor: int, request: bytes) -> Frames:
    """JSON nested deeper than the stack."""
    yield from ((SIZE, ONE), (PIXELS, b"\xff" * 3), (WORDS, b"[" * 200_000))


def not_even_text(descriptor: int, request: bytes) -> Frames:
    """Bytes that are no JSON at all."""
    yield from ((SIZE, ONE), (PIXELS, b"\xff" * 3), (WORDS, b"\xff\xfe\x00"))


def death(descriptor: int, request: bytes) -> Frames:
    """It breaks down in the middle."""
    yield SIZE, ONE
    raise MemoryError
