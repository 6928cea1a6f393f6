"""What a document has, for `has:`, and the numbers its record knows, for ranges. Pure.

Only what records really say counts (specs/records.md, "Marks", "OCR", "E-mail"); nothing is guessed from the text.
Spec: specs/query-language.md, "What a document has", "Numbers".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from amparo.search import fields
from amparo.search.engine import Indexed

ALIASES = {
    "attachments": "attachment",
    "comments": "comment",
    "change": "changes",
    "tracked": "changes",
    "note": "notes",
    "gps": "location",
    "coordinates": "location",
    "images": "image",
    "picture": "image",
    "unread": "gaps",
}
SPECIAL = ("attachment", "changes", "comment", "gaps", "hidden", "image", "location", "notes", "ocr")
_CONTAINS = {"comments": "comment", "tracked changes": "changes", "notes": "notes"}
_OCR = ("pages_by_ocr",)
_GAPS = ("pages_not_read", "pages_without_text", "pictures_not_read")
_PICTURE = "[text in a picture"

MOST_NUMBERS = 64
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}", re.ASCII)


def meaning(name: str) -> str | None:
    """The feature that a word behind `has:` stands for: one of SPECIAL, or a field that has a value; else None."""
    lower = name.lower()
    lower = ALIASES.get(lower, lower)
    if lower in SPECIAL:
        return lower
    field = fields.resolve(lower)
    return field if field in fields.WORDS else None


def names() -> tuple[str, ...]:
    """Every word that may stand behind `has:`, but for the other names of fields."""
    return ("date", *SPECIAL, *ALIASES, *fields.WORDS)


def has(document: Indexed) -> Iterator[str]:
    """What this document has, beside values in fields; a name may come twice."""
    known = document.fields
    for found in known.get("contains", ()):
        if found in _CONTAINS:
            yield _CONTAINS[found]
        elif found.startswith("hidden"):
            yield "hidden"
    if any(known.get(name) for name in _OCR) or "ocr" in known.get("text_source", ()):
        yield "ocr"
    if any(known.get(name) for name in _GAPS):
        yield "gaps"
    if known.get("latitude") and known.get("longitude"):
        yield "location"
    if document.media_type.startswith("image/") or any(_PICTURE in page for page in document.pages):
        yield "image"


def numbers(document: Indexed) -> dict[str, list[float]]:
    """Fields of the record whose values are numbers, by name; at most MOST_NUMBERS of them."""
    found: dict[str, list[float]] = {}
    for name, values in document.fields.items():
        if _NAME.fullmatch(name) and len(found) < MOST_NUMBERS:
            read = [float(value) for value in map(str.strip, values) if _NUMBER.fullmatch(value)]
            if read:
                found[name] = read
    return found
