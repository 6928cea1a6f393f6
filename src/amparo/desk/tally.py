"""What one `desk add` has counted so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from amparo.desk.documents_store import Outcome


@dataclass(slots=True)
class Tally:
    """Leaves by outcome; `pages` of the documents added. `found` is always the sum of the four outcomes."""

    added: int = 0
    duplicates: int = 0
    excluded: int = 0
    failed: int = 0
    pages: int = 0

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
            "seconds": round(seconds, 3),
        }
