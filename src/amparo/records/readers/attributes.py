"""Cables as text that ends in a block "Message Attributes" of `Key: value` lines. Layout: specs/records.md, "Cable
tables".

Values go on over lines without a key. Every key becomes a field, whether it is known or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from amparo.records.charset import clean, decode
from amparo.records.model import Kind, Record
from amparo.records.names import shown_name
from amparo.records.reading import TOO_LARGE_WHOLE, Found, Input
from amparo.records.xml import squeeze

_BLOCK = re.compile(r"^[ \t]*Message Attributes[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"[ \t]*(?P<key>[A-Z][A-Za-z]*(?: [A-Za-z]+){0,5}):[ \t]*(?P<value>.*)")
_DATES = ("%d %b %Y", "%d %B %Y", "%m/%d/%Y", "%Y-%m-%d")
_RENAMED = {"tags": "tags", "reference": "references", "current_classification": "classification"}


def looks_like_attributes(tail: str) -> bool:
    """Whether the end of a text holds the block."""
    match = _BLOCK.search(tail) if "Message Attributes" in tail else None
    return match is not None and len(_LINE.findall(tail, match.end())) >= 3


def read_attributes(given: Input) -> Iterator[Found]:
    """One cable."""
    data = given.whole()
    if data is None:
        yield TOO_LARGE_WHOLE
        return
    text = clean(decode(data))
    *_, block = _BLOCK.finditer(text)
    told = _attributes(text[block.end() :])
    name = shown_name(given.untrusted_name)
    fields: dict[str, tuple[str, ...]] = {_RENAMED.get(key, key): (value,) for key, value in told.items() if value}
    if tags := told.get("tags"):
        fields["tags"] = tuple(tag.strip() for tag in re.split(r"[,;]", tags) if tag.strip())
    yield Record(
        kind=Kind.CABLE,
        title=told.get("subject") or told.get("document_number") or name,
        pages=tuple(page.strip("\n") for page in text[: block.start()].split("\f")),
        original=data,
        media_type="text/plain",
        name=name,
        date=_date(told.get("draft_date", "")),
        sender=_people(told.get("from", "")),
        recipients=_people(told.get("to", "")),
        fields=fields,
    )


def _attributes(block: str) -> dict[str, str]:
    """Keys in lower_snake, values in one line; a key that comes again adds to its value."""
    told: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if match := _LINE.fullmatch(line):
            key = match["key"].lower().replace(" ", "_")
            line = match["value"]
        if key:
            told[key] = squeeze(f"{told.get(key, '')} {line}")
    return told


def _people(text: str) -> tuple[str, ...]:
    return tuple(squeeze(part) for part in text.split(";") if part.strip())


def _date(text: str) -> str | None:
    for form in _DATES:
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    return None
