"""amparo check: the replies that wait for whoever holds a passphrase, fetched without showing it to the drop."""

from __future__ import annotations

import argparse
import sys

from amparo.cli.ask_source import ask_words
from amparo.cli.options import add_json, print_json
from amparo.cli.source_options import add_drop, connected, newsroom_of
from amparo.errors import InputError
from amparo.source.replies import FARTHEST, Letter, Mail, look, remove

DESCRIPTION = """\
Asks for the passphrase at the terminal, never on the command line, and shows the replies that wait. The drop is asked
for a fixed number of places at once, gives one answer of a fixed length whether anything lies there or not, and never
sees the passphrase; what comes is opened on this machine. Nothing is stored here. With --delete, what was shown is
removed from the drop afterwards; the newsroom is not told, and keeps its own copy.
"""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of `amparo check`."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add_drop(parser)
    parser.add_argument(
        "--window",
        type=int,
        default=0,
        metavar="N",
        help="0, the default: the first eight of each desk; 1: the next",
    )
    parser.add_argument("--delete", action="store_true", help="remove from the drop what was shown, for good")
    add_json(parser)
    parser.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> None:
    """Ask, fetch, open, show."""
    if not 0 <= options.window <= FARTHEST:
        raise InputError(f"A window is a number from 0 to {FARTHEST}.")
    with connected(options) as connection:
        trusted = newsroom_of(connection, options)
        mail = look(ask_words(), trusted, connection, options.window)
        _show(mail, options)
        if options.delete:
            # Only once it was shown: a connection that breaks before loses nothing.
            sys.stdout.flush()
            remove(mail, connection)


def _show(mail: Mail, options: argparse.Namespace) -> None:
    if options.json:
        print_json(_as_json(mail, options.window))
        return
    for letter in mail.letters:
        print(f"{letter.day.isoformat()}, {letter.desk}{_gap(letter)}:\n\n{letter.text.strip()}\n")
    if not mail.letters:
        print("No reply is waiting." if options.window == 0 else "There are no later replies.")
    if mail.unreadable:
        print(f"{mail.unreadable} more that cannot be opened with this passphrase.")
    if mail.more:
        print(f"There may be more: amparo check {options.url} --window {options.window + 1}")


def _gap(letter: Letter) -> str:
    return f" ({letter.missing} parts of it are not here)" if letter.missing else ""


def _as_json(mail: Mail, window: int) -> dict[str, object]:
    """The stable JSON form of one look."""
    replies = [
        {"desk": letter.desk, "day": letter.day.isoformat(), "text": letter.text, "missing": letter.missing}
        for letter in mail.letters
    ]
    return {"replies": replies, "unreadable": mail.unreadable, "window": window, "more": mail.more}
