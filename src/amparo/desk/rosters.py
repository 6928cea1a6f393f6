"""The roster that sources see: built and signed here, compared with what the drop serves. Spec: specs/roster.md.

Pure but for the two files that `RosterFiles` keeps: the roster that the drop confirmed, and the one on its way there.
Whoever can make a drop serve another roster can make sources seal to another key, so every difference is an alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from amparo.desk.caused import remember
from amparo.desk.disk import sync_directory, write_private
from amparo.errors import AmparoError, InputError, RollbackError, StateError, TrustError
from amparo.ledger.configuration import What
from amparo.seal.note import Signer, Verifier, sign
from amparo.seal.roster import Desk, Roster


def next_roster(current: Roster | None, newsroom: str, desk: Desk, today: date) -> Roster:
    """The roster after `current`: `desk` stands in it as given, every other desk as before, both from yesterday on.

    Yesterday stays for a drop whose clock is behind ours.
    """
    others = () if current is None else tuple(other for other in current.desks if other.name != desk.name)
    first = today - timedelta(days=1)
    desks = tuple(
        Desk(each.name, each.api_vkey, {day: recipient for day, recipient in each.epochs.items() if day >= first})
        for each in (*others, desk)
    )
    return Roster(newsroom, today, tuple(sorted(desks, key=lambda each: each.name)), _edition(current, today))


def _edition(current: Roster | None, today: date) -> int:
    if current is None or current.issued < today:
        return 1
    if current.issued > today:
        raise StateError(
            "The roster was issued on a later day than today.", "Set this machine's clock, then pair again."
        )
    return current.edition + 1


def sign_roster(roster: Roster, *roots: Signer) -> bytes:
    """The signed note that goes to the drop; by two roots while one follows the other."""
    return sign(roster.to_text(), roots)


@dataclass(frozen=True, slots=True)
class Differences:
    """What a colleague's roster says otherwise than ours. `own`: about this very desk; the rest are names of desks."""

    own: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]
    rekeyed: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether a person must look at it."""
        return self.own or bool(self.added or self.removed or self.rekeyed)


def differences(ours: Roster, theirs: Roster, desk: str) -> Differences:
    """How `theirs` differs from `ours`, but for the days of other desks, which are theirs to publish.

    Each desk watches its own lines: whoever has the root key alone cannot replace this desk's recipients unseen.
    """
    before, after = ({each.name: each for each in roster.desks} for roster in (ours, theirs))
    first = theirs.issued - timedelta(days=1)
    kept = {day: recipient for day, recipient in before[desk].epochs.items() if day >= first} if desk in before else {}
    here = after.get(desk)
    own = here is None or here.api_vkey != before[desk].api_vkey or dict(here.epochs) != kept
    both = before.keys() & after.keys() - {desk}
    return Differences(
        own,
        tuple(sorted(after.keys() - before.keys() - {desk})),
        tuple(sorted(before.keys() - after.keys() - {desk})),
        tuple(sorted(name for name in both if before[name].api_vkey != after[name].api_vkey)),
    )


@dataclass(frozen=True, slots=True)
class RosterFiles:
    """`confirmed` is the roster the drop was seen to serve; beside it lies the next one while it is on its way."""

    confirmed: Path

    @property
    def _next(self) -> Path:
        return self.confirmed.with_suffix(".next")

    def read(self) -> bytes | None:
        """The confirmed roster, or None before pairing."""
        return self.confirmed.read_bytes() if self.confirmed.exists() else None

    def propose(self, note: bytes) -> None:
        """Remember a roster before the drop hears of it, so that a killed desk still knows it for its own."""
        write_private(self._next, note)
        remember(self.confirmed.parent, What.ROSTER, note)

    def confirm(self, note: bytes) -> None:
        """The drop serves this roster."""
        write_private(self.confirmed, note)
        remember(self.confirmed.parent, What.ROSTER, note)
        self._next.unlink(missing_ok=True)
        sync_directory(self.confirmed.parent)

    def proposed(self) -> bytes | None:
        """The roster on its way, or None."""
        return self._next.read_bytes() if self._next.exists() else None


def check_served(served: bytes | None, files: RosterFiles, root: Verifier, desk: str = "") -> None:
    """Return when the drop serves our roster, and nothing else; confirm a proposed one when that is what it serves.

    A newsroom of several desks: a colleague's roster is as good as ours when it only has other days for other desks.

    Raises StateError when it serves none, RollbackError when an older one of ours, TrustError when another.
    """
    if served is None:
        raise StateError("The drop shows no roster: sources meet a closed door.", "Run: amparo desk pair DROP_URL")
    if served == files.read():
        return
    if served == files.proposed():
        files.confirm(served)
        return
    _check_other(served, files, root, desk)


def _check_other(served: bytes, files: RosterFiles, root: Verifier, desk: str) -> None:
    try:
        theirs = Roster.parse(served, root)
    except AmparoError:
        raise TrustError(
            "The drop shows sources a roster that this newsroom did not sign. What they send may go to others.",
            "Warn sources to stop sending. Then find out who has control of the drop.",
        ) from None
    note = files.read()
    ours = None if note is None else Roster.parse(note, root)
    if ours is not None and ours.supersedes(theirs):
        raise RollbackError(
            "The drop shows sources an older roster of this newsroom.",
            "If the drop was restored from a backup, run: amparo desk pair DROP_URL. Otherwise treat it as an attack.",
        )
    if ours is not None and theirs.supersedes(ours):
        changed = differences(ours, theirs, desk)
        if not changed.any and len(ours.desks) > 1:
            files.confirm(served)
            return
        if not changed.own:
            raise TrustError(
                "The drop shows a roster that bears the newsroom's root key, but that this desk did not sign.",
                "If a colleague changed it, look at what changed: amparo desk accept. If nobody did, the root key has "
                "leaked: docs/keys.md says what to do.",
            )
    raise TrustError(
        "The drop shows a roster that bears the newsroom's root key, but that this desk did not sign: this desk's own "
        "keys are not on it as they should be.",
        "If another machine of yours did this, run: amparo desk pair DROP_URL. If nobody did, the root key has leaked: "
        "docs/keys.md says what to do.",
    )


def readable(note: bytes | None, root: Verifier) -> Roster | None:
    """The roster in this note when the root of now has signed it; None for one of an earlier root."""
    try:
        return None if note is None else Roster.parse(note, root)
    except TrustError:
        return None


def base_for_next(served: bytes | None, files: RosterFiles, root: Verifier) -> Roster | None:
    """The roster to build on: the newer of ours and the served one. TrustError when another newsroom signed that."""
    known = [note for note in (files.read(), files.proposed()) if readable(note, root) is not None and note is not None]
    if served is not None:
        try:
            Roster.parse(served, root)
        except (TrustError, InputError):
            raise TrustError(
                "This drop belongs to another newsroom: its roster is signed by another root key.",
                "Check the address. A drop takes one newsroom; set up a drop of your own, or restore your root key.",
            ) from None
        known.append(served)
    rosters = [Roster.parse(note, root) for note in known]
    return max(rosters, key=lambda roster: (roster.issued, roster.edition), default=None)
