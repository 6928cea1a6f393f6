"""Brings each envelope that the drop lists as far as it will go: download, open, file, and only then delete there.

The order is the guarantee: an envelope's ciphertext is whole on this disk, then its files are synced under their final
name, then the database says so, then the drop is told to delete. Killed anywhere, the next pass goes on from there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from amparo.desk import submissions_store
from amparo.desk.disk import make_private_directory, require_room
from amparo.desk.drop_client import DropClient, ListedEnvelope
from amparo.desk.filing import CopyError, Filing
from amparo.desk.settings import Settings
from amparo.desk.submissions import EnvelopeId, EnvelopeState, UnopenedEnvelope
from amparo.errors import (
    AmparoError,
    FullError,
    InputError,
    NoMatchError,
    StateError,
    TooLargeError,
    TruncatedError,
    TrustError,
)
from amparo.seal.header import HeaderReader

REASONS: tuple[tuple[type[AmparoError], str, str], ...] = (
    (NoMatchError, "no-key", "It is sealed to a key that this desk does not have, or has destroyed."),
    (TruncatedError, "truncated", "It is cut short."),
    (TooLargeError, "too-large", "It is larger than an envelope can be, or than the drop said."),
    (CopyError, "copy", "The drop served the bytes of another envelope, which is here already, under this name."),
    (TrustError, "altered", "It was altered after it was sealed."),
    (InputError, "malformed", "It does not have the shape of an envelope."),
)
"""Why an envelope cannot be opened, by the first class that fits: a stable code, and a sentence for a person."""


HERE = frozenset({EnvelopeState.FILED, EnvelopeState.COLLECTED, EnvelopeState.ELSEWHERE, EnvelopeState.DISCARDED})
"""Nothing more is to be done about these but to tell the drop."""
LARGEST_HEADER = 256 * 1024


@dataclass(frozen=True, slots=True)
class Step:
    """Progress for a person: the `number`-th of `total` envelopes, `here` of its `size` bytes downloaded."""

    number: int
    total: int
    here: int
    size: int


Report = Callable[[Step], None]


@dataclass(slots=True)
class Tally:
    """What became of the envelopes of one pass; `waiting` says why one could not be brought yet, `elsewhere` counts
    those that were sealed before this desk joined the others.
    """

    listed: int = 0
    filed: int = 0
    unopened: int = 0
    elsewhere: int = 0
    bytes: int = 0
    waiting: list[AmparoError] = field(default_factory=list)


def _report_here(report: Report, step: Step, here: int) -> None:
    report(replace(step, here=here))


class Collector:
    """One pass over the drop's list; `tally` grows as it goes."""

    def __init__(
        self, settings: Settings, database: sqlite3.Connection, client: DropClient, filing: Filing, desks: int = 1
    ) -> None:
        self.tally = Tally()
        self._desks = desks
        self._settings, self._database, self._client, self._filing = settings, database, client, filing
        make_private_directory(settings.incoming)
        make_private_directory(settings.unopened)

    def reopen_kept(self) -> None:
        """Try again what could not be opened before, from the copies kept here."""
        for kept in submissions_store.unopened(self._database):
            if self._kept(kept.id).exists():
                self._open(ListedEnvelope(kept.id, kept.size, kept.day), self._kept(kept.id))

    def collect(self, envelopes: Sequence[ListedEnvelope], report: Report) -> None:
        """Bring each envelope as far as it will go. Raises StoreError when the drop or the disk fails."""
        self.tally.listed = len(envelopes)
        self._forget_filed()
        for number, each in enumerate(envelopes, start=1):
            step = Step(number, len(envelopes), 0, each.size)
            report(step)
            self._collect_one(each, partial(_report_here, report, step))
        self.tally.unopened = len(submissions_store.unopened(self._database))

    def _forget_filed(self) -> None:
        """Remove what a killed fetch had filed but not removed. What is not filed stays: it may be the only copy."""
        for path in (*self._settings.incoming.glob("*.age"), *self._settings.unopened.glob("*.age")):
            if submissions_store.envelope_state(self._database, EnvelopeId(path.stem)) in HERE:
                path.unlink()

    def _collect_one(self, each: ListedEnvelope, progress: Callable[[int], None]) -> None:
        state = submissions_store.envelope_state(self._database, each.id)
        if state in HERE:
            self._delete_there(each)
        elif state is not EnvelopeState.UNOPENED or not self._kept(each.id).exists():
            self._bring(each, progress)

    def _bring(self, each: ListedEnvelope, progress: Callable[[int], None]) -> None:
        ciphertext = self._settings.incoming / f"{each.id}.age"
        resumed = ciphertext.exists()
        try:
            self._download(each, ciphertext, progress)
        except (FullError, StateError) as error:
            self.tally.waiting.append(error)
            return
        except (InputError, TrustError) as error:
            self._keep_unopened(each, ciphertext, error)
            return
        # What a killed download left may be damaged: such an envelope is judged by a fresh copy only.
        if not self._open(each, ciphertext, keep=not resumed):
            ciphertext.unlink(missing_ok=True)
            self._bring(each, progress)
        elif submissions_store.envelope_state(self._database, each.id) in HERE:
            self._delete_there(each)

    def _download(self, each: ListedEnvelope, into: Path, progress: Callable[[int], None]) -> None:
        if each.size > self._settings.largest_envelope:
            raise FullError("An envelope is larger than this desk takes.", "Raise largest_envelope in desk.toml.")
        have = into.stat().st_size if into.exists() else 0
        # Ciphertext, the plaintext ZIP and the files out of it lie side by side for a moment.
        require_room(self._settings.home, max(0, each.size - have) + 2 * each.size)
        self._client.download(each, into, progress)

    def _open(self, each: ListedEnvelope, ciphertext: Path, *, keep: bool = True) -> bool:
        """File the envelope, or keep it with the reason. False, and nothing kept, when it failed without `keep`."""
        try:
            self._filing.file(each, ciphertext)
        except (InputError, TrustError) as error:
            if keep and isinstance(error, NoMatchError) and _stanzas(ciphertext) < self._desks:
                self._leave_to_others(each, ciphertext)
            elif keep:
                self._keep_unopened(each, ciphertext, error)
            return keep
        ciphertext.unlink()
        self.tally.filed += 1
        self.tally.bytes += each.size
        return True

    def _leave_to_others(self, each: ListedEnvelope, ciphertext: Path) -> None:
        """It has fewer recipients than the newsroom has desks, and we are none of them: it came before we joined."""
        submissions_store.set_state(self._database, each.id, each.day, each.size, EnvelopeState.ELSEWHERE)
        ciphertext.unlink()
        self.tally.elsewhere += 1

    def _keep_unopened(self, each: ListedEnvelope, ciphertext: Path, error: AmparoError) -> None:
        reason, explanation = next((code, sentence) for kind, code, sentence in REASONS if isinstance(error, kind))
        if ciphertext.exists() and ciphertext.stat().st_size == each.size:
            ciphertext.replace(self._kept(each.id))
        else:
            ciphertext.unlink(missing_ok=True)
        kept = UnopenedEnvelope(each.id, each.day, each.size, reason, explanation)
        submissions_store.keep_unopened(self._database, kept)

    def _delete_there(self, each: ListedEnvelope) -> None:
        self._client.delete(each.id)
        if submissions_store.envelope_state(self._database, each.id) is EnvelopeState.FILED:
            submissions_store.mark_collected(self._database, each.id)

    def _kept(self, envelope: str) -> Path:
        return self._settings.unopened / f"{envelope}.age"


def _stanzas(ciphertext: Path) -> int:
    """How many recipients an envelope has."""
    with ciphertext.open("rb") as file:
        found = HeaderReader().push(memoryview(file.read(LARGEST_HEADER)))
    if found is None:
        raise TooLargeError("An envelope has an endless header.")
    return len(found[0].stanzas)
