"""The fields a query may name, their other names, and how each is compared. Spec: specs/query-language.md, "Fields"."""

from __future__ import annotations

WORDS = (
    "title",
    "text",
    "from",
    "to",
    "place",
    "region",
    "person",
    "tag",
    "classification",
    "category",
    "number",
    "reference",
    "source",
    "volume",
    "attachment",
    "name",
)
"""Fields compared word by word, as the text is."""

EXACT = ("kind", "type", "lang", "has", "collection", "id")
"""Fields compared as a whole."""

NUMBERS = ("pages", "size")
"""Numbers that every document has: pages of text, bytes of the original. Others are the fields of its record."""

RELATIONS = ("like", "near-duplicates", "thread", "meaning")
"""Written as fields are, but they take a document: what stands in this relation to it. `meaning` takes a question."""

DATE = "date"

ALIASES = {
    "subject": "title",
    "heading": "title",
    "body": "text",
    "author": "from",
    "sender": "from",
    "recipient": "to",
    "cc": "to",
    "persons": "person",
    "tags": "tag",
    "references": "reference",
    "ref": "reference",
    "attachments": "attachment",
    "file": "name",
    "filename": "name",
    "path": "name",
    "page": "pages",
    "bytes": "size",
    "near_duplicates": "near-duplicates",
    "language": "lang",
    "document": "id",
}

KNOWN = (*WORDS, *EXACT, *NUMBERS, *RELATIONS, DATE)
NAMES = frozenset((*KNOWN, *ALIASES))


def resolve(name: str) -> str | None:
    """The field a name means, or None when there is no such field."""
    lower = name.lower()
    return ALIASES.get(lower, lower) if lower in NAMES else None
