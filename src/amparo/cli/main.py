"""Entry point: finds the room a command belongs to, imports that room alone, and turns errors into exit codes.

Rooms are imported late so that a drop runs without a desk's dependencies. Exit codes: 0 done, 1 refused or failed
with `error:` and `hint:` on stderr, 2 usage.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sqlite3
import sys
from collections.abc import Sequence

from amparo.cli.terminal import prepare
from amparo.cli.verbs_at_rest import help_at_rest
from amparo.errors import AmparoError, InputError, StateError, StoreError

# Command word, module that registers it, one line for the overview.
ROOMS: tuple[tuple[str, str, str], ...] = (
    ("up", "amparo.cli.up", "start the whole system on loopback"),
    ("seal", "amparo.cli.seal", "keys, sealing and opening: the files of age"),
    ("drop", "amparo.cli.drop", "the intake server"),
    ("desk", "amparo.cli.desk", "the newsroom's machine: fetch, read, search, reply"),
    ("library", "amparo.cli.library", "the public archive: publish, verify, serve"),
    ("docket", "amparo.cli.docket", "the public case pages"),
    ("give", "amparo.cli.give", "hand something to a newsroom: sealed here, through Tor, resumable"),
    ("check", "amparo.cli.check", "see whether the newsroom has replied"),
    ("backup", "amparo.cli.backup", "everything a lost machine needs, sealed, in one file"),
    ("restore", "amparo.cli.restore", "a backup back into a new home"),
)
VERBLESS = frozenset({"up", "give", "check", "backup", "restore"})
"""Commands whose words and options may come in any order, since no verb is among them."""
BY_VERB = frozenset({"desk", "docket"})
"""Rooms that are told the verb, and register it without the others."""
NESTED = (["desk", "saved"],)
"""Verbs that have verbs of their own."""
EXTRAS = {"give": "source", "check": "source"}


def overview() -> argparse.ArgumentParser:
    """The parser that knows the rooms by name only; it serves `amparo --help` and wrong words."""
    from importlib.metadata import version  # Here because it loads the mail library, and no other command needs it.

    parser = argparse.ArgumentParser(prog="amparo", description="Disclosure system: drop, desk, library, docket.")
    parser.add_argument("--version", action="version", version=f"amparo {version('amparo')}")
    rooms = parser.add_subparsers(metavar="ROOM", required=True)
    for name, _, summary in ROOMS:
        rooms.add_parser(name, help=summary)
    return parser


def room_parser(name: str, word: str = "") -> argparse.ArgumentParser:
    """The parser of one room: its module's `register(parser)` adds the verbs, all unless `word` is known as one."""
    module_name, summary = next((module, summary) for word, module, summary in ROOMS if word == name)
    module = importlib.import_module(module_name)
    parser = argparse.ArgumentParser(prog=f"amparo {name}", description=summary)
    module.register(parser, *([word] if name in BY_VERB else []))
    return parser


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code."""
    words = with_home_last(arguments)
    if not words or words[0] not in {name for name, _, _ in ROOMS}:
        overview().parse_args(words)
        return 2
    try:
        parser = room_parser(*words[:2])
        options = (parser.parse_intermixed_args if words[0] in VERBLESS else parser.parse_args)(words[1:])
        return int(options.run(options) or 0)
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("amparo"):
            raise
        if not {"-h", "--help"}.isdisjoint(words):
            print(_help_without(words[0], missing.name))
            return 0
        raise StateError(
            f"this command needs the package {missing.name}", f"pip install 'amparo[{EXTRAS.get(words[0], words[0])}]'"
        ) from missing


def _help_without(name: str, missing: str) -> str:
    module, summary = next((module, summary) for word, module, summary in ROOMS if word == name)
    return help_at_rest(name, module, summary, missing, EXTRAS.get(name, name))


def with_home_last(arguments: Sequence[str]) -> list[str]:
    """The words with a `--home DIR` that stands before the room or the verb moved behind them."""
    words, moved = list(arguments), []
    for at in (0, 1):
        if len(words) > at and (words[at] == "--home" or words[at].startswith("--home=")):
            length = 2 if words[at] == "--home" else 1
            moved, words = words[at : at + length], words[:at] + words[at + length :]
    behind = 1 if words[:1] and words[0] in VERBLESS else 3 if words[:2] in NESTED else 2
    return [*words[:behind], *moved, *words[behind:]]


def explained(error: Exception) -> AmparoError:
    """What the machine refused, in the words of an error of ours. Names of files stay out of it."""
    match error:
        case AmparoError():
            return error
        case UnicodeEncodeError():
            return InputError("A word of this command is not text.", "Type it in UTF-8.")
        case sqlite3.Error():
            return StoreError(
                f"A database of this home cannot be used ({error}).", "Check --home, its disk and rights."
            )
        case OSError(strerror=str(why)):
            return StoreError(f"The system refused: {why}.", "Check --home and the files named, their rights and disk.")
    raise error


def main() -> None:
    """Console entry point."""
    prepare()
    try:
        code = _run_to_the_end(sys.argv[1:])
    except KeyboardInterrupt:
        print("error: interrupted\nhint: run the same command again; it goes on where it stopped", file=sys.stderr)
        code = 130
    except BrokenPipeError:
        # The reader of our output went away (`amparo … | head`); there is nobody left to tell.
        _forget_output()
        code = 1
    except (AmparoError, OSError, sqlite3.Error, UnicodeEncodeError) as error:
        told = explained(error)
        told.hint = told.hint or f"see {' '.join(['amparo', *sys.argv[1:2], '--help'])}"
        print(told.explain(), file=sys.stderr)
        code = told.exit_code
        _forget_output()
    sys.exit(code)


def _run_to_the_end(arguments: Sequence[str]) -> int:
    """Run, and have printed what was printed: also the help that ends a command early."""
    try:
        code = run(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 2
    sys.stdout.flush()
    return code


def _forget_output() -> None:
    """Let what could not be printed go, so that the interpreter's end does not fail on it once more."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
