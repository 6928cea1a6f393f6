"""What verification reports: frozen dataclasses whose `to_json` has stable keys."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Trust(StrEnum):
    """Where the key came from that everything rests on."""

    POLICY = "the policy given"
    OWN_KEY = "archive's own key"


class Reason(StrEnum):
    """What can be wrong with one file of an archive."""

    MISSING = "missing"  # logged, not withdrawn, not there
    CHANGED = "changed"  # other bytes than the log says
    WITHDRAWN = "withdrawn"  # withdrawn, but still there
    UNLOGGED = "unlogged"  # a document's folder that the log does not know
    UNLISTED = "unlisted"  # a file that the signed list of pages does not name
    UNTOLD = "untold"  # a case's record that changes what no entry of the log tells, or the reverse
    DROPPED = "dropped"  # a case's record without a correction that an earlier one has


@dataclass(frozen=True, slots=True)
class Problem:
    """One file that is not as the log says; the path is built from log entries, or from a checked folder name."""

    path: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file that is in the log. `root` is base64, `witnesses` name → POSIX time; `to_json` has the same keys.

    `checked` counts the document's files that were found genuine: 1 for a single file, all of them for a place.
    """

    ok: bool
    document: str
    collection: str
    path: str
    title: str
    sha256: str
    release: str
    index: int
    checked: int
    origin: str
    size: int
    root: str
    trust: str
    signed_by: tuple[str, ...]
    witnesses: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class RecordReport:
    """A case's record that is in the log as a state, or a correction that it bears out: `fact` and `outcome` then."""

    ok: bool
    case: str
    what: str
    sha256: str
    fact: str | None
    outcome: str | None
    index: int
    origin: str
    size: int
    root: str
    trust: str
    signed_by: tuple[str, ...]
    witnesses: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class ArtifactReport:
    """Something beside documents that the log vouches for; `day` is ISO 8601."""

    kind: str
    sha256: str
    day: str
    index: int


@dataclass(frozen=True, slots=True)
class CaseReport:
    """A case in view: its newest state, `index` in the log, of `day` (ISO 8601); how many states and corrections."""

    case: str
    title: str
    sha256: str
    index: int
    day: str
    states: int
    corrections: int


@dataclass(frozen=True, slots=True)
class TreeReport:
    """An archive whose log is sound. `ok` when no file differs; `checked` counts files hashed, `bytes` their size."""

    ok: bool
    checked: int
    bytes: int
    documents: int
    withdrawn: int
    origin: str
    size: int
    root: str
    trust: str
    signed_by: tuple[str, ...]
    witnesses: dict[str, int]
    problems: tuple[Problem, ...]
    artifacts: tuple[ArtifactReport, ...] = ()
    cases: tuple[CaseReport, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)
