"""Changes of keys: another root, another key for requests, other day keys, a desk taken off the roster (docs/keys.md).

Each step is safe to repeat: what is new lies beside what it replaces until the drop has taken it, and a command that
was cut off goes on when it is run again. Spec: specs/succession.md.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from amparo.desk.caused import remember
from amparo.desk.disk import shred, write_private
from amparo.desk.drop_client import DropClient
from amparo.desk.epochs import EpochKeys
from amparo.desk.form_publishing import kept_form, publish_form
from amparo.desk.keys import API, NEXT, ROOT, ROOT_PUBLIC, DeskKeys, load_keys, read_key, write_key
from amparo.desk.pairing import publish, this_desk
from amparo.desk.rosters import RosterFiles, base_for_next, next_roster
from amparo.desk.settings import Settings
from amparo.errors import InputError, StateError
from amparo.ledger.configuration import What
from amparo.seal.note import Signer, Verifier
from amparo.seal.roster import Roster
from amparo.seal.succession import Lineage, Succession, extended, revoke, succeed

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Changer:
    """One change of keys at this desk. `root_file`: where the root key is, when it is not among the desk's keys."""

    settings: Settings
    keys: DeskKeys
    client: DropClient
    today: date
    root_file: Path | None = None
    random: Random = os.urandom

    def rotate_root(self) -> Verifier:
        """Have a new root follow the one of now, at the drop and here; the old secret is destroyed. The new root.

        A note that revokes the old root is kept, for the day on which its secret turns out to have leaked before.
        """
        place = self.root_file or self.settings.keys / ROOT
        heir = self._heir(place)
        if heir.verifier == self.keys.root_verifier:
            return self._finish(place, heir)
        self._publish(self._roster(), heir)
        note = self._succession(heir)
        lineage = extended(lineage_notes(self.settings), note)
        self._remember(lineage)
        self.client.put_succession(note)
        write_private(self.settings.keys / f"{_id(self.keys.root)}.revocation", revoke(self.keys.root, self.today))
        write_private(self.settings.successions, lineage)
        write_private(self.settings.keys / ROOT_PUBLIC, f"{heir.verifier}\n".encode())
        return self._finish(place, heir)

    def _finish(self, place: Path, heir: Signer) -> Verifier:
        """Put the new secret in the place of the old one, which is destroyed: this desk signs with the new one now."""
        shred(place)
        _beside(place).replace(place)
        self._proposed_succession.unlink(missing_ok=True)
        self._renew_form()
        return heir.verifier

    def _renew_form(self) -> None:
        """Sign the form that sources see by the root of now, so that it stands when the old one is revoked."""
        form = kept_form(self.settings.home)
        if form is not None and form.channels:
            keys = load_keys(self.settings.keys, self.root_file)
            publish_form(self.settings.home, keys, self.client, form.channels, self.today)

    def revoke_old_root(self, root: Verifier) -> None:
        """Tell the drop that an earlier root is not to be believed: whoever pinned it is told to ask the newsroom."""
        path = self.settings.keys / f"{_id(root)}.revocation"
        if not path.exists():
            raise StateError("There is no revocation of that root here.", "Only its own secret could make one.")
        self._send_revocation(path.read_bytes())

    def end_root(self) -> None:
        """Revoke the root of now without an heir: the drop's door closes for good."""
        self._send_revocation(revoke(self.keys.root, self.today))

    def new_api_key(self) -> None:
        """Another key for this desk's requests; the old one is refused from the moment the drop has the roster."""
        path = self.settings.keys / API
        beside = _beside(path)
        if not beside.exists():
            write_key(beside, Signer.generate(self.keys.api.name, random=self.random))
        self._publish(self._roster(read_key(beside)))
        beside.replace(path)

    def new_epochs(self, first: date) -> tuple[date, ...]:
        """Other keys for the days from `first` on; the days. The old secrets stay until their time, to open what was
        sealed to them before.
        """
        days = EpochKeys(self.settings.epochs).renew(first, self.random)
        self._publish(self._roster())
        return days

    def remove_desk(self, name: str) -> None:
        """Take another desk off the roster: nothing is sealed to it from now on, and the drop refuses its requests."""
        roster = self._roster()
        rest = tuple(desk for desk in roster.desks if desk.name != name)
        if name == self.settings.desk:
            raise InputError("A desk does not take itself off the roster.", "Do it from another desk.")
        if len(rest) == len(roster.desks):
            raise InputError("No desk of this name is on the roster.", "See them: amparo desk desks")
        self._publish(replace(roster, desks=rest))

    def _roster(self, api: Signer | None = None) -> Roster:
        """The next roster, with this desk as it is now."""
        base = base_for_next(self.client.roster(), RosterFiles(self.settings.roster), self.keys.root_verifier)
        desk = this_desk(self.settings, api or self.keys.api, self.today, self.random)
        return next_roster(base, self.settings.newsroom, desk, self.today)

    def _publish(self, roster: Roster, *heirs: Signer) -> None:
        publish(self.settings, self.keys, self.client, roster, *heirs)

    def _heir(self, place: Path) -> Signer:
        """The next root: made once, so that a rotation cut off goes on with the same."""
        if not _beside(place).exists():
            write_key(_beside(place), Signer.generate(self.keys.root.name, random=self.random))
        return read_key(_beside(place), checked=False)

    def _succession(self, heir: Signer) -> bytes:
        """The note, the same one each time until it is done: the drop has perhaps taken it already."""
        path = self._proposed_succession
        if path.exists() and Succession.parse(path.read_bytes()).new == heir.verifier:
            return path.read_bytes()
        note = succeed(self.keys.root, heir, self.today)
        write_private(path, note)
        return note

    @property
    def _proposed_succession(self) -> Path:
        return _beside(self.settings.successions)

    def _send_revocation(self, note: bytes) -> None:
        lineage = extended(lineage_notes(self.settings), note)
        self._remember(lineage)
        self.client.put_succession(note)
        write_private(self.settings.successions, lineage)

    def _remember(self, lineage: bytes) -> None:
        """The drop will log its root as the one it was claimed with and the notes after it."""
        founder = Lineage.parse(lineage).founder(self.keys.root_verifier)
        remember(self.settings.home, What.ROOT, f"{founder}\n".encode() + lineage)


def lineage_notes(settings: Settings) -> bytes:
    """The successions of this newsroom's root that this desk knows."""
    return settings.successions.read_bytes() if settings.successions.exists() else b""


def lineage_of(settings: Settings) -> Lineage:
    """The same, read."""
    return Lineage.parse(lineage_notes(settings))


def move_root(settings: Settings, keys: DeskKeys, to: Path) -> None:
    """Move the root key to `to`, on a medium that is kept elsewhere, and destroy it here once it reads back whole."""
    place = settings.keys / ROOT
    if not place.exists():
        raise StateError("The root key is not on this desk.", "It was moved before.")
    write_key(to, keys.root, replace=False)
    if read_key(to, checked=False) != keys.root:
        raise StateError("The root key does not read back from there.", "Use another medium. It is still here.")
    write_private(settings.keys / ROOT_PUBLIC, f"{keys.root_vkey}\n".encode())
    shred(place)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + NEXT)


def _id(key: Signer | Verifier) -> str:
    verifier = key.verifier if isinstance(key, Signer) else key
    return f"root-{verifier.key_id.hex()}"
