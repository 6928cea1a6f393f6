"""What a document is, whatever it came from. Spec: specs/records.md, "Record".

A record is one document a person would name: a cable, an incident report, a mail, a file. It is plain data and
holds its own original bytes, so that everything said about it can be checked against them. This module knows no
format: the readers in `amparo.records.readers` make records, the rooms keep and publish them.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from amparo.errors import InputError
from amparo.ledger.manifest import DocumentId
from amparo.records.page_image import Word, words_from_json
from amparo.records.trace import Trace, trace_from_json

__all__ = ["DocumentId", "Kind", "Record", "document_id", "document_id_of", "record_from_json", "record_to_json"]

FORMAT = "amparo/record/v1"
_LONGEST_PAGE_NUMBER = 9


class Kind(StrEnum):
    """The kinds of document that pages, importers and search know."""

    CABLE = "cable"
    INCIDENT = "incident"
    DOSSIER = "dossier"
    MAIL = "mail"
    PLAIN = "plain"


def document_id(original: bytes) -> DocumentId:
    """The identity of a document: base32, lower case, of the first 15 bytes of the SHA-256 of its original bytes."""
    return document_id_of(hashlib.sha256(original).hexdigest())


def document_id_of(sha256: str) -> DocumentId:
    """The identity of the document whose original bytes have this SHA-256 (64 hexadecimal digits)."""
    return DocumentId(base64.b32encode(bytes.fromhex(sha256)[:15]).decode("ascii").lower())


@dataclass(frozen=True)
class Record:
    """One document. Not slotted, because its hash is computed once and kept.

    `pages` is the text, one string a page (at least one); `date` is EDTF; `language` is a BCP 47 tag; `sender` and
    `recipients` are as written; `fields` holds what the kind adds, names in lower_snake. `original` is the
    document's own bytes, of `media_type`; `name` is what the file or part was called: shown, never used as a path.
    `trace` is what it is found by among its likes, once that was taken; `places` are the words of pages, from 1, that
    OCR read, each where it stands. No release has either.
    """

    kind: Kind
    title: str
    pages: tuple[str, ...]
    original: bytes = field(repr=False)
    media_type: str
    name: str
    date: str | None = None
    language: str | None = None
    sender: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trace: Trace | None = field(default=None, repr=False, compare=False)
    places: Mapping[int, tuple[Word, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the original bytes, 64 hexadecimal digits."""
        return hashlib.sha256(self.original).hexdigest()

    @cached_property
    def document_id(self) -> DocumentId:
        """The identity of this document."""
        return document_id_of(self.sha256)

    def known(self, sha256: str) -> Record:
        """This record, whose hash need not be taken: it is of bytes that were hashed before."""
        self.__dict__["sha256"] = sha256
        return self

    @property
    def text(self) -> str:
        """The pages joined by form feeds, as `text.txt` of a release holds them."""
        return "\f".join(self.pages)

    def field(self, name: str) -> tuple[str, ...]:
        """The values of one kind-specific field; empty when it has none."""
        return self.fields.get(name, ())


def record_to_json(record: Record) -> dict[str, Any]:
    """Everything but the original bytes, as `record.json` of a release holds it."""
    return {
        "format": FORMAT,
        "id": record.document_id,
        "sha256": record.sha256,
        "size": len(record.original),
        "media_type": record.media_type,
        "name": record.name,
        "kind": record.kind.value,
        "title": record.title,
        "date": record.date,
        "language": record.language,
        "from": list(record.sender),
        "to": list(record.recipients),
        "fields": {name: list(values) for name, values in sorted(record.fields.items())},
        "pages": list(record.pages),
    }


def record_from_json(untrusted: Any, original: bytes, sha256: str = "") -> Record:
    """The inverse of `record_to_json`. InputError unless every part has its type and the hash matches `original`.

    `sha256` is the hash of `original` when the caller has taken it already.
    """
    data = _mapping(untrusted, "record")
    if data.get("format") != FORMAT:
        raise InputError("A record has an unknown format.", f"This release reads {FORMAT}.")
    try:
        kind = Kind(_text(data, "kind"))
    except ValueError:
        raise InputError("A record is of an unknown kind.") from None
    record = Record(
        kind=kind,
        title=_text(data, "title"),
        pages=_texts(data.get("pages"), "pages") or ("",),
        original=original,
        media_type=_text(data, "media_type"),
        name=_text(data, "name"),
        date=_text_or_none(data, "date"),
        language=_text_or_none(data, "language"),
        sender=_texts(data.get("from"), "from"),
        recipients=_texts(data.get("to"), "to"),
        fields={name: _texts(values, "fields") for name, values in _mapping(data.get("fields"), "fields").items()},
        trace=None if data.get("trace") is None else trace_from_json(data["trace"]),
        places=_places(data.get("places")),
    )
    if sha256:
        record.known(sha256)
    if data.get("sha256") != record.sha256:
        raise InputError("A record does not belong to the original beside it.", "Fetch the release again.")
    return record


def _places(untrusted: Any) -> dict[int, tuple[Word, ...]]:
    if untrusted is None:
        return {}
    told = _mapping(untrusted, "places")
    try:
        return {_page(name): words_from_json(words) for name, words in told.items()}
    except ValueError:
        raise InputError("The part 'places' of a record is not words with places.") from None


def _page(name: str) -> int:
    if not (name.isascii() and name.isdigit() and len(name) <= _LONGEST_PAGE_NUMBER):
        raise ValueError("no number of a page")
    return int(name)


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise InputError(f"The part '{what}' of a record is not a mapping.")
    return value


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise InputError(f"The part '{name}' of a record is not text.")
    return value


def _text_or_none(data: Mapping[str, Any], name: str) -> str | None:
    return None if data.get(name) is None else _text(data, name)


def _texts(value: Any, what: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"The part '{what}' of a record is not a list of texts.")
    return tuple(value)
