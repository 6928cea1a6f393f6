"""What a recipient and an identity are: the two sides of a recipient stanza (age, "Recipient stanza").

The kinds live in x25519, hybrid and scrypt; the sealer and opener know only these two protocols.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from cryptography.utils import Buffer

from amparo.seal.secret import SecretBytes
from amparo.seal.stanza import Stanza

Random = Callable[[int], bytes]

FILE_KEY = 16
TAG = 16


class Mixing(StrEnum):
    """Which recipients may share a file: all of one file's recipients must say the same."""

    CLASSICAL = "classical"
    POST_QUANTUM = "post-quantum"
    ALONE = "alone"


class Recipient(Protocol):
    """Someone a file can be sealed to."""

    @property
    def mixing(self) -> Mixing:
        """Which recipients this one may share a file with."""

    def wrap(self, file_key: Buffer, random: Random) -> Stanza:
        """The stanza that carries the 16-byte file key to this recipient."""


class Identity(Protocol):
    """Someone who can open files."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> SecretBytes | None:
        """The file key from the first stanza meant for this identity; None when there is none.

        InputError (Fault.STANZA and the like) when a stanza of this identity's kind is malformed.
        """
