"""Search at the size of a large leak: ours beside SQLite FTS5, Xapian and PostgreSQL, in one run over one synthetic
collection; writes SEARCH.md.

    .venv/bin/python bench/desk/search.py --documents 271590 --work build/bench-search

An index that is there already is used again. No memory of answers helps: ours forgets its counts before each
question. The first round warms the files and is not counted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from search_corpus import EVERYWHERE, Made, documents, surname
from search_engines import PAGE, Amparo, Fts5, Measured, Postgres, Xapian, cpu_seconds, directory_bytes, now

from amparo.search.faults import QueryError

HERE = Path(__file__).resolve().parent
ENGINES: dict[str, Callable[[Path], Measured]] = {
    "amparo": Amparo,
    "SQLite FTS5": Fts5,
    "Xapian": Xapian,
    "PostgreSQL": Postgres,
}
_COMMON = ("state", "department", "united", "government", "secretary", "president", "information", "policy", "office")
_PAIRS = ("united states", "state department", "secretary of state", "white house", "soviet union", "the president")
_BEGINNINGS = ("negotiat*", "ambassad*", "intellig*", "confiden*", "militar*")
# What only ours is asked: the others have no such query, or only in another form.
_OURS = {
    "everything (*)": "*",
    "misspelt (~1)": "presidant~1",
    "within 5 words": '"soviet government"~5',
    "expression, one word": "/negotiat(e|ion)s?/",
    "dates and words": "treaty date:1965..1975",
    "number and type": "pages:>=1 type:pdf treaty",
    "like a document": "like:d000001234",
    "expression over the text": r"/ambassador \w+ told/",
    "expression, rare words": r"/harbou?r \w+ ambassador/",
}


def main() -> None:
    """Fill what is not filled, ask, write."""
    options = _options()
    work: Path = options.work
    work.mkdir(parents=True, exist_ok=True)
    report: dict[str, Any] = {"filling": _filled(options, work), "asking": {}, "ours": {}}
    for name in options.engines:
        report["asking"][name] = _asked(ENGINES[name](work / _slug(name)), options.rounds, options.slow)
    if "amparo" in options.engines:
        report["ours"] = _ours(Amparo(work / "amparo", facets=True), options.rounds)
    (work / "report.json").write_text(json.dumps(report, indent=1))
    options.out.write_text(_page(report, options))
    print(options.out.read_text())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=271_590)
    parser.add_argument("--engines", nargs="*", default=list(ENGINES), choices=list(ENGINES))
    parser.add_argument("--rounds", type=int, default=60, help="times each kind of query is asked")
    parser.add_argument("--slow", type=float, default=20.0, help="seconds after which a kind of query is asked no more")
    parser.add_argument("--work", type=Path, default=Path("build/bench-search"))
    parser.add_argument("--out", type=Path, default=HERE / "SEARCH.md")
    parser.add_argument("--said", default="", help="a sentence on the machine, e.g. that it was busy")
    return parser.parse_args()


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _filled(options: argparse.Namespace, work: Path) -> dict[str, Any]:
    """Seconds, processor seconds and bytes of each index, remembered beside it."""
    text = work / f"text-{options.documents}.json"
    if not text.exists():
        size = sum(len(made.text.encode()) + len(made.title.encode()) for made in documents(options.documents))
        text.write_text(json.dumps(size))
    found: dict[str, Any] = {"text": json.loads(text.read_text())}
    for name in options.engines:
        told = work / f"{_slug(name)}-{options.documents}.json"
        if not told.exists():
            told.write_text(json.dumps(_fill(ENGINES[name], work / _slug(name), options.documents)))
        found[name] = json.loads(told.read_text())
    return found


def _fill(engine: Callable[[Path], Measured], path: Path, number: int) -> dict[str, float]:
    began, used = now(), cpu_seconds()
    making: list[tuple[float, float]] = []
    opened = engine(path)
    opened.fill(_counted(documents(number), making))
    opened.close()
    # Making the documents is no engine's work.
    seconds = now() - began - sum(wall for wall, _ in making)
    cpu = cpu_seconds() - used - sum(cpu for _, cpu in making)
    return {"seconds": seconds, "cpu": cpu, "bytes": directory_bytes(path)}


def _counted(made: Iterator[Made], spent: list[tuple[float, float]]) -> Iterator[Made]:
    """The documents, and the wall and processor time it took to make them."""
    while True:
        began, used = now(), time.thread_time()
        each = next(made, None)
        spent.append((now() - began, time.thread_time() - used))
        if each is None:
            return
        yield each


def _questions(rounds: int) -> dict[str, list[tuple[str, ...]]]:
    choice = random.Random(11)
    return {
        "a word of every document": [(EVERYWHERE,)] * rounds,
        "a common word": [(choice.choice(_COMMON),) for _ in range(rounds)],
        "a name": [(surname(choice).lower(),) for _ in range(rounds)],
        "two words": [tuple(choice.sample(_COMMON, 2)) for _ in range(rounds)],
        "a name and a common word": [(surname(choice).lower(), choice.choice(_COMMON)) for _ in range(rounds)],
        "a phrase": [(f'"{choice.choice(_PAIRS)}"',) for _ in range(rounds)],
        "a beginning": [(choice.choice(_BEGINNINGS),) for _ in range(rounds)],
    }


Times = list[tuple[float, float]]
"""Wall and processor milliseconds of each answer."""


def _asked(engine: Measured, rounds: int, slow: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    whole: Times = []
    for name, questions in _questions(rounds).items():
        times = _times(engine, questions, slow)
        found[name] = _summary(times)
        whole += times
    found["all together"] = _summary(whole)
    engine.close()
    return found


def _ours(engine: Amparo, rounds: int) -> dict[str, Any]:
    found = {}
    for name, query in {"a word of every document": EVERYWHERE, **_OURS}.items():
        try:
            found[name] = _summary(_times(engine, [(query,)] * rounds, 20.0))
        except QueryError as refused:
            print(f"{name}: {refused.what}", file=sys.stderr)
    return found


def _times(engine: Measured, questions: list[tuple[str, ...]], slow: float) -> Times:
    engine.find(questions[0])
    times: Times = []
    for question in questions:
        began, used = now(), engine.cpu()
        engine.find(question)
        times.append(((now() - began) * 1000, (engine.cpu() - used) * 1000))
        if sum(wall for wall, _ in times) > slow * 1000:
            break
    return times


def _summary(times: Times) -> dict[str, float]:
    wall, cpu = sorted(each[0] for each in times), sorted(each[1] for each in times)
    place = min(len(times) - 1, int(len(times) * 0.95))
    return {
        "median": statistics.median(wall),
        "p95": wall[place],
        "cpu": statistics.median(cpu),
        "cpu_p95": cpu[place],
        "asked": len(times),
    }


def _page(report: dict[str, Any], options: argparse.Namespace) -> str:
    text = report["filling"]["text"]
    lines = [
        f"# {options.documents:,} documents",
        "",
        f"Synthetic, from the corpora's texts (`search_corpus.py`), {text / 1e6:,.0f} MB. Every answer is the exact",
        f"number of hits and the best {PAGE} with title and snippet (Xapian's number is an estimate over all of them).",
        "Written by `bench/desk/search.py`.",
        "",
        f"- machine: {_machine()}; {options.said}".rstrip("; "),
        "",
        "| engine | indexing, processor seconds | wall | index MB | of the text |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in options.engines:
        told = report["filling"][name]
        lines.append(
            f"| {name} | {told['cpu']:,.0f} | {told['seconds']:,.0f} "
            f"| {told['bytes'] / 1e6:,.0f} | {told['bytes'] / text:.2f} |"
        )
    lines += ["", "Asking, processor milliseconds: median · p95 (wall: median · p95)", ""]
    lines.append("| query | " + " | ".join(options.engines) + " |")
    lines.append("|---|" + "---:|" * len(options.engines))
    for query in [*_questions(1), "all together"]:
        cells = " | ".join(_cell(report["asking"][name][query]) for name in options.engines)
        lines.append(f"| {query} | {cells} |")
    if report["ours"]:
        lines += ["", "Ours alone, with all facets and months counted:", "", "| query | |", "|---|---:|"]
        lines += [f"| {name} | {_cell(told)} |" for name, told in report["ours"].items()]
    return "\n".join(lines) + "\n"


def _cell(told: dict[str, float]) -> str:
    return f"{told['cpu']:,.1f} · {told['cpu_p95']:,.1f} ({told['median']:,.1f} · {told['p95']:,.1f})"


def _machine() -> str:
    told = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in told if "model name" in line), "unknown")
    return (
        f"{model}, {len(os.sched_getaffinity(0))} processors, Linux {platform.release()}, Python "
        f"{platform.python_version()}, tantivy {version('tantivy')}, {datetime.now(UTC).date().isoformat()}"
    )


if __name__ == "__main__":
    sys.exit(main())
