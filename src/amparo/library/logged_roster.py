"""Is the roster that a drop shows the one that the library's log commits to? Specs: specs/roster.md, specs/log.md.

A drop in other hands can show a source a roster of its own. Once rosters are entered in the log, anybody can compare:
the newsroom cannot enter another one unseen, and the drop cannot make the log forget.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from amparo.errors import InputError, RollbackError, StateError, TrustError
from amparo.ledger.policy import Policy
from amparo.library.artifacts import ROSTER
from amparo.library.log_reader import CHECKPOINT
from amparo.library.verify_sources import FolderTree, PublishedTree, WebTree
from amparo.library.verify_view import LogView

POLICY_FILE = "log.policy"


@dataclass(frozen=True, slots=True)
class LoggedRoster:
    """The roster is entry `log_index` of the log `origin`, entered on `day` (ISO 8601); no later one is there."""

    sha256: str
    origin: str
    log_index: int
    day: str
    own_policy: bool


def check_roster(place: Path | str, note: bytes, policy: Policy | None = None) -> LoggedRoster:
    """Look the roster `note` up in the log of the archive at `place`, a folder or an address, which is hashed anew.

    Without a policy the archive's own is believed. TrustError when the log does not hold or has no such roster,
    RollbackError when it has a later one, StateError when it has none at all.
    """
    if isinstance(place, Path):
        return _check(FolderTree(place), note, policy)
    with WebTree(place) as source:
        return _check(source, note, policy)


def _check(source: PublishedTree, note: bytes, policy: Policy | None) -> LoggedRoster:
    attested = (policy or Policy.parse(_needed(source, POLICY_FILE))).check(_needed(source, CHECKPOINT))
    view = LogView(source, attested.checkpoint)
    rosters = [(index, entry) for index, entry in view.artifacts if entry.kind == ROSTER]
    if not rosters:
        raise StateError("No roster is in this log.", "Ask the newsroom to enter its rosters: amparo library artifact")
    digest = sha256(note).hexdigest()
    found = next(((index, entry) for index, entry in rosters if entry.sha256 == digest), None)
    if found is None:
        raise TrustError(
            "The drop shows a roster that is not in the newsroom's log.",
            "Send nothing. Keep the roster as evidence, and tell the newsroom.",
        )
    if found[0] != rosters[-1][0]:
        raise RollbackError(
            "The drop shows an older roster than the last one in the newsroom's log.",
            "Send nothing, and tell the newsroom.",
        )
    return LoggedRoster(digest, attested.checkpoint.origin, found[0], found[1].day.isoformat(), policy is None)


def _needed(source: PublishedTree, name: str) -> bytes:
    try:
        return source.read(name)
    except KeyError:
        raise InputError(
            "There is no log at this place.", "Name the top folder, or the address, of a library."
        ) from None
