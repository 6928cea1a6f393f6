"""Kills `amparo desk add` at random moments and compares what is left in the end with an undisturbed run.

    python bench/desk/kill.py --kills 200

Ends with 1 when anything differs: a row of the ledger, a document, an original, a hit.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "tests")]

from ingest_kills import Trial, trial  # noqa: E402 - found by the line above


def main() -> None:
    """Kill, compare, report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20261129)
    options = parser.parse_args()
    done = Trial()
    with tempfile.TemporaryDirectory() as folder:
        for done in trial(Path(folder), options.kills, random.Random(options.seed)):
            print(f"{done.kills} kills, {done.met} at work", *done.differences, sep="\n  ", file=sys.stderr, flush=True)
    print(json.dumps({"kills": done.kills, "at_work": done.met, "differences": done.differences}))
    sys.exit(1 if done.differences else 0)


if __name__ == "__main__":
    main()
