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

EXACT = ("kind", "lang", "collection", "id")
"""Fields compared as a whole."""

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
    "type": "kind",
    "language": "lang",
    "document": "id",
}

NAMES = frozenset((*WORDS, *EXACT, DATE, *ALIASES))


def resolve(name: str) -> str | None:
    """The field a name means, or None when there is no such field."""
    lower = name.lower()
    return ALIASES.get(lower, lower) if lower in NAMES else None
