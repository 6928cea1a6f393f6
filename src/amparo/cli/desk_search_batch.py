"""The verb `amparo desk batch`: a file of names or queries, one answer each."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from amparo.cli.desk_search import ready
from amparo.cli.names_list import read_names
from amparo.cli.options import add_json, print_json, verb
from amparo.cli.progress import Steps
from amparo.desk import batch, batch_store
from amparo.desk.batch_store import Answer

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = verb(
        verbs,
        "batch",
        "look for thousands of names at once",
        run_batch,
        description="Reads FILE, one name or query in each line: of a .csv or .tsv file the column under the heading "
        "`name` or `query`, else the first; the whole line where there is one column, and in any other file. Prints "
        "how many documents each finds and the best of them. A row that is not understood says so, with its line and "
        "character, and the others are asked. Cut off, it goes on when run again.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--collection", metavar="NAME", help="only in this collection")
    parser.add_argument(
        "--names",
        action="store_true",
        help="each row is a name, not a query: its words nearly next to each other, in either order",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="a table for spreadsheets")
    add_json(form)


def run_batch(options: argparse.Namespace) -> None:
    """Ask, then print in the order of the file."""
    path: Path = options.file
    data = read_names(path)
    steps = Steps()
    with ready(options) as holdings:
        number = batch.begin(
            holdings,
            data,
            path.name,
            collection=options.collection or "",
            as_names=options.names,
            now=datetime.now(UTC),
        )
        batch.ask(holdings, number, lambda done, whole: steps("names", done, whole))
        answers = batch_store.answers(holdings.database, number)
        if options.csv:
            sys.stdout.writelines(batch.csv_lines(answers))
        elif options.json:
            for answer in answers:
                print_json(batch.answer_json(answer))
        else:
            _print(answers)


def _print(answers: Iterable[Answer]) -> None:
    found = bad = whole = 0
    for each in answers:
        whole += 1
        if each.error:
            bad += 1
            where = f", character {each.character}" if each.character else ""
            print(f"{'–':>9}  {each.query}\n           line {each.line}{where}: {each.error}")
        else:
            found += bool(each.total)
            print(f"{each.total:>9,}  {each.query}")
    print(f"{whole:,} rows: {found:,} with hits, {whole - found - bad:,} without, {bad:,} not understood")
