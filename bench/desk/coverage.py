"""What becomes of a folder of files of all kinds: which give text, and why the others do not.

    python bench/desk/coverage.py FOLDER [--to REPORT.md]

The real command adds the folder to an empty home. Each file on the disk is then looked for in the ledger: it gave text
(itself or what lies in it), or only facts about itself, or failed for a typed reason, or was left out; a file that the
ledger does not know would be lost, and is named. `FOLDER` is yours to bring: test files of other projects, a disk.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from amparo.desk.documents_store import document_json, find_collection
from amparo.desk.store import NAME, open_database

COLLECTION = "coverage"


class Fate(NamedTuple):
    """Of one file on the disk: whether anything in it gave words, and the reasons of what failed in it."""

    text: bool
    documents: int
    reasons: frozenset[str]

    def said(self) -> str:
        """In which row of the report it stands."""
        if self.text:
            return "text"
        if self.documents:
            return "facts only"
        return min(self.reasons) if self.reasons else "LOST"


def main() -> None:
    """Add, look, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--to", type=Path, help="also write the report here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        begun = time.monotonic()
        _add(Path(home), options.folder)
        text = _report(_fates(Path(home), options.folder), time.monotonic() - begun)
    print(text)
    if options.to:
        options.to.write_text(text, "utf-8")


def _add(home: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "amparo.cli.main", "desk", "add", "--home", str(home), "--collection", COLLECTION]
    if subprocess.run([*command, str(folder)], check=False).returncode not in (0, 1):
        sys.exit("The command did not come to its end: nothing can be said of the folder.")


def _fates(home: Path, folder: Path) -> dict[Path, Fate]:
    """Of every file below the folder."""
    documents: dict[str, set[str]] = defaultdict(set)
    reasons: dict[str, set[str]] = defaultdict(set)
    with closing(open_database(home / "desk" / NAME)) as database:
        rows = database.execute(
            "SELECT found_files.path AS file, document, outcome, reason FROM items"
            " JOIN found_files ON found_files.id = file WHERE collection = ?",
            (find_collection(database, COLLECTION),),
        ).fetchall()
        for row in rows:
            if row["document"]:
                documents[row["file"]].add(row["document"])
            else:
                reasons[row["file"]].add(row["reason"] or row["outcome"])
        fates = {}
        for path in _files(folder):
            own = documents[str(path)]
            text = any(_has_words(document_json(database, each)) for each in own)
            fates[path] = Fate(text, len(own), frozenset(reasons[str(path)]))
        return fates


def _files(folder: Path) -> Iterator[Path]:
    """What lies there, links left out: `desk add` follows none."""
    for place, _, names in os.walk(folder.resolve()):
        for name in sorted(names):
            if not (path := Path(place, name)).is_symlink():
                yield path


def _has_words(record: dict[str, Any] | None) -> bool:
    return record is not None and any(page.strip() for page in record["pages"])


def _report(fates: dict[Path, Fate], seconds: float) -> str:
    """Markdown: one row for each fate, then the files without text by reason and kind of name."""
    rows = Counter(fate.said() for fate in fates.values())
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for path, fate in fates.items():
        if not fate.text:
            kinds[fate.said()][path.suffix.lower() or path.name] += 1
    lines = [f"{len(fates)} files in {seconds:.0f} s", "", "| fate | files | kinds |", "|---|---:|---|"]
    for said, count in rows.most_common():
        named = ", ".join(f"{kind} {many}" for kind, many in kinds[said].most_common(12))
        lines.append(f"| {said} | {count} | {named} |")
    lines += [f"\nLOST: {path}" for path, fate in fates.items() if fate.said() == "LOST"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
