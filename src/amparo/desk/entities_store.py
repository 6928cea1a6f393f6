"""The tables of entities in `desk.sqlite`: which names stand in which documents, what ties them, what people decided.

A *form* is one name as written; a *reading* is one document as one version of the rules read it; a *group* is the form
that stands for an entity. Places of mentions lie packed in the reading: they are wanted for one document at a time.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from amparo.desk.sqlite import Migration, transaction
from amparo.records.entities.grouping import Form, FormId, Join
from amparo.records.entities.model import NAMES, TEXT, EntityKind, Mention, Reading, Tie

_KINDS = {kind.value: kind for kind in EntityKind}
_WRITING = (EntityKind.PERSON, EntityKind.EMAIL)
_TABLES = """
CREATE TABLE IF NOT EXISTS entity_forms (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (kind, name)
) STRICT;
CREATE TABLE IF NOT EXISTS entity_readings (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, rules INTEGER NOT NULL, mentions BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS entity_mentions (
    form INTEGER NOT NULL REFERENCES entity_forms (id), reading INTEGER NOT NULL REFERENCES entity_readings (id),
    mentions INTEGER NOT NULL, PRIMARY KEY (form, reading)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entity_mentions_reading ON entity_mentions (reading);
CREATE TABLE IF NOT EXISTS entity_ties (
    form INTEGER NOT NULL, other INTEGER NOT NULL, rule TEXT NOT NULL, reading INTEGER NOT NULL,
    PRIMARY KEY (form, other, rule, reading)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entity_ties_other ON entity_ties (other);
CREATE INDEX IF NOT EXISTS entity_ties_reading ON entity_ties (reading);
CREATE TABLE IF NOT EXISTS entity_groups (
    form INTEGER PRIMARY KEY, entity INTEGER NOT NULL, rule TEXT NOT NULL, other INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS entity_groups_entity ON entity_groups (entity);
CREATE TABLE IF NOT EXISTS entity_decisions (
    id INTEGER PRIMARY KEY, action TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, other TEXT NOT NULL,
    day TEXT NOT NULL, UNIQUE (kind, name, other)
) STRICT
"""


def _first(database: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";"):
        database.execute(statement)


MIGRATIONS: Sequence[Migration] = (_first,)


class Action(StrEnum):
    """What a person can say of two names."""

    JOIN = "join"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on two names of one kind; by name, so that it holds whatever is read again."""

    id: int
    action: Action
    kind: EntityKind
    name: str
    other: str
    day: date


# -- readings --


def pending(database: sqlite3.Connection, rules: int, limit: int) -> tuple[str, ...]:
    """Documents that this version of the rules has not read."""
    rows = database.execute(
        "SELECT documents.id FROM documents LEFT JOIN entity_readings ON document = documents.id"
        " WHERE rules IS NULL OR rules < ? LIMIT ?",
        (rules, limit),
    )
    return tuple(row[0] for row in rows)


def count_pending(database: sqlite3.Connection, rules: int) -> int:
    """How many there are."""
    row = database.execute(
        "SELECT count(*) FROM documents LEFT JOIN entity_readings ON document = documents.id"
        " WHERE rules IS NULL OR rules < ?",
        (rules,),
    ).fetchone()
    return int(row[0])


def put_readings(database: sqlite3.Connection, rules: int, readings: Iterable[tuple[str, Reading]]) -> None:
    """Keep what was read, in place of what was read before; all of it or none."""
    with transaction(database):
        for document, reading in readings:
            _forget(database, document)
            _put(database, document, rules, reading)


def forget_gone(database: sqlite3.Connection) -> int:
    """Forget the readings of documents that are no longer kept; how many there were."""
    gone = database.execute(
        "SELECT document FROM entity_readings WHERE NOT EXISTS (SELECT 1 FROM documents WHERE id = document)"
    ).fetchall()
    if gone:
        with transaction(database):
            for row in gone:
                _forget(database, row[0])
    return len(gone)


def _forget(database: sqlite3.Connection, document: str) -> None:
    row = database.execute("SELECT id FROM entity_readings WHERE document = ?", (document,)).fetchone()
    if row is not None:
        database.execute("DELETE FROM entity_mentions WHERE reading = ?", (row[0],))
        database.execute("DELETE FROM entity_ties WHERE reading = ?", (row[0],))
        database.execute("DELETE FROM entity_readings WHERE id = ?", (row[0],))


def _put(database: sqlite3.Connection, document: str, rules: int, reading: Reading) -> None:
    packed = zlib.compress(json.dumps([_as_row(each) for each in reading.mentions]).encode(), 1)
    cursor = database.execute(
        "INSERT INTO entity_readings (document, rules, mentions) VALUES (?, ?, ?)", (document, rules, packed)
    )
    counts = Counter((each.kind, _stored(each.name)) for each in reading.mentions)
    keys = {(each.kind, _stored(each.name)): each.key for each in reading.mentions if each.key}
    for (kind, name), count in counts.items():
        form = _form(database, kind, name, keys.get((kind, name), ""))
        database.execute("INSERT INTO entity_mentions VALUES (?, ?, ?)", (form, cursor.lastrowid, count))
    for tie in reading.ties:
        _put_tie(database, tie, cursor.lastrowid)


def _put_tie(database: sqlite3.Connection, tie: Tie, reading: int | None) -> None:
    form = _form(database, tie.kind, _stored(tie.name), "")
    other = _form(database, tie.other_kind, _stored(tie.other), "")
    database.execute("INSERT OR IGNORE INTO entity_ties VALUES (?, ?, ?, ?)", (form, other, tie.rule, reading))


def _stored(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")


def _form(database: sqlite3.Connection, kind: EntityKind, name: str, key: str) -> int:
    row = database.execute("SELECT id, key FROM entity_forms WHERE kind = ? AND name = ?", (kind, name)).fetchone()
    if row is None:
        cursor = database.execute("INSERT INTO entity_forms (kind, name, key) VALUES (?, ?, ?)", (kind, name, key))
        return int(cursor.lastrowid or 0)
    if key and not row[1]:
        database.execute("UPDATE entity_forms SET key = ? WHERE id = ?", (key, row[0]))
    return int(row[0])


def _as_row(mention: Mention) -> list[str | int]:
    return [mention.kind, _stored(mention.name), mention.rule, mention.start, mention.end, mention.page, mention.part]


def mentions_in(database: sqlite3.Connection, document: str) -> tuple[Mention, ...]:
    """Every mention in a document, as it was read last; empty before."""
    row = database.execute("SELECT mentions FROM entity_readings WHERE document = ?", (document,)).fetchone()
    return _unpacked(row[0]) if row is not None else ()


def written_of(database: sqlite3.Connection, collection: int) -> Iterator[tuple[Mention, ...]]:
    """The people and addresses in the headers and header lines of every document of a collection, one after another."""
    rows = database.execute(
        "SELECT mentions FROM entity_readings"
        " WHERE document IN (SELECT document FROM memberships WHERE collection = ?) ORDER BY document",
        (collection,),
    )
    # Most mentions are in the text: they are left out before anything is made of them.
    return (_unpacked(row[0], lambda each: each[0] in _WRITING and (each[6] != TEXT or each[2][:8] == "printed-"))
            for row in rows)  # fmt: skip


def _unpacked(packed: bytes, wanted: Callable[[list[Any]], bool] | None = None) -> tuple[Mention, ...]:
    rows = json.loads(zlib.decompress(packed))
    return tuple(Mention(_KINDS[each[0]], *each[1:]) for each in (filter(wanted, rows) if wanted else rows))


# -- groups and decisions --


def named_forms(database: sqlite3.Connection) -> list[Form]:
    """Every form of the kinds that are names, with the number of documents it stands in; those in none left out."""
    rows = database.execute(
        "SELECT id, kind, name, key, count(*) FROM entity_forms JOIN entity_mentions ON form = id"
        " WHERE kind IN (SELECT value FROM json_each(?)) GROUP BY id",
        (json.dumps(list(NAMES)),),
    )
    return [Form(FormId(row[0]), EntityKind(row[1]), row[2], row[3], row[4]) for row in rows]


def ties(database: sqlite3.Connection) -> Iterable[tuple[FormId, FormId]]:
    """What the texts tie together."""
    rows = database.execute("SELECT DISTINCT form, other FROM entity_ties")
    return ((FormId(row[0]), FormId(row[1])) for row in rows)


def put_groups(database: sqlite3.Connection, groups: Iterable[tuple[FormId, Join]]) -> None:
    """Replace every group: of each form that belongs to another, the entity and the join that says so."""
    with transaction(database):
        database.execute("DELETE FROM entity_groups")
        database.executemany(
            "INSERT INTO entity_groups VALUES (?, ?, ?, ?)",
            ((join.form, entity, join.rule, join.other) for entity, join in groups),
        )


def decisions(database: sqlite3.Connection) -> tuple[Decision, ...]:
    """What people decided, in the order they did."""
    rows = database.execute("SELECT * FROM entity_decisions ORDER BY id")
    return tuple(
        Decision(
            row["id"],
            Action(row["action"]),
            EntityKind(row["kind"]),
            row["name"],
            row["other"],
            date.fromisoformat(row["day"]),
        )
        for row in rows
    )


def decide(database: sqlite3.Connection, action: Action, kind: EntityKind, name: str, other: str, day: date) -> None:
    """Keep a decision; a newer one on the same names takes the place of the older."""
    one, two = sorted((name, other))
    with transaction(database):
        database.execute("DELETE FROM entity_decisions WHERE kind = ? AND name = ? AND other = ?", (kind, one, two))
        database.execute(
            "INSERT INTO entity_decisions (action, kind, name, other, day) VALUES (?, ?, ?, ?, ?)",
            (action, kind, one, two, day.isoformat()),
        )


def undo(database: sqlite3.Connection, decision: int) -> None:
    """Forget a decision."""
    database.execute("DELETE FROM entity_decisions WHERE id = ?", (decision,))
