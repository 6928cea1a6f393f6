"""A collection in space: where its documents say that they were made or happened, and the places that they name.

Coordinates of documents come from their own fields (incident reports, GPS of pictures and films). Coordinates of named
places come from the gazetteer: a town's middle, and for a country its capital. Reads only.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from amparo.charts.world import Point, world
from amparo.desk import entities
from amparo.desk.documents_store import CollectionId, document_json, members
from amparo.records.entities import gazetteer
from amparo.records.entities.model import EntityKind

FIELDS = "fields"
GAZETTEER = "gazetteer"
_SHOWN = 5
"""Documents named at one spot in the data."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on the map. `source` says where its coordinates come from; `entity` is 0 for a document's own."""

    latitude: float
    longitude: float
    name: str
    source: str
    entity: int
    documents: int
    shown: tuple[str, ...] = ()


def of_collection(database: sqlite3.Connection, collection: CollectionId) -> tuple[Spot, ...]:
    """Every spot, the ones with most documents first."""
    spots = [*_of_documents(database, collection), *_of_names(database, collection)]
    return tuple(sorted(spots, key=lambda spot: (-spot.documents, spot.name)))


def _of_documents(database: sqlite3.Connection, collection: CollectionId) -> Iterator[Spot]:
    found: dict[tuple[float, float], list[tuple[str, str]]] = defaultdict(list)
    for document in members(database, collection):
        data = document_json(database, document) or {"fields": {}}
        place = coordinates(data["fields"])
        if place is not None:
            found[place].append((document, data["title"]))
    for (latitude, longitude), documents in found.items():
        title = documents[0][1] if len(documents) == 1 else f"{latitude:g}, {longitude:g}"
        shown = tuple(document for document, _ in documents[:_SHOWN])
        yield Spot(latitude, longitude, title, FIELDS, 0, len(documents), shown)


def coordinates(fields: dict[str, list[str]]) -> tuple[float, float] | None:
    """Degrees north and east from a record's fields; None without them, out of range, or at 0, 0, which is no place
    but what programs write for none.
    """
    try:
        latitude, longitude = float(fields["latitude"][0]), float(fields["longitude"][0])
    except (KeyError, IndexError, ValueError):
        return None
    inside = abs(latitude) <= 90 and abs(longitude) <= 180  # false for NaN as well
    return (latitude, longitude) if inside and (latitude, longitude) != (0.0, 0.0) else None


def _of_names(database: sqlite3.Connection, collection: CollectionId) -> Iterator[Spot]:
    for entity in entities.entities(database, collection, EntityKind.PLACE):
        key = entities.key_of(database, entity)
        place = gazetteer.by_key(key) if key else None
        if place is not None and place.latitude is not None and place.longitude is not None:
            yield Spot(place.latitude, place.longitude, entity.name, GAZETTEER, entity.id, entity.documents)


def as_geojson(spots: tuple[Spot, ...]) -> dict[str, object]:
    """A FeatureCollection (RFC 7946): longitude before latitude."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [spot.longitude, spot.latitude]},
                "properties": {
                    "name": spot.name,
                    "source": spot.source,
                    "entity": spot.entity or None,
                    "documents": spot.documents,
                    "document_ids": list(spot.shown),
                },
            }
            for spot in spots
        ],
    }


def as_svg(spots: tuple[Spot, ...], label: str, collection: str = "") -> str:
    """The picture; with `collection` each point leads to its entity or its document."""
    points = [
        Point(spot.latitude, spot.longitude, spot.documents, spot.name, address(spot, collection) if collection else "")
        for spot in spots
    ]
    ground = ((town.latitude, town.longitude) for town in gazetteer.towns())
    return world(points, ((a, b) for a, b in ground if a is not None and b is not None), label=label)


def address(spot: Spot, collection: str) -> str:
    """Where a spot leads: to the entity, to the one document, or nowhere."""
    if spot.entity:
        return f"/entities/{spot.entity}?" + urlencode({"collection": collection})
    return f"/documents/{spot.shown[0]}" if spot.documents == 1 else ""
