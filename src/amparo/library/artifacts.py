"""Entering into the log what people rely on beside documents: rosters, the offline page (specs/release.md).

The log holds the SHA-256 alone; the thing itself lies elsewhere. What is entered already is not entered again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from amparo.errors import InputError
from amparo.ledger.entries import artifact_entry_bytes
from amparo.ledger.manifest import KIND, SHA256
from amparo.library import listing
from amparo.library.archive import Archive
from amparo.library.publish import Progress, finish

SEALER, ROSTER = "offline-sealer", "roster"


@dataclass(frozen=True, slots=True)
class Entered:
    """An artifact's entry: its kind, SHA-256 in hexadecimal and place in the log; `new` unless it was there already."""

    kind: str
    sha256: str
    log_index: int
    new: bool


def kind_of(start: bytes, name: str) -> str:
    """The kind of a file, by its first bytes and its name. InputError when it is none that we know."""
    if start.startswith(b"amparo/roster/v1\n"):
        return ROSTER
    if re.fullmatch(r"amparo-seal(?:[.-][A-Za-z-]{2,11})?\.html", name):
        return SEALER
    raise InputError("It does not show what kind of thing this is.", "Name it: --kind offline-sealer, or roster.")


def enter(archive: Archive, kind: str, sha256: str, progress: Progress) -> Entered:
    """Enter it as of today, and bring the pages up. InputError for a kind or hash that no entry can have."""
    if not KIND.fullmatch(kind) or not SHA256.fullmatch(sha256):
        raise InputError("A kind is up to 32 of a-z, 0-9 and hyphens, beginning with a letter.")
    held = [
        each for each in listing.artifacts(archive.catalogue.database) if (each.kind, each.sha256) == (kind, sha256)
    ]
    if held:
        return Entered(kind, sha256, held[0].index, new=False)
    archive.log.append([artifact_entry_bytes(kind, sha256, archive.today)])
    archive.catch_up()
    finish(archive, progress)
    return Entered(kind, sha256, archive.log.checkpoint.size - 1, new=True)
