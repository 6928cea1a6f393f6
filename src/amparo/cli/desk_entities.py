"""The verbs of `amparo desk` about entities: entities, network, timeline, map, cross."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from amparo.cli.names_list import read_names
from amparo.cli.options import add_json, count, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.desk import crossing, entities, entities_map, entities_network, entities_timeline
from amparo.desk.documents_store import CollectionId, collections, find_collection
from amparo.desk.entities_network import MOST_NODES, Relation
from amparo.desk.entities_reading import catch_up
from amparo.desk.holdings import Holdings, open_holdings
from amparo.desk.searching import bring_up
from amparo.errors import StateError
from amparo.records.entities.model import EntityKind

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    listed = verb(
        verbs,
        "entities",
        "people, organisations, places, addresses and numbers in a collection",
        run_entities,
        description="Reads what was added since the last time by rules, then lists entities by the number of documents "
        "that name them. Names that mean the same are one entity; its page shows by which rule. Cut off, it goes on "
        "when run again. The rules and how well they do: docs/entities.md.",
    )
    add_collection(listed)
    listed.add_argument("--kind", choices=[kind.value for kind in EntityKind], help="only this kind")
    listed.add_argument("--limit", type=count, default=None, metavar="N", help="the first N; default all of them")
    add_json(listed)
    _register_pictures(verbs)
    crossed = verb(
        verbs,
        "cross",
        "a list of names against a collection",
        run_cross,
        description="For each name of a CSV file (its column `name`, otherwise the first): the documents that have it "
        "word for word, the entities called so, and those whose names come near, with the reason. A row that is no "
        "name says so and stops nothing.",
    )
    crossed.add_argument("file", type=Path, metavar="FILE", help="CSV, or one name a line")
    add_collection(crossed)
    add_json(crossed)


def _register_pictures(verbs: Verbs) -> None:
    network = verb(
        verbs,
        "network",
        "who wrote to whom, or who is named together",
        run_network,
        description="Ties among the entities of a collection. `wrote` counts mails, and letters printed in a text; "
        "`together` counts documents that name both.",
    )
    add_collection(network)
    network.add_argument("--relation", choices=[each.value for each in Relation], default=Relation.WROTE.value)
    network.add_argument("--limit", type=count, default=MOST_NODES, metavar="N", help="nodes; default %(default)s")
    add_picture(network)
    timeline = verb(verbs, "timeline", "how many documents each day, month or year has", run_timeline)
    add_collection(timeline)
    add_picture(timeline)
    mapped = verb(
        verbs,
        "map",
        "where the documents happened, and the places that they name",
        run_map,
        description="Coordinates from the documents themselves, and of the places named from a gazetteer; a country "
        "stands where its capital is. --json is GeoJSON.",
    )
    add_collection(mapped)
    add_picture(mapped)


def add_picture(parser: argparse.ArgumentParser) -> None:
    """Add `--json` and `--svg`, one of which may be asked for."""
    form = parser.add_mutually_exclusive_group()
    add_json(form)
    form.add_argument("--svg", action="store_true", help="print a picture: an SVG file")


def add_collection(parser: argparse.ArgumentParser) -> None:
    """Add `--collection`, which these verbs need."""
    parser.add_argument("--collection", required=True, metavar="NAME")


def run_entities(options: argparse.Namespace) -> None:
    """Read what is pending, then list."""
    with open_holdings(home_of(options)) as holdings:
        collection = read_collection(holdings, options.collection)
        kind = EntityKind(options.kind) if options.kind else None
        limit = -1 if options.limit is None else options.limit
        for each in entities.entities(holdings.database, collection, kind, limit=limit):
            if options.json:
                print_json(entity_json(each))
            else:
                others = f"  ({'; '.join(each.variants[1:4])})" if len(each.variants) > 1 else ""
                print(f"{each.documents:>8,}  {each.kind:14} {each.name}{others}")


def run_network(options: argparse.Namespace) -> None:
    """Ties, as data, picture or lines."""
    with open_holdings(home_of(options)) as holdings:
        collection = read_collection(holdings, options.collection)
        relation = Relation(options.relation)
        found = entities_network.of_collection(holdings.database, collection, relation, options.limit)
    if options.json:
        print_json(entities_network.as_json(found))
    elif options.svg:
        print(entities_network.as_svg(found, f"{options.collection}: {relation.value}"))
    else:
        arrow = "→" if relation is Relation.WROTE else "–"
        for link in found.links:
            print(f"{link.documents:>8,}  {found.nodes[link.start].name} {arrow} {found.nodes[link.end].name}")


def run_timeline(options: argparse.Namespace) -> None:
    """Counts by date."""
    with open_holdings(home_of(options)) as holdings:
        found = entities_timeline.of_collection(holdings.database, known_collection(holdings, options.collection))
    if options.json:
        print_json(entities_timeline.as_json(found))
    elif options.svg:
        print(entities_timeline.as_svg(found, f"{options.collection}: documents by {found.step.value}"))
    else:
        for each in found.steps:
            print(f"{entities_timeline.name(found.step, each):10}  {each.documents:>8,}")
        print(
            f"{found.inexact:,} with a longer date, {found.far:,} far from the others, {found.undated:,} without one",
            file=sys.stderr,
        )


def run_map(options: argparse.Namespace) -> None:
    """Places with coordinates."""
    with open_holdings(home_of(options)) as holdings:
        spots = entities_map.of_collection(holdings.database, read_collection(holdings, options.collection))
    if options.json:
        print_json(entities_map.as_geojson(spots))
    elif options.svg:
        print(entities_map.as_svg(spots, f"{options.collection}: places"))
    else:
        for spot in spots:
            print(f"{spot.documents:>8,}  {spot.latitude:>9.4f} {spot.longitude:>9.4f}  {spot.source:9}  {spot.name}")


def run_cross(options: argparse.Namespace) -> None:
    """Every name of a list, one line or object each."""
    listed = [*crossing.rows(read_names(options.file))]
    with open_holdings(home_of(options)) as holdings:
        collection = read_collection(holdings, options.collection)
        steps = Steps()
        bring_up(holdings, lambda done, whole: steps("documents indexed", done, whole))
        ready = crossing.Crossing(holdings.database, holdings.engine, collection, options.collection)
        for done, row in enumerate(listed, start=1):
            crossed = ready.cross(row)
            if options.json:
                print_json(crossing.as_json(crossed))
            else:
                _print_crossed(crossed)
            steps("names", done, len(listed))


def _print_crossed(crossed: crossing.Crossed) -> None:
    row = crossed.row
    if row.error:
        print(f"row {row.line}: {row.error}", file=sys.stderr)
        return
    print(f"{row.query}: {crossed.exact:,} documents word for word")
    for entity in crossed.entities:
        print(f"    is   {entity.name} ({entity.kind}), {entity.documents:,} documents")
    for near in crossed.near:
        print(f"    near {near.entity.name} ({near.entity.kind}), {near.entity.documents:,} documents: {near.reason}")


def read_collection(holdings: Holdings, name: str) -> CollectionId:
    """The collection of this name, with every document read for entities; StateError when there is none."""
    found = known_collection(holdings, name)
    steps = Steps()
    catch_up(holdings.database, lambda done, whole: steps("documents read for entities", done, whole))
    return found


def known_collection(holdings: Holdings, name: str) -> CollectionId:
    """The collection of this name; StateError when there is none."""
    found = find_collection(holdings.database, name)
    if found is None:
        names = ", ".join(each.name for each in collections(holdings.database)) or "none yet"
        raise StateError("There is no collection of this name.", f"The collections are: {names}.")
    return found


def entity_json(entity: entities.Entity) -> dict[str, object]:
    """One entity with stable keys."""
    data = asdict(entity)
    return {"entity": data.pop("id"), **data}
