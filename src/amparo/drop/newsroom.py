"""Whose drop this is: the root key it was claimed with, and the roster that root last signed. Spec: specs/roster.md.

The root is pinned by `drop init --root`, or trusted on first use: the first roster that verifies under the root sent
with it claims a fresh drop. From then on only that root's rosters are taken, and only newer ones. A root can name its
heir (specs/succession.md): then only the heir's are; the first root stays the salt of every passphrase.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from amparo.drop.blobs import replace_file
from amparo.errors import AmparoError, RollbackError, StateError, TrustError
from amparo.seal.fingerprint import fingerprint
from amparo.seal.note import Verifier
from amparo.seal.roster import Roster
from amparo.seal.succession import Lineage, extended

ROOT = "root.vkey"
NOTE = "roster.note"
LINEAGE = "succession.notes"


class Door(StrEnum):
    """Whether submissions are taken, and if not, why."""

    OPEN = "open"
    UNCLAIMED = "no-root"
    NO_ROSTER = "no-roster"
    RUN_OUT = "roster-run-out"
    REVOKED = "root-revoked"


@dataclass(frozen=True, slots=True)
class Standing:
    """Root, roster and its note at one moment; replaced as a whole, never changed.

    `root` is the newsroom's root key of now; `successions` are the notes that led to it from the first one, and
    `lineage` is what they say, read once. Two with the same `digest` are the same.
    """

    root: Verifier | None
    roster: Roster | None
    note: bytes | None
    successions: bytes = b""
    lineage: Lineage = field(init=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lineage", Lineage.parse(self.successions))
        told = (str(self.root).encode(), self.note or b"", self.successions)
        each = b"".join(hashlib.sha256(part).digest() for part in told)
        object.__setattr__(self, "digest", hashlib.sha256(each).hexdigest())

    @property
    def founder(self) -> Verifier | None:
        """The newsroom's first root key, which is the salt of every passphrase; None on a fresh drop."""
        return None if self.root is None else self.lineage.founder(self.root)

    @property
    def revoked(self) -> bool:
        """Whether the root of now was revoked: nothing it signed may be sealed to any more."""
        return self.root in self.lineage.revoked

    def door(self, day: date) -> Door:
        """Whether the door is open on this day."""
        if self.root is None:
            return Door.UNCLAIMED
        if self.revoked:
            return Door.REVOKED
        if self.roster is None:
            return Door.NO_ROSTER
        return Door.OPEN if self.recipients(day) else Door.RUN_OUT

    def recipients(self, day: date) -> tuple[str, ...]:
        """The recipients that envelopes of this day are sealed to; none when the roster has run out, or its root was
        revoked.
        """
        if self.revoked:
            return ()
        try:
            return () if self.roster is None else tuple(self.roster.recipients_on(day))
        except StateError:
            return ()

    @property
    def fingerprint(self) -> str:
        """The root key's fingerprint for people to compare, or nothing."""
        return "" if self.root is None else fingerprint(self.root)


class Newsroom:
    """The two files under HOME/drop, and the standing they add up to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self.standing = self._load()

    def claim(self, root: Verifier) -> None:
        """Pin the root. StateError when the drop already belongs to another one."""
        if self.standing.root not in (None, root) or self._pinned() not in (None, root):
            raise StateError("This drop already belongs to another newsroom key.", "Use a fresh home for another one.")
        if self._pinned() is None:
            self._write(ROOT, f"{root}\n".encode())
        self.standing = replace(self.standing, root=root)

    def accept(self, note: bytes, offered: Verifier | None) -> Roster:
        """Take a roster: the root that holds, or on a fresh drop the one offered with it, must have signed it.

        Raises TrustError when it has not, or was revoked, RollbackError unless it is newer than the one at hand or the
        very same, InputError when it is none.
        """
        with self._lock:
            # `drop init --root` may have pinned one since this process started.
            root = self.standing.root or self._pinned() or offered
            if root is None:
                raise TrustError("This drop has no newsroom key yet.", "Send the root's vkey in Amparo-Root.")
            roster = Roster.parse(note, root)
            held = self.standing.roster
            if note == self.standing.note:
                return roster
            if self.standing.revoked:
                raise _revoked()
            if held is not None and not roster.supersedes(held):
                raise RollbackError(
                    "The drop holds this roster's equal or a newer one.", "Send one with a later edition."
                )
            if self.standing.root is None:
                self.claim(root)
            self._write(NOTE, note)
            self.standing = replace(self.standing, root=root, roster=roster, note=note)
            return roster

    def succeed(self, note: bytes) -> Verifier:
        """Take a succession of the root, or the revocation of one; the root of now. The very same note again is fine.

        Raises TrustError when it does not follow from what is here, or follows a root that was revoked, StateError when
        the roster at hand is not signed by the new root as well: without it the door would close, InputError when it is
        neither.
        """
        with self._lock:
            standing = self.standing
            if standing.root is None or standing.note is None:
                raise StateError("This drop has no newsroom yet, so its key cannot change.", "Pair the desk first.")
            notes = extended(standing.successions, note)
            lineage = Lineage.parse(notes)
            roots = lineage.roots(standing.root)
            if roots[0] != standing.founder or not lineage.revoked <= set(roots):
                raise TrustError("This note is about a key that is not this newsroom's.")
            if roots[-1] != standing.root:
                if standing.revoked:
                    raise _revoked()
                _require_signed(standing.note, roots[-1])
            if notes != standing.successions:
                self._write(LINEAGE, notes)
            self.standing = Standing(roots[-1], standing.roster, standing.note, notes)
            return roots[-1]

    def _pinned(self) -> Verifier | None:
        """The root that was pinned first, or the one that its successions lead to."""
        root = self._read(ROOT)
        if root is None:
            return None
        pinned = Verifier.parse(root.decode("utf-8").strip())
        roots = Lineage.parse(self._read(LINEAGE) or b"").roots(pinned)
        if pinned not in roots:
            raise StateError("The succession of keys in the drop's home belongs to another newsroom.")
        return roots[-1]

    def _load(self) -> Standing:
        verifier = self._pinned()
        if verifier is None:
            return Standing(None, None, None)
        note, notes = self._read(NOTE), self._read(LINEAGE) or b""
        try:
            return Standing(verifier, None if note is None else Roster.parse(note, verifier), note, notes)
        except AmparoError as error:
            raise StateError(
                "The roster in the drop's home does not hold under its root key.",
                "Remove roster.note and let the desk send it again: amparo desk pair.",
            ) from error

    def _read(self, name: str) -> bytes | None:
        path = self._folder / name
        return path.read_bytes() if path.exists() else None

    def _write(self, name: str, data: bytes) -> None:
        replace_file(self._folder / name, data)


def _revoked() -> TrustError:
    return TrustError("This newsroom's root key was revoked: nothing that it signs is taken any more.")


def _require_signed(roster: bytes, root: Verifier) -> None:
    try:
        Roster.parse(roster, root)
    except AmparoError:
        raise StateError(
            "The roster here is not signed by the new root key.", "Send first a roster that both keys have signed."
        ) from None
