"""One form on its way to an envelope, and the receipt for it. Knows the newsroom, and neither sockets nor the store.

So it can be done in whatever process is free (amparo.drop.beside).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from cryptography.utils import Buffer

from amparo.drop.deriving import Reach, reach_in_turn
from amparo.drop.form import FormLimits, boundary_of
from amparo.drop.forms import Forms
from amparo.drop.intake import OTHER_PARTS, Intake, draft_of
from amparo.drop.model import Random
from amparo.drop.newsroom import Standing
from amparo.drop.receipt import Receipt
from amparo.drop.settings import Settings
from amparo.errors import StateError
from amparo.seal.envelope import EnvelopeSealer
from amparo.seal.form import Channel
from amparo.seal.passphrase import Passphrase


@dataclass(frozen=True, slots=True)
class Terms:
    """By what forms are taken: whose drop it is, its channels, its limits, and where chance comes from."""

    forms: Forms
    settings: Settings
    random: Random

    def begin(self, standing: Standing, content_type: str, today: Callable[[], date]) -> Sealing:
        """A form with this Content-Type. StateError when the door is closed, InputError when it is no form."""
        return Sealing(self, standing, content_type, today)


class Sealing:
    """The state of one form; `intake` serves the page also when it fails."""

    def __init__(self, terms: Terms, standing: Standing, content_type: str, today: Callable[[], date]) -> None:
        if not standing.recipients(today()) or standing.founder is None:
            raise StateError("The door closed while you were writing.")
        self._terms, self._today = terms, today
        self._founder = str(standing.founder)
        self._reach: Reach | None = None
        parts = terms.settings.most_files + terms.forms.most_fields() + OTHER_PARTS
        limits = FormLimits(parts, terms.settings.longest_message)
        # Not bound to this form: what holds itself lies in memory until garbage is collected.
        self.intake = Intake(boundary_of(content_type), terms.forms.channel, partial(_sealer, terms, today), limits)

    def push(self, data: bytes) -> Iterator[Buffer]:
        """Ciphertext to be stored in that order; each is to be used before the next is asked for."""
        return self.intake.push(data)

    def asks_for(self) -> tuple[Passphrase, str] | None:
        """The body has ended: of which words, at whose drop, a `Reach` is needed, if of any. Errors as of `finish`."""
        passphrase = self.intake.told().passphrase
        return None if passphrase is None else (passphrase, self._founder)

    def bring(self, reach: Reach | None) -> None:
        """What `asks_for` asked for, when somebody else has it; else `finish` derives it."""
        self._reach = reach

    def finish(self) -> tuple[Iterator[Buffer], Receipt]:
        """The body has ended: the last ciphertext, and the receipt. InputError when the form is not whole or empty."""
        told = self.intake.told()
        rest = self.intake.finish(draft_of(told, self._today(), self._reached))
        return rest, Receipt.of(told, self.intake.received)

    def whole(self, body: bytes) -> tuple[bytes, Receipt]:
        """The envelope of a form that is here as a whole, in one piece."""
        sealed = [bytes(piece) for piece in self.push(body) if piece]
        rest, receipt = self.finish()
        sealed += map(bytes, rest)
        return b"".join(sealed), receipt

    def _reached(self, passphrase: Passphrase) -> Reach:
        return reach_in_turn(passphrase, self._founder) if self._reach is None else self._reach


def _sealer(terms: Terms, today: Callable[[], date], channel: Channel | None) -> EnvelopeSealer:
    return EnvelopeSealer(terms.forms.recipients(channel, today(), terms.random), random=terms.random)
