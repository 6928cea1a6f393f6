"""One page of a document as it looks, the words that a search matches boxed, its text beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from amparo.desk import browsing, jobs_store, page_images, page_words_store
from amparo.desk.browsing import Document
from amparo.desk.page_cache import Leaf
from amparo.desk.pages.document import address as text_address
from amparo.desk.pages.document import finder_of
from amparo.desk.pages.folding import Block, blocks
from amparo.desk.pages.show import INERT, Page, desk_of, not_found, show
from amparo.records.page_image import Box
from amparo.search.matching import Finder


@dataclass(frozen=True, slots=True)
class Leafing:
    """Addresses of other pages: the one before and after, and the ones before and after that hold a match."""

    before: str
    after: str
    hit_before: str
    hit_after: str


@dataclass(frozen=True, slots=True)
class LeafPage(Page):
    """A page with its picture; `leaf` is None when it cannot be shown. `boxes` are in pixels of the picture: x, y,
    width, height. `matches` counts those in the text of the page.
    """

    document: Document
    number: int
    leaf: Leaf | None
    boxes: tuple[tuple[int, int, int, int], ...]
    blocks: tuple[Block, ...]
    matches: int
    query: str
    by_ocr: bool
    leafing: Leafing
    as_text: str


def address(identity: str, number: int, query: str = "") -> str:
    """Where a page, from 1, is shown as it looks; `query` is what to box."""
    return f"/documents/{identity}/pages/{number}" + (f"?{urlencode({'q': query})}" if query else "")


def page(request: Request) -> Response:
    """The page; with `?q=`, the matches boxed."""
    document, number, found = _leaf(request)
    query = request.query_params.get("q", "")
    find = finder_of(query)
    text = document.text[number - 1]
    context = LeafPage(
        here="collections",
        document=document,
        number=number,
        leaf=found,
        boxes=_in_pixels(found, page_images.boxes(found.words, find)) if found and find else (),
        blocks=blocks(text, document.listed.kind, find),
        matches=len(find.spans(text)) if find else 0,
        query=query,
        by_ocr=page_images.is_by_ocr(document.fields, number),
        leafing=_leafing(document, number, query, find),
        as_text=text_address(document.listed.id, number, urlencode({"q": query}) if query else ""),
    )
    return show(request, "page_image.html", context)


def picture(request: Request) -> Response:
    """Its picture alone, as PNG made by ourselves."""
    _, _, found = _leaf(request)
    if found is None:
        raise not_found()
    return FileResponse(found.picture, media_type="image/png", headers={"Content-Security-Policy": INERT})


def _leaf(request: Request) -> tuple[Document, int, Leaf | None]:
    desk = desk_of(request)
    number = request.path_params["number"]
    with desk.database() as database:
        document = browsing.document(database, request.path_params["id"])
        if document is None or not 1 <= number <= len(document.text):
            raise not_found()
        if not page_images.has_images(document.media_type):
            raise not_found()
        languages = jobs_store.ocr_languages(database, document.collections)
        words = page_words_store.words_of(database, document.listed.id, number)
    return document, number, page_images.leaf(desk.settings.home, document, number, languages, words=words)


def _leafing(document: Document, number: int, query: str, find: Finder | None) -> Leafing:
    last = len(document.text)

    def hit(pages: Iterable[int]) -> int | None:
        """The first with a match. Only as far as there: a document may have thousands of pages."""
        return next((page for page in pages if find.spans(document.text[page - 1], 1)), None) if find else None

    def to(page: int | None) -> str:
        return address(document.listed.id, page, query) if page and 1 <= page <= last else ""

    return Leafing(
        to(number - 1),
        to(number + 1),
        to(hit(range(number - 1, 0, -1))),
        to(hit(range(number + 1, last + 1))),
    )


def _in_pixels(leaf: Leaf, found: Sequence[Box]) -> tuple[tuple[int, int, int, int], ...]:
    """With a little room around each word."""
    room = max(leaf.width, leaf.height) // 500 + 1
    placed = []
    for left, top, right, bottom in found:
        x, y = round(left * leaf.width) - room, round(top * leaf.height) - room
        placed.append((x, y, round(right * leaf.width) + room - x, round(bottom * leaf.height) + room - y))
    return tuple(placed)
