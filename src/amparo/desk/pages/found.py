"""A hit as pages of hits show it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from amparo.desk.page_images import with_images
from amparo.desk.pages import page_image
from amparo.desk.pages.document import address
from amparo.search.engine import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """One hit, the address of the page it is on, and that of its text where the first is a picture, else ""."""

    hit: Hit
    address: str
    as_text: str = ""


def found(database: sqlite3.Connection, hits: Sequence[Hit], query: str) -> tuple[Found, ...]:
    """Hits of a search: they open the page as it looks, where there is one."""
    pictured = with_images(database, [hit.document for hit in hits])
    return tuple(_found(hit, query, hit.document in pictured) for hit in hits)


def _found(hit: Hit, query: str, is_pictured: bool) -> Found:
    as_text = address(hit.document, hit.page, urlencode({"q": query}))
    if any(piece.is_match for piece in hit.snippet):
        as_text = f"{as_text.partition('#')[0]}#best"
    return (
        Found(hit, page_image.address(hit.document, hit.page, query), as_text) if is_pictured else Found(hit, as_text)
    )
