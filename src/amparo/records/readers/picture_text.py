"""Text in the pictures of a document, read in place: a screenshot pasted into a report belongs to the report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from amparo.records.readers.document import marked
from amparo.records.readers.metafiles import is_metafile, metafile_text
from amparo.records.reading import Input, Unreadable

MOST = 200
_SMALLEST = 2_000


class Pictures:
    """Reads the pictures of one document, each once, all of them within the time that its OCR may take."""

    def __init__(self, given: Input) -> None:
        # Here, so that documents without pictures never load Pillow or tesseract.
        from amparo.records.readers.ocr import Eye

        self._eye = Eye(given.ocr)
        self._seen: set[bytes] = set()

    def texts(self, pictures: Iterable[bytes]) -> Iterator[str]:
        """`[text in a picture: …]` for each that holds text. Nothing where OCR is not installed."""
        for data in pictures:
            digest = hashlib.sha256(data).digest()
            if len(data) >= _SMALLEST and digest not in self._seen and len(self._seen) < MOST:
                self._seen.add(digest)
                if text := self._text(data):
                    yield marked("text in a picture", text)

    def _text(self, data: bytes) -> str:
        if is_metafile(data):
            return metafile_text(data)
        from amparo.records.readers.pictures import frames, opened

        if not self._eye.is_there or self._eye.is_tired:
            return ""
        picture = opened(data)
        if isinstance(picture, Unreadable):
            return ""
        with picture:
            return next((self._eye.read(frame) for frame in frames(picture)), "")


def text_in_pictures(given: Input, pictures: Iterable[bytes]) -> Iterator[str]:
    """The same for all pictures of a document at once."""
    pictures = [picture for picture in pictures if len(picture) >= _SMALLEST]
    return Pictures(given).texts(pictures) if pictures else iter(())
