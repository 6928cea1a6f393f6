"""One document: its text page by page, the facts about it, and its original to save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import browsing
from amparo.desk.browsing import Document
from amparo.desk.documents_store import titles
from amparo.desk.inside import Inside, inside
from amparo.desk.inside import as_json as inside_as_json
from amparo.desk.originals import Originals
from amparo.desk.page_images import has_images
from amparo.desk.pages.folding import Block, marked_blocks
from amparo.desk.pages.paging import Paging, paging
from amparo.desk.pages.show import Page, attachment, desk_of, json, not_found, page_number
from amparo.desk.pages.show import show as render
from amparo.desk.related import Related, as_json, related
from amparo.records.field_words import ABOUT_THE_TEXT
from amparo.records.language import primary
from amparo.seal.names import SafeName
from amparo.search.matching import Finder, Span, finder
from amparo.search.query import QueryError, parse
from amparo.search.snippets import best

PAGES_SHOWN = 50
"""Pages of text on one page of the browser; a longer document is split."""
PLACES_SHOWN = 100
"""Places that a search found, with a number that leads to each."""


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of a document, its matches with the search it was found by set apart."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage(Page):
    """A stretch of a document's pages. `query` is the search it was found by, or empty; `places` counts its matches,
    `best` is the number of the one that shows best why it was found, 0 for none.
    """

    document: Document
    pages: tuple[TextPage, ...]
    places: int
    best: int
    query: str
    titles: Mapping[str, str]
    paging: Paging
    related: Related
    inside: Inside
    about_the_text: Mapping[str, tuple[str, ...]]
    language: str
    has_images: bool
    places_shown: int = PLACES_SHOWN


def address(identity: str, page: int = 1, query_string: str = "") -> str:
    """Where a page (from 1) of a document's text is shown; `query_string` is kept."""
    part = (page - 1) // PAGES_SHOWN + 1
    parameters = "&".join(each for each in (query_string, f"page={part}" if part > 1 else "") if each)
    return f"/documents/{identity}" + (f"?{parameters}" if parameters else "") + (f"#page-{page}" if page > 1 else "")


def show(request: Request) -> Response:
    """The document, with `?q=` the matches marked."""
    document, query, number = _document(request), request.query_params.get("q", ""), page_number(request)
    first = (number - 1) * PAGES_SHOWN
    find = finder_of(query)
    texts = document.text[first : first + PAGES_SHOWN]
    spans = [find.spans(text) if find else [] for text in texts]
    pages = tuple(
        TextPage(first + place, marked_blocks(text, document.listed.kind, found))
        for place, (text, found) in enumerate(zip(texts, spans, strict=True), start=1)
    )
    if not pages:
        raise not_found()
    following = str(request.url.include_query_params(page="")).partition("?")[2]
    context = DocumentPage(
        here="collections",
        document=document,
        pages=pages,
        places=sum(piece.is_match for page in pages for block in page.blocks for piece in block.pieces),
        best=_best(texts, spans),
        query=query,
        titles=_titles(request),
        paging=paging(number, PAGES_SHOWN, len(document.text), f"?{following}"),
        related=_related(request, document),
        inside=_inside(request, document),
        about_the_text={name: document.fields[name] for name in ABOUT_THE_TEXT if name in document.fields},
        language=language_name(document.language),
        has_images=has_images(document.media_type),
    )
    return render(request, "document.html", context)


def _best(texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> int:
    before, chosen, most = 0, 0, (0, 0)
    for text, found in zip(texts, spans, strict=True):
        alone = _without_overlaps(found)
        if alone:
            place, worth = best(text, alone)
            if worth > most:
                chosen, most = before + place + 1, worth
        before += len(alone)
    return chosen


def _without_overlaps(spans: Sequence[Span]) -> list[Span]:
    """As they are marked: what begins inside another is none."""
    found: list[Span] = []
    for span in spans:
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def show_json(request: Request) -> Response:
    """The document as data."""
    document = _document(request)
    return json(
        {
            "id": document.listed.id,
            "title": document.listed.title,
            "kind": document.listed.kind,
            "date": document.listed.date,
            "language": document.language,
            "from": document.sender,
            "to": document.recipients,
            "fields": dict(document.fields),
            "name": document.name,
            "media_type": document.media_type,
            "size": document.listed.size,
            "sha256": document.sha256,
            "collections": document.collections,
            "paths": document.paths,
            "pages": document.text,
            **as_json(_related(request, document)),
            **inside_as_json(_inside(request, document)),
        }
    )


def original(request: Request) -> Response:
    """The original bytes, to be saved."""
    document = _document(request)
    path = Originals(desk_of(request).settings.originals).path(document.sha256)
    return attachment(path, SafeName.parse(document.name))


def _document(request: Request) -> Document:
    with desk_of(request).database() as database:
        found = browsing.document(database, request.path_params["id"])
    if found is None:
        raise not_found()
    return found


def language_name(tag: str | None) -> str:
    """The name of a language in English; its tag when it has none there."""
    return str(Locale("en").languages.get(primary(tag) or "", tag or ""))


def _related(request: Request, document: Document) -> Related:
    with desk_of(request).database() as database:
        return related(database, document.listed.id)


def _inside(request: Request, document: Document) -> Inside:
    with desk_of(request).database() as database:
        return inside(database, document.listed.id)


def _titles(request: Request) -> Mapping[str, str]:
    with desk_of(request).database() as database:
        return titles(database)


def finder_of(query: str) -> Finder | None:
    """What a search marks in a text; None without a search, or with one that is not understood."""
    try:
        return finder(parse(query)) if query.strip() else None
    except QueryError:
        return None
