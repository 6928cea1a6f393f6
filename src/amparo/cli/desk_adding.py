"""The verbs of `amparo desk` that fill collections: add, retry, and failures, the list of what gave no document."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from amparo.cli.counting import Counting
from amparo.cli.desk_named import collection_named
from amparo.cli.options import add_json, home_of, print_json, verb
from amparo.desk import ledger_said
from amparo.desk.declaring import DECLARABLE, Said
from amparo.desk.documents_store import Outcome, set_stem
from amparo.desk.found_files import named
from amparo.desk.holdings import open_holdings
from amparo.desk.ingest import Means, add, carry_out
from amparo.desk.job import CancelledError
from amparo.desk.jobs_store import Order, ocr_languages
from amparo.errors import InputError
from amparo.records.model import Kind
from amparo.records.passwords import NONE, Passwords
from amparo.records.reading import OCR, Reason
from amparo.records.tesseract import lacks_second, missing_languages
from amparo.sandbox.walls import Bubblewrap, Wall, best_wall
from amparo.search.stemming import LANGUAGES

_TURN = 0.0005
"""Seconds that a thread may keep the interpreter while another waits for it. With Python's 5 ms the readers' workers
idle until the thread that files lets go: 70.3 s instead of 67.4 for 27,159 texts (bench/desk/INGEST.md).
"""

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    _register_add(verbs)
    _register_retry(verbs)
    _register_failures(verbs)


def _register_add(verbs: Verbs) -> None:
    adding = verb(
        verbs,
        "add",
        "add files and folders to a collection",
        run_add,
        description="Reads text, web pages, PDF and scans, office documents old and new, e-mail and mail stores, "
        "archives, pictures, what sound and films say of themselves, databases, cables and tables of incidents, "
        "whatever the files are called (specs/records.md has the list). Added before, a file adds nothing, unless a "
        "reader has learnt more since. Cut off, it goes on when run again.",
    )
    adding.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with all that is in it")
    adding.add_argument("--collection", required=True, metavar="NAME", help="made when it does not exist")
    adding.add_argument("--title", metavar="TEXT", help="what people read for the name; kept until another is given")
    adding.add_argument(
        "--stem",
        choices=[*LANGUAGES, "none"],
        metavar="LANGUAGE",
        help="let a word find its other forms in this collection (crate, crates), in the language of ISO 639-3: eng; "
        "phrases stay exact; kept until another or none is given",
    )
    adding.add_argument(
        "--kind",
        choices=[kind.value for kind in DECLARABLE],
        help="declare the plain documents among these to be of this kind; others stay what they are",
    )
    adding.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="GLOB",
        help="leave out files of such names ('*.tmp'), folders with all that is in them ('cache'), or, with a slash, "
        "paths below the folder given ('logs/*.txt'); they are listed as excluded; may be given again",
    )
    _add_ocr(adding, OCR.languages, "default eng")
    add_json(adding)


def _register_retry(verbs: Verbs) -> None:
    retried = verb(
        verbs,
        "retry",
        "read again what failed, or what a reader would read better now",
        run_retry,
        description="Reads the files again in which something failed, from where they lay when they were added. A "
        "file that is gone keeps its place among the failures and is counted as gone. Cut off, it goes on when run "
        "again.",
    )
    retried.add_argument("paths", nargs="*", metavar="PATH", help="only what lies at or under these paths")
    retried.add_argument("--collection", required=True, metavar="NAME")
    _add_reason(retried, "only what failed for this reason")
    retried.add_argument(
        "--outdated",
        action="store_true",
        help="instead, what was read by a reader that has learnt more since, or before the desk kept which one it was",
    )
    retried.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="try these passwords, one a line, on what is locked; without --reason only that is tried again; they are "
        "kept nowhere",
    )
    _add_ocr(retried, None, "default: as when the collection was last added to")
    add_json(retried)


def _register_failures(verbs: Verbs) -> None:
    failures = verb(verbs, "failures", "files that gave no document, each with its reason", run_failures)
    failures.add_argument("--collection", required=True, metavar="NAME")
    _add_reason(failures, "only those of this reason")
    failures.add_argument("--excluded", action="store_true", help="also those left out on purpose")
    add_json(failures)


def _add_reason(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "--reason",
        action="append",
        default=[],
        choices=[reason.value for reason in Reason],
        help=f"{what}; may be given again",
    )


def _add_ocr(parser: argparse.ArgumentParser, default: str | None, told: str) -> None:
    parser.add_argument(
        "--ocr",
        default=default,
        metavar="LANGUAGES",
        help=f"what pictures and scans are written in, as tesseract names it: eng+deu; {told}. With "
        "+rapidocr what tesseract reads badly is read a second time, where that is installed: make rapidocr",
    )


def run_add(options: argparse.Namespace) -> None:
    """Add, showing progress, and say what came of it."""
    said = Said(options.title, Kind(options.kind) if options.kind else None)
    with _means(options) as means, open_holdings(home_of(options)) as holdings:
        summary = add(
            holdings,
            options.paths,
            options.collection,
            wall=means.wall,
            clock=means.clock,
            progress=means.report,
            said=said,
            languages=options.ocr,
            excludes=options.exclude,
            stop=means.stop,
        )
        if options.stem is not None:
            set_stem(holdings.database, options.collection, options.stem.removeprefix("none"))
    _tell(options, summary)


def run_retry(options: argparse.Namespace) -> None:
    """Read again, showing progress, and say what came of it."""
    passwords = _passwords(options.password_file) if options.password_file else NONE
    with open_holdings(home_of(options)) as holdings:
        collection_named(holdings, options.collection)
        options.ocr = options.ocr or ocr_languages(holdings.database, (options.collection,))
        order = Order(
            collection=options.collection,
            paths=tuple(named(path) for path in options.paths),
            retry=True,
            reasons=tuple(options.reason) or ((Reason.PASSWORD_PROTECTED.value,) if passwords else ()),
            outdated=options.outdated,
            languages=options.ocr,
        )
        with _means(options) as means:
            summary = carry_out(holdings, order, replace(means, passwords=passwords))
    _tell(options, summary)


def _passwords(file: Path) -> Passwords:
    try:
        return Passwords.of_lines(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise InputError("The file of passwords cannot be read.", "Write one password a line, in UTF-8.") from None


@contextmanager
def _means(options: argparse.Namespace) -> Iterator[Means]:
    """What the work is done with. Ctrl-C ends it at the next step, and everything it has done is kept; a second one
    ends it at once, as a kill does.
    """
    sys.setswitchinterval(_TURN)
    wall = best_wall()
    _say_wall(wall)
    _say_ocr(options.ocr)
    stop, interrupted = threading.Event(), threading.Event()

    def end(*_: object) -> None:
        interrupted.set()
        stop.set()
        signal.signal(signal.SIGINT, before)

    before = signal.getsignal(signal.SIGINT)
    # Whoever ignores interruptions, as work in the background of a script does, goes on ignoring them.
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, end)
    shown_figures = Counting(options.collection)
    try:
        yield Means(wall, lambda: datetime.now(UTC), report=shown_figures, stop=stop)
    except CancelledError:
        if not interrupted.is_set():
            raise
        raise KeyboardInterrupt from None
    finally:
        shown_figures.end()
        signal.signal(signal.SIGINT, before)


def _tell(options: argparse.Namespace, summary: dict[str, Any]) -> None:
    if options.json:
        print_json(summary)
        return
    print(
        f"{summary['found']:,} found: {summary['added']:,} added ({summary['pages']:,} pages), "
        f"{summary['duplicates']:,} duplicates, {summary['excluded']:,} left out, {summary['failed']:,} failed, "
        f"in {summary['seconds']:.1f} seconds"
    )
    if summary["updated"]:
        print(f"{summary['updated']:,} documents read anew by readers that have learnt more")
    if summary.get("gone"):
        print(f"{summary['gone']:,} files are gone and could not be tried again")
    if summary["failed"]:
        print(f"why they failed: amparo desk failures --collection {options.collection!r}")


def _say_wall(wall: Wall) -> None:
    if not isinstance(wall, Bubblewrap):
        print(
            "warning: bubblewrap does not work here; files are read behind a weaker wall\n"
            "hint: apt install bubblewrap, and allow user namespaces",
            file=sys.stderr,
        )


def _say_ocr(languages: str) -> None:
    if lacks_second(languages):
        print(
            "warning: RapidOCR is not installed; there will be no second opinion\nhint: make rapidocr", file=sys.stderr
        )
    missing = missing_languages(languages)
    if missing:
        packages = " ".join(f"tesseract-ocr-{each.replace('_', '-')}" for each in missing)
        print(
            f"warning: OCR for {', '.join(missing)} is not installed; pictures and scans are listed as failures\n"
            f"hint: apt install tesseract-ocr {packages}",
            file=sys.stderr,
        )


def run_failures(options: argparse.Namespace) -> None:
    """List failures, and on request what was left out."""
    outcomes = [Outcome.FAILED, *([Outcome.EXCLUDED] if options.excluded else [])]
    with open_holdings(home_of(options)) as holdings:
        collection = collection_named(holdings, options.collection)
        for item in ledger_said.items(holdings.database, collection, outcomes, reasons=options.reason):
            reason = item.reason or "excluded"
            if options.json:
                told = {"path": item.path, "reason": reason, "explanation": item.explanation}
                print_json({**told, "outcome": item.outcome.value} if options.excluded else told)
            else:
                print(f"{reason:20} {item.path}\n{'':20} {item.explanation}")
