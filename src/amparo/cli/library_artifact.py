"""amparo library artifact: enter into the log what sources and readers rely on beside documents."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from amparo.cli.library_publish import utc_now
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.cli.progress import Steps
from amparo.errors import InputError
from amparo.library.archive import open_archive
from amparo.library.artifacts import enter, kind_of
from amparo.library.files import hash_of
from amparo.library.settings import places_of


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    entering = verb(
        verbs,
        "artifact",
        "enter a roster or the offline page into the log",
        run_artifact,
        description="Enters the SHA-256 of a file into the log, for everyone to see: a newsroom's roster, the offline "
        "page that sources seal with. Whoever is shown another can then prove it. Entered already, it adds nothing.",
    )
    entering.add_argument("file", type=Path, metavar="FILE")
    entering.add_argument("--kind", metavar="KIND", help="offline-sealer or roster; what the file shows by itself")
    entering.add_argument("--name", metavar="NAME", help="what the file is called, when FILE has another name")
    add_json(entering)


def run_artifact(options: argparse.Namespace) -> None:
    """Enter one file's hash."""
    try:
        with options.file.open("rb") as file:
            start = file.read(64)
        sha256 = hash_of(options.file)
    except OSError:
        raise InputError("The file cannot be read.", "Check its name.") from None
    kind = options.kind or kind_of(start, options.name or options.file.name)
    with open_archive(places_of(home_of(options)), utc_now) as archive:
        entered = enter(archive, kind, sha256, Steps())
    if options.json:
        print_json(asdict(entered))
        return
    print(f"{sha256}\n{kind}: entry {entered.log_index:,} of the log" + ("" if entered.new else ", as before"))
