"""Packets of what was read as plain tuples, as `marshal` takes them: how they cross from a process of our
own that reads to the one that files.

That takes a third of the time that `pickle` needs for a short mail, and runs nothing of what it reads. Both sides are
this very program, started together: the form is kept nowhere. Long originals stay out of it, so that no further copy
is made of them. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from amparo.desk.documents_store import FileId
from amparo.desk.found_files import Exclusion
from amparo.desk.reading_events import Closed, Event, ItemRead, Known, Opened, Packet
from amparo.desk.taking_apart import FoundItem
from amparo.records.minhash import Sketch
from amparo.records.model import Kind, Record
from amparo.records.page_image import words_from_json, words_to_json
from amparo.records.reading import Reason, Unreadable
from amparo.records.trace import Trace

_LONG = 64 * 1024
"""Bytes of an original from which on it goes beside the packet."""


def to_plain(packet: Packet, beside: list[bytes]) -> list[tuple[Any, ...]]:
    """The packet without its long originals, which are put into `beside`."""
    return [_told(event, beside) for event in packet]


def from_plain(told: list[tuple[Any, ...]], beside: Iterator[bytes]) -> Packet:
    """The inverse; `beside` gives the long originals in order."""
    return [_event(each, beside) for each in told]


def _told(event: Event, beside: list[bytes]) -> tuple[Any, ...]:
    match event:
        case ItemRead(file, item):
            return ("item", file, item.path, item.reader, item.opened, _what(item.what, beside))
        case Opened(path, sha256, excluded, may_take_long):
            return ("opened", path, sha256, excluded and excluded.value, may_take_long)
        case Closed(file, readers):
            return ("closed", file, readers)
        case Known(path, known):
            return ("known", path, known)


def _event(told: tuple[Any, ...], beside: Iterator[bytes]) -> Event:
    match told:
        case ("item", file, path, reader, opened, what):
            return ItemRead(file, FoundItem(path, _found(what, beside), reader, opened))
        case ("opened", path, sha256, excluded, may_take_long):
            return Opened(path, sha256, Exclusion(excluded) if excluded else None, may_take_long)
        case ("closed", file, readers):
            return Closed(file, readers)
        case ("known", path, known):
            return Known(path, FileId(known))
    raise ValueError("no event")


def _what(what: Record | Unreadable, beside: list[bytes]) -> tuple[Any, ...]:
    if isinstance(what, Unreadable):
        return (what.reason.value, what.explanation, what.untrusted_name)
    original: bytes | None = what.original
    if len(what.original) >= _LONG:
        beside.append(what.original)
        original = None
    places = {page: words_to_json(words) for page, words in what.places.items()}
    trace = what.trace and (what.trace.sketch, what.trace.own, what.trace.cited)
    return (
        *(what.kind.value, what.title, what.pages, original, what.media_type, what.name),
        *(what.date, what.language, what.sender, what.recipients, dict(what.fields), trace, what.sha256, places),
    )


def _found(told: tuple[Any, ...], beside: Iterator[bytes]) -> Record | Unreadable:
    if len(told) == 3:
        reason, explanation, name = told
        return Unreadable(Reason(reason), explanation, name)
    kind, title, pages, original, media_type, name, date, language, sender, recipients, fields, trace, sha256, _ = told
    if trace is not None:
        sketch, own, cited = trace
        trace = Trace(None if sketch is None else Sketch(sketch), own, cited)
    if original is None:
        original = next(beside)
    made = Record(
        Kind(kind),
        title,
        pages,
        original,
        media_type,
        name,
        date,
        language,
        sender,
        recipients,
        fields,
        trace,
        {page: words_from_json(words) for page, words in told[-1].items()},
    )
    return made.known(sha256)
