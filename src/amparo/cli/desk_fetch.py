"""amparo desk fetch: collect what waits at the drop, once or for as long as the command runs."""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.desk.collecting import Report, Step
from amparo.desk.fetch import Summary, fetch
from amparo.desk.room import Desk
from amparo.errors import StoreError

SECONDS = 60.0
WEEK = 7 * 86400


def register(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `fetch`."""
    parser = verb(
        verbs,
        "fetch",
        "collect, open and file what waits at the drop",
        run_fetch,
        description="Downloads every envelope, opens it here, files it, and only then deletes it at the drop. Stop it "
        "at any moment; the next fetch goes on from there. It also delivers waiting replies, checks that the drop "
        "shows sources your roster, and extends the roster when few days remain.",
    )
    parser.add_argument("--watch", action="store_true", help="fetch again and again until stopped")
    parser.add_argument("--every", type=_seconds, default=SECONDS, metavar="SECONDS", help="pause between two fetches")
    parser.add_argument("--retry", action="store_true", help="try again to open what could not be opened before")
    add_json(parser)


def _seconds(text: str) -> float:
    """The type of `--every`: no more than a week, since what a clock can wait for has an end."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= WEEK:
        raise argparse.ArgumentTypeError(f"give seconds, from 0 to {WEEK}")
    return seconds


def run_fetch(options: argparse.Namespace) -> int:
    """Fetch once, or until stopped."""
    desk = Desk(home_of(options))
    if not options.watch:
        return _fetch_once(desk, options)
    while True:
        try:
            _fetch_once(desk, options)
        except StoreError as error:
            # A drop over Tor is away now and then, the first time as well; whoever watches wants it to go on.
            print(error.explain(), file=sys.stderr, flush=True)
        time.sleep(max(1.0, options.every))


def _fetch_once(desk: Desk, options: argparse.Namespace) -> int:
    with _progress() as report:
        summary = fetch(desk, report=report, retry=options.retry)
    if options.json:
        print_json(summary_json(summary))
        sys.stdout.flush()
    else:
        print(_sentence(summary), flush=True)
    for warning in summary.warnings:
        print(f"warning: {warning}", file=sys.stderr, flush=True)
    for error in (*summary.tally.waiting, *([summary.alarm] if summary.alarm else [])):
        print(error.explain(), file=sys.stderr, flush=True)
    return 1 if summary.alarm or summary.tally.waiting else 0


def summary_json(summary: Summary) -> dict[str, Any]:
    """The stable JSON form of one fetch."""
    return {
        "listed": summary.tally.listed,
        "filed": summary.tally.filed,
        "unopened": summary.tally.unopened,
        "elsewhere": summary.tally.elsewhere,
        "waiting": len(summary.tally.waiting),
        "bytes": summary.tally.bytes,
        "replies": summary.replies,
        "shredded": [day.isoformat() for day in summary.shredded],
        "expired": summary.expired,
        "days_left": summary.days_left,
        "alarm": summary.alarm.what if summary.alarm else None,
        "warnings": list(summary.warnings),
    }


def _sentence(summary: Summary) -> str:
    tally = summary.tally
    parts = [f"{tally.filed} filed"]
    if tally.unopened:
        parts.append(f"{tally.unopened} that cannot be opened (amparo desk inbox --unopened)")
    if tally.elsewhere:
        parts.append(f"{tally.elsewhere} left to the other desks: sent before this one joined")
    if tally.waiting:
        parts.append(f"{len(tally.waiting)} still at the drop")
    if summary.replies:
        parts.append(f"{summary.replies} reply parts delivered")
    if summary.shredded:
        parts.append(f"{len(summary.shredded)} old day keys destroyed")
    if summary.expired:
        parts.append(f"{summary.expired} submissions whose time was over destroyed")
    return f"{', '.join(parts)}; sources can send for {summary.days_left} more days."


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar on a terminal, nothing elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("asking the drop", total=None)

        def report(step: Step) -> None:
            progress.update(
                task, description=f"envelope {step.number} of {step.total}", completed=step.here, total=step.size
            )

        yield report
