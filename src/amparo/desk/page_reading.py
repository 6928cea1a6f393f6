"""A page as it looks, made behind the wall: the converter inside, and the client that believes nothing it says.

What crosses is a size, raw pixels of exactly that size, and words with places that are parsed anew: no picture file
that anything on our side would have to decode. Each page has a worker of its own, which ends with it.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from amparo.errors import StoreError
from amparo.records.page_image import PageImage, words_from_json, words_to_json
from amparo.records.reading import Input, Ocr
from amparo.sandbox.limits import Limits
from amparo.sandbox.pulse import beat
from amparo.sandbox.walls import Wall
from amparo.sandbox.worker import ConverterError, Worker

CONVERTER = "amparo.desk.page_reading:convert"
LIMITS = Limits(job=120.0, output=32 * 1024 * 1024, frames=1_000, jobs=1)
_SIZE, _PIXELS, _WORDS = 16, 17, 18
_SIZES = struct.Struct(">HH")
_OCR_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page, from 1, of a PDF or a picture; whether its text was read by OCR, and for which languages."""

    number: int
    is_pdf: bool
    by_ocr: bool
    languages: str


# -- inside the wall --


def convert(descriptor: int, request: bytes) -> Iterator[tuple[int, bytes]]:
    """The converter: the page asked for, or nothing when it cannot be shown."""
    from amparo.records.readers.page_pictures import page_of_pdf, page_of_picture

    told = json.loads(request)
    with os.fdopen(os.dup(descriptor), "rb") as file:
        ocr = Ocr(told["languages"], seconds=_OCR_SECONDS, working=beat)
        show = page_of_pdf if told["is_pdf"] else page_of_picture
        found = show(Input(file, told["size"], "", ocr=ocr), told["number"], by_ocr=told["by_ocr"])
    if found is not None:
        yield _SIZE, _SIZES.pack(found.width, found.height)
        yield _PIXELS, found.pixels
        yield _WORDS, json.dumps(words_to_json(found.words)).encode()


# -- outside --


def read_page(wall: Wall, original: Path, wanted: Wanted) -> PageImage | None:
    """The page of an original as it looks; None when it cannot be shown, whatever the reason is. Raises StoreError when
    the original is gone, SandboxError when no worker can be started.
    """
    try:
        descriptor = os.open(original, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        raise StoreError("The original of a document is missing on disk.", "Add its file again.") from None
    try:
        size = os.fstat(descriptor).st_size
        request = {"size": size, **asdict(wanted)}
        with closing(Worker(wall, CONVERTER, LIMITS)) as worker:
            said: dict[int, bytearray] = {_SIZE: bytearray(), _PIXELS: bytearray(), _WORDS: bytearray()}
            for code, payload in worker.run(descriptor, json.dumps(request).encode()):
                said[code] += payload
        width, height = _SIZES.unpack(said[_SIZE])
        return PageImage(width, height, bytes(said[_PIXELS]), words_from_json(json.loads(said[_WORDS])))
    except (ConverterError, struct.error, ValueError, KeyError, RecursionError):
        # Nothing was said, or what a reader of ours would not say.
        return None
    finally:
        os.close(descriptor)
