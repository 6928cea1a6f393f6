"""The drop beside OnionShare's receive mode, in turn, in one run; writes RESULTS.md.

OnionShare comes from the package registry into a virtual environment of its own under build/. Both serve on loopback,
from the same disk. The drop seals to three post-quantum recipients and syncs before it thanks; OnionShare stores
plaintext and does not sync. CPU seconds and written bytes are those of all processes of a server (/proc/PID/stat, io),
memory is the high-water mark of the largest. Clients are processes of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import replies
import report
import senders
import servers

REPOSITORY = Path(__file__).resolve().parents[2]
PLACE = REPOSITORY / "build" / "bench-drop"
HERE = Path(__file__).resolve().parent
MIB = 1024 * 1024
PEER = "onionshare-cli==2.7"
KINDS = ("Amparo", "OnionShare")
_Run = TypeVar("_Run")


@dataclass(frozen=True, slots=True)
class FileRun:
    """One upload of one file: bytes, seconds, the server's CPU seconds, bytes written and peak memory."""

    server: str
    size: int
    seconds: float
    cpu: float
    written: int
    peak: int


@dataclass(frozen=True, slots=True)
class TextRun:
    """Texts: clients, how many, texts a second, p50 and p99 in seconds, errors, the server's CPU seconds a text."""

    server: str
    clients: int
    count: int
    rate: float
    p50: float
    p99: float
    errors: int
    cpu: float
    peak: int


def peer_program() -> Path:
    """OnionShare's command, installed when it is not there yet."""
    program = PLACE / "onionshare" / "bin" / "onionshare-cli"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE / "onionshare")], check=True)
        pip = str(program.with_name("pip"))
        subprocess.run([pip, "install", "--quiet", PEER], check=True)
    return program


@contextmanager
def serving(kind: str) -> Iterator[servers.Server]:
    """A fresh server of this kind with an empty disk of its own."""
    folder = Path(tempfile.mkdtemp(dir=PLACE))
    try:
        if kind == "Amparo":
            with servers.amparo(folder / "home", folder / "log") as server:
                yield server
        else:
            with servers.onionshare(peer_program(), folder, folder / "log") as server:
                yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def one_file(kind: str, size: int) -> FileRun | None:
    """Upload one file to a fresh server; None when it does not take so much (OnionShare's server ends at 1 GiB)."""
    with serving(kind) as server:
        field = "file[]" if kind == "OnionShare" else "files"
        length, pieces = senders.file_form(size, server.texts(), field, servers.BOUNDARY)
        server.forget_peak()
        before = server.cost()
        try:
            seconds = senders.send_file((server.host, server.port), server.path, length, pieces, servers.BOUNDARY)
        except (ConnectionError, SystemExit):
            return None
        os.sync()
        cost = server.cost().since(before)
        return FileRun(kind, size, seconds, cost.cpu, cost.written, server.peak())


def many_texts(kind: str, clients: int, count: int, *, with_replies: bool = False) -> TextRun:
    """Send texts to a fresh server from another process, after a few to warm it up."""
    with serving(kind) as server:
        given = json.dumps({"fields": server.texts(with_replies=with_replies), "boundary": servers.BOUNDARY})
        command = [sys.executable, str(HERE / "senders.py"), server.host, str(server.port), server.path]

        def send(clients: int, count: int) -> senders.Texts:
            words = [*command, "--clients", str(clients), "--count", str(count)]
            said = subprocess.run(words, input=given, capture_output=True, text=True, check=True).stdout
            return senders.Texts(**json.loads(said))

        send(clients, min(50, count))
        server.forget_peak()
        before = server.cost()
        found = send(clients, count)
        cost = server.cost().since(before)
        times = sorted(found.seconds)
        name = f"{kind}, with replies" if with_replies else kind
        p50, p99 = times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)]
        return TextRun(
            name, clients, count, count / found.whole, p50, p99, found.errors, cost.cpu / count, server.peak()
        )


def many_files(kind: str, uploads: int, size: int) -> dict[str, object]:
    """So many uploads at the same time, each from a thread of one process of its own."""
    with serving(kind) as server:
        field = "file[]" if kind == "OnionShare" else "files"
        texts = server.texts()
        length, _ = senders.file_form(size, texts, field, servers.BOUNDARY)
        code = (
            "import sys, json, senders, concurrent.futures as f\n"
            "g = json.load(sys.stdin)\n"
            "def one(_):\n"
            "    try: return senders.send_file((g['host'], g['port']), g['path'], g['length'],"
            " senders.file_form(g['size'], g['fields'], g['field'], g['boundary'])[1], g['boundary'])\n"
            "    except (OSError, SystemExit): return -1\n"
            "with f.ThreadPoolExecutor(g['uploads']) as p: print(json.dumps(list(p.map(one, range(g['uploads'])))))\n"
        )
        given = {"host": server.host, "port": server.port, "path": server.path, "length": length, "size": size}
        given |= {"fields": texts, "field": field, "boundary": servers.BOUNDARY, "uploads": uploads}
        server.forget_peak()
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code], input=json.dumps(given), cwd=HERE, capture_output=True, text=True, check=True
        )
        whole = time.perf_counter() - started
        seconds = json.loads(done.stdout)
        lost = sum(each < 0 for each in seconds)
        return {
            "server": kind, "uploads": uploads, "size": size, "lost": lost, "rate": uploads * size / whole,
            "longest": max(seconds), "peak": server.peak(),
        }  # fmt: skip


def soak(seconds: int) -> dict[str, object]:
    """Texts from 8 clients for so long, and a file every ten seconds (12 GB in an hour); memory early and late."""
    with serving("Amparo") as server:
        body = senders.form(server.texts(), servers.BOUNDARY)
        request = senders.head(server.path, len(body), servers.BOUNDARY) + body
        address, begun, texts, errors = (server.host, server.port), time.monotonic(), 0, 0
        first, next_file = 0, begun
        while time.monotonic() < begun + seconds:
            found = senders.send_texts(address, request, 8, 500)
            texts, errors = texts + len(found.seconds), errors + found.errors
            if time.monotonic() >= next_file:
                next_file += 10
                length, pieces = senders.file_form(32 * MIB, server.texts(), "files", servers.BOUNDARY)
                senders.send_file(address, server.path, length, pieces, servers.BOUNDARY)
                spent = int(time.monotonic() - begun)
                print(f"{spent} of {seconds} s, {texts} texts, {errors} errors", end="\r", file=sys.stderr, flush=True)
            first = first or server.peak()
        return {"seconds": seconds, "texts": texts, "errors": errors, "first": first, "last": server.peak()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 4096], help="MB of the files (default 100 4096)")
    parser.add_argument("--rounds", type=int, default=3, help="of each file but the largest, and of texts; medians")
    parser.add_argument("--texts", type=int, default=10_000, help="texts from 8 clients (fewer from 1 and 64)")
    parser.add_argument("--uploads", type=int, default=200, help="at the same time, of 2 MB")
    parser.add_argument("--replies", type=int, default=1_000_000, help="stored replies that a check is timed with")
    parser.add_argument("--soak", type=int, default=0, metavar="SECONDS", help="how long to soak (default: not at all)")
    parser.add_argument(
        "--found", type=Path, help="JSON of earlier runs, for parts one at a time: this one adds to them"
    )
    parser.add_argument("--to", type=Path, default=HERE / "RESULTS.md")
    options = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    peer_program()
    found: dict[str, object] = {"files": [], "texts": [], "together": [], "replies": None, "soak": None}
    if options.found and options.found.exists():
        found |= json.loads(options.found.read_text())
    found |= {name: each for name, each in measured(options).items() if each}
    if options.found:
        options.found.write_text(json.dumps(found))
    text = report.render(found)
    options.to.write_text(text, "utf-8")
    print(text)


def measured(options: argparse.Namespace) -> dict[str, object]:
    """Each part that is asked for; the others are empty."""
    files = [
        one_file(kind, size * 1_000_000)
        for size in options.sizes
        for _ in range(1 if size > 1000 else options.rounds)
        for kind in KINDS
    ]
    counts = {1: options.texts // 10, 8: options.texts, 64: options.texts} if options.texts else {}
    texts = median_texts(
        [
            many_texts(kind, clients, count)
            for clients, count in counts.items()
            for _ in range(options.rounds)
            for kind in KINDS
        ]
    )
    texts += [
        many_texts("Amparo", clients, max(50, count // 20), with_replies=True) for clients, count in counts.items()
    ]
    return {
        "files": [asdict(each) for each in medians([run for run in files if run is not None])],
        "texts": [asdict(each) for each in texts],
        "together": [many_files(kind, options.uploads, 2_000_000) for kind in KINDS] if options.uploads else [],
        "replies": replies.measure(PLACE, options.replies) if options.replies else None,
        "soak": soak(options.soak) if options.soak else None,
    }


def grouped(runs: list[_Run], key: Callable[[_Run], tuple[int, str]]) -> Iterable[tuple[tuple[int, str], list[_Run]]]:
    """The runs that belong together, in the order in which the first of each came."""
    groups: dict[tuple[int, str], list[_Run]] = {}
    for run in runs:
        groups.setdefault(key(run), []).append(run)
    return groups.items()


def medians(runs: list[FileRun]) -> list[FileRun]:
    """One run for each server and size, each figure the median."""
    return [
        FileRun(
            server,
            size,
            statistics.median(run.seconds for run in group),
            statistics.median(run.cpu for run in group),
            int(statistics.median(run.written for run in group)),
            int(statistics.median(run.peak for run in group)),
        )
        for (size, server), group in grouped(runs, lambda run: (run.size, run.server))
    ]


def median_texts(runs: list[TextRun]) -> list[TextRun]:
    """One run for each server and number of clients: texts and errors of all, the highest peak, medians of the rest."""
    return [
        TextRun(
            server,
            clients,
            sum(run.count for run in group),
            statistics.median(run.rate for run in group),
            statistics.median(run.p50 for run in group),
            statistics.median(run.p99 for run in group),
            sum(run.errors for run in group),
            statistics.median(run.cpu for run in group),
            max(run.peak for run in group),
        )
        for (clients, server), group in grouped(runs, lambda run: (run.clients, run.server))
    ]


if __name__ == "__main__":
    main()
