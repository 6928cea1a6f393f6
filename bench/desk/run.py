"""Adds many e-mail texts from an empty home with the real command: time, processor time, memory, size of the index.

    python bench/desk/run.py --files 27159

The texts are the FOIA e-mails of the corpora, each copy with a line of its own so that none is a duplicate. Processor
time and memory are read from /proc while it runs, for the command and for its workers apart.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
CORPORA = Path(os.environ.get("AMPARO_CORPORA", REPOSITORY.parent / "shared" / "corpora"))
EVERY = 0.2
TICK = os.sysconf("SC_CLK_TCK")


def material(folder: Path, files: int) -> int:
    """Write the texts; their bytes in all."""
    texts = [path.read_bytes() for path in sorted((CORPORA / "emails" / "clinton-foia").rglob("*.txt"))]
    size = 0
    for number in range(files):
        data = texts[number % len(texts)] + b"\ncopy number %d\n" % number
        place = folder / f"{number // 1000:04}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:07}.txt").write_bytes(data)
        size += len(data)
    return size


@dataclass(slots=True)
class Usage:
    """Processor seconds by process, and the most memory (proportional set size, bytes) that all had at once."""

    top: int
    seconds: dict[int, float] = field(default_factory=dict)
    memory: int = 0

    def look(self) -> None:
        """Take one sample of the process and of all that descend from it."""
        parents, memory = dict(_parents()), 0
        for process in (self.top, *_descendants(self.top, parents)):
            try:
                told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                memory += _memory(process)
            except (OSError, IndexError):
                continue
            self.seconds[process] = (int(told[11]) + int(told[12])) / TICK
        self.memory = max(self.memory, memory)

    @property
    def of_the_command(self) -> float:
        """Processor seconds of the command itself."""
        return self.seconds.get(self.top, 0.0)

    @property
    def of_workers(self) -> float:
        """Processor seconds of all that it started."""
        return sum(self.seconds.values()) - self.of_the_command


def _parents() -> list[tuple[int, int]]:
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                told = Path(f"/proc/{entry.name}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            found.append((int(entry.name), int(told[1])))
    return found


def _descendants(top: int, parents: dict[int, int]) -> list[int]:
    found: list[int] = []
    for process in (process for process, parent in parents.items() if parent == top):
        found += [process, *_descendants(process, parents)]
    return found


def _memory(process: int) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def measure(folder: Path, files: int) -> dict[str, object]:
    """Add `files` texts from an empty home."""
    size = material(folder / "material", files)
    home = folder / "home"
    words = ["desk", "add", str(folder / "material"), "--collection", "all", "--json", "--home", str(home)]
    started = time.monotonic()
    process = subprocess.Popen([sys.executable, "-m", "amparo.cli.main", *words], stdout=subprocess.PIPE, text=True)
    usage = Usage(process.pid)
    while process.poll() is None:
        usage.look()
        time.sleep(EVERY)
    seconds = time.monotonic() - started
    assert process.stdout is not None
    summary = json.loads(process.stdout.read())
    index = sum(path.stat().st_size for path in (home / "desk" / "index").rglob("*") if path.is_file())
    return {
        "files": files,
        "added": summary["added"],
        "seconds": round(seconds, 1),
        "files_a_second": round(files / seconds, 1),
        "cpu_command_ms_a_file": round(usage.of_the_command / files * 1000, 2),
        "cpu_workers_ms_a_file": round(usage.of_workers / files * 1000, 2),
        "memory_mib": round(usage.memory / 1024**2),
        "text_mib": round(size / 1024**2, 1),
        "index_mib": round(index / 1024**2, 1),
    }


def main() -> None:
    """Measure each size named, one JSON line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, nargs="+", default=[27_159])
    for files in parser.parse_args().files:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(Path(folder), files)), flush=True)


if __name__ == "__main__":
    main()
