"""Turns what `extract.py` measured into EXTRACT.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

MIB = 1024 * 1024
Told = Mapping[tuple[str, str], Mapping[str, Any]]


def page(told: Told, facts: Mapping[str, str], rounds: int, said: str) -> str:
    """The page."""
    readers = [*dict.fromkeys(reader for _, reader in told)]
    lines = [
        "# Reading files, beside kreuzberg and extractous",
        "",
        f"Written by `make bench-extract` (bench/desk/extract.py), {datetime.now(UTC):%Y-%m-%d}; {rounds} rounds, the "
        f"readers in turn, medians. {said}".rstrip(),
        "",
        f"- machine: {os.cpu_count()} processors, Linux {platform.release()}, Python {platform.python_version()}; "
        + ", ".join(f"{reader} {_version(reader)}" for reader in readers if reader != "amparo-no-ocr"),
        "- **amparo** reads as the desk does: two workers behind the wall (no network, an empty root, few system "
        "calls), each file hashed, its language told, sketched for near-duplicates, parted into pages, taken apart "
        "down to what lies in archives and mails. The others do none of this: they read in one process with "
        "all rights of its user. They were cut off from the network for this.",
        "- **kreuzberg** reads 32 files at a time by its call for many files, without its cache; **extractous** file "
        "by file, for it has no such call; its own limit on the length of a text is taken away. Both were told to "
        "leave pictures unread; so was **amparo-no-ocr**, while amparo reads by OCR what pages and documents hold of "
        "pictures.",
        "- *text*: files that gave any; *empty*: no error and no text; *hung*: nothing was said for a minute, and the "
        "reader was started again without that file; that minute is part of its wall time, and of its processor time "
        "where it was busy. An error is typed by the reader's own word for it.",
        "- processor seconds are of all processes of a reader, its start included; memory is the most that all of them "
        "had at once (proportional set size).",
        "",
    ]
    for family in dict.fromkeys(family for family, _ in told):
        lines += _family(family, {reader: told[family, reader] for reader in readers if (family, reader) in told})
    lines += _facts(told, facts, readers)
    return "\n".join(lines) + "\n"


def _version(reader: str) -> str:
    try:
        return version(reader)
    except PackageNotFoundError:
        return "(not installed)"


def _family(family: str, by: Mapping[str, Mapping[str, Any]]) -> list[str]:
    files = next(iter(by.values()))["files"]
    lines = [
        f"## {family[0].upper()}{family[1:]}: {files} files",
        "",
        "| reader | text | empty | errors | characters | processor s | wall s | MiB |",
        "|---|---:|---:|---|---:|---:|---:|---:|",
    ]
    for reader, one in by.items():
        errors = ", ".join(f"{count} {name}" for name, count in one["errors"].items()) or "-"
        if one["error"]:
            errors = f"{errors}; {one['error']}"
        cells = (one["text"], one["empty"], errors, f"{one['characters']:,}", f"{one['cpu']:.1f}", f"{one['wall']:.1f}")
        lines.append(f"| {reader} | {' | '.join(map(str, cells))} | {one['memory'] / MIB:,.0f} |")
    return [*lines, ""]


def _facts(told: Told, facts: Mapping[str, str], readers: list[str]) -> list[str]:
    family = next((name for name, _ in told if "facts" in name), None)
    if family is None:
        return []
    lines = [
        "## What is lost",
        "",
        "A word that stands nowhere else, in each place that readers forget.",
        "",
        f"| where | {' | '.join(readers)} |",
        f"|---|{'---|' * len(readers)}",
    ]
    for word, where in facts.items():
        had = ("yes" if word in told[family, reader]["words"] else "**lost**" for reader in readers)
        lines.append(f"| {where} | {' | '.join(had)} |")
    counts = (f"{len(told[family, reader]['words'])} of {len(facts)}" for reader in readers)
    return [*lines, f"| all | {' | '.join(counts)} |"]
