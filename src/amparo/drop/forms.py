"""The newsroom's form on this drop: its channels and questions, as its root key last signed them. Spec: specs/form.md.

Public like the roster, and kept beside it. Only the newsroom's root can replace it, and only by a newer one. Without a
form there are no channels, and everything is sealed to the whole roster.
"""

from __future__ import annotations

import hashlib
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from amparo.drop.blobs import replace_file
from amparo.drop.model import Random
from amparo.drop.newsroom import Newsroom, Standing
from amparo.errors import AmparoError, RollbackError, StateError, TrustError
from amparo.seal.age import Recipient
from amparo.seal.form import Channel, Form, recipients_through
from amparo.seal.note import Verifier

NOTE = "form.note"


@dataclass(frozen=True, slots=True)
class HeldForm:
    """The form and its note; neither before the first. Two with the same `digest` are the same."""

    form: Form | None = None
    note: bytes | None = None
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha256(self.note or b"").hexdigest())


class Forms:
    """The file under HOME/drop, and what it says."""

    def __init__(self, folder: Path, newsroom: Newsroom) -> None:
        self._path = folder / NOTE
        self._newsroom = newsroom
        self._lock = threading.Lock()
        self._held = self._load()
        self._judged_by = newsroom.standing.successions

    @property
    def held(self) -> HeldForm:
        """The form that counts now: none, once the root that signed it was revoked."""
        standing, held = self._newsroom.standing, self._held
        if standing.successions == self._judged_by:
            return held
        if held.note is not None and _by_revoked(held.note, standing):
            self._held = HeldForm()
        self._judged_by = standing.successions
        return self._held

    def accept(self, note: bytes) -> Form:
        """Take a form. TrustError unless the newsroom's root has signed it, RollbackError unless it is newer than the
        one at hand or the very same, StateError on a drop that has no newsroom yet.
        """
        with self._lock:
            form, held = _parse(note, self._newsroom.standing), self.held
            if note == held.note:
                return form
            if held.form is not None and not form.supersedes(held.form):
                raise RollbackError("The drop holds this form's equal or a newer one.", "Send a later edition.")
            replace_file(self._path, note)
            self._held = HeldForm(form, note)
            return form

    def offered(self) -> tuple[Channel, ...]:
        """The channels a source can choose now."""
        form, roster = self.held.form, self._newsroom.standing.roster
        return () if form is None or roster is None else form.offered(roster)

    def most_fields(self) -> int:
        """How many fields the questions of a channel can become: an answer each, or each of the options."""
        counts = (sum(max(1, len(each.options)) for each in channel.questions) for channel in self.offered())
        return max(counts, default=0)

    def channel(self, name: str) -> Channel | None:
        """The channel of this name; None for no name. StateError when it is not, or no longer, offered."""
        if not name:
            return None
        found = next((channel for channel in self.offered() if channel.name == name), None)
        if found is None:
            raise StateError("This way in is not there any more.", "Begin at the first page, and choose again.")
        return found

    def recipients(self, channel: Channel | None, day: date, random: Random) -> tuple[Recipient, ...]:
        """Whom to seal to through this channel. StateError when the door is closed."""
        standing = self._newsroom.standing
        if standing.roster is None or not standing.recipients(day):
            raise StateError("The door closed while you were writing.")
        return recipients_through(channel, standing.roster, day, random)

    def _load(self) -> HeldForm:
        if not self._path.exists():
            return HeldForm()
        note = self._path.read_bytes()
        if _by_revoked(note, self._newsroom.standing):
            return HeldForm()
        try:
            return HeldForm(_parse(note, self._newsroom.standing), note)
        except AmparoError as error:
            raise StateError(
                "The form in the drop's home does not hold under its root key.",
                "Remove form.note and let the desk send it again: amparo desk form FILE.toml.",
            ) from error


def _parse(note: bytes, standing: Standing) -> Form:
    """The form, signed by the root of now or by one that led to it."""
    if standing.root is None:
        raise StateError("This drop has no newsroom yet.", "Pair the desk first: amparo desk pair DROP_URL")
    for root in _roots(standing, standing.root):
        try:
            return Form.parse(note, root)
        except TrustError:
            continue
    raise TrustError("This newsroom's root key has not signed this form.")


def _by_revoked(note: bytes, standing: Standing) -> bool:
    """Whether a root that was revoked since has signed it: as good as none, and no reason not to start."""
    for root in standing.lineage.revoked:
        with suppress(AmparoError):
            Form.parse(note, root)
            return True
    return False


def _roots(standing: Standing, root: Verifier) -> tuple[Verifier, ...]:
    """Newest first, without those that were revoked."""
    return tuple(each for each in reversed(standing.lineage.roots(root)) if each not in standing.lineage.revoked)
