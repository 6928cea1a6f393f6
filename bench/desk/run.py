"""Adds many e-mail texts from an empty home with the real command: time, processor time, memory, size of the index.

    python bench/desk/run.py --files 27159
    python bench/desk/run.py --pdf-pages 5000
    python bench/desk/run.py --grow 10 --step 10000

The texts are the FOIA e-mails of the corpora, each copy with a line of its own so that none is a duplicate. PDFs are
made, 10 to 50 pages of text each. Growing adds invented texts to the same home, step by step. Processor time and memory
are read from /proc while it runs, for the command and for all that it started apart: workers, and from 1,000 files on
the process that reads; `machine_busy` is how many cores worked in all, so that a run on a busy machine is known by it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fpdf import FPDF

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


def pdfs(folder: Path, pages: int) -> int:
    """Write PDFs of at least so many pages of text in all; how many it became."""
    chance, made = random.Random(20261130), 0
    while made < pages:
        pdf, length = FPDF(), chance.randint(10, 50)
        pdf.set_font("Helvetica", size=11)
        for _ in range(length):
            pdf.add_page()
            for line in range(50):
                pdf.text(10, 12 + 5 * line, invented(chance, 9))
        pdf.output(str(folder / f"{made:07}.pdf"))
        made += length
    return made


def invented(chance: random.Random, words: int) -> str:
    """So many words, few of them often and many seldom, as in a real text."""
    return " ".join(f"word{int(chance.paretovariate(0.6)) % 500_000}" for _ in range(words))


def busy() -> float:
    """Seconds that all cores together have worked."""
    told = [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return (sum(told) - told[3] - told[4]) / TICK


def add(material: Path, home: Path) -> dict[str, float]:
    """Add a folder with the real command; what that took, and how many documents it gave."""
    words = ["desk", "add", str(material), "--collection", "all", "--json", "--home", str(home)]
    started, before = time.monotonic(), busy()
    process = subprocess.Popen([sys.executable, "-m", "amparo.cli.main", *words], stdout=subprocess.PIPE, text=True)
    usage = Usage(process.pid)
    while process.poll() is None:
        usage.look()
        time.sleep(EVERY)
    seconds = time.monotonic() - started
    assert process.stdout is not None
    summary = json.loads(process.stdout.read())
    return {
        "added": summary["added"],
        "pages": summary["pages"],
        "seconds": round(seconds, 1),
        "cpu_command": usage.of_the_command,
        "cpu_workers": usage.of_workers,
        "memory_mib": round(usage.memory / 1024**2),
        "machine_busy": round((busy() - before) / seconds, 2),
    }


def per(told: dict[str, float], unit: str, count: float) -> dict[str, float]:
    """The processor times as milliseconds for each of so many units."""
    command, workers = told.pop("cpu_command"), told.pop("cpu_workers")
    return {
        **told,
        f"{unit}_a_second": round(count / told["seconds"], 1),
        f"cpu_command_ms_a_{unit}": round(command / count * 1000, 2),
        f"cpu_workers_ms_a_{unit}": round(workers / count * 1000, 2),
    }


def measure_files(folder: Path, files: int) -> dict[str, float]:
    """Add `files` texts from an empty home."""
    size = material(folder / "material", files)
    told = per(add(folder / "material", folder / "home"), "file", files)
    index = sum(path.stat().st_size for path in (folder / "home" / "desk" / "index").rglob("*") if path.is_file())
    return {"files": files, **told, "text_mib": round(size / 1024**2, 1), "index_mib": round(index / 1024**2, 1)}


def measure_pdfs(folder: Path, pages: int) -> dict[str, float]:
    """Add PDFs of so many pages from an empty home."""
    (folder / "material").mkdir()
    made = pdfs(folder / "material", pages)
    return per(add(folder / "material", folder / "home"), "page", made)


def measure_growth(folder: Path, steps: int, size: int) -> Iterator[dict[str, float]]:
    """Add `size` invented texts again and again to the same home. None is deleted in between: an ext4
    without a journal passes over inodes that became free in the last minutes, one by one, for each new file.
    """
    chance = random.Random(20261130)
    for step in range(steps):
        place = folder / f"{step:04}"
        place.mkdir()
        for number in range(size):
            (place / f"{number:06}.txt").write_text(invented(chance, 150))
        yield {"documents": (step + 1) * size, **per(add(place, folder / "home"), "file", size)}


def main() -> None:
    """Measure what is named, one JSON line for each size; without a name, the full set of texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, nargs="+", default=[])
    parser.add_argument("--pdf-pages", type=int, nargs="+", default=[])
    parser.add_argument("--grow", type=int, default=0, metavar="STEPS")
    parser.add_argument("--step", type=int, default=10_000)
    asked = parser.parse_args()
    if not (asked.files or asked.pdf_pages or asked.grow):
        asked.files = [27_159]
    for measure, sizes in ((measure_files, asked.files), (measure_pdfs, asked.pdf_pages)):
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                print(json.dumps(measure(Path(folder), size)), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for told in measure_growth(Path(folder), asked.grow, asked.step):
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
