"""Argon2id takes 19 MiB for as long as it runs: in one process one at a time, so that a crowd needs no more than one.

It keeps a processor busy the whole time. Each process beside the server has one, and they are as many as there are
processors; the server has one for looks into mailboxes and for what they decline (docs/adr/0202, 0257, 0318).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

from amparo.seal.passphrase import Passphrase, SourceKeys, derive

_ONE: Final = threading.Lock()


def derive_in_turn(passphrase: Passphrase, founder: str) -> SourceKeys:
    """The keys of a passphrase at the drop that this root key founded; waits for its turn."""
    with _ONE:
        return derive(passphrase, founder)


@dataclass(frozen=True, slots=True)
class Reach:
    """How the newsroom can answer a source: the key to seal to, and the secret that the source's tokens are made of."""

    recipient: str = field(repr=False)
    mailbox_secret: bytes = field(repr=False)

    def to_bytes(self) -> bytes:
        """For `parse`."""
        return b" ".join((self.recipient.encode("ascii"), self.mailbox_secret))

    @classmethod
    def parse(cls, data: bytes) -> Reach:
        """Read what `to_bytes` wrote."""
        recipient, _, mailbox_secret = data.partition(b" ")
        return cls(recipient.decode("ascii"), mailbox_secret)


def reach_in_turn(passphrase: Passphrase, founder: str) -> Reach:
    """What an envelope says of the keys of a passphrase; waits for its turn."""
    keys = derive_in_turn(passphrase, founder)
    return Reach(str(keys.identity.recipient), keys.mailbox_secret)
