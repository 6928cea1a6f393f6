"""The verbs of `amparo desk` that search: search, like. `desk_search_saved` and `desk_search_batch` have the others."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeAlias

from amparo.cli.desk_hits import print_hits, print_hits_csv, print_hits_json
from amparo.cli.desk_named import collection_named
from amparo.cli.options import add_json, count, home_of, verb
from amparo.cli.progress import Steps
from amparo.cli.query_mistake import pointing
from amparo.desk.holdings import Holdings
from amparo.desk.searching import as_found_in, searchable
from amparo.search.engine import Sort
from amparo.search.remarks import remark

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    searched = verb(
        verbs,
        "search",
        "search the documents",
        run_search,
        description='Words, "phrases", AND OR NOT ( ), field:word, date:2020-01..2020-03, begin*, misspelt~1, '
        '"near each other"~5, /regular \\d+ expression/, type:pdf, has:attachment, lang:en, pages:>=10, '
        'like:DOCUMENT, near-duplicates:DOCUMENT, meaning:"a question". All of it: specs/query-language.md.',
    )
    searched.add_argument("query", metavar="QUERY", help="in quotes; -- before one that begins with -")
    _add_extent(searched)
    searched.add_argument("--sort", choices=[sort.value for sort in Sort], default=Sort.RELEVANCE.value)
    alike = verb(
        verbs,
        "like",
        "more documents like one",
        run_like,
        description="Documents that share the words which tell this one from others, most alike first. The same as "
        "searching for like:DOCUMENT, which may stand beside other words.",
    )
    alike.add_argument("document", metavar="DOCUMENT", help="its identity, or enough of its beginning")
    _add_extent(alike)


def _add_extent(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--collection", metavar="NAME", help="only in this collection")
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--limit", type=count, default=20, metavar="N", help="hits to show; default 20")
    extent.add_argument("--all", action="store_true", help="every hit, however many")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="a table for spreadsheets")
    add_json(form)


def run_search(options: argparse.Namespace) -> None:
    """Search and list."""
    _list_hits(options, options.query, Sort(options.sort))


def run_like(options: argparse.Namespace) -> None:
    """List what is like a document."""
    _list_hits(options, f"like:{options.document.strip()}", Sort.RELEVANCE)


def _list_hits(options: argparse.Namespace, query: str, sort: Sort) -> None:
    with ready(options) as holdings, pointing(query):
        started = datetime.now(UTC)
        if options.all:
            total, hits = holdings.engine.walk(query, collection=options.collection, sort=sort)
            seconds = (datetime.now(UTC) - started).total_seconds()
        else:
            found = holdings.engine.search(query, collection=options.collection, limit=options.limit, sort=sort)
            total, hits, seconds = found.total, iter(found.hits), found.seconds
        hits = as_found_in(holdings.database, options.collection, hits)
        if options.csv:
            print_hits_csv(hits)
        else:
            (print_hits_json if options.json else print_hits)(total, seconds, hits)
        if said := remark(query):
            print(f"note: {said}", file=sys.stderr)


@contextmanager
def ready(options: argparse.Namespace) -> Iterator[Holdings]:
    """The holdings with their index up to date, and the collection that is asked for known."""
    steps = Steps()
    with searchable(home_of(options), lambda done, whole: steps("index", done, whole)) as (holdings, is_whole):
        if not is_whole:
            print("note: documents are being added; the newest are not found yet", file=sys.stderr)
        if options.collection is not None:
            collection_named(holdings, options.collection)
        yield holdings
