"""What the rules say: mentions of entities, and ties between two of them that the text itself makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class EntityKind(StrEnum):
    """The kinds of entity. The first three are names, which can be spelled in many ways; the others are values."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    EMAIL = "email"
    PHONE = "phone"
    MONEY = "money"
    DATE = "date"
    URL = "url"
    IP = "ip"
    IBAN = "iban"
    BIC = "bic"
    LEI = "lei"
    COMPANY = "company-number"
    SECURITY = "isin"
    SHIP = "ship"
    CRYPTO = "crypto"
    PASSPORT = "passport"
    COORDINATES = "coordinates"


NAMES = frozenset({EntityKind.PERSON, EntityKind.ORGANISATION, EntityKind.PLACE})
TEXT = "text"
"""The `part` of a mention that stands in the pages."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where something is named. `name` is the form to show, values in one notation; `start` and `end` count
    characters in `part`: page `page` (from 0) of the text, or value `page` of the field that `part` names.
    `key` is what a word list says it is: for places, `amparo.records.entities.gazetteer.Place.key`.
    """

    kind: EntityKind
    name: str
    rule: str
    start: int
    end: int
    page: int = 0
    part: str = TEXT
    key: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """The text ties two names: a person to the address beside the name, an organisation to its acronym."""

    kind: EntityKind
    name: str
    other_kind: EntityKind
    other: str
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document names."""

    mentions: tuple[Mention, ...]
    ties: tuple[Tie, ...]


Document = Mapping[str, Any]
"""A record as `amparo.records.model.record_to_json` writes it."""
