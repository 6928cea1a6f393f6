"""Questions about entities: lists by kind, one entity with its names and the reasons they are one, its mentions in
their sentences. Reads only.

An entity is known by the number of any of its names, so that an address goes on leading to it when names are joined.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from amparo.desk.documents_store import CollectionId, document_json
from amparo.desk.entities_store import Decision, decisions, mentions_in
from amparo.records.entities.grouping import Form, FormId
from amparo.records.entities.headers import values
from amparo.records.entities.letters import fold
from amparo.records.entities.model import NAMES, TEXT, EntityKind, Mention
from amparo.records.entities.proposals import near

AROUND = 90
"""Characters shown on either side of a mention."""
_ENTITY = "COALESCE(entity, entity_forms.id)"  # the pieces of statements below are ours, values go in as parameters
_MENTIONS = "sum(entity_mentions.mentions)"
_JOINED = (
    " FROM entity_mentions JOIN entity_forms ON entity_forms.id = entity_mentions.form"
    " LEFT JOIN entity_groups ON entity_groups.form = entity_forms.id"
    " JOIN entity_readings ON entity_readings.id = reading"
)
# Not `id = ? OR entity = ?`: SQLite would look at every mention of the desk for the few of one entity.
_ITS_FORMS = "entity_forms.id IN (SELECT ? UNION SELECT form FROM entity_groups WHERE entity = ?)"
_IN_COLLECTION = " AND EXISTS (SELECT 1 FROM memberships WHERE document = entity_readings.document AND collection = ?)"


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity in one collection, or in all. `variants` are its names, the most used first."""

    id: int
    kind: EntityKind
    name: str
    variants: tuple[str, ...]
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class Variant:
    """One name of an entity: how often it stands, and why it is here: `rule` joins it to `other`."""

    id: int
    name: str
    mentions: int
    documents: int
    rule: str
    other: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One mention in what stands around it."""

    before: str
    text: str
    after: str
    rule: str
    page: int
    part: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """A document an entity stands in."""

    document: str
    title: str
    date: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entity that might be the same, and what makes one think so."""

    entity: Entity
    reason: str


def kinds(database: sqlite3.Connection, collection: CollectionId | None) -> tuple[tuple[EntityKind, int], ...]:
    """The kinds found, with how many entities of each."""
    rows = database.execute(
        f"SELECT kind, count(DISTINCT {_ENTITY}){_JOINED} WHERE 1{_within(collection)} GROUP BY kind",
        _given(collection),
    )
    counts = {row[0]: row[1] for row in rows}
    return tuple((kind, counts[kind]) for kind in EntityKind if kind in counts)


def entities(
    database: sqlite3.Connection,
    collection: CollectionId | None,
    kind: EntityKind | None = None,
    *,
    limit: int = -1,
    offset: int = 0,
) -> tuple[Entity, ...]:
    """Entities by the number of documents they stand in, then of mentions."""
    of_kind = " AND kind = ?" if kind else ""
    rows = database.execute(
        f"SELECT {_ENTITY} AS id, {_MENTIONS} AS mentions, count(DISTINCT reading) AS documents{_JOINED}"
        f" WHERE 1{_within(collection)}{of_kind} GROUP BY 1 ORDER BY documents DESC, mentions DESC, 1 LIMIT ? OFFSET ?",
        (*_given(collection), *((kind.value,) if kind else ()), limit, offset),
    ).fetchall()
    return tuple(_entity(database, row["id"], row["mentions"], row["documents"]) for row in rows)


def _entity(database: sqlite3.Connection, entity: int, mentions: int, documents: int) -> Entity:
    form = database.execute("SELECT kind, name FROM entity_forms WHERE id = ?", (entity,)).fetchone()
    names = database.execute(
        "SELECT name FROM entity_groups JOIN entity_forms ON entity_forms.id = form WHERE entity = ? ORDER BY name",
        (entity,),
    )
    variants = (form["name"], *(row["name"] for row in names))
    return Entity(entity, EntityKind(form["kind"]), form["name"], variants, mentions, documents)


def find(database: sqlite3.Connection, form: int, collection: CollectionId | None = None) -> Entity | None:
    """The entity that a name belongs to, by the name's number."""
    row = database.execute(
        "SELECT COALESCE(entity, entity_forms.id) FROM entity_forms"
        " LEFT JOIN entity_groups ON form = entity_forms.id WHERE entity_forms.id = ?",
        (form,),
    ).fetchone()
    if row is None:
        return None
    counts = database.execute(
        f"SELECT COALESCE({_MENTIONS}, 0), count(DISTINCT reading){_JOINED} WHERE {_ITS_FORMS}{_within(collection)}",
        (row[0], row[0], *_given(collection)),
    ).fetchone()
    return _entity(database, row[0], counts[0], counts[1])


def variants(database: sqlite3.Connection, entity: Entity) -> tuple[Variant, ...]:
    """The names of an entity, each with its counts and the join that brought it in; the first has none."""
    rows = database.execute(
        "SELECT entity_forms.id, name, COALESCE(sum(entity_mentions.mentions), 0) AS mentions,"
        " count(reading) AS documents, COALESCE(rule, '') AS rule,"
        " COALESCE((SELECT name FROM entity_forms AS o WHERE o.id = other), '') AS other"
        " FROM entity_forms LEFT JOIN entity_groups ON entity_groups.form = entity_forms.id"
        " LEFT JOIN entity_mentions ON entity_mentions.form = entity_forms.id"
        " WHERE entity_forms.id IN (SELECT ? UNION SELECT form FROM entity_groups WHERE entity = ?)"
        " GROUP BY entity_forms.id"
        " ORDER BY entity_forms.id <> ?, documents DESC, name",
        (entity.id, entity.id, entity.id),
    )
    return tuple(
        Variant(row["id"], row["name"], row["mentions"], row["documents"], row["rule"], row["other"]) for row in rows
    )


def appearances(
    database: sqlite3.Connection, entity: Entity, collection: CollectionId | None, *, limit: int, offset: int = 0
) -> tuple[Appearance, ...]:
    """The documents an entity stands in, by date."""
    rows = database.execute(
        f"SELECT documents.id, title, date, sum(entity_mentions.mentions) AS mentions{_JOINED}"
        " JOIN documents ON documents.id = entity_readings.document"
        f" WHERE {_ITS_FORMS}{_within(collection)}"
        " GROUP BY documents.id ORDER BY date IS NULL, date, title, documents.id LIMIT ? OFFSET ?",
        (entity.id, entity.id, *_given(collection), limit, offset),
    )
    return tuple(Appearance(row["id"], row["title"], row["date"], row["mentions"]) for row in rows)


def in_context(database: sqlite3.Connection, entity: Entity, document: str, most: int) -> tuple[Shown, ...]:
    """The first mentions of an entity in a document."""
    names = set(entity.variants)
    data = document_json(database, document)
    found = [each for each in mentions_in(database, document) if each.kind is entity.kind and each.name in names]
    return tuple(_shown(data, each) for each in found[:most]) if data else ()


def _shown(data: dict[str, Any], mention: Mention) -> Shown:
    texts: Sequence[str] = data["pages"] if mention.part == TEXT else values(data, mention.part)
    text = texts[mention.page] if mention.page < len(texts) else ""
    start, end = mention.start, mention.end
    before = " ".join(text[max(0, start - AROUND) : start].split(" "))
    return Shown(before, text[start:end], text[end : end + AROUND], mention.rule, mention.page + 1, mention.part)


def of_document(database: sqlite3.Connection, document: str) -> tuple[Entity, ...]:
    """The entities in one document; `documents` is 1 for each."""
    rows = database.execute(
        f"SELECT {_ENTITY} AS id, sum(entity_mentions.mentions) AS mentions{_JOINED}"
        " WHERE entity_readings.document = ? GROUP BY 1 ORDER BY mentions DESC, 1",
        (document,),
    ).fetchall()
    return tuple(_entity(database, row["id"], row["mentions"], 1) for row in rows)


def tied(database: sqlite3.Connection, entity: Entity) -> tuple[tuple[Entity, str], ...]:
    """What the texts tie to an entity, with the rule: an address to a person, a person to a passport."""
    rows = database.execute(
        "WITH mine AS (SELECT :id AS id UNION SELECT form FROM entity_groups WHERE entity = :id)"
        " SELECT other AS form, rule, count(*) AS times FROM entity_ties WHERE form IN mine GROUP BY 1, 2"
        " UNION SELECT form, rule, count(*) FROM entity_ties WHERE other IN mine GROUP BY 1, 2 ORDER BY times DESC",
        {"id": entity.id},
    ).fetchall()
    found = ((find(database, row["form"]), row["rule"]) for row in rows)
    others = {each.id: (each, rule) for each, rule in found if each is not None and each.id != entity.id}
    return tuple(others.values())


def proposals(database: sqlite3.Connection, entity: Entity, most: int = 12) -> tuple[Proposal, ...]:
    """Entities whose names are near: for a person to join or to leave."""
    if entity.kind not in NAMES:
        return ()
    rows = database.execute(
        "SELECT COALESCE(entity, entity_forms.id) AS entity, entity_forms.id, name, count(*) AS documents"
        " FROM entity_forms LEFT JOIN entity_groups ON entity_groups.form = entity_forms.id"
        " JOIN entity_mentions ON entity_mentions.form = entity_forms.id WHERE kind = ? GROUP BY entity_forms.id",
        (entity.kind.value,),
    ).fetchall()
    owner = {row["id"]: row["entity"] for row in rows}
    others = [
        Form(FormId(row["id"]), entity.kind, row["name"], "", row["documents"])
        for row in rows
        if row["entity"] != entity.id and _might(entity.name, row["name"])
    ]
    reasons: dict[int, str] = {}
    for form, reason in sorted(near(entity.name, entity.kind, others), key=lambda each: -each[0].documents):
        reasons.setdefault(owner[form.id], reason)
    found = ((find(database, each), reason) for each, reason in [*reasons.items()][:most])
    return tuple(Proposal(each, reason) for each, reason in found if each is not None)


def _might(one: str, other: str) -> bool:
    """A cheap look before the dear one: near names share a first letter of some word."""
    return bool({word[0] for word in fold(one).split()} & {word[0] for word in fold(other).split()})


def decided(database: sqlite3.Connection, entity: Entity) -> tuple[Decision, ...]:
    """What people said of an entity's names."""
    names = set(entity.variants)
    return tuple(
        each for each in decisions(database) if each.kind is entity.kind and (each.name in names or each.other in names)
    )


def forms_in(database: sqlite3.Connection, collection: CollectionId) -> tuple[tuple[Form, int], ...]:
    """Every form that stands in a collection, with the number of its entity."""
    rows = database.execute(
        f"SELECT entity_forms.id, kind, name, key, {_ENTITY} AS entity, count(*) AS documents{_JOINED}"
        f" WHERE 1{_IN_COLLECTION} GROUP BY entity_forms.id",
        (collection,),
    )
    return tuple(
        (Form(FormId(row["id"]), EntityKind(row["kind"]), row["name"], row["key"], row["documents"]), row["entity"])
        for row in rows
    )


def name_of(database: sqlite3.Connection, number: str, kind: EntityKind) -> str | None:
    """The name that a form has, when it is of this kind."""
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return None
    row = database.execute("SELECT name FROM entity_forms WHERE id = ? AND kind = ?", (int(number), kind)).fetchone()
    return str(row["name"]) if row else None


def key_of(database: sqlite3.Connection, entity: Entity) -> str:
    """What a word list says an entity is: the gazetteer's key of a place; empty when none of its names has one."""
    row = database.execute(
        "SELECT max(key) FROM entity_forms WHERE id = ? OR id IN (SELECT form FROM entity_groups WHERE entity = ?)",
        (entity.id, entity.id),
    ).fetchone()
    return str(row[0] or "")


def _within(collection: CollectionId | None) -> str:
    return _IN_COLLECTION if collection is not None else ""


def _given(collection: CollectionId | None) -> tuple[int, ...]:
    return (collection,) if collection is not None else ()
