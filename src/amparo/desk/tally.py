"""What one `desk add` has counted so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from amparo.desk.documents_store import Outcome
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
