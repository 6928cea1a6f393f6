"""What others changed about the newsroom's keys, and a person's word that it was meant: `amparo desk accept`.

A root key that is followed by another, a desk that came or went: each may be a colleague's work or a thief's. The desk
shows it, and takes it only when a person says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from amparo.desk.disk import write_private
from amparo.desk.drop_client import DropClient
from amparo.desk.keys import ROOT_PUBLIC
from amparo.desk.rosters import Differences, RosterFiles, differences, readable
from amparo.desk.rotation import lineage_notes
from amparo.desk.settings import Settings
from amparo.errors import RollbackError, StateError, TrustError
from amparo.seal.note import Verifier
from amparo.seal.roster import Roster
from amparo.seal.succession import Lineage


@dataclass(frozen=True, slots=True)
class Change:
    """What the drop serves otherwise than this desk knows it. `root`: the root of then, followed by another."""

    known: Verifier
    root: Verifier
    roster: Roster
    differences: Differences
    notes: bytes
    note: bytes

    @property
    def any(self) -> bool:
        """Whether there is anything to say yes to."""
        return self.root != self.known or self.differences.any


def look(settings: Settings, client: DropClient, root: Verifier) -> Change:
    """What changed. TrustError when it does not bear the newsroom's keys, RollbackError when it is older than ours."""
    notes = client.successions()
    check_grown(lineage_notes(settings), notes)
    heir = Lineage.parse(notes).heir(root)
    note = client.roster()
    if note is None:
        raise StateError("The drop shows no roster: sources meet a closed door.", "Run: amparo desk pair DROP_URL")
    theirs = Roster.parse(note, heir)
    ours = readable(RosterFiles(settings.roster).read(), root)
    if ours is None:
        raise StateError("This desk is not paired with a drop yet.", "Run: amparo desk pair DROP_URL")
    if ours.supersedes(theirs):
        raise RollbackError("The drop shows sources an older roster of this newsroom.", "Do not accept it.")
    return Change(root, heir, theirs, differences(ours, theirs, settings.desk), notes, note)


def accept(settings: Settings, change: Change) -> None:
    """Take it as the newsroom's. StateError when this desk itself is not on the roster as it should be."""
    if change.differences.own:
        raise StateError("This desk is not on that roster as it should be.", "Run: amparo desk pair DROP_URL")
    if change.root != change.known:
        write_private(settings.successions, change.notes)
        write_private(settings.keys / ROOT_PUBLIC, f"{change.root}\n".encode())
    RosterFiles(settings.roster).confirm(change.note)


def check_grown(known: bytes, served: bytes) -> None:
    """TrustError when the drop hides a change of the root key that this desk knows of."""
    if not served.startswith(known):
        raise TrustError("The drop hides a change of the newsroom's root key.", "Find out who has control of the drop.")


def check_lineage(settings: Settings, served: bytes, root: Verifier) -> None:
    """TrustError when the drop obeys another root than this desk knows, or serves another succession."""
    known = lineage_notes(settings)
    if served == known:
        return
    check_grown(known, served)
    heir = Lineage.parse(served).heir(root)
    if heir != root:
        raise TrustError(
            "The newsroom's root key was followed by another one, and this desk did not do that.",
            "If a colleague did, compare the new fingerprint with theirs: amparo desk accept. If nobody did, the root "
            "key has leaked: docs/keys.md says what to do.",
        )
