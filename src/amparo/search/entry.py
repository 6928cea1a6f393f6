"""A document as the embedded index takes it, and a hit as it gives it back."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import tantivy
from isal import isal_zlib

from amparo.search import families, features, fields
from amparo.search.analysis import prepare
from amparo.search.engine import Brief, Hit, Indexed
from amparo.search.matching import Finder
from amparo.search.schema import ABOUT, NUMBERS, SHOWN, STORED_TEXT
from amparo.search.snippets import PAGE_END, snippet, stretch

# What records call their fields, where a query uses another word.
_RECORD_FIELDS = {
    "tags": "tag",
    "references": "reference",
    "persons": "person",
    "attachments": "attachment",
    "cc": "to",
    "bcc": "to",
}
_LARGEST = 2**63 - 1


def entry(document: Indexed) -> tantivy.Document:
    """A document as Tantivy takes it."""
    made = tantivy.Document()
    text = joined(document.pages)
    made.add_text("text", prepare(text))
    named = _named(document)
    for name, values in named.items():
        for value in values:
            made.add_text(ABOUT, value)
            if name != ABOUT:
                made.add_text(name, value)
    # Found by its folder when asked for by name, but the folder is no part of the document.
    made.add_text("name", prepare(clean(document.path)))
    for name, value in _whole(document, named):
        made.add_text(name, clean(value))
    made.add_bytes(SHOWN, _shown(document))
    made.add_bytes(STORED_TEXT, isal_zlib.compress(text.encode(), 1))
    _add_numbers(made, document)
    return made


def _named(document: Indexed) -> dict[str, list[str]]:
    """Values by query field; fields that no query can name go where every search looks."""
    values: dict[str, list[str]] = {
        "title": [document.title],
        "name": [document.name],
        "from": list(document.sender),
        "to": list(document.recipients),
    }
    for name, more in document.fields.items():
        field = _RECORD_FIELDS.get(name, name)
        is_known = field in fields.WORDS and field != "text"
        values.setdefault(field if is_known else ABOUT, []).extend(more)
    return {name: [prepare(clean(value)) for value in more if value] for name, more in values.items()}


def _whole(document: Indexed, named: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Values compared as a whole."""
    special = {*features.has(document), *(("attachment",) if named.get("attachment") else ())}
    has = special | {name for name, values in named.items() if values and name in fields.WORDS}
    language = (document.language or "").lower().partition("-")[0]
    return [
        ("id", document.id.lower()),
        ("kind", document.kind.lower()),
        ("type", families.family(document.media_type, document.kind)),
        ("media", document.media_type.lower()),
        *([("lang", language)] if language else []),
        *(("has", each) for each in sorted(has)),
        *(("feature", each) for each in sorted(special)),
        *(("collection", each) for each in document.collections),
        *(("numeric", each) for each in features.numbers(document)),
    ]


def _shown(document: Indexed) -> bytes:
    shown = {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "name": document.name,
        "path": document.path,
        "date": document.date,
        "collections": document.collections,
        "from": document.sender,
        "to": document.recipients,
    }
    return clean(json.dumps(shown, ensure_ascii=False)).encode()


def _add_numbers(made: tantivy.Document, document: Indexed) -> None:
    first, last = document.first_day, document.last_day
    if first is not None and last is not None:
        made.add_integer("first_day", first.toordinal())
        made.add_integer("last_day", last.toordinal())
        made.add_integer("month", first.year * 12 + first.month - 1)
    made.add_integer("newest", first.toordinal() if first else 0)
    made.add_integer("oldest", -first.toordinal() if first else -(10**9))
    made.add_integer("key", key(document.id))
    made.add_integer("pages", len(document.pages))
    made.add_integer("size", min(document.size, _LARGEST))
    if numbers := features.numbers(document):
        made.add_json(NUMBERS, numbers)


def key(identity: str) -> int:
    """A document's identity as a number of 63 bits, which an index hands out by the million at once."""
    return int.from_bytes(hashlib.sha256(identity.lower().encode()).digest()[:8]) >> 1


def clean(text: str) -> str:
    """Lone surrogates have no UTF-8 and would be refused."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def joined(pages: Iterable[str]) -> str:
    """The text of a document as the index stores it and shows places in it."""
    return clean(PAGE_END.join(pages))


def stored_text(found: tantivy.Document) -> str:
    """The text of a document of the index, pages joined by form feeds."""
    return stored_bytes(found).decode()


def stored_bytes(found: tantivy.Document) -> bytes:
    """The same in UTF-8."""
    packed: bytes | None = found.get_first(STORED_TEXT)
    return zlib.decompress(packed) if packed else b""


def shown_values(found: tantivy.Document) -> dict[str, Any]:
    """What hits show of a document of the index."""
    values: dict[str, Any] = json.loads(bytes(found.get_first(SHOWN) or b"{}"))
    return values


def brief(found: tantivy.Document) -> Brief:
    """One document found, by name alone."""
    shown = shown_values(found)
    return Brief(shown["id"], shown["title"])


def count_of(result: tantivy.SearchResult) -> int:
    """How many match, when a search was told to count."""
    count: int = result.count  # type: ignore[attr-defined] # the stub leaves it out
    return count


def hit(found: tantivy.Document, score: float, finds: Finder, places: Mapping[str, tuple[int, int]]) -> Hit:
    """One document found, with its snippet: the stretch of its text that `places` names, else what matches best."""
    shown = shown_values(found)
    text = stored_text(found)
    start, end = places.get(shown["id"], (0, 0))
    page, pieces = stretch(text, start, end, finds) if start < min(end, len(text)) else snippet(text, finds)
    return Hit(
        document=shown["id"],
        page=page,
        title=shown["title"],
        snippet=pieces,
        score=score,
        kind=shown["kind"],
        name=shown["name"],
        path=shown["path"],
        date=shown["date"],
        collections=tuple(shown["collections"]),
        sender=tuple(shown["from"]),
        recipients=tuple(shown["to"]),
    )
