"""Which process serves this drop, and how: a note in HOME/drop for `drop status`, which runs beside it.

The lock in amparo.drop.store decides who may serve; this only tells. A note left by a killed process is known by its
start time, which the kernel gives no second process with the same id.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOTE = "serving.json"


@dataclass(frozen=True, slots=True)
class Serving:
    """One process: its version, and whether its memory is kept out of swap."""

    version: str
    memory_locked: bool


@contextlib.contextmanager
def noted(folder: Path, serving: Serving) -> Iterator[None]:
    """Keep the note while the block runs."""
    path = folder / NOTE
    facts = {"pid": os.getpid(), "started": _started(os.getpid()), "version": serving.version}
    path.write_text(json.dumps({**facts, "memory_locked": serving.memory_locked}), "utf-8")
    path.chmod(0o600)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def serving(folder: Path) -> Serving | None:
    """The process that serves this drop now, or None."""
    try:
        noted = json.loads((folder / NOTE).read_text("utf-8"))
        if noted["started"] and _started(int(noted["pid"])) == noted["started"]:
            return Serving(str(noted["version"]), bool(noted["memory_locked"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _started(pid: int) -> str:
    """When a process began, in ticks since the machine's start (proc(5), field 22); empty when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
