"""How far adding has come: figures by stage, speed and the time left. Pure; kept in the job's row, shown by terminal
and page alike.

Files are found, then read (some of their pages by OCR), then filed, then indexed. How many pages there are is known
only of what has been read: pages are counted, never promised.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Progress:
    """Figures of one job. `files_found` is complete when `all_found`; `files_done` have every item in the ledger,
    `files_reading` are in a reader's hands; the counts are those of the ledger. `unindexed` documents wait for the
    index. `seconds` of work until `rate`, files a second of late, was taken.
    """

    files_found: int = 0
    all_found: bool = False
    files_done: int = 0
    files_reading: int = 0
    added: int = 0
    duplicates: int = 0
    excluded: int = 0
    failed: int = 0
    updated: int = 0
    pages: int = 0
    pages_by_ocr: int = 0
    unindexed: int = 0
    seconds: float = 0.0
    rate: float = 0.0

    @property
    def found(self) -> int:
        """Items, whatever became of them."""
        return self.added + self.duplicates + self.excluded + self.failed

    @property
    def files_left(self) -> int:
        """Files found and not done yet; more may be found while not `all_found`."""
        return max(self.files_found - self.files_done, 0)

    @property
    def seconds_left(self) -> float | None:
        """What the rest takes at this rate; None while nobody can know."""
        return self.files_left / self.rate if self.all_found and self.rate > 0 else None

    @property
    def percent(self) -> int:
        """Of the files found so far, how many are done; 100 only when all are."""
        return 100 * self.files_done // self.files_found if self.files_found else 0


def time_left(progress: Progress) -> str:
    """The time left in words."""
    left = progress.seconds_left
    if left is None:
        return "time left not known yet"
    if left < 90:
        return f"about {max(round(left), 1)} seconds left"
    return f"about {round(left / 60)} minutes left" if left < 5400 else f"about {left / 3600:.1f} hours left"


NAMES = tuple(each.name for each in fields(Progress))


def progress_json(progress: Progress) -> dict[str, Any]:
    """Every figure by its name, with what follows from them."""
    told: dict[str, Any] = {name: getattr(progress, name) for name in NAMES}
    left = progress.seconds_left
    return {
        **told,
        "rate": round(progress.rate, 1),
        "seconds": round(progress.seconds, 1),
        "files_left": progress.files_left,
        "seconds_left": None if left is None else round(left),
    }


class Pace:
    """Files a second over the last minute or so: an early slow file must not spoil the estimate for ever."""

    WINDOW = 60.0

    def __init__(self) -> None:
        self._points: list[tuple[float, int]] = []

    def rate(self, now: float, done: int) -> float:
        """The rate with this point, `now` in seconds of any clock."""
        self._points.append((now, done))
        while len(self._points) > 2 and self._points[1][0] <= now - self.WINDOW:
            self._points.pop(0)
        (began, first), (ended, last) = self._points[0], self._points[-1]
        return (last - first) / (ended - began) if ended > began else 0.0
