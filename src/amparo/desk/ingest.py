"""Adding files to a collection: found, taken apart, read behind the wall, kept, indexed, and all of it in the
ledger.

Order of durability, so that a kill at any point loses nothing and a second run completes it: originals on disk,
then one transaction with documents and ledger, then the search index, then the note in the database that the index
has them. Spec: specs/records.md, "The ingest ledger".
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Any

from amparo.desk import ledger_store
from amparo.desk.addresses import slug
from amparo.desk.declaring import NOTHING, Said
from amparo.desk.disk import only_one
from amparo.desk.documents_store import CollectionId, FileId, RunId, find_collection, make_collection
from amparo.desk.filing_batch import FilingClerk
from amparo.desk.found_files import absolute, find
from amparo.desk.holdings import Holdings
from amparo.desk.indexing import catch_up
from amparo.desk.reading_crew import FindKnown, ReadingCrew
from amparo.desk.sqlite import connect
from amparo.desk.store import NAME
from amparo.desk.tally import Tally
from amparo.errors import InputError
from amparo.records.reading import OCR
from amparo.sandbox.limits import Limits
from amparo.sandbox.walls import Wall

Clock = Callable[[], datetime]
Progress = Callable[[Tally], None]
"""Called after every step with the counts so far."""

MOST_READERS = 8
_LANGUAGES = re.compile(r"[A-Za-z_]{3,20}(?:\+[A-Za-z_]{3,20}){0,15}")


def add(
    holdings: Holdings,
    paths: Sequence[str],
    collection: str,
    *,
    wall: Wall,
    clock: Clock,
    progress: Progress = lambda tally: None,
    limits: Limits | None = None,
    said: Said = NOTHING,
    languages: str = OCR.languages,
) -> dict[str, Any]:
    """Add files and folders to the collection of this name, made when missing; the summary.

    `said` is what a person says of them: a title for the collection, a kind for the plain documents. `languages` are
    those that OCR looks for, as tesseract names them (`eng+deu`).
    Raises InputError for a path that does not exist or a name that can be no address, StateError while another `add`
    runs.
    """
    started = time.monotonic()
    _check(paths, collection, said, languages)
    if find_collection(holdings.database, collection) is None:
        slug(collection)
    with only_one(holdings.lock, "Adding documents"):
        tally = _add(holdings, paths, collection, wall, clock, progress, limits, said, languages)
    return tally.summary(time.monotonic() - started)


def _check(paths: Sequence[str], collection: str, said: Said, languages: str) -> None:
    if not collection.strip() or len(collection) > 200 or any(character < " " for character in collection):
        raise InputError("A collection needs a name of 1 to 200 characters.", "Give one with --collection NAME.")
    if said.title is not None and (len(said.title) > 200 or not said.title.isprintable()):
        raise InputError("A title is at most 200 printable characters on one line.", "Give another with --title TEXT.")
    if not _LANGUAGES.fullmatch(languages):
        raise InputError("These are no languages of OCR.", "Name them as tesseract does, joined by +: eng+deu")
    if not all(os.path.lexists(path) for path in paths):
        raise InputError("One of the paths does not exist.", "Check the spelling; nothing was added.")


def _add(
    holdings: Holdings,
    paths: Sequence[str],
    name: str,
    wall: Wall,
    clock: Clock,
    progress: Progress,
    limits: Limits | None,
    said: Said,
    languages: str,
) -> Tally:
    database = holdings.database
    holdings.originals.sweep()
    catch_up(database, holdings.engine)
    collection = make_collection(database, name, clock(), said.title)
    run = ledger_store.begin_run(
        database,
        collection,
        [os.fsencode(absolute(path)).decode("utf-8", "backslashreplace") for path in paths],
        clock(),
    )
    tally = Tally()
    clerk = FilingClerk(holdings, collection, run, tally, said.kind)
    # A second connection: the ledger is asked from other threads while this one writes.
    with closing(connect(holdings.home / NAME)) as asked:
        known = _known(asked, collection, run)
        crew = ReadingCrew(wall, holdings.spools, known, size=_readers(), limits=limits, languages=languages)
        for event in crew.events(find(paths)):
            clerk.add(event)
            progress(tally)
    clerk.finish()
    ledger_store.forget_opened_folders(database, collection, run)
    if said.kind is not None:
        catch_up(database, holdings.engine)  # with what was here already and is now declared
    ledger_store.finish_run(database, run, clock())
    progress(tally)
    return tally


def _known(database: sqlite3.Connection, collection: CollectionId, run: RunId) -> FindKnown:
    def known(path: str, sha256: str) -> FileId | None:
        return ledger_store.finished_file(database, collection, path, sha256, run)

    return known


def _readers() -> int:
    return max(1, min(len(os.sched_getaffinity(0)), MOST_READERS))
