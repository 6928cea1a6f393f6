"""Progress of adding on a terminal: live lines of figures by stage on stderr, by rich; silent when nobody watches.

The figures are those that the job's row has, which the desk's page shows too.
"""

from __future__ import annotations

import sys

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.text import Text

from amparo.desk.progress import Progress, time_left


class Counting:
    """Call it with the figures each time they are written; `end` leaves the terminal clean."""

    def __init__(self, collection: str) -> None:
        self._collection = collection
        watched = sys.stderr.isatty()
        self._live = Live(console=Console(stderr=True), transient=True, auto_refresh=False) if watched else None
        if self._live is not None:
            self._live.start()

    def __call__(self, progress: Progress) -> None:
        """Show the figures."""
        if self._live is not None:
            bar = ProgressBar(total=max(progress.files_found, 1), completed=progress.files_done, width=60)
            self._live.update(Group(Text(self._collection), bar, *map(Text, lines(progress))))
            self._live.refresh()

    def end(self) -> None:
        """Take the lines away."""
        if self._live is not None:
            self._live.stop()


def lines(progress: Progress) -> tuple[str, ...]:
    """The figures, a line for each stage."""
    more = "" if progress.all_found else " so far"
    ocr = f", {progress.pages_by_ocr:,} by OCR" if progress.pages_by_ocr else ""
    updated = f", {progress.updated:,} read anew" if progress.updated else ""
    waiting = f"{progress.unindexed:,} documents wait" if progress.unindexed else "up to date"
    return (
        f"found    {progress.files_found:,} files{more}",
        f"read     {progress.files_done:,} files, {progress.files_left:,} left, {progress.files_reading:,} in hand; "
        f"{progress.pages:,} pages{ocr}",
        f"filed    {progress.added:,} added, {progress.duplicates:,} duplicates, {progress.excluded:,} left out, "
        f"{progress.failed:,} failed{updated}",
        f"index    {waiting}",
        f"speed    {progress.rate:,.1f} files a second, {time_left(progress)}",
    )
