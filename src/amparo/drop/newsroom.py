"""Whose drop this is: the root key it was claimed with, and the roster that root last signed. Spec: specs/roster.md.

The root is pinned by `drop init --root`, or trusted on first use: the first roster that verifies under the root sent
with it claims a fresh drop. From then on only that root's rosters are taken, and only newer ones.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from amparo.drop.blobs import disk_errors, sync_directory
from amparo.errors import AmparoError, RollbackError, StateError, TrustError
from amparo.seal.fingerprint import fingerprint
from amparo.seal.note import Verifier
from amparo.seal.roster import Roster

ROOT = "root.vkey"
NOTE = "roster.note"


class Door(StrEnum):
    """Whether submissions are taken, and if not, why."""

    OPEN = "open"
    UNCLAIMED = "no-root"
    NO_ROSTER = "no-roster"
    RUN_OUT = "roster-run-out"


@dataclass(frozen=True, slots=True)
class Standing:
    """Root, roster and its note at one moment; replaced as a whole, never changed."""

    root: Verifier | None
    roster: Roster | None
    note: bytes | None

    def door(self, day: date) -> Door:
        """Whether the door is open on this day."""
        if self.root is None:
            return Door.UNCLAIMED
        if self.roster is None:
            return Door.NO_ROSTER
        return Door.OPEN if self.recipients(day) else Door.RUN_OUT

    def recipients(self, day: date) -> tuple[str, ...]:
        """The recipients that envelopes of this day are sealed to; none when the roster has run out."""
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
        self._write(ROOT, f"{root}\n".encode())
        self.standing = Standing(root, self.standing.roster, self.standing.note)

    def accept(self, note: bytes, offered: Verifier | None) -> Roster:
        """Take a roster: the root that holds, or on a fresh drop the one offered with it, must have signed it.

        Raises TrustError when it has not, RollbackError unless it is newer than the one at hand or the very same,
        InputError when it is none.
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
            if held is not None and not roster.supersedes(held):
                raise RollbackError(
                    "The drop holds this roster's equal or a newer one.", "Send one with a later edition."
                )
            if self.standing.root is None:
                self.claim(root)
            self._write(NOTE, note)
            self.standing = Standing(root, roster, note)
            return roster

    def _pinned(self) -> Verifier | None:
        root = self._read(ROOT)
        return None if root is None else Verifier.parse(root.decode("utf-8").strip())

    def _load(self) -> Standing:
        verifier = self._pinned()
        if verifier is None:
            return Standing(None, None, None)
        note = self._read(NOTE)
        try:
            return Standing(verifier, None if note is None else Roster.parse(note, verifier), note)
        except AmparoError as error:
            raise StateError(
                "The roster in the drop's home does not hold under its root key.",
                "Remove roster.note and let the desk send it again: amparo desk pair.",
            ) from error

    def _read(self, name: str) -> bytes | None:
        path = self._folder / name
        return path.read_bytes() if path.exists() else None

    def _write(self, name: str, data: bytes) -> None:
        """Replace a file as a whole, so that a kill leaves the old one or the new one."""
        temporary = self._folder / f"{name}.new"
        with disk_errors():
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._folder / name)
            sync_directory(self._folder)
