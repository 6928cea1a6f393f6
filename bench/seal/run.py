"""Seal and open 1 GiB beside the `age` command, `pyrage` and OpenSSL's own ceiling; writes RESULTS.md.

All cases run in turn, round after round, so that a busy moment falls on all of them. CPU seconds are user
plus system time of the whole process, start of the interpreter included (wait4). Peak memory is the kernel's high-water
mark of the process (VmHWM). Input files are in the page cache; output goes to /dev/null.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import report

REPOSITORY = Path(__file__).resolve().parents[2]
TOOLS = REPOSITORY / "build" / "tools"
HERE = Path(__file__).resolve().parent
RECIPIENTS = (1, 3, 5)
AMPARO = str(Path(sys.executable).with_name("amparo"))
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Run:
    """What one process cost: CPU and wall seconds, peak bytes resident."""

    cpu: float
    wall: float
    peak: int


@dataclass(slots=True)
class Case:
    """One thing measured; `group` is the table it stands in."""

    group: str
    name: str
    command: Sequence[str]
    runs: list[Run] = field(default_factory=list)

    def median(self, what: str) -> float:
        return statistics.median(getattr(run, what) for run in self.runs)


def measure(command: Sequence[str]) -> Run:
    """Run a command that must succeed."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0
    while True:
        peak = max(peak, high_water(process.pid))
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.01)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(command)}")
    return Run(usage.ru_utime + usage.ru_stime, time.monotonic() - started, peak)


def high_water(pid: int) -> int:
    """Peak resident bytes so far; 0 once the process is gone. (wait4's figure would count this process too.)"""
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


class Keys:
    """Identity files and recipients of both kinds, made by `amparo seal keygen`."""

    def __init__(self, folder: Path) -> None:
        self.recipients: dict[str, list[str]] = {"pq": [], "x25519": []}
        self.identity: dict[str, str] = {}
        for kind, options in (("pq", []), ("x25519", ["--x25519"])):
            for number in range(max(RECIPIENTS)):
                path = folder / f"{kind}-{number}.txt"
                made = subprocess.run(
                    [AMPARO, "seal", "keygen", *options, "-o", str(path)], check=True, capture_output=True, text=True
                )
                self.recipients[kind].append(made.stdout.strip())
                self.identity.setdefault(kind, str(path))

    def to(self, kind: str, count: int) -> list[str]:
        return [word for recipient in self.recipients[kind][:count] for word in ("-r", recipient)]


def find_age() -> str | None:
    return shutil.which("age", path=f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


def seal_cases(keys: Keys, age: str | None, plain: str) -> list[Case]:
    cases = []
    for count in RECIPIENTS:
        for kind, label in (("pq", "post-quantum"), ("x25519", "X25519")):
            group, to = f"Sealing, {label} recipients", keys.to(kind, count)
            cases.append(Case(group, f"amparo, {count}", [AMPARO, "seal", "encrypt", *to, "-o", "/dev/null", plain]))
            if age:
                cases.append(Case(group, f"age, {count}", [age, *to, "-o", "/dev/null", plain]))
        names = keys.recipients["x25519"][:count]
        pyrage = [sys.executable, str(HERE / "peer_pyrage.py"), "seal", plain, *names]
        cases.append(Case("Sealing, X25519 recipients", f"pyrage, {count}", pyrage))
    return cases


def open_cases(keys: Keys, age: str | None, sealed: dict[tuple[str, int], str]) -> list[Case]:
    cases = []
    for (kind, count), file in sealed.items():
        label = "post-quantum" if kind == "pq" else "X25519"
        group, me = f"Opening, {label} recipients", keys.identity[kind]
        decrypt = [AMPARO, "seal", "decrypt", "-i", me, "-o", "/dev/null", file]
        cases.append(Case(group, f"amparo, {count}", decrypt))
        if age:
            cases.append(Case(group, f"age, {count}", [age, "-d", "-i", me, "-o", "/dev/null", file]))
        if kind == "x25519":
            pyrage = [sys.executable, str(HERE / "peer_pyrage.py"), "open", file, me]
            cases.append(Case(group, f"pyrage, {count}", pyrage))
    return cases


def ceiling_cases(plain: str) -> list[Case]:
    bare = [sys.executable, str(HERE / "ceiling.py")]
    group = "Ceilings: ChaCha20-Poly1305 alone, 64 KiB at a time"
    return [
        Case(group, "file read and encrypt_into, bare loop in Python", [*bare, "file", plain]),
        Case(group, "encrypt_into in memory, bare loop in Python", [*bare, "memory", str(Path(plain).stat().st_size)]),
        Case(group, "the file read alone", [*bare, "read", plain]),
    ]


def openssl_speed(size: int) -> float | None:
    """CPU seconds that the system's `openssl speed` would need for `size` bytes of 64 KiB pieces; None without it."""
    if not shutil.which("openssl"):
        return None
    command = ["openssl", "speed", "-mr", "-evp", "chacha20-poly1305", "-bytes", "65536", "-seconds", "3"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(next(line for line in out.splitlines() if line.startswith("+F:")).split(":")[-1])
    return size / rate


def prepare(folder: Path, size: int, keys: Keys) -> tuple[str, dict[tuple[str, int], str]]:
    """The plaintext, and it sealed to one and to three recipients of each kind."""
    plain = folder / "plain"
    with plain.open("wb") as file:
        for _ in range(size // MIB):
            file.write(os.urandom(MIB))
    sealed = {}
    for kind, count in (("pq", 1), ("pq", 3), ("x25519", 3)):
        target = folder / f"{kind}-{count}.age"
        subprocess.run([AMPARO, "seal", "encrypt", *keys.to(kind, count), "-o", str(target), str(plain)], check=True)
        sealed[kind, count] = str(target)
    return str(plain), sealed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mib", type=int, default=1024, help="size of the file (default 1024)")
    parser.add_argument("--runs", type=int, default=7, help="rounds; the medians are shown (default 7)")
    parser.add_argument("--to", type=Path, default=HERE / "RESULTS.md", help="where to write the report")
    options = parser.parse_args()
    size = options.mib * MIB
    (REPOSITORY / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=REPOSITORY / "build") as name:
        folder, age = Path(name), find_age()
        keys = Keys(folder)
        plain, sealed = prepare(folder, size, keys)
        cases = seal_cases(keys, age, plain) + open_cases(keys, age, sealed) + ceiling_cases(plain)
        for number in range(options.runs):
            print(f"round {number + 1} of {options.runs}", file=sys.stderr)
            for case in cases:
                case.runs.append(measure(case.command))
        speed = openssl_speed(size)
    text, met = report.render(cases, size, options.runs, age, speed)
    options.to.write_text(text)
    print(text)
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
