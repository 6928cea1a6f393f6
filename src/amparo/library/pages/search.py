"""The Search page: as a file of the tree it says where search lives; answered by the server it searches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from amparo.errors import InputError
from amparo.library.pages.site import Frame, Site
from amparo.records.edtf_words import words
from amparo.search.engine import Hit, Results

FILE = PurePosixPath("search/index.html")
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One hit as shown; `snippet` pieces are text and whether it is what was searched for."""

    href: str
    title: str
    kind: str
    date: str
    collection: str
    page: int
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Context of search.html. `live` is whether a search engine answers here; `first` the number of the first hit."""

    frame: Frame
    live: bool
    action: str
    collections: tuple[tuple[str, str], ...]
    query: str = ""
    collection: str = ""
    error: str = ""
    hint: str = ""
    total: int = 0
    seconds: str = ""
    first: int = 1
    hits: tuple[ShownHit, ...] = ()
    previous: str = ""
    next: str = ""
    json_href: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks: the query, the collection's slug or nothing, how many hits to skip."""

    query: str
    collection: str = ""
    offset: int = 0

    def href(self, offset: int, path: str = "/search") -> str:
        """The address of the same question from another hit on."""
        parts = {"q": self.query, "collection": self.collection, "from": str(offset) if offset else ""}
        return f"{path}?{urlencode({name: value for name, value in parts.items() if value})}"


def static_search(site: Site) -> bytes:
    """The file of the tree."""
    return site.render("search.html", SearchPage(site.frame(FILE, "search"), False, "index.html", ()))


def live_search(
    site: Site, titles: Mapping[str, str], question: Question, answer: Results | InputError | None
) -> SearchPage:
    """The page the server gives; the answer is what the engine said, or why it could not."""
    # Absolute links: the same page answers under /search and /search/.
    frame = site.frame(FILE, "search").below("/")
    page = SearchPage(frame, True, "/search", tuple(titles.items()), question.query, question.collection)
    if isinstance(answer, InputError):
        return replace(page, error=answer.what, hint=answer.hint)
    if answer is None:
        return page
    more = question.offset + len(answer.hits) < answer.total
    return replace(
        page,
        total=answer.total,
        seconds=f"{answer.seconds:.3f}",
        first=question.offset + 1,
        hits=tuple(_shown(hit, titles, question) for hit in answer.hits),
        previous=question.href(max(0, question.offset - PER_PAGE)) if question.offset else "",
        next=question.href(question.offset + PER_PAGE) if more and answer.hits else "",
        json_href=question.href(question.offset, "/search.json"),
    )


def _shown(hit: Hit, titles: Mapping[str, str], question: Question) -> ShownHit:
    slug = place_of(hit, question.collection)
    return ShownHit(
        href=f"/{slug}/{hit.document}/index.html" + (f"#page-{hit.page}" if hit.page > 1 else ""),
        title=hit.title,
        kind=hit.kind,
        date=words(hit.date),
        collection=titles.get(slug, slug),
        page=hit.page,
        snippet=tuple((piece.text, piece.is_match) for piece in hit.snippet),
    )


def place_of(hit: Hit, wanted: str) -> str:
    """The collection under which a hit is shown: the one asked for, else its first."""
    return wanted if wanted in hit.collections else next(iter(hit.collections), "")


def hit_json(hit: Hit, wanted: str) -> dict[str, Any]:
    """A hit for machines, as `search.json` and the command print it."""
    slug = place_of(hit, wanted)
    return {
        "document": hit.document,
        "collection": slug,
        "path": f"{slug}/{hit.document}/",
        "title": hit.title,
        "kind": hit.kind,
        "date": hit.date,
        "page": hit.page,
        "snippet": hit.snippet_text,
        "score": hit.score,
    }
