"""Reading files: ours behind the wall, beside kreuzberg and extractous, in one run; writes EXTRACT.md.

    make bench-extract
    .venv/bin/python bench/desk/extract.py --rounds 3 --only PDFs web

Per family of files, each reader is a process of its own over the same list, the readers in turn, `--rounds` times.
The files are those of the corpora (AMPARO_CORPORA names their folder), PDFs made here, and files made here that have
a word in each place that readers forget. A reader that says nothing for a minute, or dies, is started again on what is
left, file by file; the file it had counts as hung or crashed. The others have no network while they read.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import extract_facts
import pypdfium2
from extract_report import page
from run import CORPORA, Usage, pdfs

HERE = Path(__file__).resolve().parent
READERS = ("amparo", "amparo-no-ocr", "kreuzberg", "extractous")
SILENCE = 60.0
NOT_STARTED = "not installed, or could not be loaded"
LOOK = 0.1
PDF_PAGES = 500
_OFFICE = "*.doc", "*.docx", "*.odt", "*.xls", "*.xlsx", "*.ods", "*.pptx", "*.ppt", "*.odp", "*.rtf"


@dataclass(slots=True)
class Reading:
    """What one reader made of one family in one round. Seconds; memory in bytes, of all its processes at once."""

    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    wall: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    error: str = ""


def families(work: Path) -> dict[str, list[Path]]:
    """The lists of files."""
    made, facts = work / "pdfs", work / "facts"
    for folder in (made, facts):
        folder.mkdir(parents=True)
    pdfs(made, PDF_PAGES)
    found = {"PDFs made here": [*made.iterdir()], "files with told facts": extract_facts.write(facts)}
    if not CORPORA.is_dir():
        hint = "hint: AMPARO_CORPORA names a folder with dossiers/, emails/, docket/, hostile/"
        print(f"note: no corpora at {CORPORA}; only the files made here are read\n{hint}", file=sys.stderr)
        return found
    found["PDFs with text"] = [path for path in _named(("dossiers", "mixed"), "*.pdf") if _has_text(path)]
    found["e-mails (.eml, .msg)"] = _named(("emails/mime4j", "emails/ruby-mail", "mixed"), "*.eml", "*.msg")
    found["maildir, no endings"] = [path for path in _named(("emails/mini-enron",), "*") if path.suffix in ("", ".")]
    found["printed e-mails (.txt)"] = _named(("emails/clinton-foia",), "*.txt")
    found["office files"] = _named(("mixed", "dossiers", "metadata"), *_OFFICE)
    found["web pages"] = _named(("docket", "mixed"), "*.html")
    found["hostile files"] = _named(("hostile/generated", "hostile/xml-defusedxml", "hostile/zip-yauzl"), "*")
    return {name: sorted(set(paths)) for name, paths in found.items()}


def _named(folders: Sequence[str], *patterns: str) -> list[Path]:
    return [
        path
        for folder in folders
        for pattern in patterns
        for path in (CORPORA / folder).rglob(pattern)
        if path.is_file() and not path.is_symlink()
    ]


def _has_text(path: Path) -> bool:
    """Whether each of its first pages has text: reading pictures is not what is compared here."""
    try:
        pdf = pypdfium2.PdfDocument(path)
        return all(len(pdf[number].get_textpage().get_text_range()) > 100 for number in range(min(len(pdf), 3)))
    except pypdfium2.PdfiumError:
        return False


def read(reader: str, paths: Sequence[Path], work: Path) -> Reading:
    """One round of one reader over one family."""
    found, left = Reading(), [str(path) for path in paths]
    always_careful = reader == "extractous"
    careful = always_careful
    while left:
        ended = _process(reader, left, work, careful, found)
        left = [path for path in left if path not in found.answers]
        if ended in ("", NOT_STARTED):
            found.error = ended or (f"{len(left)} files without an answer" if left else "")
            break
        if careful and left:
            found.answers[left.pop(0)] = {"characters": 0, "error": ended, "words": []}
            careful = always_careful
        else:
            careful = True
    return found


def _process(reader: str, paths: list[str], work: Path, careful: bool, found: Reading) -> str:
    """Run one process until it ends or falls silent; "" when it ended well, else how it did not."""
    listed, answers, words, complaints = (work / name for name in ("paths", "answers", "words", "complaints"))
    listed.write_text(json.dumps(paths))
    words.write_text(json.dumps([*extract_facts.FACTS]))
    answers.write_text("")
    command = [sys.executable, str(HERE / "extract_readers.py"), reader, str(listed), str(answers)]
    command += ["--words", str(words), *(["--one-by-one"] if careful else [])]
    if not reader.startswith("amparo"):
        command = ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", *command]
    before, started = _children(), time.monotonic()
    with complaints.open("wb") as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True)
    usage = Usage(process.pid)
    is_silent = _watched(process, usage, answers)
    found.wall += time.monotonic() - started
    # Samples miss the last moment, what is waited for misses workers that were killed: the larger is nearer.
    found.cpu += max(sum(usage.seconds.values()), _children() - before)
    found.memory = max(found.memory, usage.memory)
    for line in answers.read_text().splitlines():
        told = json.loads(line)
        found.answers[told.pop("path")] = told
    if "ModuleNotFoundError" in complaints.read_text(errors="replace"):
        return NOT_STARTED
    return "hung" if is_silent else "crashed" if process.returncode else ""


def _watched(process: subprocess.Popen[bytes], usage: Usage, answers: Path) -> bool:
    """Wait for the end, which is brought about after SILENCE seconds without an answer; whether it was."""
    length, heard = 0, time.monotonic()
    while process.poll() is None:
        usage.look()
        if (now := answers.stat().st_size) != length:
            length, heard = now, time.monotonic()
        if time.monotonic() - heard > SILENCE:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        time.sleep(LOOK)
    return False


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def summary(rounds: Sequence[Reading], whole: int) -> dict[str, object]:
    """The medians, and what the last round gave."""
    last = rounds[-1]
    errors = Counter(str(each["error"]) for each in last.answers.values() if each["error"])
    texts = sum(1 for each in last.answers.values() if each["characters"] and not each["error"])
    return {
        "files": whole,
        "text": texts,
        "errors": dict(errors.most_common()),
        "empty": len(last.answers) - texts - errors.total(),
        "unanswered": whole - len(last.answers),
        "characters": sum(int(str(each["characters"])) for each in last.answers.values()),
        "wall": statistics.median(each.wall for each in rounds),
        "cpu": statistics.median(each.cpu for each in rounds),
        "memory": max(each.memory for each in rounds),
        "words": sorted({str(word) for each in last.answers.values() for word in _list(each["words"])}),
        "error": last.error,
    }


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def main() -> None:
    """Measure, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--readers", nargs="*", default=[*READERS], choices=READERS)
    parser.add_argument("--only", nargs="*", metavar="FAMILY", help="families whose names begin so")
    parser.add_argument("--said", default="", help="a sentence on the machine, e.g. that it was busy")
    parser.add_argument("--out", type=Path, default=HERE / "EXTRACT.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        listed = families(Path(folder))
        if asked.only:
            listed = {name: paths for name, paths in listed.items() if name.startswith(tuple(asked.only))}
        rounds: dict[tuple[str, str], list[Reading]] = {}
        for number in range(asked.rounds):
            for family, paths in listed.items():
                for reader in asked.readers:
                    print(f"round {number + 1}: {family}, {reader}", file=sys.stderr, flush=True)
                    rounds.setdefault((family, reader), []).append(read(reader, paths, Path(folder)))
            # After each round, so that who ends it early has the rounds before.
            told = {key: summary(each, len(listed[key[0]])) for key, each in rounds.items()}
            asked.out.write_text(page(told, extract_facts.FACTS, number + 1, asked.said))
    print(asked.out.read_text())


if __name__ == "__main__":
    main()
