"""What one `desk add` has counted so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from amparo.desk.documents_store import FileId, Outcome
from amparo.records.model import Record


def pages_by_ocr(record: Record) -> int:
    """How many pages of a record were read by OCR: those that it names, or all of a picture."""
    return len(record.field("pages_by_ocr")) or (len(record.pages) if "ocr" in record.field("text_source") else 0)


@dataclass(slots=True)
class Tally:
    """Items by outcome; `pages` of the documents added, `pages_by_ocr` those of them that OCR read. `found` is always
    the sum of the four outcomes. `files` on disk are done; `updated` documents were read anew by a reader that has
    learnt more; `unindexed` documents are kept and wait for the search index.
    """

    added: int = 0
    duplicates: int = 0
    excluded: int = 0
    failed: int = 0
    pages: int = 0
    pages_by_ocr: int = 0
    updated: int = 0
    files: int = 0
    unindexed: int = 0

    @property
    def found(self) -> int:
        """Every item, whatever became of it."""
        return self.added + self.duplicates + self.excluded + self.failed

    def count(self, outcome: Outcome, items: int = 1, pages: int = 0) -> None:
        """Count items of one outcome."""
        match outcome:
            case Outcome.ADDED:
                self.added += items
                self.pages += pages
            case Outcome.DUPLICATE:
                self.duplicates += items
            case Outcome.EXCLUDED:
                self.excluded += items
            case Outcome.FAILED:
                self.failed += items

    def summary(self, seconds: float) -> dict[str, Any]:
        """The object that `desk add --json` prints."""
        return {
            "found": self.found,
            "added": self.added,
            "duplicates": self.duplicates,
            "excluded": self.excluded,
            "failed": self.failed,
            "pages": self.pages,
            "updated": self.updated,
            "seconds": round(seconds, 3),
        }


@dataclass(slots=True)
class Counted:
    """Which items of the ledger have been counted: when a run is taken up again, what it wrote before it was cut off
    is counted only when its file comes. A bit for each file that is done; of open ones the paths.
    """

    _done: bytearray = field(default_factory=bytearray)
    _open: dict[FileId, set[str] | None] = field(default_factory=dict)

    def open(self, file: FileId, is_new: bool) -> None:
        """A file begins. Of a new one, the ledger has only what is counted."""
        self._open[file] = None if is_new else set()

    def item(self, file: FileId, path: str) -> None:
        """An item of an open file has been counted."""
        paths = self._open[file]
        if paths is not None:
            paths.add(path)

    def done(self, file: FileId) -> None:
        """All items of a file have been counted."""
        self._open.pop(file, None)
        place, bit = divmod(file, 8)
        self._done.extend(bytes(max(place + 1 - len(self._done), 0)))
        self._done[place] |= 1 << bit

    def has(self, file: FileId, path: str) -> bool:
        """Whether this item has been counted."""
        if file in self._open:
            paths = self._open[file]
            return paths is None or path in paths
        place, bit = divmod(file, 8)
        return place < len(self._done) and bool(self._done[place] >> bit & 1)
