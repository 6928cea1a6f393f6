"""Page images that were looked at, under HOME/desk/page_images: made anew at any time, so bounded and in no backup.

Two files a page, of which the second says that the first is whole. They are private, and go with their document.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from amparo.desk.disk import make_private_directory, write_private
from amparo.records.page_image import PageImage, Word, words_from_json, words_to_json

NAME = "page_images"
LARGEST = 256 * 1024 * 1024
"""Bytes of all page images together; those that were looked at longest ago go first."""
_VERSION = 1
"""Part of every name: a page made otherwise than today is made anew."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it is shown: where its PNG is, its size in pixels, its words with their places."""

    picture: Path
    width: int
    height: int
    words: tuple[Word, ...]


class PageCache:
    """The page images of one desk."""

    def __init__(self, home: Path, largest: int = LARGEST) -> None:
        """`home` is HOME/desk."""
        self.directory = make_private_directory(home / NAME)
        self._largest = largest

    def get(self, sha256: str, number: int, source: str) -> Leaf | None:
        """A page of the original with this hash; `source` says where its words come from."""
        picture, told = self._paths(sha256, number, source)
        try:
            data = json.loads(told.read_bytes())
            leaf = Leaf(picture, data["width"], data["height"], words_from_json(data["words"]))
            os.utime(picture)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return leaf

    def put(self, sha256: str, number: int, source: str, page: PageImage) -> Leaf:
        """Keep a page, and let others go when there are too many."""
        picture, told = self._paths(sha256, number, source)
        write_private(picture, _png(page))
        data = {"width": page.width, "height": page.height, "words": words_to_json(page.words)}
        write_private(told, json.dumps(data).encode())
        self._bound()
        return Leaf(picture, page.width, page.height, page.words)

    def remove(self, sha256: str) -> None:
        """Let all pages of an original go."""
        for path in self.directory.glob(f"{sha256}-*"):
            path.unlink(missing_ok=True)

    def _paths(self, sha256: str, number: int, source: str) -> tuple[Path, Path]:
        name = f"{sha256}-{number}-{source}-{_VERSION}"
        return self.directory / f"{name}.png", self.directory / f"{name}.json"

    def _pictures(self) -> Iterator[tuple[int, int, Path]]:
        """(when it was last looked at, its size, where it is) of each."""
        for path in self.directory.glob("*.png"):
            with contextlib.suppress(OSError):
                told = path.stat()
                yield told.st_mtime_ns, told.st_size, path

    def _bound(self) -> None:
        total = 0
        for place, (_, size, path) in enumerate(sorted(self._pictures(), reverse=True)):
            total += size
            # The newest stays, however large: it is about to be shown.
            if place and total > self._largest:
                path.with_suffix(".json").unlink(missing_ok=True)
                path.unlink(missing_ok=True)


def _png(page: PageImage) -> bytes:
    # Here, so that adding documents never loads Pillow in this process.
    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("RGB", (page.width, page.height), page.pixels).save(out, "PNG", compress_level=4)
    return out.getvalue()
