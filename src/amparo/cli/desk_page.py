"""`amparo desk show DOCUMENT --page N --image OUT.png`: a page as it looks, the words of a query boxed."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from amparo.desk import browsing, jobs_store, page_images, page_words_store
from amparo.desk.holdings import Holdings
from amparo.desk.page_cache import Leaf
from amparo.errors import InputError, StoreError
from amparo.search.matching import finder
from amparo.search.query import parse

_INK = (176, 42, 0)
_ROOM = 3


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of pages to `show`."""
    parser.add_argument("--page", type=int, default=1, metavar="N", help="with --image: which page, from 1")
    parser.add_argument("--image", type=Path, metavar="OUT.png", help="write the page as it looks (PDF and pictures)")
    parser.add_argument("--boxes", default="", metavar="QUERY", help="with --image: box the words that this finds")


def write_page(holdings: Holdings, identity: str, options: argparse.Namespace) -> int:
    """Write the picture; how many boxes were drawn. Raises InputError, StoreError."""
    # Here, so that no other verb loads Pillow.
    from PIL import Image, ImageDraw

    find = finder(parse(options.boxes)) if options.boxes.strip() else None
    leaf = _leaf(holdings, identity, options.page)
    places = page_images.boxes(leaf.words, find) if find else ()
    with Image.open(leaf.picture) as picture:
        drawn = picture.convert("RGB")
    pen = ImageDraw.Draw(drawn)
    for left, top, right, bottom in places:
        at = (left * leaf.width - _ROOM, top * leaf.height - _ROOM)
        pen.rectangle((at, (right * leaf.width + _ROOM, bottom * leaf.height + _ROOM)), outline=_INK, width=2)
    try:
        # Beside it first, so that a full disk leaves no half picture under the name.
        beside = options.image.with_name(f".{options.image.name}.{os.getpid()}")
        drawn.save(beside, "PNG")
        beside.replace(options.image)
    except OSError:
        raise StoreError("The picture cannot be written.", "Check the folder and the room on its disk.") from None
    return len(places)


def _leaf(holdings: Holdings, identity: str, number: int) -> Leaf:
    document = browsing.document(holdings.database, identity)
    if document is None or not page_images.has_images(document.media_type):
        raise InputError("Only pages of PDFs and pictures can be shown as they look.", "Use --text.")
    if not 1 <= number <= len(document.text):
        raise InputError("There is no such page.", f"The document has {len(document.text)}.")
    languages = jobs_store.ocr_languages(holdings.database, document.collections)
    words = page_words_store.words_of(holdings.database, document.listed.id, number)
    leaf = page_images.leaf(holdings.home, document, number, languages, words=words)
    if leaf is None:
        raise InputError("This page cannot be shown as it looks.", "Its text is there: --text")
    return leaf
