"""Turns the measured cases into RESULTS.md: the machine, the tables, and whether the targets are met."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.backends.openssl import backend

TARGET_CPU = 0.65
TARGET_PEAK = 64 * 1024 * 1024
GIB = 1024**3
# Sealing and opening count as equally fast within the noise of a shared machine.
NOISE = 1.05


class Case(Protocol):
    """What a measured case must tell."""

    group: str
    name: str

    def median(self, what: str) -> float: ...


def render(cases: Sequence[Case], size: int, runs: int, age: str | None, speed: float | None) -> tuple[str, bool]:
    """The page, and whether every target is met. `speed` is `openssl speed` in CPU seconds for `size` bytes."""
    lines = [
        "# Sealing and opening, measured",
        "",
        f"{size / GIB:g} GiB of random bytes from the page cache to /dev/null; medians of {runs} rounds in one run "
        f"({datetime.now(UTC):%Y-%m-%d}). Written by `make bench-seal`.",
        "",
        *machine(age),
        "",
    ]
    for group in dict.fromkeys(case.group for case in cases):
        lines += table(group, [case for case in cases if case.group == group], size)
    if speed is not None:
        lines += [f"`openssl speed` (the system's OpenSSL, in memory): {speed * GIB / size:.2f} CPU s/GiB.", ""]
    verdicts = judge(cases, size)
    lines += ["## Targets", "", *(f"- {'met' if met else 'MISSED'}: {text}" for text, met in verdicts), ""]
    return "\n".join(lines), all(met for _, met in verdicts)


def table(group: str, cases: Sequence[Case], size: int) -> list[str]:
    head = ["| what | CPU s/GiB | wall s/GiB | GiB per CPU s | peak MiB |", "|---|---:|---:|---:|---:|"]
    rows = []
    for case in cases:
        cpu, wall = (case.median(what) * GIB / size for what in ("cpu", "wall"))
        rows.append(f"| {case.name} | {cpu:.2f} | {wall:.2f} | {1 / cpu:.2f} | {case.median('peak') / 2**20:.0f} |")
    return [f"## {group}", "", *head, *rows, ""]


def judge(cases: Sequence[Case], size: int) -> list[tuple[str, bool]]:
    found = {(case.group, case.name): case for case in cases}

    def cpu(group: str, name: str) -> float:
        return found[group, name].median("cpu") * GIB / size

    sealing, opening = "Sealing, post-quantum recipients", "Opening, post-quantum recipients"
    mine, back = cpu(sealing, "amparo, 3"), cpu(opening, "amparo, 3")
    peak = max(case.median("peak") for case in cases if case.name.startswith("amparo"))
    verdicts = [
        (f"{mine:.2f} CPU s/GiB sealed to 3 post-quantum recipients (at most {TARGET_CPU})", mine <= TARGET_CPU),
        (f"opening takes {back:.2f}, sealing {mine:.2f} (as fast)", back <= mine * NOISE),
        (f"{peak / 2**20:.0f} MiB resident at most (at most {TARGET_PEAK // 2**20})", peak <= TARGET_PEAK),
    ]
    if (sealing, "age, 3") in found:
        theirs = cpu(sealing, "age, 3")
        verdicts.insert(1, (f"age needs {theirs:.2f} in the same run (ahead of it)", mine < theirs))
    return verdicts


def machine(age: str | None) -> list[str]:
    """The machine and the programs, without names or places."""
    cpu = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    return [
        f"- machine: {cpu[1] if cpu else platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GiB, "
        f"Linux {platform.release().split('-')[0]}",
        f"- Python {platform.python_version()}, cryptography {importlib.metadata.version('cryptography')} "
        f"({backend.openssl_version_text()})",
        f"- age {_version(age)}, pyrage {importlib.metadata.version('pyrage')} (X25519 only)",
    ]


def _version(age: str | None) -> str:
    if age is None:
        return "not at hand"
    return subprocess.run([age, "--version"], capture_output=True, text=True, check=True).stdout.strip()
