"""amparo library check-drop: is the roster that a drop shows the one in the newsroom's log?"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from amparo.cli.options import add_json, print_json, verb
from amparo.errors import InputError
from amparo.ledger.policy import Policy
from amparo.library.logged_roster import check_roster
from amparo.source.address import DropAddress
from amparo.source.connection import Connection


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check-drop`."""
    parser = verb(
        verbs,
        "check-drop",
        "compare the roster that a drop shows with the newsroom's log",
        run_check_drop,
        description="Fetches the roster that the drop shows to sources, hashes the log anew, and looks for the roster "
        "in it. Exit 1 when the log does not have it, or has a later one: somebody else may be behind the drop. "
        "Whoever may do so without danger can run this: a mirror, a reader, another newsroom.",
    )
    parser.add_argument("url", metavar="URL", help="the drop: http://….onion, or http://127.0.0.1:8401 to try")
    parser.add_argument("--log", required=True, metavar="DIR|URL", help="a library or a mirror of it")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="which log to believe; default: the library's own")
    parser.add_argument("--socks", default="", metavar="HOST:PORT", help="Tor, usually 127.0.0.1:9050")
    parser.add_argument("--without-tor", action="store_true", help="reach an https drop directly")
    add_json(parser)


def run_check_drop(options: argparse.Namespace) -> None:
    """Compare."""
    address = DropAddress.parse(options.url, socks=options.socks, without_tor=options.without_tor)
    connection = Connection(address)
    try:
        note = connection.roster().untrusted_note
    finally:
        connection.close()
    place = options.log if "://" in options.log else Path(options.log)
    found = check_roster(place, note, _policy(options.policy))
    if options.json:
        print_json(asdict(found))
        return
    believed = "the library's own key" if found.own_policy else "the policy given"
    print(
        f"The drop shows the newsroom's roster: entry {found.log_index:,} of {found.origin}, of {found.day}.\n"
        f"SHA-256: {found.sha256}\ntrusted: {believed}"
    )


def _policy(path: Path | None) -> Policy | None:
    if path is None:
        return None
    try:
        return Policy.parse(path.read_bytes())
    except OSError:
        raise InputError("The policy cannot be read.", "Give the archive's log.policy with --policy.") from None
