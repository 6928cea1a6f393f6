"""RESULTS.md of the seizure."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from judge import Score

Table = Mapping[str, Mapping[str, Score]]
"""Kind of question → system or group of marks → score."""
SAID = {
    "link": "Which of two was sent by the same source as this one?",
    "link, same day and size": "The same, both of one day and one size",
    "reply": "Which of two envelopes does this reply answer to (same source)?",
    "reply, same day": "The same, both envelopes of one day",
    "order": "Which of two envelopes of one day came first?",
    "half of the day": "Did it come in the first or the second half of its day?",
}


def cell(score: Score | None) -> str:
    """A share with its interval; bold when it beats chance."""
    if score is None or not score.count:
        return "–"
    text = f"{score.share:.1%} ({score.low:.1%}–{score.high:.1%})"
    return f"**{text}**" if score.beats_chance else text


def table(scores: Table, columns: Sequence[str]) -> list[str]:
    """One line a question."""
    lines = ["| question (chance: 50 %) | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    for kind, said in SAID.items():
        lines.append(f"| {said} | " + " | ".join(cell(scores[kind].get(column)) for column in columns) + " |")
    return [*lines, ""]


def marks(scores: Table, columns: Sequence[str]) -> list[str]:
    """Which marks gave something away."""
    told = [
        f"- {column}, “{SAID[kind]}”: {score.mark}, {score.share:.1%} of {score.count:,} answers"
        for kind in SAID
        for column in columns
        if (score := scores[kind].get(column)) is not None and score.count and score.beats_chance
    ]
    return [*(told or ["- none"]), ""]


def found(lying: Mapping[str, tuple[int, int, int]]) -> list[str]:
    """What lay about."""
    lines = ["| of the sources’ | there were | on the disk | in memory |", "|---|---:|---:|---:|"]
    lines += [f"| {kind} | {all_:,} | {disk:,} | {memory:,} |" for kind, (all_, disk, memory) in lying.items()]
    return [*lines, ""]


def machine() -> str:
    """The machine, without names or places."""
    cpu = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return (
        f"{cpu[1] if cpu else platform.machine()}, {os.cpu_count()} processors, "
        f"Linux {platform.release().split('-')[0]}, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
    )
