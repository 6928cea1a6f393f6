"""Adding files to a collection: found, taken apart, read behind the wall, kept, indexed, and all of it in the
ledger. Trying again is the same over the files that the ledger names.

Order of durability, so that a kill at any point loses nothing and a second run completes it: originals on disk,
then one transaction with documents and ledger, then the search index, then the note in the database that the index
has them. Spec: specs/records.md, "The ingest ledger".
"""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from amparo.desk import jobs_store, ledger_said, ledger_store
from amparo.desk.addresses import slug
from amparo.desk.beginnings import hashes
from amparo.desk.declaring import NOTHING, Said
from amparo.desk.disk import only_one
from amparo.desk.documents_store import CollectionId, RunId, find_collection, make_collection
from amparo.desk.filing_batch import FilingClerk, forget_dropped
from amparo.desk.found_files import Patterns, named, on_disk
from amparo.desk.holdings import Holdings
from amparo.desk.indexing import catch_up
from amparo.desk.job import CancelledError, Census, Report, Watch, filling
from amparo.desk.jobs_store import Order, State
from amparo.desk.reading_apart import readers
from amparo.desk.reading_plan import Plan, Reading
from amparo.desk.sqlite import expect_many_writes
from amparo.desk.tally import Tally
from amparo.desk.tracing import trace_missing
from amparo.errors import AmparoError, InputError, StateError
from amparo.records.model import Kind
from amparo.records.passwords import NONE, Passwords
from amparo.records.reading import OCR, Reason
from amparo.sandbox.limits import Limits
from amparo.sandbox.walls import Wall

Clock = Callable[[], datetime]

MOST_READERS = 8
_LANGUAGES = re.compile(r"[A-Za-z_]{3,20}(?:\+[A-Za-z_]{3,20}){0,15}")


def _silent(_: object) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Means:
    """What the work is done with. `stop`, once set, ends it within about a second. `passwords` are tried on what is
    locked: they are no part of the order, which is written down.
    """

    wall: Wall
    clock: Clock
    limits: Limits | None = None
    report: Report = _silent
    stop: threading.Event | None = None
    passwords: Passwords = NONE


def add(
    holdings: Holdings,
    paths: Sequence[str],
    collection: str,
    *,
    wall: Wall,
    clock: Clock,
    progress: Report = _silent,
    limits: Limits | None = None,
    said: Said = NOTHING,
    languages: str = OCR.languages,
    excludes: Sequence[str] = (),
    stop: threading.Event | None = None,
) -> dict[str, Any]:
    """Add files and folders to the collection of this name, made when missing; the summary.

    `said` is what a person says of them: a title for the collection, a kind for the plain documents. `languages` are
    those that OCR looks for, as tesseract names them (`eng+deu`). `excludes` are patterns of what to leave out.
    Raises InputError for a path that does not exist or a name that can be no address, StateError while another `add`
    runs, CancelledError when it was ended.
    """
    order = Order(
        collection=collection,
        paths=tuple(named(path) for path in paths),
        excludes=tuple(excludes),
        languages=languages,
        title=said.title,
        kind=said.kind.value if said.kind else None,
    )
    return carry_out(holdings, order, Means(wall, clock, limits, progress, stop))


def carry_out(holdings: Holdings, order: Order, means: Means) -> dict[str, Any]:
    """Do what is ordered, or go on with it; the summary. A retry's also says how many files are `gone`: they keep
    their place among the failures. Raises as `add` does.
    """
    started = time.monotonic()
    _check(order)
    known = find_collection(holdings.database, order.collection)
    if known is None and order.retry:
        raise StateError("There is no collection of this name.", "List them with: amparo desk collections")
    if known is None:
        slug(order.collection)
    with only_one(holdings.lock, "Adding documents"):
        job = jobs_store.begin(holdings.database, order, means.clock())
        try:
            tally, gone = _carry_out(holdings, order, means, job)
        except BaseException as error:
            _end(holdings.database, job, error, means.clock())
            raise
        jobs_store.end(holdings.database, job, State.DONE, means.clock())
    return {**tally.summary(time.monotonic() - started), **({"gone": gone} if order.retry else {})}


def _end(database: sqlite3.Connection, job: jobs_store.JobId, error: BaseException, now: datetime) -> None:
    match error:
        case CancelledError() | KeyboardInterrupt():
            jobs_store.end(database, job, State.CANCELLED, now)
        case AmparoError():
            jobs_store.end(database, job, State.FAILED, now, error.what, error.hint)
        case _:
            jobs_store.end(database, job, State.FAILED, now, "It ended with an error.", "Run the same command again.")


def _check(order: Order) -> None:
    name, title = order.collection, order.title
    if not name.strip() or len(name) > 200 or any(character < " " for character in name):
        raise InputError("A collection needs a name of 1 to 200 characters.", "Give one with --collection NAME.")
    if title is not None and (len(title) > 200 or not title.isprintable()):
        raise InputError("A title is at most 200 printable characters on one line.", "Give another with --title TEXT.")
    if not _LANGUAGES.fullmatch(order.languages):
        raise InputError("These are no languages of OCR.", "Name them as tesseract does, joined by +: eng+deu")
    if not set(order.reasons) <= set(Reason):
        raise InputError("There is no such reason.", f"The reasons are: {', '.join(Reason)}.")
    if not order.retry and not all(map(on_disk, order.paths)):
        raise InputError("One of the paths does not exist.", "Check the spelling; nothing was added.")
    Patterns(order.excludes)


def _carry_out(holdings: Holdings, order: Order, means: Means, job: jobs_store.JobId) -> tuple[Tally, int]:
    """The counts, and how many files that were to be tried again are gone."""
    database = holdings.database
    expect_many_writes(database)
    holdings.originals.sweep()
    forget_dropped(holdings)
    trace_missing(database)
    fill = filling(database, job, means.report, means.stop)
    catch_up(database, holdings.engine, fill)
    collection = make_collection(database, order.collection, means.clock(), order.title)
    words = _run_words(order)
    if means.passwords:
        # Never a run that was cut off: what stayed locked in it may open with the passwords given now.
        words.append(f"passwords, job {job}")
    run, is_taken_up = ledger_store.begin_run(database, collection, words, means.clock())
    told = tuple(_asked(database, collection, order)) if order.retry else order.paths
    paths = [path for path in map(on_disk, told) if path is not None]
    tally = Tally()
    kind = Kind(order.kind) if order.kind else None
    with closing(Census(paths)) as census:
        watch = Watch(holdings, job, tally, census, means.report, means.stop or threading.Event())
        clerk = FilingClerk(holdings, collection, run, tally, kind)
        with readers(_plan(holdings, order, means, collection, run, tuple(paths))) as reading:
            is_cancelled = _file_all(reading, clerk, watch)
        clerk.finish()
        watch.write()
    if is_cancelled:
        raise CancelledError(
            "Adding was cancelled; what is done is kept.", "Run the same command again: it goes on where it stopped."
        )
    ledger_store.forget_opened_folders(database, collection, run)
    if kind is not None:
        catch_up(database, holdings.engine, fill)  # with what was here already and is now declared
    if is_taken_up:
        # A kill may have left the original of a document that was not filed, and in whose place another came.
        holdings.originals.sweep_unknown(partial(hashes, database))
    ledger_store.finish_run(database, run, means.clock())
    return tally, len(told) - len(paths)


def _plan(
    holdings: Holdings, order: Order, means: Means, collection: CollectionId, run: RunId, paths: tuple[str, ...]
) -> Plan:
    return Plan(
        home=holdings.home,
        spools=holdings.spools,
        collection=collection,
        run=run,
        outdated=order.outdated,
        paths=paths,
        excludes=order.excludes,
        languages=order.languages,
        wall=means.wall,
        size=_readers(),
        limits=means.limits,
        passwords=means.passwords,
    )


def _file_all(reading: Reading, clerk: FilingClerk, watch: Watch) -> bool:
    """Whether it was cancelled before all were filed."""
    with closing(reading.packets()) as packets:
        for packet in packets:
            clerk.add(packet)
            if watch.must_end(reading.reading):
                return True
    return False


def _run_words(order: Order) -> list[str]:
    """What a run is known by, so that a cut-off one is taken up; no path begins as the words of a retry do."""
    return ["retry", str(order.outdated), *order.reasons, *order.paths] if order.retry else list(order.paths)


def _asked(database: sqlite3.Connection, collection: CollectionId, order: Order) -> Iterable[str]:
    """The files that are to be tried again."""
    if order.outdated:
        return ledger_said.outdated_files(database, collection)
    return ledger_said.failed_files(database, collection, order.reasons, order.paths)


def _readers() -> int:
    return max(1, min(len(os.sched_getaffinity(0)), MOST_READERS))
