"""Entry point: finds the room a command belongs to, imports that room alone, and turns errors into exit codes.

Rooms are imported late so that a drop runs without a desk's dependencies. Exit codes: 0 done, 1 refused or failed
with `error:` and `hint:` on stderr, 2 usage.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from amparo.errors import AmparoError

# Command word, module that registers it, one line for the overview.
ROOMS: tuple[tuple[str, str, str], ...] = (
    ("up", "amparo.cli.up", "start the whole system on loopback"),
    ("seal", "amparo.cli.seal", "keys, sealing and opening: the files of age"),
    ("drop", "amparo.cli.drop", "the intake server"),
    ("desk", "amparo.cli.desk", "the newsroom's machine: fetch, read, search, reply"),
    ("library", "amparo.cli.library", "the public archive: publish, verify, serve"),
    ("docket", "amparo.cli.docket", "the public case pages"),
)


def overview() -> argparse.ArgumentParser:
    """The parser that knows the rooms by name only; it serves `amparo --help` and wrong words."""
    parser = argparse.ArgumentParser(prog="amparo", description="Disclosure system: drop, desk, library, docket.")
    rooms = parser.add_subparsers(metavar="ROOM", required=True)
    for name, _, summary in ROOMS:
        rooms.add_parser(name, help=summary)
    return parser


def room_parser(name: str) -> argparse.ArgumentParser:
    """The full parser of one room: its module's `register(parser)` adds the verbs."""
    module_name, summary = next((module, summary) for word, module, summary in ROOMS if word == name)
    module = importlib.import_module(module_name)
    parser = argparse.ArgumentParser(prog=f"amparo {name}", description=summary)
    module.register(parser)
    return parser


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code."""
    if not arguments or arguments[0] not in {name for name, _, _ in ROOMS}:
        overview().parse_args(arguments)
        return 2
    try:
        parser = room_parser(arguments[0])
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("amparo"):
            raise
        print(f"error: this room needs the package {missing.name}", file=sys.stderr)
        print(f"hint: pip install 'amparo[{arguments[0]}]'", file=sys.stderr)
        return 1
    options = parser.parse_args(arguments[1:])
    return int(options.run(options) or 0)


def main() -> None:
    """Console entry point."""
    try:
        code = run(sys.argv[1:])
    except AmparoError as error:
        print(error.explain(), file=sys.stderr)
        code = error.exit_code
    except KeyboardInterrupt:
        print("error: interrupted\nhint: run the same command again; it goes on where it stopped", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        # The reader of our output went away (`amparo … | head`); there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    sys.exit(code)


if __name__ == "__main__":
    main()
