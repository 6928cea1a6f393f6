"""From nothing to a reachable onion service, and what it costs to idle: `make bench-operator`.

The Tor network is a private one on loopback (AMPARO_PRIVATE_TOR names the script that starts it), so the seconds hold
what this software does and Tor's own work, not the distances of the real network.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
SCRIPT = Path(os.environ.get("AMPARO_PRIVATE_TOR", TOP.parent / "shared/tools/private_tor.py"))
AMPARO = [sys.executable, "-m", "amparo.cli.main", "drop"]
SETTLE = 10.0


@dataclass(frozen=True)
class Round:
    """Seconds from the start of `init` to the first page through Tor; resident bytes of the drop, with the processes
    that seal beside it, and of Tor afterwards. What the drop's processes share counts once.
    """

    init: float
    reachable: float
    drop: int
    tor: int


@contextmanager
def network(folder: Path) -> Iterator[tuple[str, str]]:
    """A running private network: its SOCKS address, and the options another Tor needs to be in it."""
    target = subprocess.Popen([sys.executable, "-m", "http.server", "--bind", "127.0.0.1", "18001"],
                              cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    command = [sys.executable, str(SCRIPT)]
    try:
        told = subprocess.run(
            [*command, "up", str(folder / "net"), "18001"], capture_output=True, text=True, check=True
        )
        client = (folder / "net/client/torrc").read_text()
        yield json.loads(told.stdout)["socks"], re.sub(r"(?m)^(DataDirectory|Nickname|Log|SocksPort) .*\n", "", client)
    finally:
        subprocess.run([*command, "down", str(folder / "net")], check=False)
        target.terminate()
        target.wait()


def measure(home: Path, socks: str, options: str) -> Round:
    """One fresh home."""
    (home / "onion").mkdir(parents=True, mode=0o700)
    (home / "onion/torrc.local").write_text(options)
    began = time.monotonic()
    init = [*AMPARO, "init", "--onion", "--accept-swap", "--home", str(home)]
    printed = subprocess.run(init, capture_output=True, text=True, check=True).stdout
    made = time.monotonic() - began
    address = re.findall(r"(?m)^sources: (.*)$", printed)[0]
    serve = [*AMPARO, "serve", "--onion", "--home", str(home)]
    process = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        curl = ["curl", "-s", "-o", "/dev/null", "-m", "20", "--socks5-hostname", socks, address]
        while subprocess.run(curl, check=False).returncode:
            time.sleep(0.1)
        reached = time.monotonic() - began
        time.sleep(SETTLE)
        children = [
            pid for task in Path(f"/proc/{process.pid}/task").glob("*/children") for pid in task.read_text().split()
        ]
        tor = [int(pid) for pid in children if Path(f"/proc/{pid}/comm").read_text() == "tor\n"]
        ours = [process.pid, *(int(pid) for pid in children if int(pid) not in tor)]
        return Round(made, reached, sum(resident(pid, "Pss") for pid in ours), sum(resident(pid, "Rss") for pid in tor))
    finally:
        process.terminate()
        process.wait()


def resident(pid: int, what: str) -> int:
    """What is resident of it (`Rss`), or its share of that (`Pss`; other Tors run here too), bytes. Of a process that
    forbids it, root alone may read that.
    """
    said = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.findall(rf"(?m)^{what}:\s+(\d+) kB", said)[0]) * 1024


def main() -> None:
    """Measure, and write RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--systemd", action="store_true", help="also once under a systemd of its own (root)")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="op-"))
    systemd = ""
    try:
        with network(folder) as (socks, known):
            rounds = [measure(folder / f"home{number}", socks, known) for number in range(options.rounds)]
            if options.systemd:
                (folder / "options").write_text(known)
                words = ["bash", str(HERE / "under_systemd.sh"), str(TOP), str(folder / "options")]
                systemd = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = report(rounds, systemd)
    (HERE / "RESULTS.md").write_text(text)
    print(text)


def report(rounds: list[Round], systemd: str) -> str:
    """The page."""
    cpu = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    tor = subprocess.run(["tor", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]

    def row(what: str, values: list[float], unit: str) -> str:
        return f"| {what} | {statistics.median(values):.1f} | {max(values):.1f} | {unit} |"

    lines = [
        "# An onion service with one command, measured",
        "",
        f"{len(rounds)} fresh homes; written by `make bench-operator` ({time.strftime('%Y-%m-%d')}). "
        f"{cpu[0] if cpu else 'Unknown processor'}, "
        f"{os.cpu_count()} processors, {memory} GiB; {tor} "
        "A private Tor network on the same machine: on the real one, add its distances.",
        "",
        "| `drop init --onion`, then `drop serve --onion` | median | worst | |",
        "|---|---:|---:|---|",
        row("init", [each.init for each in rounds], "s"),
        row("start of init to the first page through Tor (to reach: 120)", [each.reachable for each in rounds], "s"),
        row("resident, drop, with what seals beside it", [each.drop / 1e6 for each in rounds], "MB"),
        row("resident, Tor", [each.tor / 1e6 for each in rounds], "MB"),
        row("resident, both (to reach: 150)", [(each.drop + each.tor) / 1e6 for each in rounds], "MB"),
        "",
    ]
    if systemd:
        lines += ["As root on a Debian 12 without Tor, under systemd (`under_systemd.sh`); what it printed:", ""]
        lines += ["```", re.sub(r"descriptor:x25519:\w+", "descriptor:x25519:…", systemd.rstrip()), "```", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
