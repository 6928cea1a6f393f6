"""Options that `give` and `check` share: which drop, through which Tor, and whose key to believe."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from amparo.cli.ask_source import confirm_newsroom
from amparo.seal.fingerprint import fingerprint
from amparo.source.address import DropAddress
from amparo.source.connection import Connection
from amparo.source.trust import Trusted, trusted


def add_drop(parser: argparse.ArgumentParser) -> None:
    """Add URL, `--root`, `--socks` and `--without-tor`."""
    parser.add_argument("url", metavar="URL", help="the drop: http://….onion, or http://127.0.0.1:8401 to try")
    parser.add_argument(
        "--root",
        default="",
        metavar="VKEY|FINGERPRINT",
        help="the newsroom's key, or the ten groups of its fingerprint, from a place you trust. Without it you are "
        "shown the drop's own and asked",
    )
    parser.add_argument("--socks", default="", metavar="HOST:PORT", help="Tor: 127.0.0.1:9050, or 9150 of Tor Browser")
    parser.add_argument("--home", type=Path, default=None, metavar="DIR", help="a sealed envelope waits in DIR/give")
    parser.add_argument("--without-tor", action="store_true", help="reach an https drop directly; it sees who you are")


def address_of(options: argparse.Namespace) -> DropAddress:
    """The drop these options name."""
    return DropAddress.parse(options.url, socks=options.socks, without_tor=options.without_tor)


@contextmanager
def connected(options: argparse.Namespace) -> Iterator[Connection]:
    """A connection to that drop."""
    connection = Connection(address_of(options))
    try:
        yield connection
    finally:
        connection.close()


def newsroom_of(connection: Connection, options: argparse.Namespace) -> Trusted:
    """The drop's roster, held to the newsroom's root key."""
    found = trusted(connection.roster(), options.root, confirm_newsroom)
    if found.followed:
        print(
            "The newsroom has a new key, and the key you gave has signed for it. Use its fingerprint from now on:\n"
            f"  {fingerprint(found.root)}",
            file=sys.stderr,
        )
    return found
