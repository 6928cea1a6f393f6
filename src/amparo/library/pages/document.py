"""The page of one document, for each kind; and the page that is left when a document is withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePosixPath

from amparo.errors import StateError
from amparo.library.addresses import document_folder
from amparo.library.listing import Listed
from amparo.library.model import Document
from amparo.library.pages.casualties import FIELDS, Casualties, casualties
from amparo.library.pages.lists import media_name, unbroken
from amparo.library.pages.people import Correspondent, correspondent, people
from amparo.library.pages.site import Frame, Site
from amparo.library.reading import Published
from amparo.records.edtf_words import words
from amparo.records.field_words import UNSHOWN, label

MAX_TEXT = 400_000
"""Characters of text a page shows; text.txt has the whole."""

SHOWN = frozenset(
    {"number", "classification", "tags", "references", "place", "region", "latitude", "longitude", "category", "source"}
    | {"person", "contested", "message_id", "in_reply_to", "printed_pages", "attachments", "attachment_sha256"}
    | {"declared_kind"}
    | FIELDS
    | UNSHOWN
)
"""Fields that the kinds' templates show in a place of their own."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link; without `href` its title is shown as text. `sha256` names what is not published here."""

    title: str
    href: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Context of cable.html, incident.html, dossier.html, mail.html and plain.html."""

    frame: Frame
    kind: str
    title: str
    date: str
    collection_title: str
    collection_href: str
    corrected: str
    pages: tuple[str, ...]
    shortened: bool
    has_text: bool
    written_in: str
    sender: str
    recipients: str
    senders: tuple[Correspondent, ...]
    addressees: tuple[Correspondent, ...]
    number: str
    classification: str
    tags: tuple[str, ...]
    references: tuple[Link, ...]
    place: str
    region: str
    position: str
    category: str
    source: str
    casualties: Casualties | None
    person: str
    contested: tuple[str, ...]
    message_id: str
    thread: tuple[Link, ...]
    attachments: tuple[Link, ...]
    attached_to: tuple[Link, ...]
    declared: bool
    name: str
    others: tuple[tuple[str, str], ...]
    original_href: str
    original_download: str
    media_type: str
    size: int
    sha256: str
    index: int
    day: str
    release: str
    publisher: str
    citation: str
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class Around:
    """What a page shows besides its document: collection, release, neighbours, thread; and finds what it refers to."""

    collection_title: str
    day: str
    publisher: str
    previous: Listed | None = None
    next: Listed | None = None
    thread: Sequence[Listed] = ()
    find_number: Callable[[str], str | None] = lambda number: None
    find_original: Callable[[str], str | None] = lambda sha256: None


@dataclass(frozen=True, slots=True)
class TombstonePage:
    """Context of tombstone.html."""

    frame: Frame
    collection_title: str
    collection_href: str
    day: str
    reason: str
    authority: str
    sha256: str
    index: int
    withdrawal_index: int


def page_file(document: Document) -> PurePosixPath:
    """Where the page of a document lies."""
    return document_folder(document.collection, document.id) / "index.html"


def document_page(site: Site, document: Document, published: Published, around: Around) -> bytes:
    """The page of a document in view."""
    return site.render(f"{published.kind}.html", _context(site, document, published, around))


def _context(site: Site, document: Document, published: Published, around: Around) -> DocumentPage:
    facts = published.facts
    frame = site.frame(page_file(document), "front")
    pages, shortened = _fitting(published.pages)
    return DocumentPage(
        frame=frame,
        kind=published.kind.value,
        title=document.title,
        date=words(document.date),
        collection_title=around.collection_title,
        collection_href="../index.html",
        corrected=words(around.day) if document.earlier else "",
        pages=pages,
        shortened=shortened,
        has_text=any(page.strip() for page in pages),
        written_in="" if facts.language == site.language else facts.language or "",
        sender="; ".join(facts.sender),
        recipients="; ".join(facts.recipients),
        senders=tuple(correspondent(one) for one in facts.sender),
        addressees=tuple(correspondent(one) for one in facts.recipients),
        number=facts.first("number"),
        classification=facts.first("classification"),
        tags=facts.all("tags"),
        references=tuple(_reference(number, around) for number in facts.all("references")),
        place="; ".join(facts.all("place")),
        region=facts.first("region"),
        position=_position(facts.first("latitude"), facts.first("longitude")),
        category=facts.first("category").replace("_", " "),
        source=facts.first("source").removeprefix("Source: "),
        casualties=casualties(facts) if published.kind == "incident" else None,
        person="; ".join(facts.all("person")),
        contested=facts.all("contested"),
        message_id=facts.first("message_id").strip("<>"),
        thread=tuple(_in_thread(item, document) for item in around.thread if item.document.kind == "mail"),
        attachments=tuple(_attachments(published, around)),
        attached_to=tuple(_carriers(document, around)),
        declared=bool(facts.all("declared_kind")),
        name=facts.name,
        others=tuple(_others(published)),
        original_href=document.original_name,
        original_download=document.original_name.removesuffix(".bin") if _is_active(document) else "",
        media_type=media_name(document.original.media_type),
        size=document.original.size,
        sha256=document.original.sha256,
        index=document.index,
        day=words(around.day),
        release=document.release,
        publisher=around.publisher,
        citation=citation(site, document, frame),
        previous=_neighbour(around.previous),
        next=_neighbour(around.next),
    )


def _fitting(pages: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    kept, room = [], MAX_TEXT
    for page in pages:
        kept.append(page[:room].strip("\n"))
        room -= len(page)
        if room <= 0:
            return tuple(kept), room < 0 or len(kept) < len(pages)
    return tuple(kept), False


def _is_active(document: Document) -> bool:
    return document.original_name.endswith(".bin") and document.original_name.count(".") > 1


def _position(latitude: str, longitude: str) -> str:
    return f"{latitude}, {longitude}" if latitude and longitude else ""


def _others(published: Published) -> list[tuple[str, str]]:
    return [
        (label(name), "; ".join(words(value) if name == "created" else value for value in values))
        for name, values in (published.facts.fields or {}).items()
        if name not in SHOWN and values
    ]


def _attachments(published: Published, around: Around) -> Iterator[Link]:
    """What a mail carried, in its order: a link to its page, or its hash when it is not published here."""
    for name, sha256 in zip_longest(
        published.facts.all("attachments"), published.facts.all("attachment_sha256"), fillvalue=""
    ):
        found = around.find_original(sha256)
        yield Link(name, f"../{found}/index.html") if found else Link(name, "", sha256)


def _carriers(document: Document, around: Around) -> Iterator[Link]:
    """The mails of its thread that carried a document."""
    for item in around.thread:
        mail = item.document
        if document.original.sha256 in mail.facts.all("attachment_sha256"):
            yield Link(mail.title, f"../{mail.id}/index.html")


def _reference(number: str, around: Around) -> Link:
    found = around.find_number(number)
    return Link(number, f"../{found}/index.html" if found else "")


def _in_thread(item: Listed, document: Document) -> Link:
    other = item.document
    sender = people(other.facts.sender) or other.title
    title = f"{sender}, {unbroken(words(other.date))}" if other.date else sender
    return Link(title or "–", "" if other.id == document.id else f"../{other.id}/index.html")


def _neighbour(item: Listed | None) -> Link | None:
    return None if item is None else Link(item.document.title, f"../{item.document.id}/index.html")


def citation(site: Site, document: Document, frame: Frame) -> str:
    """A block of text to cite a document by: title, date, archive, address, hash."""
    address = frame.canonical or f"/{document.collection}/{document.id}/"
    lines = [
        document.title,
        words(document.date),
        f"{site.settings.title}, entry {document.index} of the log {site.settings.origin}",
        address,
        f"SHA-256 {document.original.sha256}",
    ]
    return "\n".join(line for line in lines if line)


def tombstone(site: Site, document: Document, collection_title: str) -> bytes:
    """What is left of a withdrawn document: that it was, when and why it went, on whose authority."""
    withdrawal = document.withdrawn
    if withdrawal is None:
        raise StateError("A document in view has no tombstone.")
    context = TombstonePage(
        frame=site.frame(page_file(document), "front"),
        collection_title=collection_title,
        collection_href="../index.html",
        day=words(withdrawal.day),
        reason=withdrawal.reason,
        authority=withdrawal.authority,
        sha256=document.original.sha256,
        index=document.index,
        withdrawal_index=withdrawal.index,
    )
    return site.render("tombstone.html", context)
