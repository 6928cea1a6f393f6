"""Reads the `record.json` of a published document: what pages, lists and search show of it.

The bytes come from a bundle or from the public tree; either way their hash has been checked and their meaning has not.
The original need not be at hand: its hash and id are compared with what the record says of it. Spec: specs/records.md.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from amparo.errors import InputError
from amparo.ledger.manifest import DocumentEntry
from amparo.library.model import Facts
from amparo.records.model import FORMAT, Kind, document_id_of

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECEIT = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows: in a title they could make one name look like another."""


@dataclass(frozen=True, slots=True)
class Published:
    """A record as shown: its kind, title, date and facts, and its text page by page."""

    kind: Kind
    title: str
    date: str | None
    facts: Facts
    pages: tuple[str, ...]


def read_record(data: bytes, entry: DocumentEntry | None = None) -> Published:
    """The record of one document. Raises InputError when it is no record, or not that of `entry`."""
    try:
        untrusted = json.loads(data)
    except (ValueError, RecursionError):
        raise InputError("A record is not JSON.") from None
    if not isinstance(untrusted, dict) or untrusted.get("format") != FORMAT:
        raise InputError("A record has an unknown format.", f"This release reads {FORMAT}.")
    if entry is not None:
        _check_same(untrusted, entry)
    pages = _texts(untrusted.get("pages"))
    return Published(
        kind=kind_of(_text(untrusted.get("kind"))),
        title=line(_text(untrusted.get("title"))),
        date=_text(untrusted.get("date")) or None,
        facts=_facts(untrusted, len(pages)),
        pages=tuple(_CONTROL.sub("\ufffd", page) for page in pages),
    )


def kind_of(untrusted: str) -> Kind:
    """A document's kind; InputError for one we do not know."""
    try:
        return Kind(untrusted)
    except ValueError:
        raise InputError("A document is of an unknown kind.") from None


_COLLECTIONS = {
    "cables": Kind.CABLE,
    "incidents": Kind.INCIDENT,
    "dossiers": Kind.DOSSIER,
    "email": Kind.MAIL,
    "mails": Kind.MAIL,
}


def collection_kind(untrusted: str) -> Kind:
    """How a collection is listed: by the kind it names, in the singular or plural; else as documents of any kind."""
    known = untrusted in Kind.__members__.values()
    return Kind(untrusted) if known else _COLLECTIONS.get(untrusted, Kind.PLAIN)


def _check_same(untrusted: dict[str, Any], entry: DocumentEntry) -> None:
    original = next((file for file in entry.files if file.path.startswith("original")), None)
    if original is None or untrusted.get("sha256") != original.sha256 or untrusted.get("id") != entry.id:
        raise InputError("A record does not belong to the original beside it.", "Make the release again.")
    if str(document_id_of(original.sha256)) != entry.id:
        raise InputError("A document's identity does not follow from its bytes.", "Make the release again.")
    if (untrusted.get("kind"), untrusted.get("date")) != (entry.kind, entry.date):
        raise InputError("A record says something else than the release's manifest.", "Make the release again.")


def _facts(untrusted: dict[str, Any], pages: int) -> Facts:
    fields = untrusted.get("fields")
    if not isinstance(fields, dict):
        raise InputError("The fields of a record are not a mapping.")
    return Facts(
        sender=tuple(line(text) for text in _texts(untrusted.get("from"))),
        recipients=tuple(line(text) for text in _texts(untrusted.get("to"))),
        fields={line(name): tuple(line(text) for text in _texts(values)) for name, values in fields.items()},
        pages=max(pages, 1),
        name=line(_text(untrusted.get("name"))),
        language=line(_text(untrusted.get("language"))) or None,
    )


def line(untrusted: str) -> str:
    """One line of text that shows what it says: no control characters, nothing that turns the direction of writing."""
    return " ".join(_CONTROL.sub("\ufffd", _DECEIT.sub("", untrusted)).split())


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError("A part of a record is not text.")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError("A part of a record is not a list of texts.")
    return tuple(value)
