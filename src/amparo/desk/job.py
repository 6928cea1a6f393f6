"""One job at work: counts ahead which files there are, writes its row about once a second, hears when it is to end."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from amparo.desk import jobs_store
from amparo.desk.found_files import number
from amparo.desk.holdings import Holdings
from amparo.desk.jobs_store import JobId
from amparo.desk.progress import Pace, Progress
from amparo.desk.tally import Tally
from amparo.errors import StateError

EVERY = 0.5

Report = Callable[[Progress], None]
"""Called with the figures each time they have been written."""


class CancelledError(StateError):
    """A person ended a job; what it has done is kept."""


def filling(
    database: sqlite3.Connection, job: JobId, report: Report, stop: threading.Event | None
) -> Callable[[int, int], None]:
    """What tells of an index that is filled as a part of a job, and ends it when the job is to end: what is indexed
    by then stays so. Beside the documents that wait, the figures are those of the row.
    """

    def told(done: int, whole: int) -> None:
        known = jobs_store.find(database, job)
        figures = replace(known.progress if known else Progress(), unindexed=whole - done)
        if jobs_store.report(database, job, figures) or (stop is not None and stop.is_set()):
            raise CancelledError(
                "Adding was cancelled while the search index was filled.",
                "Run the same command again: it goes on where it stopped.",
            )
        report(figures)

    return told


class Census:
    """Counts the files under some paths in a thread of its own, so that what is left is known long before the end."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.files, self.is_complete = 0, False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._count, args=(paths,), name="census", daemon=True)
        self._thread.start()

    def _count(self, paths: Sequence[str]) -> None:
        for self.files in number(paths):
            if self._stop.is_set():
                return
        self.is_complete = True

    def close(self) -> None:
        """Stop counting."""
        self._stop.set()
        self._thread.join()


class Watch:
    """Writes the figures of a job. `stop` is set by whoever wants it to end, in this process; others ask by its row."""

    def __init__(
        self, holdings: Holdings, job: JobId, tally: Tally, census: Census, report: Report, stop: threading.Event
    ) -> None:
        self._database, self._job, self._tally, self._census = holdings.database, job, tally, census
        self._report, self._stop = report, stop
        self._pace = Pace()
        self._began = self._last = time.monotonic()
        self._pace.rate(self._began, 0)

    def must_end(self, reading: int = 0) -> bool:
        """Whether the job is to end. Writes the figures when it is time again; `reading` files are being read."""
        now = time.monotonic()
        if now - self._last >= EVERY:
            self._last = now
            self.write(reading)
        return self._stop.is_set()

    def write(self, reading: int = 0) -> None:
        """Write the figures now."""
        figures = self._figures(time.monotonic(), reading)
        if jobs_store.report(self._database, self._job, figures):
            self._stop.set()
        self._report(figures)

    def _figures(self, now: float, reading: int) -> Progress:
        tally, census = self._tally, self._census
        return Progress(
            # The census may lag behind what it counts, or the folder may have changed since.
            files_found=max(census.files, tally.files + reading),
            all_found=census.is_complete,
            files_done=tally.files,
            files_reading=reading,
            added=tally.added,
            duplicates=tally.duplicates,
            excluded=tally.excluded,
            failed=tally.failed,
            updated=tally.updated,
            pages=tally.pages,
            pages_by_ocr=tally.pages_by_ocr,
            unindexed=tally.unindexed,
            seconds=now - self._began,
            rate=self._pace.rate(now, tally.files),
        )
