"""The front page: what this is, and the collections as cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from amparo.charts.sparkline import sparkline
from amparo.library.model import Collection
from amparo.library.pages.site import Frame, Site

FILE = PurePosixPath("index.html")


@dataclass(frozen=True, slots=True)
class Card:
    """One collection as a card; `sparkline_svg` is ours, or empty when the dates would draw nothing."""

    href: str
    title: str
    about: str
    kind: str
    documents: int
    span: str
    sparkline_svg: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """Context of front.html. `has_cases` is whether a docket lies beside the collections."""

    frame: Frame
    about: str
    collections: tuple[Card, ...]
    has_cases: bool


def front(site: Site, collections: Sequence[Collection], *, has_cases: bool = False) -> bytes:
    """The front page."""
    cards = tuple(_card(site, collection) for collection in collections)
    return site.render("front.html", FrontPage(site.frame(FILE, "front"), site.settings.about, cards, has_cases))


def _card(site: Site, collection: Collection) -> Card:
    return Card(
        href=f"{collection.slug}/index.html",
        title=collection.title,
        about=site.settings.collections.get(collection.slug, ""),
        kind=collection.kind,
        documents=collection.documents,
        span=span(collection.years),
        sparkline_svg=bars(collection.years),
    )


def span(years: Mapping[int, int]) -> str:
    """The first and last year in words."""
    if not years:
        return ""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def bars(years: Mapping[int, int], *, width: int = 240, height: int = 36) -> str:
    """Documents a year as a sparkline, no wider than its bars need; empty for fewer than two years."""
    if len(years) < 2:
        return ""
    counts = [years.get(year, 0) for year in range(min(years), max(years) + 1)]
    return sparkline(
        counts, label=f"Documents a year, {span(years)}", width=min(width, 24 * len(counts)), height=height
    )


def front_json(site: Site, collections: Sequence[Collection]) -> dict[str, Any]:
    """The front page for machines."""
    return {
        "title": site.settings.title,
        "origin": site.settings.origin,
        "collections": [
            {
                "slug": collection.slug,
                "title": collection.title,
                "about": site.settings.collections.get(collection.slug, ""),
                "kind": collection.kind,
                "documents": collection.documents,
                "withdrawn": collection.withdrawn,
                "years": {str(year): count for year, count in collection.years.items()},
                "updated": collection.updated,
                "href": f"{collection.slug}/",
            }
            for collection in collections
        ],
    }
