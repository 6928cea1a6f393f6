"""The public surface of age files: everything a room needs, and nothing else.

Implements the profile of C2SP `age` that specs/age.md describes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from cryptography.utils import Buffer

from amparo.seal.faults import Fault, Stage
from amparo.seal.hybrid import HybridIdentity, HybridRecipient
from amparo.seal.keys import KeyIdentity, parse_identity, parse_identity_file, parse_recipient, parse_recipients_file
from amparo.seal.opener import Opener
from amparo.seal.recipient import Identity, Mixing, Random, Recipient
from amparo.seal.scrypt import MAX_WORK_FACTOR, ScryptIdentity, ScryptRecipient
from amparo.seal.sealer import Sealer
from amparo.seal.secret import SecretBytes
from amparo.seal.stanza import Stanza
from amparo.seal.x25519 import X25519Identity, X25519Recipient

__all__ = [
    "MAX_WORK_FACTOR",
    "Fault",
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "KeyIdentity",
    "Mixing",
    "Opener",
    "Random",
    "Recipient",
    "ScryptIdentity",
    "ScryptRecipient",
    "Sealer",
    "SecretBytes",
    "Stage",
    "Stanza",
    "X25519Identity",
    "X25519Recipient",
    "open_bytes",
    "parse_identity",
    "parse_identity_file",
    "parse_recipient",
    "parse_recipients_file",
    "seal_bytes",
]


def seal_bytes(
    data: Buffer, recipients: Sequence[Recipient], *, armor: bool = False, random: Random = os.urandom
) -> bytes:
    """A whole age file that holds `data`."""
    sealer = Sealer(recipients, armor=armor, random=random)
    return sealer.push(data) + sealer.finish()


def open_bytes(data: Buffer, identities: Sequence[Identity]) -> bytes:
    """The plaintext of a whole age file; raises as Opener does, and then yields nothing."""
    opener = Opener(identities)
    return opener.push(data) + opener.finish()
