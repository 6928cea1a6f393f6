"""The pages of a collection: its documents in order, a hundred a page, in columns that suit their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.library.addresses import list_page
from amparo.library.listing import Listed
from amparo.library.model import Collection, Document
from amparo.library.pages.front import bars, span
from amparo.library.pages.people import people
from amparo.library.pages.site import Frame, Site
from amparo.records.edtf_words import words

PER_PAGE = 100
MAX_CELL = 160
"""Characters of one cell of a list; the document's own page has the whole."""
_TOGETHER = re.compile(r"(?<=\d) (?=[A-Z])|(?<=[a-z]) (?=\d{4})")
"""Spaces of a date where a narrow column should not break it: `9 March 1961,` and `12:40 UTC` stay whole."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading, the field of `Row` it shows, and whether that is a number."""

    label: str
    field: str
    number: bool = False


_DATE, _FROM, _TO = Column("Date", "date"), Column("From", "sender"), Column("To", "recipients")
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "cable": (
        *(_DATE, Column("Subject", "title"), _FROM, _TO),
        *(Column("Classification", "classification"), Column("Tags", "tags")),
    ),
    "incident": (
        *(_DATE, Column("What", "title"), Column("Where", "place"), Column("Category", "category")),
        *(Column("Killed", "killed", number=True), Column("Wounded", "wounded", number=True)),
    ),
    "mail": (_DATE, Column("Subject", "title"), _FROM, _TO),
    "dossier": (
        *(Column("Person", "person"), Column("Dossier", "title"), _DATE),
        Column("Pages", "pages", number=True),
    ),
    "plain": (
        *(_DATE, Column("Title", "title"), _FROM, Column("Type", "type")),
        Column("Pages", "pages", number=True),
    ),
}
"""The columns of each kind; one that is empty on a page is left out there."""


@dataclass(frozen=True, slots=True)
class Row:
    """One document in a list. Every column of every kind, as text ready to show; empty when unknown."""

    href: str
    title: str
    date: str
    depth: int
    attached: bool
    withdrawn: bool
    sender: str
    recipients: str
    classification: str
    tags: str
    place: str
    category: str
    killed: str
    wounded: str
    person: str
    type: str
    pages: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the strip: `href` leads to the page where it begins, empty when that is this page."""

    label: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """Context of collection.html. `number` counts pages from 1."""

    frame: Frame
    title: str
    about: str
    kind: str
    total: int
    withdrawn: int
    span: str
    sparkline_svg: str
    years: tuple[Year, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    number: int
    pages: int
    previous: str
    next: str


def page_count(collection: Collection) -> int:
    """How many pages a collection's list has: at least one."""
    return max(1, -(-(collection.documents + collection.withdrawn) // PER_PAGE))


def collection_page(
    site: Site, collection: Collection, number: int, listed: Sequence[Listed], first_places: Mapping[int, int]
) -> bytes:
    """One page of a collection's list; `listed` are its documents, `first_places` where each year begins."""
    pages = page_count(collection)
    rows = tuple(_row(item) for item in listed)
    context = CollectionPage(
        frame=site.frame(list_page(collection.slug, number), "front"),
        title=collection.title,
        about=site.settings.collections.get(collection.slug, "") if number == 1 else "",
        kind=collection.kind,
        total=collection.documents,
        withdrawn=collection.withdrawn,
        span=span(collection.years),
        sparkline_svg=bars(collection.years, width=720, height=48),
        years=tuple(_years(collection, number, first_places)),
        columns=_shown(collection.kind, rows),
        rows=rows,
        number=number,
        pages=pages,
        previous=_name(collection, number - 1) if number > 1 else "",
        next=_name(collection, number + 1) if number < pages else "",
    )
    return site.render("collection.html", context)


def _shown(kind: str, rows: Sequence[Row]) -> tuple[Column, ...]:
    columns = COLUMNS.get(kind, COLUMNS["plain"])
    return tuple(one for one in columns if one.field == "title" or any(getattr(row, one.field) for row in rows))


def _name(collection: Collection, number: int) -> str:
    return list_page(collection.slug, number).name


def _years(collection: Collection, number: int, first_places: Mapping[int, int]) -> Iterator[Year]:
    for year, count in collection.years.items():
        page = first_places.get(year, 0) // PER_PAGE + 1
        yield Year(str(year), "" if page == number else _name(collection, page), count)


def _row(item: Listed) -> Row:
    document, facts = item.document, item.document.facts
    return Row(
        href=f"{document.id}/index.html",
        title=_short(document.title),
        date=unbroken(words(document.date)).replace(", ", ",\n"),
        depth=item.depth,
        attached=item.depth > 0 and document.kind != "mail",
        withdrawn=document.withdrawn is not None,
        sender=_short(people(facts.sender)),
        recipients=_short(people(facts.recipients)),
        classification=_short(facts.first("classification")),
        tags=_short(", ".join(facts.all("tags"))),
        place=_short(facts.first("place") or facts.first("region")),
        category=_short(facts.first("category").replace("_", " ")),
        killed=facts.first("killed"),
        wounded=facts.first("wounded"),
        person=_short("; ".join(facts.all("person") or facts.all("persons")[:1])),
        type=media_name(document.original.media_type),
        pages=str(facts.pages) if document.withdrawn is None else "",
    )


def unbroken(date: str) -> str:
    """A date in words whose day, and whose time, no narrow column parts."""
    return _TOGETHER.sub("\N{NO-BREAK SPACE}", date)


def _short(text: str) -> str:
    return text if len(text) <= MAX_CELL else f"{text[: MAX_CELL - 1]}…"


_NAMES = {
    "application/pdf": "PDF",
    "text/plain": "text",
    "text/html": "HTML",
    "message/rfc822": "e-mail",
    "application/tei+xml": "TEI",
    "application/xml": "XML",
    "text/csv": "CSV",
    "application/json": "JSON",
}


def media_name(media_type: str) -> str:
    """A media type as people say it; itself when there is no word."""
    return _NAMES.get(media_type.partition(";")[0], media_type)


def document_json(document: Document) -> dict[str, Any]:
    """A document as one line of documents.jsonl."""
    about: dict[str, Any] = {
        "id": document.id,
        "href": f"{document.id}/",
        "kind": document.kind,
        "sha256": document.original.sha256,
        "log_index": document.index,
        "release": document.release,
    }
    if document.withdrawn is not None:
        return about | {"withdrawn": document.withdrawn.day, "reason": document.withdrawn.reason}
    return about | {
        "title": document.title,
        "date": document.date,
        "from": list(document.facts.sender),
        "to": list(document.facts.recipients),
        "fields": {name: list(values) for name, values in (document.facts.fields or {}).items()},
        "pages": document.facts.pages,
        "media_type": document.original.media_type,
        "size": document.original.size,
    }
