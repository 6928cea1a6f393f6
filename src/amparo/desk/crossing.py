"""A list of names crossed with a collection: for each name the documents that have it word for word, the entities that
are called so, and the entities whose names come near.

A row that is no name says so and stops nothing. Reads only.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from amparo.desk import entities, names_file
from amparo.desk.documents_store import CollectionId
from amparo.desk.entities import Entity, Proposal
from amparo.desk.names_file import Row
from amparo.records.entities.grouping import Form
from amparo.records.entities.headers import turned
from amparo.records.entities.letters import fold, sound
from amparo.records.entities.model import NAMES
from amparo.records.entities.proposals import near
from amparo.records.entities.spellings import umlauts_out
from amparo.search.engine import Engine, Hit
from amparo.search.query import QueryError

LONGEST = 200
_MOST_NEAR = 8
_MOST_HITS = 3


@dataclass(frozen=True, slots=True)
class Crossed:
    """What a collection has of one name. `exact` counts documents that have it word for word."""

    row: Row
    exact: int = 0
    hits: tuple[Hit, ...] = ()
    entities: tuple[Entity, ...] = ()
    near: tuple[Proposal, ...] = ()

    @property
    def is_found(self) -> bool:
        """Whether anything was."""
        return bool(self.exact or self.entities or self.near)


def rows(data: bytes) -> Iterator[Row]:
    """The names of a list, as `names_file` reads a CSV file; InputError when there are none."""
    for row in names_file.rows(data, is_csv=True):
        name = " ".join(row.query.split())
        if row.error:
            yield row
        elif len(name) > LONGEST:
            yield Row(row.line, name[:40], f"A name has at most {LONGEST} characters.")
        elif not fold(name):
            yield Row(row.line, name, "This name has no letter and no digit.")
        else:
            yield Row(row.line, name)


class Crossing:
    """One collection, made ready for many names."""

    def __init__(self, database: sqlite3.Connection, engine: Engine, collection: CollectionId, name: str) -> None:
        self._database, self._engine, self._collection, self._name = database, engine, collection, name
        self._forms = entities.forms_in(database, collection)
        self._entity = {form.id: entity for form, entity in self._forms}
        self._by_name: Mapping[str, list[Form]] = _grouped(
            (key, form) for form, _ in self._forms for key in _ways(form.name, form.kind in NAMES)
        )
        self._by_sound: Mapping[str, list[Form]] = _grouped(
            (key, form) for form, _ in self._forms if form.kind in NAMES for key in _sounds(form.name)
        )

    def cross(self, row: Row) -> Crossed:
        """One name; a faulty row comes back as it is."""
        if row.error:
            return Crossed(row)
        straight = turned(row.query)
        exact, hits = self._exact(dict.fromkeys((row.query, straight)))
        same = [form for key in _ways(straight, True) for form in self._by_name.get(key, ())]
        found = self._found(self._entity[form.id] for form in same)
        known = {each.id for each in found}
        return Crossed(row, exact, hits, found, self._near(straight, known))

    def _exact(self, names: Iterable[str]) -> tuple[int, tuple[Hit, ...]]:
        """Word for word in the text, whatever its accents and capitals."""
        phrases = " OR ".join('"' + " ".join(name.replace('"', " ").replace("\\", " ").split()) + '"' for name in names)
        try:
            results = self._engine.search(phrases, collection=self._name, limit=_MOST_HITS)
        except QueryError:
            return 0, ()
        return results.total, results.hits

    def _near(self, name: str, known: set[int]) -> tuple[Proposal, ...]:
        reasons: dict[int, str] = {}
        for way in dict.fromkeys((name, _other_way(name))):
            candidates = {form.id: form for key in _sounds(way) for form in self._by_sound.get(key, ())}
            for kind in NAMES:
                for form, reason in near(way, kind, candidates.values()):
                    if self._entity[form.id] not in known:
                        reasons.setdefault(self._entity[form.id], reason)
        found = self._found(reasons)
        return tuple(Proposal(each, reasons[each.id]) for each in found[:_MOST_NEAR])

    def _found(self, numbers: Iterable[int]) -> tuple[Entity, ...]:
        every = (entities.find(self._database, each, self._collection) for each in dict.fromkeys(numbers))
        return tuple(sorted((each for each in every if each is not None), key=lambda each: -each.documents))


def _grouped(pairs: Iterable[tuple[str, Form]]) -> Mapping[str, list[Form]]:
    groups: dict[str, list[Form]] = defaultdict(list)
    for key, form in pairs:
        groups[key].append(form)
    return groups


def _ways(name: str, is_name: bool) -> set[str]:
    """By what the same name is looked up: its letters, those with umlauts written out, and of names also its words in
    any order.
    """
    letters = {key for key in (fold(name), umlauts_out(name)) if key}
    return letters | {" ".join(sorted(key.split())) for key in letters if is_name}


def _other_way(name: str) -> str:
    """The last word first: lists have `Thornbury Obadiah` without a comma too."""
    rest, _, last = name.rpartition(" ")
    return f"{last} {rest}" if rest else name


def _sounds(name: str) -> set[str]:
    """By what near names are looked up: how the last word sounds, its first letters and its last ones."""
    words = fold(name).split()
    if not words:
        return set()
    last = words[-1]
    return {f"={sound(last)}", f"{last[:3]}-", f"-{last[-3:]}"}


def as_json(crossed: Crossed) -> dict[str, object]:
    """One name with stable keys."""
    row = crossed.row
    if row.error:
        return {"row": row.line, "name": row.query, "error": row.error}
    return {
        "row": row.line,
        "name": row.query,
        "exact": {
            "documents": crossed.exact,
            "hits": [
                {"document": hit.document, "title": hit.title, "page": hit.page, "snippet": hit.snippet_text}
                for hit in crossed.hits
            ],
        },
        "entities": [_entity_json(each) for each in crossed.entities],
        "near": [{**_entity_json(each.entity), "reason": each.reason} for each in crossed.near],
    }


def _entity_json(entity: Entity) -> dict[str, object]:
    return {
        "entity": entity.id,
        "kind": entity.kind.value,
        "name": entity.name,
        "variants": list(entity.variants),
        "documents": entity.documents,
    }
