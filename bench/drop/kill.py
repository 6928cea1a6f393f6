"""Kills a drop at random moments under load and holds what it has against what it acknowledged. Writes KILLS.md.

    kill.py [--kills 500] [--seed 20261130] [--each 100] [--afresh]

Begun again, it goes on where it was stopped: a home lives for `--each` kills, and what a finished one gave is kept in
build/drop-kill. Ends with 1 when anything was not as promised.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "tests")]

from drop_kills import Trial, trial  # noqa: E402 - found by the line above

HERE = Path(__file__).resolve().parent
DONE = REPOSITORY / "build" / "drop-kill"


def one_home(kills: int, seed: str) -> dict[str, Any]:
    """Kill one home's drop so often; what it met and what came out wrong."""
    so_far, seen = Trial(), 0
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        for so_far in trial(Path(folder), kills, random.Random(seed)):
            seen = so_far.kills
            print(f"{seen} kills", *so_far.wrong, sep="\n  ", file=sys.stderr, flush=True)
    return {"kills": seen, "met": so_far.met, "wrong": so_far.wrong}


def main() -> None:
    """Kill until there are enough, keep what each home gave, write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--each", type=int, default=100, help="kills of one home")
    parser.add_argument("--afresh", action="store_true", help="forget the kills of earlier runs")
    options = parser.parse_args()
    if options.afresh:
        shutil.rmtree(DONE, ignore_errors=True)
    DONE.mkdir(parents=True, exist_ok=True)
    results = [json.loads(path.read_text()) for path in sorted(DONE.glob("*.json"))]
    # Stopped by a person or by the clock, what was found so far is kept.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    while (left := options.kills - sum(each["kills"] for each in results)) > 0:
        number = len(results)
        results.append(one_home(min(left, options.each), f"{options.seed} {number}"))
        stopped = results[-1]["kills"] < min(left, options.each)
        (DONE / f"{number:04}.json").write_text(json.dumps(results[-1]))
        (HERE / "KILLS.md").write_text(page(results, options.seed))
        if stopped:
            sys.exit(130)
    print((HERE / "KILLS.md").read_text())
    sys.exit(any(each["wrong"] for each in results))


def page(results: list[dict[str, Any]], seed: int) -> str:
    """KILLS.md."""
    met = sum((Counter(each["met"]) for each in results), Counter[str]())
    kills = sum(each["kills"] for each in results)
    wrong = [each for result in results for each in result["wrong"]]
    rows = [
        ("kills under load", kills - met["while it started"]),
        ("kills while it started again", met["while it started"]),
        ("submissions acknowledged", met["acknowledged"]),
        ("submissions cut off before", met["cut off"]),
        ("deleted on the desk's word", met["deleted"]),
        ("replies left and acknowledged", met["replies"]),
        ("replies removed by their readers", met["replies removed"]),
        ("**broken promises**", len(wrong)),
    ]
    return "\n".join(
        [
            "# The drop killed under load",
            "",
            f"Written by `make bench-drop-kill` ({time.strftime('%Y-%m-%d')}, seed {seed}): {kills} times `kill -9` of "
            f"the real server and its sealing processes at random moments, {len(results)} homes. Two clients send "
            "texts, two forms with files, two upload with tus and go on after each kill where they were cut off, one "
            "leaves and removes replies, one deletes what the desk has.",
            "",
            "After each start: every acknowledged submission is listed, opens with the desk's keys and is byte for "
            "byte what was sent; nothing is listed that is not whole, or twice; every file has its row; what was "
            "deleted or removed is nowhere on the disk, and an acknowledged reply is there. In the end the desk's own "
            "command fetches all. The store is opened by the next start, never by hand.",
            "",
            "| | |",
            "|---|---:|",
            *(f"| {what} | {count:,} |" for what, count in rows),
            "",
            *(f"- {each}" for each in wrong),
        ]
    )


if __name__ == "__main__":
    main()
