"""Keys from a passphrase (specs/passphrase.md, "Keys"): Argon2id once, then HKDF-SHA256 for each purpose.

The salt is the newsroom's root key, so one passphrase typed at two newsrooms gives unrelated keys, and guesses made
against one are useless at the other. There can be no salt for each source: nobody keeps a list of sources.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amparo.seal.hybrid import HybridIdentity
from amparo.seal.secret import SecretBytes

KEY_SIZE: Final = 32
MEMORY_KIB: Final = 19456
PASSES: Final = 2
LANES: Final = 1
_SALT_LABEL: Final = "amparo/passphrase/v1\n"
_IDENTITY_INFO: Final = b"amparo/passphrase/v1 age identity"
_MAILBOX_INFO: Final = b"amparo/passphrase/v1 mailbox secret"


@dataclass(frozen=True, slots=True)
class SourceKeys:
    """What a passphrase opens: the age identity replies are sealed to, and the secret their tokens come from."""

    identity: HybridIdentity = field(repr=False)
    mailbox_secret: bytes = field(repr=False)


def derive_keys(words: str, root_vkey: str) -> SourceKeys:
    """Keys for `words` (single spaces between them) at the newsroom with this root vkey. Takes 19 MiB, some 30 ms.

    What lies between, and the identity's seed, are derived into memory that is locked and wiped.
    """
    with SecretBytes.zeros(KEY_SIZE) as master, SecretBytes.zeros(KEY_SIZE) as seed:
        _argon2id(words, root_vkey, master.view)
        _hkdf(_IDENTITY_INFO).derive_into(master.view, seed.view)
        return SourceKeys(HybridIdentity.from_seed(seed.view), _hkdf(_MAILBOX_INFO).derive(master.view))


def _argon2id(words: str, root_vkey: str, out: memoryview) -> None:
    salt = hashlib.sha256((_SALT_LABEL + root_vkey).encode()).digest()
    kdf = Argon2id(salt=salt, length=KEY_SIZE, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    kdf.derive_into(words.encode(), out)


def _hkdf(info: bytes) -> HKDF:
    # The whole of HKDF, with its empty salt, because browsers offer no expand step alone.
    return HKDF(SHA256(), KEY_SIZE, salt=None, info=info)
