"""The verbs of `amparo docket` that work on a library: publish, withdraw, verify.

What they do is imported when they are called: the library brings packages that a docket by itself has not installed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from amparo.cli.options import add_json, verb


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verbs."""
    publishing = verb(
        verbs,
        "publish",
        "publish cases in the library: log, signed pages, proofs",
        run_publish,
        description="Enters the record of each case into the log of this home's library, with every correction it "
        "brings, and makes the pages from what the log holds. A case that is as it was adds no entry. What was "
        "published may grow; a fact that is changed or left out without a correction needs --reason.",
    )
    publishing.add_argument("cases", nargs="*", type=Path, metavar="CASE", help="case files; default: all of the home")
    publishing.add_argument("--reason", default="", metavar="TEXT", help="why facts were edited, for everyone to read")
    publishing.add_argument("--to", type=Path, metavar="DIR", help="bring a copy of the library's tree there as well")
    add_json(publishing)
    taking = verb(
        verbs,
        "withdraw",
        "take a published case out of view, for good and in public",
        run_withdraw,
        description="Removes every record and page of the case and leaves a page with the reason. The log gains an "
        "entry; hashes, titles and reasons of its older entries stay.",
    )
    taking.add_argument("case", metavar="CASE", help="the case's address word")
    taking.add_argument("--reason", required=True, metavar="TEXT", help="why, for everyone to read")
    taking.add_argument("--authority", required=True, metavar="TEXT", help="on whose authority, for everyone to read")
    add_json(taking)
    parser = verb(
        verbs,
        "verify",
        "check the case pages of an archive against the log",
        run_verify,
        description="Verifies the archive as `amparo library verify` does, then makes every case page again from the "
        "records in the log and compares. The archive must be of this version: another words its pages otherwise.",
    )
    parser.add_argument("place", metavar="DIR|URL", help="a library's tree, a copy of it, or its address")
    parser.add_argument("--policy", type=Path, metavar="FILE", help="the keys to believe: the archive's log.policy")
    add_json(parser)


def run_publish(options: argparse.Namespace) -> int:
    """Enter what is new, make the pages, sign them."""
    from amparo.cli import docket_publish

    return docket_publish.run_publish(options)


def run_withdraw(options: argparse.Namespace) -> int:
    """Withdraw one case."""
    from amparo.cli import docket_publish

    return docket_publish.run_withdraw(options)


def run_verify(options: argparse.Namespace) -> int:
    """Make every case page again and compare."""
    from amparo.cli import docket_verify

    return docket_verify.run_verify(options)
