"""amparo desk entities: who and what the documents of a collection name."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from amparo.cli.options import add_json, count, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.desk import entities
from amparo.desk.documents_store import CollectionId, collections, find_collection
from amparo.desk.entities_reading import catch_up
from amparo.desk.holdings import Holdings, open_holdings
from amparo.errors import StateError
from amparo.records.entities.model import EntityKind


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
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


def read_collection(holdings: Holdings, name: str) -> CollectionId:
    """The collection of this name, with every document read for entities; StateError when there is none."""
    found = find_collection(holdings.database, name)
    if found is None:
        names = ", ".join(each.name for each in collections(holdings.database)) or "none yet"
        raise StateError("There is no collection of this name.", f"The collections are: {names}.")
    steps = Steps()
    catch_up(holdings.database, lambda done, whole: steps("documents read for entities", done, whole))
    return found


def entity_json(entity: entities.Entity) -> dict[str, object]:
    """One entity with stable keys."""
    data = asdict(entity)
    return {"entity": data.pop("id"), **data}
