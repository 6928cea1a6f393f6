"""Do answers to valid, unknown and mistyped passphrases differ in size or time? Writes RESULTS.md.

    run.py [--trials 2000] [--others 200] [--seconds N] [--with FILE]

A real drop; one request at a time, the kinds in random order, `--trials` of each. With a file, the answers of earlier
runs in it count too, and those of this one are added: for a machine that can be kept quiet for some minutes only.
Two-sample Kolmogorov-Smirnov tests (two-sided, the asymptotic distribution) compare the times of each kind with those
of words that nobody ever used. Sizes are of the whole response, head and body, as they come over the wire.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "tests"), str(REPOSITORY / "bench" / "seizure")]

import report  # noqa: E402 found by the line above, as the rest

from amparo.seal.mailbox import TOKEN_SIZE, WINDOW, window  # noqa: E402 sorted with it
from amparo.seal.passphrase import derive, generate, parse  # noqa: E402 sorted with it
from drop_process import Drop, running_drop  # noqa: E402 found by the line above

HERE = Path(__file__).resolve().parent
FORM = "application/x-www-form-urlencoded"

Ask = Callable[[], bytes]


def post(path: str, kind: str, body: bytes) -> bytes:
    """One whole request."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return (head + "Connection: close\r\n\r\n").encode() + body


def replies(words: str) -> bytes:
    """Words sent to /replies as a browser does, all questions of one length."""
    return post("/replies", FORM, f"passphrase={quote_plus(words)}&number=0".encode())


def prepare(drop: Drop, others: int, dice: random.Random) -> dict[str, dict[str, Ask]]:
    """The kinds of questions, by address; the first of each address is the one that others are compared with."""
    words, quiet = drop.passphrase(), drop.passphrase()
    for each in (words, quiet, *(drop.passphrase() for _ in range(others))):
        assert drop.send(each, "hello").status_code == 200
    for submission, _ in drop.submissions():
        keys = derive(parse(words), str(drop.newsroom.root.verifier))
        mine = submission.mailbox_secret == keys.mailbox_secret
        if mine or dice.random() < 0.9:
            drop.reply(submission, "Thank you. " * 300)
    right = window(derive(parse(words), str(drop.newsroom.root.verifier)).mailbox_secret, "news")

    def unknown() -> str:
        return str(generate(dice.randbytes))

    box = "application/octet-stream"
    return {
        "/replies": {
            "words nobody used": lambda: replies(unknown()),
            "words with a reply waiting": lambda: replies(words),
            "words of a source": lambda: replies(quiet),
            "one word mistyped": lambda: replies("q" + unknown()[1:]),
            "two words exchanged": lambda: replies(exchanged(unknown())),
            "six words": lambda: replies(unknown().partition(" ")[2]),
        },
        "/mailbox": {
            "unknown tokens": lambda: post("/mailbox", box, dice.randbytes(WINDOW * TOKEN_SIZE)),
            "tokens with a reply waiting": lambda: post("/mailbox", box, b"".join(right)),
        },
    }


def exchanged(words: str) -> str:
    """The first two words in the other order."""
    first, second, *rest = words.split()
    return " ".join((second, first, *rest))


def ask(address: tuple[str, int], request: bytes) -> tuple[float, int]:
    """Seconds from sending to the last byte, and bytes that came."""
    with socket.create_connection(address) as peer:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start = time.perf_counter()
        peer.sendall(request)
        size = 0
        while data := peer.recv(65536):
            size += len(data)
        return time.perf_counter() - start, size


def ks(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """The largest distance of the two distributions, and how likely one at least as large is by chance."""
    both = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    seen, largest = [0, 0], 0.0
    for place, (value, side) in enumerate(both):
        seen[side] += 1
        if place + 1 == len(both) or both[place + 1][0] != value:
            largest = max(largest, abs(seen[0] / len(one) - seen[1] / len(other)))
    root = math.sqrt(len(one) * len(other) / (len(one) + len(other)))
    x = (root + 0.12 + 0.11 / root) * largest
    tail = 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101)) if x > 0.2 else 1.0
    return largest, min(1.0, max(0.0, tail))


def table(kinds: Mapping[str, Sequence[tuple[float, int]]]) -> list[str]:
    """One line a kind."""
    first = [seconds for seconds, _ in next(iter(kinds.values()))]
    lines = ["| asked with | bytes | median ms | p10 | p90 | KS distance | p |", "|---|---:|---:|---:|---:|---:|---:|"]
    for name, answers in kinds.items():
        times = [seconds * 1000 for seconds, _ in answers]
        tenths = statistics.quantiles(times, n=10)
        sizes = "/".join(f"{size:,}" for size in sorted({size for _, size in answers}))
        distance, chance = ks([value / 1000 for value in times], first)
        beside = "" if times == [value * 1000 for value in first] else f"{distance:.3f} | {chance:.3f}"
        numbers = f"{statistics.median(times):.1f} | {tenths[0]:.1f} | {tenths[-1]:.1f}"
        lines.append(f"| {name} | {sizes} | {numbers} | {beside or '– | –'} |")
    return [*lines, ""]


def measure(
    drop: Drop, trials: int, others: int, seconds: float, dice: random.Random
) -> dict[str, dict[str, list[tuple[float, int]]]]:
    """All answers, asked for in random order until there are enough or the time is over."""
    kinds = prepare(drop, others, dice)
    order = [(path, name) for path, names in kinds.items() for name in names for _ in range(trials)]
    dice.shuffle(order)
    host = urlsplit(drop.url)
    answers: dict[str, dict[str, list[tuple[float, int]]]] = {
        path: {name: [] for name in kinds[path]} for path in kinds
    }
    end = time.monotonic() + seconds
    for path, name in order:
        if time.monotonic() > end:
            break
        answers[path][name].append(ask((str(host.hostname), int(host.port or 80)), kinds[path][name]()))
    return answers


def add_earlier(answers: dict[str, dict[str, list[tuple[float, int]]]], file: Path) -> None:
    """Put the answers of earlier runs with these, and all of them into the file."""
    if file.exists():
        for path, kinds in json.loads(file.read_text()).items():
            for name, earlier in kinds.items():
                answers[path][name] += [(seconds, size) for seconds, size in earlier]
    file.write_text(json.dumps(answers))


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--others", type=int, default=200, help="envelopes and replies that lie in the drop besides")
    parser.add_argument("--seconds", type=float, default=math.inf, help="stop asking after so long")
    parser.add_argument("--with", dest="earlier", type=Path, help="answers of earlier runs, in JSON")
    parser.add_argument("--to", type=Path, default=HERE / "RESULTS.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, running_drop(Path(home)) as drop:
        answers = measure(drop, options.trials, options.others, options.seconds, random.Random())
    if options.earlier:
        add_earlier(answers, options.earlier)
    trials = min(len(each) for kinds in answers.values() for each in kinds.values())
    lines = [
        "# One shape: answers to valid, unknown and mistyped passphrases",
        "",
        f"{trials:,} trials of each kind in random order, one at a time; {options.others:,} other sources are there.",
        "Written by `make bench-shape`. KS: two-sample Kolmogorov-Smirnov test of the times against the first line.",
        "",
        f"- machine: {report.machine()}",
        "",
    ]
    for path, kinds in answers.items():
        lines += [f"## POST {path}", "", *table(kinds)]
    options.to.write_text("\n".join(lines))
    print(options.to.read_text())


if __name__ == "__main__":
    main()
