"""Text in the pictures of a document, read in place: a screenshot pasted into a report belongs to the report.

A picture that cannot be read is never passed over in silence: it is counted in `Input.left` with the reason.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from amparo.records.readers.document import marked
from amparo.records.readers.metafiles import is_metafile, metafile_text
from amparo.records.reading import MEBIBYTE, Input, Left, Reason, Unreadable
from amparo.records.xml import local_name, parse_xml

if TYPE_CHECKING:
    from PIL import Image

MOST = 2_000
_GZIP = b"\x1f\x8b"
_SMALLEST = 300
"""Bytes; what is smaller holds no line of text. How many pixels are too few is for OCR to say."""

ABSENT = Left(Reason.MISSING_TOOL, "OCR is not installed. Add it with: apt install tesseract-ocr, and try again.")
TIRED = Left(Reason.TIMED_OUT, "OCR took too long. Try again.")
TOO_MANY = Left(Reason.TOO_LARGE, f"There are more than {MOST:,}.")
TOO_LARGE = Left(Reason.TOO_LARGE, "They have more pixels than are read.")
DAMAGED = Left(Reason.CORRUPT, "They are damaged or of a kind that is not read.")
_LARGEST_METAFILE = 64 * MEBIBYTE


class Pictures:
    """Reads the pictures of one document, each once, all of them within the time that its OCR may take."""

    def __init__(self, given: Input) -> None:
        # Here, so that documents without pictures never load Pillow or tesseract.
        from amparo.records.readers.ocr import Eye

        self._eye = Eye(given.ocr)
        self._left = given.left
        self._seen: set[bytes] = set()

    def texts(self, pictures: Iterable[bytes]) -> Iterator[str]:
        """`[text in a picture: …]` for each that holds text."""
        for data in pictures:
            digest = hashlib.sha256(data).digest()
            if not data or digest in self._seen:
                continue
            self._seen.add(digest)
            if len(self._seen) > MOST:
                self._left[TOO_MANY] += 1
            elif text := self._text(data):
                yield marked("text in a picture", text)

    def _text(self, data: bytes) -> str:
        data = _inflated(data) if data.startswith(_GZIP) else data
        if is_metafile(data):
            return metafile_text(data)
        if data.lstrip()[:5] in (b"<?xml", b"<svg "):
            return _drawn(data)
        return self._seen_in(data) if len(data) >= _SMALLEST else ""

    def _seen_in(self, data: bytes) -> str:
        from amparo.records.readers.pictures import frames, opened

        picture = opened(data)
        if isinstance(picture, Unreadable):
            self._lost(picture)
            return ""
        with picture:
            return "\n".join(filter(None, map(self._read, frames(picture, self._lost))))

    def _lost(self, why: Unreadable) -> None:
        self._left[TOO_LARGE if why.reason is Reason.TOO_LARGE else DAMAGED] += 1

    def _read(self, frame: Image.Image) -> str:
        text = self._eye.read(frame)
        if self._eye.gave_up:
            self._left[TIRED if self._eye.is_there else ABSENT] += 1
        return text


def _inflated(data: bytes) -> bytes:
    """A metafile as office programs compress it (.wmz, .emz); empty when that is damaged or too large."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _LARGEST_METAFILE)
    except zlib.error:
        return b""


def _drawn(data: bytes) -> str:
    """The text of an SVG drawing, a line for each piece."""
    root = parse_xml(data)
    if isinstance(root, Unreadable):
        return ""
    texts = ("".join(map(str, each.itertext())) for each in root.iter() if local_name(each) == "text")
    return "\n".join(filter(None, map(str.strip, texts)))


def text_in_pictures(given: Input, pictures: Iterable[bytes]) -> Iterator[str]:
    """The same for all pictures of a document at once."""
    pictures = [picture for picture in pictures if picture]
    return Pictures(given).texts(pictures) if pictures else iter(())
