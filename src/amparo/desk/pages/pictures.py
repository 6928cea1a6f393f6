"""Pictures of one collection with their tables: who wrote to whom, when its documents are from, where they lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from amparo.desk import entities_map, entities_network, entities_timeline
from amparo.desk.documents_store import CollectionId
from amparo.desk.entities_map import Spot
from amparo.desk.entities_network import Network, Relation
from amparo.desk.entities_timeline import Timeline
from amparo.desk.pages.entities import Scope, scope_of
from amparo.desk.pages.show import Page, desk_of, json, not_found, show

_Answer = TypeVar("_Answer")
_ROWS = 200
"""Rows of a table beside a picture; the data have all of them."""


@dataclass(frozen=True, slots=True)
class NetworkPage(Page):
    """Ties of one collection."""

    scope: Scope
    found: Network
    picture_svg: str
    rows: int = _ROWS


@dataclass(frozen=True, slots=True)
class TimelinePage(Page):
    """Counts by date of one collection: (name of the step, documents, address of the search)."""

    scope: Scope
    found: Timeline
    picture_svg: str
    steps: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True, slots=True)
class MapPage(Page):
    """Places of one collection, each with where it leads."""

    scope: Scope
    spots: tuple[tuple[Spot, str], ...]
    total: int
    picture_svg: str


def network(request: Request) -> Response:
    """`?relation=wrote` or `together`; `?format=json` as data."""
    asked = request.query_params.get("relation", "")
    relation = Relation(asked) if asked in list(Relation) else Relation.WROTE
    scope, found = _of(request, lambda database, each: entities_network.of_collection(database, each, relation))
    if request.query_params.get("format") == "json":
        return json(entities_network.as_json(found))
    label = f"{scope.title}: {'who wrote to whom' if relation is Relation.WROTE else 'who is named together'}"
    picture = entities_network.as_svg(found, label, scope.address("/entities/{}"))
    return show(request, "network.html", NetworkPage("collections", scope, found, picture))


def timeline(request: Request) -> Response:
    """Documents by day, month or year; `?format=json` as data."""
    scope, found = _of(request, entities_timeline.of_collection)
    if request.query_params.get("format") == "json":
        return json(entities_timeline.as_json(found))
    picture = entities_timeline.as_svg(found, f"{scope.title}: documents by {found.step.value}", scope.name)
    steps = tuple(
        (
            entities_timeline.name(found.step, each),
            each.documents,
            entities_timeline.search_address(scope.name, each),
        )
        for each in found.steps
        if each.documents
    )
    return show(request, "timeline.html", TimelinePage("collections", scope, found, picture, steps))


def mapped(request: Request) -> Response:
    """Places with coordinates; `?format=json` as GeoJSON."""
    scope, spots = _of(request, entities_map.of_collection)
    if request.query_params.get("format") == "json":
        return json(entities_map.as_geojson(spots))
    picture = entities_map.as_svg(spots, f"{scope.title}: places", scope.name)
    shown = tuple((spot, entities_map.address(spot, scope.name)) for spot in spots[:_ROWS])
    return show(request, "map.html", MapPage("collections", scope, shown, len(spots), picture))


def _of(request: Request, ask: Callable[[Connection, CollectionId], _Answer]) -> tuple[Scope, _Answer]:
    """The collection that the address names, and what is asked of it; 404 without one."""
    with desk_of(request).database() as database:
        scope = scope_of(request, database)
        if scope.id is None:
            raise not_found()
        return scope, ask(database, scope.id)
