"""The pages of documents as they look: which have any, made behind the wall when they are asked for, and where on them
a search matches.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

from amparo.desk.browsing import Document
from amparo.desk.originals import Originals
from amparo.desk.page_cache import Leaf, PageCache
from amparo.desk.page_reading import Wanted, read_page
from amparo.records.page_image import Box, Word
from amparo.sandbox.walls import Wall, best_wall
from amparo.search.analysis import is_unspaced
from amparo.search.matching import Finder

PDF = "application/pdf"
_DRAWN_OTHERWISE = frozenset(("image/vnd.djvu", "image/vnd.dwg", "image/emf", "image/wmf", "image/svg+xml"))
_OCR = ("ocr",)
_ONE_AT_A_TIME = threading.Lock()
"""Pages are made one after another: somebody who leafs fast must not take every core and all memory."""


def has_images(media_type: str) -> bool:
    """Whether documents of this type have pages that can be shown as they look."""
    return media_type == PDF or (media_type.startswith("image/") and media_type not in _DRAWN_OTHERWISE)


def with_images(database: sqlite3.Connection, documents: Sequence[str]) -> set[str]:
    """Those of the documents that have pages to show."""
    rows = database.execute(
        "SELECT id, media_type FROM documents WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(documents),)
    )
    return {row["id"] for row in rows if has_images(row["media_type"])}


def is_by_ocr(fields: Mapping[str, Sequence[str]], number: int) -> bool:
    """Whether the text of a page, from 1, was read by OCR."""
    return tuple(fields.get("text_source", ())) == _OCR or str(number) in fields.get("pages_by_ocr", ())


def leaf(
    home: Path,
    document: Document,
    number: int,
    languages: str,
    wall: Wall | None = None,
    words: Sequence[Word] | None = None,
) -> Leaf | None:
    """A page of a document as it looks; None when it cannot be shown. `home` is HOME/desk, `words` are those that OCR
    read when the file was added (`page_words_store`).

    The first time takes about half a second; several where no such words were kept and OCR reads the page again, for
    `languages`.
    """
    by_ocr = is_by_ocr(document.fields, number)
    source = "kept" if by_ocr and words is not None else f"ocr-{languages}" if by_ocr else "own"
    cache = PageCache(home)
    with _ONE_AT_A_TIME:
        if known := cache.get(document.sha256, number, source):
            return known
        original = Originals(home / "files").path(document.sha256)
        wanted = Wanted(number, document.media_type == PDF, source.startswith("ocr-"), languages)
        page = read_page(wall or best_wall(), original, wanted)
        if page and source == "kept":
            page = replace(page, words=tuple(words or ()))
        return cache.put(document.sha256, number, source, page) if page else None


def boxes(words: Sequence[Word], find: Finder) -> tuple[Box, ...]:
    """Where on a page a search matches: the places of every word that a match touches."""
    text = " ".join(word.text for word in words)
    starts = list(accumulate((len(word.text) + 1 for word in words), initial=0))
    found: dict[Box, None] = {}
    for start, end in find.spans(text):
        for index in range(bisect_right(starts, start) - 1, len(words)):
            if starts[index] >= end:
                break
            word = words[index]
            found.update(dict.fromkeys(_touched(word, max(start - starts[index], 0), end - starts[index])))
    return tuple(found)


def _touched(word: Word, start: int, end: int) -> Iterator[Box]:
    """The boxes of a word; of a line in a script without spaces, the stretch from `start` to `end`."""
    if len(word.boxes) != 1 or not any(map(is_unspaced, word.text)):
        yield from word.boxes
        return
    left, top, right, bottom = word.boxes[0]
    step = (right - left) / len(word.text)
    yield left + start * step, top, left + min(end, len(word.text)) * step, bottom
