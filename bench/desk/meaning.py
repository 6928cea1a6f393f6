"""Searching by meaning: what reading for it costs beside adding, how much room it takes, how long a question takes in
a large collection, and what it finds that words do not. Prints JSON lines.

    .venv/bin/python bench/desk/meaning.py --files 2000
    .venv/bin/python bench/desk/meaning.py --documents 271590

Costs are processor seconds of the real commands over FOIA e-mails. Time in a large collection is that of so many
documents of --passages passages each, whose vectors are chance: comparing does not depend on what they say. What is
found is asked in `meaning_questions.json`: written for this page after reading the documents, each about one document
in words that it does not use, the last four in other languages. The collection is the FRUS cables, the press articles
and the JFK texts of the corpora.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from run import CORPORA, material

from amparo.desk.holdings import open_holdings
from amparo.search.meaning import DIMENSIONS, vectors
from amparo.search.nearest import PASSAGE, nearest

HERE = Path(__file__).resolve().parent
OTHER_LANGUAGES = 4
"""The last questions."""


def command(*words: str) -> tuple[float, float, dict[str, Any]]:
    """Processor and wall seconds of a command of the desk, and what it printed."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    line = [sys.executable, "-m", "amparo.cli.main", "desk", *words, "--json"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return round(cpu, 1), round(time.monotonic() - started, 1), json.loads(done.stdout)


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def costs(files: int) -> dict[str, Any]:
    """Adding, then reading for meaning."""
    with tempfile.TemporaryDirectory() as folder:
        home, texts = Path(folder) / "home", Path(folder) / "texts"
        text_bytes = material(texts, files)
        add, _, added = command("add", str(texts), "--collection", "all", "--home", str(home))
        index = size(home / "desk" / "index")
        read, seconds, told = command("meaning", "--collection", "all", "--home", str(home))
        return {
            "files": added["added"],
            "text_bytes_a_file": text_bytes // files,
            "add_cpu_ms_a_file": round(add / files * 1000, 2),
            "meaning_cpu_ms_a_file": round(read / files * 1000, 2),
            "meaning_seconds": seconds,
            "passages_a_file": round(told["passages"] / files, 1),
            "passages_a_cpu_second": round(told["passages"] / read),
            "index_bytes_a_file": index // files,
            "meaning_bytes_a_file": size(home / "desk" / "index" / "meaning") // files,
        }


def at_size(documents: int, passages: int, rounds: int) -> dict[str, Any]:
    """Questions in so many documents."""
    chance, count = np.random.default_rng(20261130), documents * passages
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "vectors", Path(folder) / "passages"
        with files[0].open("wb") as out, files[1].open("wb") as told:
            for first in range(0, documents, 10_000):
                some = min(10_000, documents - first)
                out.write(chance.integers(-127, 128, (some * passages, DIMENSIONS), np.int8).tobytes())
                rows = np.zeros(some * passages, PASSAGE)
                rows["key"] = np.repeat(np.arange(first + 1, first + some + 1), passages)
                rows["scale"], rows["end"] = 0.0006, 400
                told.write(rows.tobytes())
        cpu, wall, narrowed = [], [], []
        allowed = sorted(chance.choice(documents, documents // 10, replace=False).tolist())
        for number in range(rounds + 1):
            question = chance.normal(size=DIMENSIONS).astype(np.float32)
            used, began = time.process_time(), time.perf_counter()
            nearest(files, count, question / np.linalg.norm(question), 200)
            if number:  # the first warms the files
                cpu.append(time.process_time() - used)
                wall.append(time.perf_counter() - began)
            used = time.process_time()
            nearest(files, count, question, 200, allowed)
            narrowed.append(time.process_time() - used)
        began = time.process_time()
        vectors(["a question that is asked first"])
        loading = time.process_time() - began
        began = time.process_time()
        vectors(["a question that is asked next"])
        return {
            "documents": documents,
            "passages": count,
            "megabytes": round(size(Path(folder)) / 1e6),
            "cpu_ms_median_and_most": [round(float(np.median(cpu)) * 1000), round(max(cpu) * 1000)],
            "wall_ms_median_and_most": [round(float(np.median(wall)) * 1000), round(max(wall) * 1000)],
            "narrowed_to_a_tenth_cpu_ms": round(float(np.median(narrowed)) * 1000),
            "model_loading_cpu_ms": round(loading * 1000),
            "question_cpu_ms": round((time.process_time() - began) * 1000, 1),
        }


def texts() -> Iterator[tuple[str, str]]:
    """The collection that is asked: names and texts."""
    for path in sorted((CORPORA / "cables").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            told = json.loads(line)
            body = told["body"] if isinstance(told["body"], str) else "\n\n".join(told["body"])
            yield told["id"].replace("/", "-"), body
    for folder, pattern in (("press/gum-plain", "*.txt"), ("dossiers/jfk-2021-text", "*.md")):
        for path in sorted((CORPORA / folder).rglob(pattern)):
            yield path.stem, path.read_text(errors="replace")


def found() -> dict[str, Any]:
    """How many questions find their document among the first ten: by meaning, by all words, by any word."""
    questions: list[tuple[str, str]] = json.loads((HERE / "meaning_questions.json").read_text())
    with tempfile.TemporaryDirectory() as folder:
        home, place = Path(folder) / "home", Path(folder) / "texts"
        place.mkdir()
        for name, text in texts():
            (place / f"{name}.txt").write_text(text)
        _, _, added = command("add", str(place), "--collection", "all", "--home", str(home))
        command("meaning", "--collection", "all", "--home", str(home))
        ways = {"meaning": 'meaning:"{}"', "all words": "{}", "any word": "{}"}
        ranks: dict[str, list[int]] = {way: [] for way in ways}
        with open_holdings(home) as holdings:
            for question, name in questions:
                words = [word for word in question.replace("'", " ").replace(",", " ").split() if len(word) > 3]
                for way, form in ways.items():
                    asked = form.format(question if way == "meaning" else (" " if "all" in way else " OR ").join(words))
                    hits = holdings.engine.search(asked, limit=100).hits
                    names = [Path(hit.path).stem for hit in hits]
                    ranks[way].append(names.index(name) + 1 if name in names else 0)
        ours = {way: each[:-OTHER_LANGUAGES] for way, each in ranks.items()}
        others = {way: each[-OTHER_LANGUAGES:] for way, each in ranks.items()}
        return {
            "documents": added["added"],
            "questions": len(ours["meaning"]),
            "in_the_first_ten": {way: sum(1 for rank in each if 1 <= rank <= 10) for way, each in ours.items()},
            "first": {way: each.count(1) for way, each in ours.items()},
            "in_other_languages": len(others["meaning"]),
            "of_these_in_the_first_ten": {way: sum(1 for r in each if 1 <= r <= 10) for way, each in others.items()},
            "ranks": ranks,
        }


def main() -> None:
    """Measure what is named; without a name, all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=0, help="FOIA e-mails to add and read")
    parser.add_argument("--documents", type=int, default=0, help="the size of the large collection")
    parser.add_argument("--passages", type=int, default=11, help="passages of each of its documents")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--found", action="store_true", help="what is found")
    asked = parser.parse_args()
    everything = not (asked.files or asked.documents or asked.found)
    if asked.files or everything:
        print(json.dumps(costs(asked.files or 2_000)), flush=True)
    if asked.documents or everything:
        print(json.dumps(at_size(asked.documents or 271_590, asked.passages, asked.rounds)), flush=True)
    if asked.found or everything:
        print(json.dumps(found()), flush=True)


if __name__ == "__main__":
    main()
