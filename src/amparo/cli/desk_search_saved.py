"""The verb `amparo desk saved`: add, list, run and delete saved searches."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from typing import TypeAlias

from amparo.cli.desk_hits import hit_lines
from amparo.cli.desk_search import ready
from amparo.cli.options import add_json, print_json, verb
from amparo.cli.query_mistake import pointing
from amparo.desk import saved, saved_store
from amparo.desk.hit_rows import hit_json
from amparo.search.faults import QueryError

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(verbs: Verbs) -> None:
    """Add the verb and its own verbs."""
    parser = verbs.add_parser(
        "saved",
        help="searches to ask again, and what is new since",
        description="A saved search remembers which documents it had found. `run` shows those that it had not, and "
        "from then on knows them. `list` tells how many there are and changes nothing.",
    )
    own = parser.add_subparsers(metavar="VERB", required=True)
    added = verb(own, "add", "save a search; what it finds now counts as seen", run_add)
    added.add_argument("name", metavar="NAME")
    added.add_argument("query", metavar="QUERY", help="as for `desk search`; -- before one that begins with -")
    added.add_argument("--collection", metavar="NAME", help="only in this collection")
    add_json(added)
    listed = verb(own, "list", "saved searches, with how many documents are new", run_list)
    add_json(listed)
    ran = verb(own, "run", "the documents that are new, which then count as seen", run_run)
    ran.add_argument("name", metavar="NAME")
    ran.add_argument("--keep", action="store_true", help="show them as new the next time too")
    add_json(ran)
    deleted = verb(own, "delete", "forget a saved search", run_delete)
    deleted.add_argument("name", metavar="NAME")
    for each in (listed, ran, deleted):
        each.set_defaults(collection=None)


def run_add(options: argparse.Namespace) -> None:
    """Save."""
    with ready(options) as holdings, pointing(options.query):
        told = saved.save(holdings, options.name, options.query, options.collection or "", datetime.now(UTC))
    if options.json:
        print_json({"name": told.saved.name, "query": told.saved.query, "total": told.total})
    else:
        print(f"saved; it finds {told.total:,} documents now")


def run_list(options: argparse.Namespace) -> None:
    """List. A search whose query is refused by now says so and hides none of the others."""
    with ready(options) as holdings:
        for each in saved_store.saved(holdings.database):
            try:
                told: saved.News | None = saved.news(holdings, each)
                error = None
            except QueryError as refused:
                told, error = None, refused.what
            if options.json:
                print_json(_listed(each, told, error))
            else:
                counts = f"{len(told.keys):>8,} new of {told.total:>9,}" if told else f"{'refused':>24}"
                print(f"{counts}  {each.name}: {each.query}{f' ({error})' if error else ''}")


def _listed(each: saved_store.Saved, told: saved.News | None, error: str | None) -> dict[str, object]:
    return {
        "name": each.name,
        "query": each.query,
        "collection": each.collection or None,
        "seen": each.seen,
        "total": told.total if told else None,
        "new": len(told.keys) if told else None,
        "error": error,
    }


def run_run(options: argparse.Namespace) -> None:
    """Show what is new; when all of it was printed, it is seen."""
    with ready(options) as holdings:
        told = saved.news(holdings, saved.named(holdings, options.name))
        found = saved.hits(holdings, told)
        if options.json:
            hits = [hit_json(hit) for hit in found]
            print_json({"name": told.saved.name, "total": told.total, "new": len(told.keys), "hits": hits})
        else:
            for hit in found:
                print(hit_lines(hit))
            print(f"{len(told.keys):,} new of {told.total:,}")
        if not options.keep:
            saved_store.mark_seen(holdings.database, told.saved.name, told.keys, datetime.now(UTC))


def run_delete(options: argparse.Namespace) -> None:
    """Forget."""
    with ready(options) as holdings:
        if not saved_store.delete(holdings.database, options.name):
            saved.named(holdings, options.name)
    print("deleted")
