"""The verb of `amparo desk` that reads a collection for its meaning."""

from __future__ import annotations

import argparse
import time
from typing import TypeAlias

from amparo.cli.desk_named import collection_named
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.desk.holdings import open_holdings
from amparo.desk.meaning import catch_up

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(verbs: Verbs) -> None:
    """Add the verb."""
    read = verb(
        verbs,
        "meaning",
        "read a collection for its meaning, so that it can be searched by it",
        run_meaning,
        description="Reads what was added since the last time, passage by passage, with a model that is installed as "
        'an extra and runs on this machine alone. Then a query may ask: meaning:"who was paid to keep silent". It '
        "takes many times as long as adding did; cut off, it goes on when run again.",
    )
    read.add_argument("--collection", required=True, metavar="NAME")
    add_json(read)


def run_meaning(options: argparse.Namespace) -> None:
    """Read what is pending."""
    steps, started = Steps(), time.monotonic()
    with open_holdings(home_of(options)) as holdings:
        collection = collection_named(holdings, options.collection)
        read, passages = catch_up(holdings, collection, lambda done, whole: steps("read for meaning", done, whole))
    told = {"read": read, "passages": passages, "seconds": round(time.monotonic() - started, 1)}
    if options.json:
        print_json(told)
    else:
        print(f"{read:,} documents read, {passages:,} passages, in {told['seconds']} s")
