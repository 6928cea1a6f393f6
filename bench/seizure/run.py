"""A thousand sources, ninety days, then the drop is taken: what the thief learns. Writes RESULTS.md.

    run.py [--sources 1000] [--days 90] [--seed 1]

A real drop process lives through the plan of life.py in faked time; then its home and its memory are copied, and
attack.py, which gets nothing else, answers questions. The same script is let loose on the tables that the same life
would leave in SecureDrop and GlobaLeaks.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import report
from evidence import GROUPS
from judge import Score, score, search
from life import Event, plan
from peers import GlobaLeaks, SecureDrop
from questions import World, ask
from seize import seize
from stage import Stage, Truth, all_keys

from amparo.seal import bech32
from amparo.seal.mailbox import token

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build"
IDLE = 15.0
"""Seconds of quiet before the machine is taken."""


def attacked(dump: Path, world: World, dice: random.Random) -> tuple[dict[str, dict[str, Score]], float]:
    """Scores by kind and group, and the number of sources that the attacker believes in."""
    questions, truth = ask(world, dice)
    own = {source for question in questions if "answer" in question for source in [truth[question["number"]][1]]}
    sent = [len(world.by_source[source]) for source in own]
    known = {"records": list(world.envelopes), "each": sum(sent) / len(sent)}
    asked, told = dump / "questions.json", dump / "answers.json"
    asked.write_text(json.dumps({"questions": questions, "known": known}))
    subprocess.run([sys.executable, str(HERE / "attack.py"), str(dump), str(asked), str(told)], check=True)
    found = json.loads(told.read_text())
    scores = {
        kind: {group: score(groups[group], truth, dice) for group in GROUPS}
        for kind, groups in found["answers"].items()
    }
    return scores, float(found["sources"])


def needles(truth: Truth, home: Path) -> dict[str, list[bytes]]:
    """What must lie nowhere."""
    texts = {kind: [text.encode() for text in each] for kind, each in truth.texts.items()}
    keys = [source.keys for source in truth.sources.values() if source.keys is not None]
    texts["mailbox secrets"] = [each.mailbox_secret for each in keys]
    texts["tokens of their first replies"] = [token(each.mailbox_secret, "news", 0) for each in keys]
    texts["identity seeds"] = [bech32.decode(each.identity.secret_text())[1] for each in keys]
    return texts


def lived(folder: Path, events: list[Event], days: int, dice: random.Random) -> tuple[Truth, World]:
    """Let a drop live, then take it."""
    stage = Stage(folder, days, dice)
    try:
        stage.play(events)
        time.sleep(IDLE)
        seize(stage.home, stage.process.pid, folder / "dump")
    finally:
        stage.close()
    all_keys(stage.truth, str(stage.root.verifier))
    blobs = folder / "dump" / "home" / "drop" / "blobs"
    sizes = {key: (blobs / key).stat().st_size for key in stage.truth.envelopes}
    return stage.truth, World(stage.truth.envelopes, stage.truth.replies, sizes)


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--under", type=Path, default=BUILD, help="where the drop lives: its file system is seized too")
    parser.add_argument("--to", type=Path, default=HERE / "RESULTS.md")
    options = parser.parse_args()
    options.under.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="seizure-", dir=options.under))
    try:
        options.to.write_text(whole(folder, options.sources, options.days, random.Random(options.seed)))
    finally:
        shutil.rmtree(folder)
    print(options.to.read_text())


def whole(folder: Path, sources: int, days: int, dice: random.Random) -> str:
    """Live, take, attack, compare; the page."""
    events = plan(sources, days, dice)
    truth, world = lived(folder, events, days, dice)
    ours, guess = attacked(folder / "dump", world, dice)
    lying = search(folder / "dump", needles(truth, folder / "dump" / "home"))
    compared: dict[str, dict[str, Score]] = {kind: {"Amparo": groups[GROUPS[0]]} for kind, groups in ours.items()}
    counted: dict[str, Any] = {"Amparo": (guess, len(world.by_source))}
    for peer in (SecureDrop(folder / "sd", dice), GlobaLeaks(folder / "gl", dice)):
        name = type(peer).__name__
        peer.fill(events)
        scores, guess = attacked(folder / ("sd" if name == "SecureDrop" else "gl"), peer.world, dice)
        counted[name] = (guess, len(peer.world.by_source))
        for kind, groups in scores.items():
            compared[kind][name] = groups[GROUPS[0]]
    return page(events, sources, days, ours, compared, counted, lying)


def page(
    events: list[Event],
    sources: int,
    days: int,
    ours: dict[str, dict[str, Score]],
    compared: dict[str, dict[str, Score]],
    counted: Mapping[str, tuple[float, int]],
    lying: Mapping[str, tuple[int, int, int]],
) -> str:
    """RESULTS.md."""
    names = list(counted)
    guesses = [f"{guess:,.0f} for {real:,} ({abs(guess - real) / real:.1%} off)" for guess, real in counted.values()]
    return "\n".join(
        [
            "# The drop is seized: what a thief learns",
            "",
            f"{sources:,} sources, {days} days, {len(events):,} deeds; then every byte of home and memory is taken.",
            "Written by `make bench-seizure`; what is asked and how is in this folder’s files.",
            "",
            f"- machine: {report.machine()}",
            "- the attacker sent half of the submissions itself, learns from those, and is measured on the others",
            "- exactly 50.0 %: on what it was taught no mark did better than a toss, so it tosses",
            "- shares of right answers, 95 % intervals over sources; bold: more than 1 % above chance beyond doubt",
            "",
            "## Beside two peers: what the tables and file names say",
            "",
            *report.table(compared, names),
            "| how many sources? | " + " | ".join(guesses) + " |",
            "|---|" + "---:|" * len(names),
            "",
            "What gave it away:",
            "",
            *report.marks(compared, names),
            "## Amparo, by where the mark lies",
            "",
            *report.table(ours, GROUPS),
            *report.marks(ours, GROUPS),
            f"## What lay about, {IDLE:g} seconds after the last request",
            "",
            *report.found(lying),
        ]
    )


if __name__ == "__main__":
    main()
