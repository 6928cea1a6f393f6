"""Turns what was measured into RESULTS.md: the machine, the tables, and whether each target is met."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MIB = 1024 * 1024
Found = dict[str, Any]


def render(found: Found) -> str:
    """The report."""
    parts = [
        "# The drop beside OnionShare's receive mode\n",
        "Made by `make bench-drop` (bench/drop/run.py); the sizes are its options. Amparo seals to three post-quantum "
        "recipients and syncs before it thanks; OnionShare 2.7 stores plaintext and does not sync. CPU and bytes are "
        "those of all processes of a server, memory that of the largest.\n",
        _machine(),
        _targets(found),
        _files(found["files"]),
        _texts(found["texts"]),
        _together(found["together"]),
        _replies(found["replies"]),
        _soak(found["soak"]),
    ]
    return "\n".join(part for part in parts if part)


def _machine() -> str:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    size = int(memory[1]) / MIB if memory else 0
    return (
        f"{os.cpu_count()} cores ({cpu[1] if cpu else platform.machine()}), {size:.0f} GiB of memory, Python "
        f"{platform.python_version()}, cryptography {importlib.metadata.version('cryptography')}, Linux "
        f"{platform.release()}; {datetime.now(UTC).date()}; load before the end {os.getloadavg()[2]:.1f} (15 minutes: "
        "above 1 it was not alone).\n"
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(list(head))]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows), ""])


def _pairs(rows: list[Found], key: str) -> list[tuple[Any, Found, Found]]:
    """For each value of `key`, our row and the peer's."""
    by = {(row[key], row["server"]): row for row in rows}
    ours = [(value, row) for (value, server), row in by.items() if server == "Amparo"]
    return [(value, row, by[value, "OnionShare"]) for value, row in ours if (value, "OnionShare") in by]


def _targets(found: Found) -> str:
    rows: list[tuple[str, str, bool]] = []
    for size, ours, peer in _pairs(found["files"], "size"):
        name, faster = f"{size / 1e6:,.0f} MB", peer["seconds"] / ours["seconds"]
        cpu, peak, written = f"{ours['cpu']:.2f} against {peer['cpu']:.2f}", ours["peak"] / MIB, ours["written"] / size
        rows += [
            (f"{name}: at least OnionShare's MB/s", f"{faster:.2f} times", faster >= 1),
            (f"{name}: at most OnionShare's CPU seconds", cpu, ours["cpu"] <= peer["cpu"]),
            (f"{name}: at most 96 MiB resident", f"{peak:.0f} MiB", peak <= 96),
            (f"{name}: at most 1.05 bytes written a byte", f"{written:.3f}", written <= 1.05),
        ]
    for clients, ours, peer in _pairs(found["texts"], "clients"):
        if clients == 8:
            ratio = ours["rate"] / peer["rate"]
            rows.append(("texts from 8 clients: 1.5 times OnionShare's rate", f"{ratio:.2f} times", ratio >= 1.5))
            rows.append((f"no errors in {ours['count']:,} texts", str(ours["errors"]), not ours["errors"]))
        if clients == 64:
            rows.append(("64 clients: p99 below 250 ms", f"{ours['p99'] * 1000:.0f} ms", ours["p99"] < 0.25))
    if held := found["replies"]:
        good = held["p99"] <= 0.05 and held["sizes"] == [65536]
        rows.append(
            (f"a look with {held['count']:,} replies: p99 at most 50 ms, 64 KiB", f"{held['p99'] * 1000:.1f} ms", good)
        )
    listed = ((what, figure, "yes" if met else "**no**") for what, figure, met in rows)
    return _table(("target", "found", "met"), listed)


def _files(rows: list[Found]) -> str:
    cells = (
        (f"{row['size'] / 1e6:,.0f} MB", row["server"], f"{row['size'] / 1e6 / row['seconds']:.0f}",
         f"{row['cpu']:.2f}", f"{row['peak'] / MIB:.0f}", f"{row['written'] / row['size']:.3f}")
        for row in rows
    )  # fmt: skip
    head = ("file", "server", "MB/s", "CPU s", "MiB resident, at most", "bytes written a byte")
    return "## One file\n\n" + _table(head, cells) if rows else ""


def _texts(rows: list[Found]) -> str:
    cells = (
        (row["clients"], row["server"], row["count"], f"{row['rate']:.0f}", f"{row['p50'] * 1000:.1f}",
         f"{row['p99'] * 1000:.1f}", row["errors"], f"{row['cpu'] * 1000:.2f}", f"{row['peak'] / MIB:.0f}")
        for row in rows
    )  # fmt: skip
    head = (
        "clients",
        "server",
        "texts",
        "texts/s",
        "p50 ms",
        "p99 ms",
        "errors",
        "CPU ms a text",
        "MiB resident, at most",
    )
    note = (
        "OnionShare has no replies: like for like is Amparo without. With replies each text costs one Argon2id "
        "(19 MiB, two passes).\n"
    )
    return "## Texts\n\n" + _table(head, cells) + "\n" + note if rows else ""


def _together(rows: list[Found]) -> str:
    cells = (
        (row["uploads"], row["server"], f"{row['rate'] / 1e6:.0f}", f"{row['longest']:.2f}", row["lost"],
         f"{row['peak'] / MIB:.0f}")
        for row in rows
    )  # fmt: skip
    head = ("uploads of 2 MB at once", "server", "MB/s together", "longest, s", "lost", "MiB resident, at most")
    return "## At the same time\n\n" + _table(head, cells) if rows else ""


def _replies(row: Found | None) -> str:
    if not row:
        return ""
    return (
        f"## Replies\n\n{row['count']:,} stored. A look over HTTP, every second one for eight that are there: p50 "
        f"{row['p50'] * 1000:.1f} ms, p99 {row['p99'] * 1000:.1f} ms, answers of {row['sizes']} bytes. The drop "
        f"starts in {row['start']:.1f} s and holds at most {row['peak'] / MIB:.0f} MiB.\n"
    )


def _soak(row: Found | None) -> str:
    if not row:
        return ""
    return (
        f"## Soak\n\n{row['seconds']} s, {row['texts']:,} texts and 32 MiB files between them, {row['errors']} errors; "
        f"at most {row['first'] / MIB:.0f} MiB resident after the first round, {row['last'] / MIB:.0f} at the end.\n"
    )
